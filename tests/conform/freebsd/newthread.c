/* thr_new(2): what it refuses, and the priority that it gives (sys/kern/kern_thr.c). */
#include "signals.h"

#define RTP_PRIO_REALTIME 2
#define RTP_PRIO_NORMAL   3

struct rtprio {
	unsigned short type, priority;
};

static struct rtprio seen;
static long done, ids[2];
static int started;

static void run(void *arg)
{
	(void)arg;
	__atomic_add_fetch(&started, 1, __ATOMIC_SEQ_CST);
	call(NR_rtprio_thread, 0, 0, &seen); /* RTP_LOOKUP */
	for (;;)
		call(NR_thr_exit, &done);
}

static struct thr_param param_with(struct rtprio *priority, void *tls)
{
	static char *stack;

	if (!stack)
		stack = pages(65536);
	done = 0;
	return (struct thr_param){ .start_func = run,
				   .stack_base = stack,
				   .stack_size = 65536,
				   .tls_base = tls,
				   .tls_size = 64,
				   .child_tid = &ids[0],
				   .parent_tid = &ids[1],
				   .rtp = priority };
}

static char tls[64] __attribute__((aligned(16)));

static long make(struct rtprio *priority, void *tls_base)
{
	struct thr_param param = param_with(priority, tls_base);
	long ret = call(NR_thr_new, &param, sizeof(param));

	while (!ret && !__atomic_load_n(&done, __ATOMIC_SEQ_CST))
		pause_ms(1);
	return ret;
}

/* cpu_set_user_tls: no address of a user's. */
static void test_tls(void)
{
	EXPECT_EQ(make(NULL, (void *)0x8000000000000000), -EINVAL);
	EXPECT_EQ(make(NULL, (void *)0xffff800000000000), -EINVAL);
	EXPECT_EQ(make(NULL, (void *)0x800000000000), -EINVAL);
	EXPECT_EQ(make(NULL, (void *)-8), -EINVAL);
	EXPECT_EQ(started, 0);
	/* One that nothing is mapped at is the thread's own affair. */
	EXPECT_EQ(make(NULL, (void *)4096), 0);
	EXPECT_EQ(started, 1);
}

static void test_priority(void)
{
	struct rtprio normal = { RTP_PRIO_NORMAL, 0 }, wrong = { 99, 0 }, far = { 2, 32 };
	struct rtprio high = { RTP_PRIO_REALTIME, 31 };
	long ret;

	EXPECT_EQ(make(&normal, tls), 0);
	EXPECT_EQ(seen.type, RTP_PRIO_NORMAL);
	EXPECT_EQ(ids[0], ids[1]);
	EXPECT_EQ(make(&wrong, tls), -EINVAL);
	EXPECT_EQ(make(&far, tls), -EINVAL);
	started = 0;
	ret = make(&high, tls);
	EXPECT(ret == 0 || ret == -EPERM);
	EXPECT_EQ(started, ret == 0);
	if (ret)
		return;
	EXPECT_EQ(seen.type, RTP_PRIO_REALTIME);
	EXPECT_EQ(seen.priority, 31);
	EXPECT_EQ(call(NR_rtprio_thread, 0, 0, &seen), 0);
	EXPECT_EQ(seen.type, RTP_PRIO_NORMAL);
}

/* Where an id can't be written there is no thread. */
static void test_ids(void)
{
	char *page = pages(4096);
	struct thr_param param = param_with(NULL, tls);

	started = 0;
	EXPECT_EQ(call(NR_mprotect, page, 4096, PROT_READ), 0);
	param.parent_tid = (long *)page;
	EXPECT_EQ(call(NR_thr_new, &param, sizeof(param)), -EFAULT);
	param.parent_tid = &ids[1];
	param.child_tid = (long *)(page + 4092);
	EXPECT_EQ(call(NR_thr_new, &param, sizeof(param)), -EFAULT);
	pause_ms(5);
	EXPECT_EQ(started, 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	test_tls();
	test_priority();
	test_ids();
	return result();
}
