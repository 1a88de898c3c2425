/*
 * thr_wake(2) of the calling thread: whatever call it sleeps in next fails with EINTR,
 * though no signal comes; a call that need not sleep does not notice.
 */
#include "blocking.h"
#include "children.h"

static volatile long begun;

static void release_later(void *arg)
{
	const struct blocking *b = arg;

	pause_ms(30);
	b->release();
}

static void start_releasing(struct thread *thread, const struct blocking *b)
{
	static char *stack;

	if (!stack)
		stack = pages(65536);
	EXPECT_EQ(thread_start(thread, release_later, (void *)b, stack, 65536), 0);
}

static void check(const struct blocking *b, bool right, long ret)
{
	if (!right)
		say("%s: %ld\n", b->name, ret);
	EXPECT(right);
}

static void try_one(const struct blocking *b)
{
	long arguments[6] = { 0 }, ret;
	struct sigset before, after;
	struct thread thread;

	b->begin(arguments);
	before = mask_now();
	if (b->rule == AGAIN_ALWAYS)
		start_releasing(&thread, b);
	EXPECT_EQ(call(NR_thr_wake, main_tid), 0);
	ret = region(arguments, b->nr, &begun);
	if (b->rule == AGAIN_ALWAYS || b->nr == NR_thr_suspend)
		check(b, was_ended(b, ret), ret);
	else
		check(b, was_interrupted(b, ret), ret);
	if (b->rule == AGAIN_ALWAYS)
		thread_join(&thread);
	after = mask_now();
	EXPECT_EQ(memcmp(&before, &after, sizeof(before)), 0);
	tidy(b, ret);

	/* It was for one sleep. */
	if (!b->release)
		return;
	start_releasing(&thread, b);
	ret = region(arguments, b->nr, &begun);
	check(b, was_ended(b, ret), ret);
	thread_join(&thread);
	tidy(b, ret);
}

static void test_no_sleep(void)
{
	long arguments[6] = { 0 };

	begin_read(arguments);
	release_read();
	EXPECT_EQ(call(NR_thr_wake, main_tid), 0);
	pause_ms(0);
	EXPECT_EQ(region(arguments, NR_read, &begun), 1);
	EXPECT_EQ(region(arguments, NR_read, &begun), -EINTR);
	/* Neither a child nor a new thread has it from its parent. */
	EXPECT_EQ(call(NR_thr_wake, main_tid), 0);
	{
		long pid = fork_here();
		struct timespec t = { 0, 30000000 };
		int status = -1;

		if (!pid)
			call(NR_exit_all, call(NR_nanosleep, &t, 0) == 0 ? 7 : 8);
		EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), -EINTR);
		EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
		EXPECT_EQ(status, 7 << 8);
	}
	EXPECT_EQ(call(NR_thr_wake, 99999999), -ESRCH);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	main_tid = thread_self();
	name_scratch();
	for (size_t i = 0; i < BLOCKING; i++)
		try_one(&blocking[i]);
	test_no_sleep();
	end_blocking();
	return result();
}
