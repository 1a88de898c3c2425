/* _lwp_create(2), _lwp_wait, _lwp_detach, _lwp_park with its sticky unpark, _lwp_kill, names. */
#include "alien.h"

static char stacks[8][65536] __attribute__((aligned(16)));
static uint32_t counted;
static int parked_id;
static long parked_result;

static void count(void *arg)
{
	__atomic_add_fetch(&counted, (uint32_t)(long)arg, __ATOMIC_RELAXED);
}

static void joins(void)
{
	struct thread t[8];
	int gone = 0, seen = 0;

	for (int i = 0; i < 8; i++)
		EXPECT_EQ(thread_start(&t[i], count, (void *)(long)(i + 1), stacks[i], 65536), 0);
	for (int i = 0; i < 7; i++)
		thread_join(&t[i]);
	/* The last one by waiting for any. */
	EXPECT_EQ(call(NR__lwp_wait, 0, &gone), 0);
	EXPECT_EQ(gone, t[7].tid);
	EXPECT_EQ(counted, 36);
	EXPECT_EQ(call(NR__lwp_wait, 0, &gone), -EDEADLK);
	EXPECT_EQ(call(NR__lwp_wait, thread_self(), &seen), -EDEADLK);
	EXPECT_EQ(call(NR__lwp_wait, t[0].tid, 0), -ESRCH);
	EXPECT_EQ(call(NR__lwp_detach, t[0].tid), -ESRCH);
	EXPECT_EQ(call(NR__lwp_create, 8, 0, &gone), -EFAULT);
}

static void park_once(void *arg)
{
	(void)arg;
	__atomic_store_n(&parked_id, (int)thread_self(), __ATOMIC_RELEASE);
	parked_result = call(NR____lwp_park60, CLOCK_MONOTONIC, 0, 0, 0, 0, 0);
}

static void parks(void)
{
	struct timespec brief = { 0, 20000000 };
	struct thread t;
	long before;

	/* An unpark that comes first is kept, once. */
	EXPECT_EQ(call(NR__lwp_unpark, thread_self(), 0), 0);
	EXPECT_EQ(call(NR____lwp_park60, CLOCK_MONOTONIC, 0, 0, 0, 0, 0), -EALREADY);
	before = now();
	EXPECT_EQ(call(NR____lwp_park60, CLOCK_MONOTONIC, 0, &brief, 0, 0, 0), -ETIMEDOUT);
	EXPECT(now() - before >= 20000000);
	EXPECT_EQ(brief.tv_nsec, 0);
	EXPECT_EQ(call(NR____lwp_park60, 17, 0, 0, 0, 0, 0), -EINVAL);
	EXPECT_EQ(call(NR____lwp_park60, CLOCK_MONOTONIC, 0, 8, 0, 0, 0), -EFAULT);
	EXPECT_EQ(call(NR__lwp_unpark, 1, 0), -ESRCH);

	EXPECT_EQ(thread_start(&t, park_once, 0, stacks[0], 65536), 0);
	while (!__atomic_load_n(&parked_id, __ATOMIC_ACQUIRE))
		call(NR_sched_yield);
	brief.tv_nsec = 5000000;
	call(NR_nanosleep, &brief, 0);
	EXPECT_EQ(call(NR__lwp_unpark_all, &parked_id, 1, 0), 0);
	thread_join(&t);
	EXPECT_EQ(parked_result, 0);
	EXPECT_EQ(call(NR__lwp_unpark_all, 0, 0, 0), 1024);
	EXPECT_EQ(call(NR__lwp_unpark_all, &parked_id, 0, 0), -EINVAL);
}

static uint32_t turn;
static struct thread partner;
static int first_id;

/* Each wakes the other, ten thousand times: no wakeup may be lost. */
static void play(void *arg)
{
	uint32_t mine = (uint32_t)(long)arg;
	int other;

	for (int i = 0; i < 10000; i++) {
		while (__atomic_load_n(&turn, __ATOMIC_ACQUIRE) != mine)
			call(NR____lwp_park60, CLOCK_MONOTONIC, 0, 0, 0, 0, 0);
		__atomic_store_n(&turn, !mine, __ATOMIC_RELEASE);
		other = mine ? first_id : (int)partner.tid;
		call(NR__lwp_unpark, other, 0);
	}
}

static void ping_pong(void)
{
	first_id = (int)thread_self();
	EXPECT_EQ(thread_start(&partner, play, (void *)1, stacks[1], 65536), 0);
	play(0);
	thread_join(&partner);
	EXPECT_EQ(turn, 0);
}

static void own_base(void)
{
	static uint64_t base[2] = { 0, 42 };
	uint64_t seen;

	EXPECT_EQ(call(NR__lwp_setprivate, base), 0);
	EXPECT_EQ(call(NR__lwp_getprivate), (long)base);
	__asm__("mov %%fs:8, %0" : "=r"(seen));
	EXPECT_EQ(seen, 42);
}

static void names(void)
{
	char name[16] = "";

	EXPECT_EQ(call(NR__lwp_setname, thread_self(), "worker"), 0);
	EXPECT_EQ(call(NR__lwp_getname, thread_self(), name, sizeof name), 0);
	EXPECT_EQ(strcmp(name, "worker"), 0);
	EXPECT_EQ(call(NR__lwp_setname, 1, "x"), -ESRCH);
}

/* struct lwpctl: what it says is so for each thread; they take no room. */
static void controls(void)
{
	volatile int *first = 0, *last = 0;

	EXPECT_EQ(call(NR__lwp_ctl, 1, &first), 0); /* LWPCTL_FEATURE_CURCPU */
	EXPECT_EQ(*first, -1);                      /* LWPCTL_CPU_NONE */
	for (int i = 0; i < 2000; i++)
		EXPECT_EQ(call(NR__lwp_ctl, 1, &last), 0);
	EXPECT_EQ(*last, -1);
	EXPECT_EQ((unsigned long)first / 4096, (unsigned long)last / 4096);
	EXPECT_EQ(call(NR__lwp_ctl, 1, 8), -EFAULT);
	EXPECT_EQ(call(NR__lwp_ctl, 4, &last), -ENODEV);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	joins();
	parks();
	ping_pong();
	own_base();
	names();
	controls();
	return result();
}
