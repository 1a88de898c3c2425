/* The kernel's own semaphores (ksem_open and kin): between processes, and what interrupts them. */
#include "children.h"
#include "noted.h"

/* Two processes that take turns. */
static void test_between_processes(const char *name)
{
	long mine, turn = 0, pid;
	int value = -1;

	EXPECT_EQ(call(NR_ksem_open, &mine, name, O_CREAT | O_EXCL, 0600, 0), 0);
	EXPECT_EQ(call(NR_ksem_init, &turn, 0), 0);
	pid = fork_here();
	if (!pid) {
		long own = -1;

		/* By its name, and by the descriptor that it was born with. */
		if (call(NR_ksem_open, &own, name, O_CREAT | O_EXCL, 0600, 0) != -EEXIST ||
		    call(NR_ksem_open, &own, name, 0, 0, 0))
			leave(1);
		for (int i = 0; i < 100; i++)
			if (call(NR_ksem_wait, own) || call(NR_ksem_post, turn))
				leave(2);
		leave(3);
	}
	for (int i = 0; i < 100; i++) {
		EXPECT_EQ(call(NR_ksem_post, mine), 0);
		EXPECT_EQ(call(NR_ksem_wait, turn), 0);
	}
	EXPECT_EQ(status_of(pid), 3 << 8);
	EXPECT_EQ(call(NR_ksem_getvalue, mine, &value), 0);
	EXPECT_EQ(value, 0);
	EXPECT_EQ(call(NR_ksem_trywait, mine), -EAGAIN);
	EXPECT_EQ(call(NR_ksem_unlink, name), 0);
	EXPECT_EQ(call(NR_ksem_open, &pid, name, 0, 0, 0), -ENOENT);
	EXPECT_EQ(call(NR_ksem_close, mine), 0);
	EXPECT_EQ(call(NR_ksem_destroy, turn), 0);
	EXPECT_EQ(call(NR_ksem_destroy, turn), -EINVAL);
}

static long in_a_moment(bool post, long id)
{
	long pid = fork_here();

	if (pid)
		return pid;
	disturb_parent(SIGUSR1);
	if (post)
		call(NR_ksem_post, id);
	leave(0);
}

/* EINTR, or started again where the handler has SA_RESTART; a time by the clock stays the same. */
static void test_signals(void)
{
	struct timespec later;
	long id, pid;

	EXPECT_EQ(call(NR_ksem_init, &id, 0), 0);
	for (int timed = 0; timed < 2; timed++) {
		call(NR_clock_gettime, CLOCK_REALTIME, &later);
		later.tv_sec += 20;
		count = 0;
		catch (SIGUSR1, note, 0, NULL);
		pid = in_a_moment(false, id);
		EXPECT_EQ(call(timed ? NR_ksem_timedwait : NR_ksem_wait, id, &later), -EINTR);
		EXPECT_EQ(count, 1);
		status_of(pid);
		catch (SIGUSR1, note, SA_RESTART, NULL);
		pid = in_a_moment(true, id);
		EXPECT_EQ(call(timed ? NR_ksem_timedwait : NR_ksem_wait, id, &later), 0);
		EXPECT_EQ(count, 2);
		status_of(pid);
	}
	call(NR_clock_gettime, CLOCK_REALTIME, &later);
	EXPECT_EQ(call(NR_ksem_timedwait, id, &later), -ETIMEDOUT);
	EXPECT_EQ(call(NR_ksem_destroy, id), 0);
}

/* An exec closes it, whatever its number. */
static void test_exec(char **argv, char **envp)
{
	char *again[] = { argv[0], (char[24]){ 0 }, NULL }, *end = again[1];
	long id, pid, rest;

	EXPECT_EQ(call(NR_ksem_init, &id, 1), 0);
	for (rest = 1; rest * 10 <= id;)
		rest *= 10;
	for (; rest; rest /= 10)
		*end++ = '0' + id / rest % 10;
	pid = fork_here();
	if (!pid) {
		call(NR_execve, argv[0], again, envp);
		leave(1);
	}
	EXPECT_EQ(status_of(pid), 4 << 8);
	EXPECT_EQ(call(NR_ksem_trywait, id), 0);
	EXPECT_EQ(call(NR_ksem_destroy, id), 0);
}

int main(int argc, char **argv, char **envp)
{
	static char name[] = "/abirun/semaphores-XXXXXXXX";

	if (argc > 1)
		return call(NR_ksem_trywait, to_long(argv[1])) == -EINVAL ? 4 : 5;
	for (long i = sizeof name - 2, id = call(NR_getpid); name[i] == 'X'; i--, id /= 10)
		name[i] = '0' + id % 10;
	test_between_processes(name);
	test_signals();
	test_exec(argv, envp);
	return result();
}
