/* sigsuspend(2), sigwait(2), sigtimedwait(2), sigwaitinfo(2), sigqueue(2). */
#include "children.h"

static volatile int count, order[8];
static volatile struct siginfo seen;

static void note(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)context;
	order[count++ & 7] = sig;
	seen = *info;
}

static void test_suspend(void)
{
	struct sigset none = { { 0 } }, now, others = sigset_of(SIGHUP);

	block(SIGUSR1);
	catch (SIGUSR1, note, SA_RESTART, NULL);
	kill_self(SIGUSR1);
	EXPECT_EQ(count, 0);
	EXPECT_EQ(call(NR_sigsuspend, &none), -EINTR);
	EXPECT_EQ(count, 1);
	now = mask_now();
	EXPECT(sigset_has(&now, SIGUSR1));
	EXPECT_EQ(call(NR_sigsuspend, 8), -EFAULT);
	/* It is woken by what its mask lets through, not by what it holds back. */
	catch (SIGHUP, note, 0, NULL);
	catch (SIGUSR2, note, 0, NULL);
	block(SIGUSR2);
	kill_self(SIGUSR2);
	block(SIGHUP);
	kill_self(SIGHUP);
	EXPECT_EQ(call(NR_sigsuspend, &others), -EINTR);
	EXPECT_EQ(order[1], SIGUSR2);
	EXPECT_EQ(count, 2);
	unblock(SIGHUP);
	EXPECT_EQ(count, 3);
	unblock(SIGUSR2);
	unblock(SIGUSR1);
}

static void test_wait(void)
{
	struct sigset set = sigset_of(SIGUSR1);
	struct siginfo info;
	int sig = 0;

	count = 0;
	block(SIGUSR1);
	kill_self(SIGUSR1);
	EXPECT_EQ(call(NR_sigwait, &set, &sig), 0);
	EXPECT_EQ(sig, SIGUSR1);
	kill_self(SIGUSR1);
	EXPECT_EQ(call(NR_sigwaitinfo, &set, &info), SIGUSR1);
	EXPECT_EQ(info.signo, SIGUSR1);
	EXPECT_EQ(info.code, SI_USER);
	EXPECT_EQ(info.pid, call(NR_getpid));
	EXPECT_EQ(call(NR_thr_kill, thread_self(), SIGUSR1), 0);
	EXPECT_EQ(call(NR_sigwaitinfo, &set, &info), SIGUSR1);
	EXPECT_EQ(info.code, SI_LWP);
	/* Failure is said by sigwait's value, not by the carry flag. */
	EXPECT_EQ(call(NR_sigwait, 8, &sig), EFAULT);
	EXPECT_EQ(count, 0);
	unblock(SIGUSR1);
	EXPECT_EQ(count, 0);
}

static void test_timed(void)
{
	struct timespec soon = { 0, 20000000 }, never = { 0, 0 }, wrong = { 0, 1000000000 };
	struct sigset set = sigset_of(SIGUSR1);
	struct siginfo info;
	long start = now();

	block(SIGUSR1);
	EXPECT_EQ(call(NR_sigtimedwait, &set, &info, &soon), -EAGAIN);
	EXPECT(now() - start >= 20000000);
	EXPECT_EQ(call(NR_sigtimedwait, &set, &info, &never), -EAGAIN);
	EXPECT_EQ(call(NR_sigtimedwait, &set, &info, &wrong), -EINVAL);
	kill_self(SIGUSR1);
	EXPECT_EQ(call(NR_sigtimedwait, &set, &info, &never), SIGUSR1);
	unblock(SIGUSR1);
}

/* Another signal interrupts it, whatever its action says of restarting. */
static void send_later(void *arg)
{
	for (int i = 0; i < 200 && !__atomic_load_n(&count, __ATOMIC_ACQUIRE); i++) {
		pause_ms(5);
		call(NR_thr_kill, (long)arg, SIGUSR2);
	}
}

