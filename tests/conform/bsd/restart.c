/*
 * What a signal does to each call that sleeps (blocking.h), with SA_RESTART and
 * without; and to those that have done a part of their work.
 */
#include "blocking.h"

#define PAUSE_MS 2
#define SIGNALS  3 /* at least, before a call that is made again may end */

static volatile long handled, done, begun;
static const struct blocking *current;
static bool restarts;

static void count(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)info, (void)context;
	handled++;
}

/* One that hangs is ended by the test's time limit. */
static void disturb(void *arg)
{
	(void)arg;
	for (int i = 0; !__atomic_load_n(&done, __ATOMIC_ACQUIRE); i++) {
		pause_ms(PAUSE_MS);
		if (__atomic_load_n(&done, __ATOMIC_ACQUIRE))
			break;
		if (restarts && i == SIGNALS)
			current->release();
		else if (i < SIGNALS || !restarts)
			signal_thread(main_tid, SIGUSR1);
	}
}

static void start_disturbing(struct thread *thread)
{
	static char *stack;

	if (!stack)
		stack = pages(65536);
	handled = 0;
	__atomic_store_n(&done, 0, __ATOMIC_RELEASE);
	EXPECT_EQ(thread_start(thread, disturb, 0, stack, 65536), 0);
}

static void stop_disturbing(struct thread *thread)
{
	__atomic_store_n(&done, 1, __ATOMIC_RELEASE);
	thread_join(thread);
	EXPECT(handled > 0);
}

static void try_one(const struct blocking *b, bool flag)
{
	struct thread thread;
	long arguments[6] = { 0 }, ret;

	current = b;
	restarts = b->rule == AGAIN_ALWAYS || (flag && b->rule == RESTARTS);
	catch (SIGUSR1, count, flag ? SA_RESTART : 0, NULL);
	b->begin(arguments);
	start_disturbing(&thread);
	ret = region(arguments, b->nr, &begun);
	stop_disturbing(&thread);
	if (!(restarts ? was_ended(b, ret) : was_interrupted(b, ret)))
		say("%s, %s SA_RESTART: %ld\n", b->name, flag ? "with" : "without", ret);
	EXPECT(restarts ? was_ended(b, ret) : was_interrupted(b, ret));
	tidy(b, ret);
}

/* A part that has been done is the answer, whatever the flags are; nothing is done twice. */
static void test_parts(int flags)
{
	static char much[300000];
	struct thread thread;
	int ends[2];
	long ret;

	restarts = false;
	catch (SIGUSR1, count, flags, NULL);
	call(NR_pipe2, ends, 0);
	start_disturbing(&thread);
	ret = call(NR_write, ends[1], much, sizeof(much));
	stop_disturbing(&thread);
	EXPECT(ret > 0 && ret < (long)sizeof(much));
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);

	open_pair(pair, false);
	call(NR_write, pair[1], much, 100);
	start_disturbing(&thread);
	ret = call(NR_recvfrom, pair[0], much, 200, 0x40, 0, 0); /* MSG_WAITALL */
	stop_disturbing(&thread);
	EXPECT_EQ(ret, 100);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	main_tid = thread_self();
	name_scratch();
	for (size_t i = 0; i < BLOCKING; i++) {
		if (blocking[i].masked)
			block(SIGUSR1);
		for (int flag = 0; flag < 2; flag++)
			try_one(&blocking[i], flag);
		if (blocking[i].masked)
			unblock(SIGUSR1);
	}
	for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART)
		test_parts(flags);
	end_blocking();
	return result();
}
