/* Ids of threads: above all processes', and the same wherever they are told or taken. */
#include "signals.h"

#define SIGEV_THREAD_ID 4
#define O_CREAT_RDWR    0x202

#define ENTRIES         3

struct sigevent {
	int notify, signo;
	long value;
	int thread, pad;
	long spare[7];
};

static struct thread other;
static uint32_t stop;
static long told[ENTRIES];
static volatile long caught_by, value, reason;

static void note(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)context;
	value = info->value;
	reason = (int)info->reason[0];
	caught_by = thread_self();
}

static void run(void *arg)
{
	(void)arg;
	told[0] = thread_self();
	told[1] = other.tid;
	word_wake((uint32_t *)&told[2]);
	__atomic_store_n((uint32_t *)&told[2], 1, __ATOMIC_SEQ_CST);
	word_wake((uint32_t *)&told[2]);
	while (!__atomic_load_n(&stop, __ATOMIC_SEQ_CST))
		word_wait(&stop, 0);
}

static void wait_until_caught_by(long id)
{
	for (int i = 0; i < 1000 && caught_by != id; i++)
		pause_ms(1);
	EXPECT_EQ(caught_by, id);
	caught_by = 0;
}

/* It is no process's id, and a process's is no thread's. */
static void test_numbers(void)
{
	long self = thread_self(), pid = call(NR_getpid);

	EXPECT(self > 4194304);
	EXPECT_EQ(told[0], told[1]);
	EXPECT(told[0] != self);
	EXPECT_EQ(call(NR_thr_kill, self, 0), 0);
	EXPECT_EQ(call(NR_thr_kill, pid, 0), -ESRCH);
	EXPECT_EQ(call(NR_thr_kill2, pid, told[0], 0), 0);
	EXPECT_EQ(call(NR_thr_kill2, pid, pid, 0), -ESRCH);
	EXPECT_EQ(call(NR_kill, self, 0), -ESRCH);
	EXPECT_EQ(call(NR_thr_set_name, told[0], "other"), 0);
	EXPECT_EQ(call(NR_thr_set_name, pid, "other"), -ESRCH);
	EXPECT_EQ(call(NR_thr_wake, pid), -ESRCH);
}

static void test_asked_about(void)
{
	unsigned short rtp[2] = { 9, 9 };
	unsigned long mask[128];
	unsigned clock = 0;
	long self = thread_self();

	EXPECT_EQ(call(NR_rtprio_thread, 0, told[0], rtp), 0);
	EXPECT_EQ(rtp[0], 3);
	EXPECT_EQ(call(NR_rtprio_thread, 0, call(NR_getpid), rtp), -ESRCH);
	EXPECT_EQ(call(NR_cpuset_getaffinity, 3, 1, told[0], sizeof(mask), mask), 0);
	EXPECT_EQ(call(NR_cpuset_setaffinity, 3, 1, told[0], sizeof(mask), mask), 0);
	EXPECT_EQ(call(NR_cpuset_getaffinity, 3, 1, call(NR_getpid), sizeof(mask), mask), -ESRCH);
	EXPECT_EQ(call(NR_clock_getcpuclockid2, self, 1, &clock), 0);
	EXPECT_EQ(clock, 0x80000000u | self);
	EXPECT_EQ(call(NR_clock_getcpuclockid2, call(NR_getpid), 1, &clock), -ESRCH);
}

static void test_signals(void)
{
	struct sigevent event = {
		.notify = SIGEV_THREAD_ID, .signo = SIGUSR1, .value = 77, .thread = (int)told[0]
	};
	long soon[4] = { 0, 0, 0, 1000000 };
	int timer = 0;

	catch (SIGUSR1, note, 0, NULL);
	EXPECT_EQ(call(NR_thr_kill, told[0], SIGUSR1), 0);
	wait_until_caught_by(told[0]);
	EXPECT_EQ(call(NR_ktimer_create, CLOCK_MONOTONIC, &event, &timer), 0);
	EXPECT_EQ(call(NR_ktimer_settime, timer, 0, soon, 0), 0);
	wait_until_caught_by(told[0]);
	EXPECT_EQ(value, 77);
	EXPECT_EQ(call(NR_ktimer_delete, timer), 0);
	event.thread = (int)call(NR_getpid);
	EXPECT_EQ(call(NR_ktimer_create, CLOCK_MONOTONIC, &event, &timer), -EINVAL);
}

/* A message queue tells a thread, again and again, or nobody. */
static void test_messages(void)
{
	struct sigevent event = { .notify = SIGEV_THREAD_ID,
				  .signo = SIGUSR1,
				  .thread = (int)told[0] };
	long attributes[8] = { 0, 4, 16 };
	long queue = call(NR_kmq_open, "/abirun.threadids", O_CREAT_RDWR, 0600, attributes);
	char text[16];

	EXPECT(queue >= 0);
	call(NR_kmq_unlink, "/abirun.threadids");
	for (int i = 0; i < 100; i++) {
		event.value = 0x1234567890 + i;
		EXPECT_EQ(call(NR_kmq_notify, queue, &event), 0);
		EXPECT(is_error(call(NR_kmq_notify, queue, &event)));
		EXPECT_EQ(call(NR_kmq_timedsend, queue, "x", 1, 0, 0), 0);
		wait_until_caught_by(told[0]);
		EXPECT_EQ(value, event.value);
		EXPECT_EQ(reason, queue); /* si_mqd: librt finds whom to call by it */
		EXPECT_EQ(call(NR_kmq_timedreceive, queue, text, sizeof(text), 0, 0), 1);
		if (i % 2)
			continue;
		EXPECT_EQ(call(NR_kmq_notify, queue, &event), 0);
		EXPECT_EQ(call(NR_kmq_notify, queue, 0), 0);
	}
	EXPECT_EQ(caught_by, 0);
	call(NR_close, queue);
}

int main(int argc, char **argv, char **envp)
{
	size_t size = 65536;

	(void)argc, (void)argv, (void)envp;
	EXPECT_EQ(thread_start(&other, run, NULL, pages(size), size), 0);
	while (!__atomic_load_n((uint32_t *)&told[2], __ATOMIC_SEQ_CST))
		word_wait((uint32_t *)&told[2], 0);
	test_numbers();
	test_asked_about();
	test_signals();
	test_messages();
	__atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
	word_wake(&stop);
	thread_join(&other);
	return result();
}