static void test_interrupted(void)
{
	struct sigset set = sigset_of(SIGUSR1);
	struct thread thread;
	struct siginfo info;

	count = 0;
	block(SIGUSR1);
	catch (SIGUSR2, note, SA_RESTART, NULL);
	EXPECT_EQ(thread_start(&thread, send_later, (void *)thread_self(), pages(65536), 65536), 0);
	EXPECT_EQ(call(NR_sigwaitinfo, &set, &info), -EINTR);
	EXPECT(count > 0);
	thread_join(&thread);
	unblock(SIGUSR1);
}

/* Signals from SIGRTMIN up are queued, lowest first, with their values in order. */
static void test_queue(void)
{
	struct sigset set = sigset_of(SIGRTMIN), one = sigset_of(SIGRTMIN + 1);
	struct siginfo info;
	long pid = call(NR_getpid);

	set.word[2] |= one.word[2];
	call(NR_sigprocmask, SIG_BLOCK, &set, 0);
	EXPECT_EQ(call(NR_sigqueue, pid, SIGRTMIN + 1, 7), 0);
	EXPECT_EQ(call(NR_sigqueue, pid, SIGRTMIN, 0x123456789abc), 0);
	EXPECT_EQ(call(NR_sigqueue, pid, SIGRTMIN, 2), 0);
	EXPECT_EQ(call(NR_sigwaitinfo, &set, &info), SIGRTMIN);
	EXPECT_EQ(info.code, SI_QUEUE);
	EXPECT_EQ(info.value, 0x123456789abc);
	EXPECT_EQ(info.pid, pid);
	EXPECT_EQ(call(NR_sigwaitinfo, &set, &info), SIGRTMIN);
	EXPECT_EQ(info.value, 2);
	EXPECT_EQ(call(NR_sigwaitinfo, &set, &info), SIGRTMIN + 1);
	EXPECT_EQ(info.value, 7);
	count = 0;
	catch (SIGRTMIN, note, 0, NULL);
	EXPECT_EQ(call(NR_sigqueue, pid, SIGRTMIN, 5), 0);
	EXPECT_EQ(count, 0);
	call(NR_sigprocmask, SIG_UNBLOCK, &set, 0);
	EXPECT_EQ(count, 1);
	EXPECT_EQ(seen.value, 5);
	EXPECT_EQ(seen.code, SI_QUEUE);
	EXPECT_EQ(call(NR_sigqueue, pid, 200, 5), -EINVAL);
}

static void nothing(void *arg)
{
	(void)arg;
}

/* A signal to the process that all block is not for a thread that ends to take along. */
static void test_thread_ends(void)
{
	struct timespec never = { 0, 0 };
	struct sigset set = sigset_of(SIGUSR1);
	static char stack[16384];
	struct siginfo info;
	struct thread thread;

	block(SIGUSR1);
	for (int i = 0; i < 50; i++) {
		kill_self(SIGUSR1);
		EXPECT_EQ(thread_start(&thread, nothing, 0, stack, sizeof(stack)), 0);
		thread_join(&thread);
		EXPECT_EQ(call(NR_sigtimedwait, &set, &info, &never), SIGUSR1);
		EXPECT_EQ(info.code, SI_USER);
	}
	unblock(SIGUSR1);
}

static void end_well(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)info, (void)context;
	call(NR_exit_all, 3);
}

static void send_fault(void *arg)
{
	(void)arg;
	pause_ms(20);
	kill_self(SIGSEGV);
	pause_ms(500);
	call(NR_exit_all, 4);
}

/* Nor is one for the first thread, when it has ended, to keep. */
static void test_first_ended(void)
{
	static char stack[16384];
	struct thread thread;
	long pid = fork_here();
	int status;

	if (!pid) {
		catch (SIGSEGV, end_well, 0, NULL);
		thread_start(&thread, send_fault, 0, stack, sizeof(stack));
		call(NR_thr_exit, 0);
	}
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 3 << 8);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	test_suspend();
	test_wait();
	test_timed();
	test_interrupted();
	test_queue();
	test_thread_ends();
	test_first_ended();
	return result();
}
