/* _umtx_op: read-write locks and semaphores, with threads that do what libthr does around it. */
#include "tests/map/umtx.h"

static struct urwlock rwlock;
static struct usem2 sem2;
static struct usem sem;
static int counter;

static int readers_in, writers_in;

static void *read_or_write(void *arg)
{
	bool writer = (long)arg % 2;

	harness_thread();
	for (int i = 0; i < ROUNDS; i++) {
		assert_int_equal(op(&rwlock, writer ? RW_WRLOCK : RW_RDLOCK, 0, 0, NULL), 0);
		__atomic_add_fetch(writer ? &writers_in : &readers_in, 1, __ATOMIC_SEQ_CST);
		assert_true(__atomic_load_n(&writers_in, __ATOMIC_SEQ_CST) <= writer);
		assert_true(!writer || !__atomic_load_n(&readers_in, __ATOMIC_SEQ_CST));
		if (i % 16 == 0)
			sched_yield();
		counter += writer;
		__atomic_sub_fetch(writer ? &writers_in : &readers_in, 1, __ATOMIC_SEQ_CST);
		assert_int_equal(op(&rwlock, RW_UNLOCK, 0, 0, NULL), 0);
	}
	return NULL;
}

static void rwlocks_exclude(void **state)
{
	(void)state;
	for (uint32_t flags = 0; flags < 4; flags++) {
		rwlock = (struct urwlock){ .rw_flags = flags };
		counter = 0;
		run_threads(read_or_write, 6);
		assert_int_equal(counter, 3 * ROUNDS);
		assert_int_equal(rwlock.rw_state, 0);
		assert_int_equal(rwlock.rw_blocked_readers | rwlock.rw_blocked_writers, 0);
	}
}

static void rwlocks_refuse_and_time_out(void **state)
{
	struct freebsd_umtx_time t = after_ms(20, 0, MONOTONIC);

	(void)state;
	rwlock = (struct urwlock){ .rw_state = URWLOCK_WRITE_OWNER };
	assert_int_equal(op(&rwlock, RW_RDLOCK, 0, sizeof t, &t), -ETIMEDOUT);
	assert_int_equal(op(&rwlock, RW_WRLOCK, 0, sizeof t, &t), -ETIMEDOUT);
	assert_int_equal(rwlock.rw_state, URWLOCK_WRITE_OWNER);
	assert_int_equal(op(&rwlock, RW_UNLOCK, 0, 0, NULL), 0);
	assert_int_equal(op(&rwlock, RW_UNLOCK, 0, 0, NULL), -EPERM);
	rwlock.rw_state = URWLOCK_MAX_READERS;
	assert_int_equal(op(&rwlock, RW_RDLOCK, 0, 0, NULL), -EAGAIN);
	assert_int_equal(op(BAD, RW_RDLOCK, 0, 0, NULL), -EFAULT);
}

/* libthr's semaphores. */
static void sem2_take(void)
{
	for (;;) {
		uint32_t count = __atomic_load_n(&sem2._count, __ATOMIC_SEQ_CST);

		if ((count & USEM_MAX_COUNT) ? cas(&sem2._count, count, count - 1) : 0)
			return;
		if (!(count & USEM_MAX_COUNT))
			assert_int_equal(op(&sem2, SEM2_WAIT, 0, 0, NULL), 0);
	}
}

static void sem2_post(void)
{
	uint32_t count = __atomic_fetch_add(&sem2._count, 1, __ATOMIC_SEQ_CST);

	if (count & USEM_HAS_WAITERS)
		assert_int_equal(op(&sem2, SEM2_WAKE, 0, 0, NULL), 0);
}

static void *post_or_take(void *arg)
{
	harness_thread();
	for (int i = 0; i < ROUNDS; i++) {
		if ((long)arg % 2)
			sem2_post();
		else
			sem2_take();
	}
	return NULL;
}

static void semaphores_lose_nothing(void **state)
{
	(void)state;
	for (uint32_t flags = 0; flags < 2; flags++) {
		sem2 = (struct usem2){ ._flags = flags };
		run_threads(post_or_take, 6);
		assert_int_equal(sem2._count & USEM_MAX_COUNT, 0);
	}
}

static void *old_post_or_take(void *arg)
{
	harness_thread();
	for (int i = 0; i < ROUNDS; i++) {
		uint32_t count;

		if ((long)arg % 2) {
			__atomic_add_fetch(&sem._count, 1, __ATOMIC_SEQ_CST);
			assert_int_equal(op(&sem, SEM_WAKE, 0, 0, NULL), 0);
			continue;
		}
		while (!(count = __atomic_load_n(&sem._count, __ATOMIC_SEQ_CST)) ||
		       !cas(&sem._count, count, count - 1))
			if (!count)
				assert_int_equal(op(&sem, SEM_WAIT, 0, 0, NULL), 0);
	}
	return NULL;
}

static void old_semaphores_lose_nothing(void **state)
{
	(void)state;
	run_threads(old_post_or_take, 4);
	assert_int_equal(sem._count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rwlocks_exclude),
		cmocka_unit_test(rwlocks_refuse_and_time_out),
		cmocka_unit_test(semaphores_lose_nothing),
		cmocka_unit_test(old_semaphores_lose_nothing),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
