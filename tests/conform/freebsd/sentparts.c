/* sendfile(2), interrupted: EINTR, whatever the handler's flags are, and how much was sent. */
#include "signals.h"

static volatile long handled, done;
static long main_tid;

static void count(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)info, (void)context;
	handled++;
}

static void disturb(void *arg)
{
	(void)arg;
	while (!__atomic_load_n(&done, __ATOMIC_ACQUIRE)) {
		pause_ms(2);
		signal_thread(main_tid, SIGUSR1);
	}
}

static void test_sendfile(int flags)
{
	static char much[300000], name[] = "/tmp/abirun-sentparts-xxxxxxxx", stack[65536];
	long file, sent = -1, id = call(NR_getpid);
	struct thread thread;
	int ends[2];

	for (size_t i = sizeof(name) - 2; name[i] != '-'; i--, id /= 10)
		name[i] = '0' + id % 10;
	catch (SIGUSR1, count, flags, NULL);
	handled = done = 0;
	file = call(NR_open, name, O_RDWR | O_CREAT | O_EXCL, 0600);
	EXPECT_EQ(call(NR_unlink, name), 0);
	EXPECT_EQ(call(NR_pwrite, file, much, sizeof(much), 4096), sizeof(much));
	EXPECT_EQ(call(NR_socketpair, AF_UNIX, SOCK_STREAM, 0, ends), 0);
	EXPECT_EQ(thread_start(&thread, disturb, 0, stack, sizeof(stack)), 0);
	EXPECT_EQ(call6(NR_sendfile, file, ends[0], 0, 0, 0, (long)&sent), -EINTR);
	__atomic_store_n(&done, 1, __ATOMIC_RELEASE);
	thread_join(&thread);
	EXPECT(handled > 0);
	EXPECT(sent > 0 && sent < (long)sizeof(much));
	call(NR_close, file);
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	main_tid = thread_self();
	test_sendfile(0);
	test_sendfile(SA_RESTART);
	return result();
}
