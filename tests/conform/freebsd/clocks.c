/* Which clocks there are, and which can be set: clock_gettime(2), clock_getcpuclockid(3). */
#include "signals.h"

#define OF_PROCESS 0xc0000000u /* and the id of a process; sys/time.h: CPUCLOCK_BIT */
#define OF_THREAD  0x80000000u

static long read_of(unsigned clock)
{
	struct timespec t = { -1, -1 };
	long ret = call(NR_clock_gettime, clock, &t);

	EXPECT(ret || (t.tv_sec >= 0 && t.tv_nsec >= 0));
	return ret;
}

/* Ids with more bits than a process's has: the host's ids of clocks have no room for them. */
static void test_processes(void)
{
	unsigned pid = (unsigned)call(NR_getpid), clock = 0;
	struct timespec t;

	EXPECT_EQ(call(NR_clock_getcpuclockid2, 0, 0, &clock), 0);
	EXPECT_EQ(clock, OF_PROCESS | pid);
	EXPECT_EQ(read_of(OF_PROCESS | pid), 0);
	for (int bit = 28; bit < 30; bit++) {
		EXPECT_EQ(read_of(OF_PROCESS | 1u << bit | pid), -EINVAL);
		EXPECT_EQ(read_of(OF_THREAD | 1u << bit | pid), -EINVAL);
		EXPECT_EQ(call(NR_clock_getres, OF_PROCESS | 1u << bit | pid, &t), -EINVAL);
		EXPECT_EQ(call(NR_clock_getcpuclockid2, 1u << bit | pid, 0, &clock), -ESRCH);
	}
	/* A process's id is no thread's. */
	EXPECT_EQ(read_of(OF_THREAD | pid), -EINVAL);
	EXPECT_EQ(read_of(OF_THREAD | (unsigned)thread_self()), 0);
}

/* kern_clock_settime: only CLOCK_REALTIME, by this name. */
static void test_settime(void)
{
	static const unsigned others[] = { 1,  2,  3,  4,  5,  6,  7,  8,  9,
					   10, 11, 12, 13, 14, 15, 17, 100 };
	struct timespec t, wrong = { 0, 1000000000 };

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		EXPECT_EQ(call(NR_clock_gettime, CLOCK_REALTIME, &t), 0);
		EXPECT_EQ(call(NR_clock_settime, others[i], &t), -EINVAL);
	}
	EXPECT_EQ(call(NR_clock_settime, OF_PROCESS | call(NR_getpid), &t), -EINVAL);
	EXPECT_EQ(call(NR_clock_settime, OF_THREAD | thread_self(), &t), -EINVAL);
	EXPECT_EQ(call(NR_clock_settime, CLOCK_REALTIME, 8), -EFAULT);
	EXPECT(call(NR_clock_settime, CLOCK_REALTIME, &wrong) < 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	test_processes();
	test_settime();
	return result();
}
