/* Waiting, sleeping, timers, priorities and ids, through the door. */
#include "children.h"
#include "noted.h"

#define PRIO_PROCESS 0

struct timeval {
	long sec, usec;
};

struct itimerval {
	struct timeval interval, value;
};

struct sigevent {
	int notify, signo;
	long value;
	long room[8];
};

/* A SIGALRM in so many milliseconds. */
static void alarm_in(long ms, int flags)
{
	struct itimerval t = { { 0, 0 }, { 0, ms * 1000 } };

	EXPECT_EQ(catch (SIGALRM, note, flags, NULL), 0);
	EXPECT_EQ(call(NR_setitimer, 0, &t, 0), 0);
}

static long spawn(long ms, int status)
{
	long pid = fork_here();

	if (pid)
		return pid;
	pause_ms(ms);
	leave(status);
}

static void test_sleep(void)
{
	struct timespec t = { 5, 0 }, left = { 7, 7 };

	/* A signal ends a sleep whatever its SA_RESTART says. */
	for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
		alarm_in(30, flags);
		left.tv_sec = 7;
		EXPECT_EQ(call(NR_nanosleep, &t, &left), -EINTR);
		EXPECT_EQ(left.tv_sec, 4);
		alarm_in(30, flags);
		left.tv_sec = 7;
		EXPECT_EQ(call(NR_clock_nanosleep, CLOCK_MONOTONIC, 0, &t, &left), EINTR);
		EXPECT_EQ(left.tv_sec, 4);
	}
	EXPECT_EQ(count, 4);
	t.tv_sec = -1;
	EXPECT_EQ(call(NR_nanosleep, &t, 0), 0);
	EXPECT_EQ(call(NR_clock_nanosleep, 14, 0, &t, 0), EINVAL);
}

static void test_wait(void)
{
	int status = 0;
	long pid = spawn(60, 42);

	/* Interrupted and restarted, interrupted and not. */
	alarm_in(20, SA_RESTART);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 42 << 8);
	EXPECT_EQ(count, 5);
	pid = spawn(60, 1);
	alarm_in(20, 0);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), -EINTR);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(call(NR_wait4, -1, &status, 0, 0), -ECHILD);
}

static void test_wait_signals(void)
{
	struct siginfo info;
	int status = 0;
	long pid = spawn(10000, 0);

	EXPECT_EQ(call(NR_wait4, pid, &status, WNOHANG, 0), 0);
	EXPECT_EQ(call(NR_kill, pid, SIGSTOP), 0);
	EXPECT_EQ(call(NR_wait4, pid, &status, WUNTRACED, 0), pid);
	EXPECT_EQ(status, SIGSTOP << 8 | 0x7f);
	EXPECT_EQ(call(NR_kill, pid, SIGCONT), 0);
	EXPECT_EQ(call(NR_wait4, pid, &status, WCONTINUED, 0), pid);
	EXPECT_EQ(status, SIGCONT);
	EXPECT_EQ(call(NR_kill, pid, SIGUSR1), 0);
	EXPECT_EQ(call(NR_wait6, P_PID, pid, &status, WEXITED, 0, &info), pid);
	EXPECT_EQ(status, SIGUSR1);
	EXPECT_EQ(info.signo, SIGCHLD);
	EXPECT_EQ(info.code, CLD_KILLED);
	EXPECT_EQ(info.status, SIGUSR1);
	EXPECT_EQ(info.pid, pid);
}

static void test_timer(void)
{
	struct sigevent event = { .notify = 1, .signo = SIGUSR2, .value = 0x123456789 };
	struct timespec t[2] = { { 0, 0 }, { 0, 10000000 } };
	int id = -1;

	EXPECT_EQ(catch (SIGUSR2, note, 0, NULL), 0);
	EXPECT_EQ(call(NR_ktimer_create, CLOCK_MONOTONIC, &event, &id), 0);
	count = 0;
	EXPECT_EQ(call(NR_ktimer_settime, id, 0, t, 0), 0);
	pause_ms(1000);
	EXPECT_EQ(count, 1);
	EXPECT_EQ(seen.signo, SIGUSR2);
	EXPECT_EQ(seen.code, SI_TIMER);
	EXPECT_EQ(seen.value, 0x123456789);
	EXPECT_EQ(call(NR_ktimer_delete, id), 0);
}

/* A nice value of -5 is no error: the carry flag is clear. */
static void test_priority(void)
{
	EXPECT_EQ(call(NR_setpriority, PRIO_PROCESS, 0, 3), 0);
	EXPECT_EQ(call(NR_getpriority, PRIO_PROCESS, 0), 3);
	if (call(NR_geteuid))
		return;
	EXPECT_EQ(call(NR_setpriority, PRIO_PROCESS, 0, -5), 0);
	EXPECT_EQ(call(NR_getpriority, PRIO_PROCESS, 0), -5);
	EXPECT_EQ(call(NR_setpriority, PRIO_PROCESS, 0, 0), 0);
}

static char stack[64 * 1024] __attribute__((aligned(16)));
static uint32_t go;
static volatile long uid_there, nice_there;

static void other_thread(void *arg)
{
	(void)arg;
	while (!*(volatile uint32_t *)&go)
		word_wait(&go, 0);
	uid_there = call(NR_geteuid);
	nice_there = call(NR_getpriority, PRIO_PROCESS, 0);
}

/* Ids and priorities are the process's: all its threads have them. */
static void test_threads(void)
{
	struct thread t;

	EXPECT_EQ(call(NR_issetugid), 0);
	EXPECT_EQ(thread_start(&t, other_thread, 0, stack, sizeof stack), 0);
	EXPECT_EQ(call(NR_setpriority, PRIO_PROCESS, 0, 6), 0);
	if (!call(NR_geteuid)) {
		EXPECT_EQ(call(NR_setuid, 65534), 0);
		EXPECT_EQ(call(NR_issetugid), 1);
		EXPECT_EQ(call(NR_setuid, 0), -EPERM);
	}
	go = 1;
	word_wake(&go);
	thread_join(&t);
	EXPECT_EQ(uid_there, call(NR_geteuid));
	EXPECT_EQ(nice_there, 6);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	test_sleep();
	test_wait();
	test_wait_signals();
	test_timer();
	test_priority();
	test_threads();
	return result();
}
