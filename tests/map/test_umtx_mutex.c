/* _umtx_op: mutexes and condition variables, with threads that do what libthr does around it. */
#include "tests/map/umtx.h"

static struct umutex mutex;
static struct ucond cond;
static int counter, kernel_locks;

static void *count_locked(void *arg)
{
	(void)arg;
	harness_thread();
	for (int i = 0; i < ROUNDS; i++) {
		if (kernel_locks)
			assert_int_equal(op(&mutex, MUTEX_LOCK, 0, 0, NULL), 0);
		else
			thr_lock(&mutex);
		counter++;
		if (i % 16 == 0)
			sched_yield();
		if (kernel_locks)
			assert_int_equal(op(&mutex, MUTEX_UNLOCK, 0, 0, NULL), 0);
		else
			thr_unlock(&mutex);
	}
	return NULL;
}

static void mutexes_exclude(void **state)
{
	static const uint32_t flags[] = { 0, USYNC_PROCESS_SHARED, UMUTEX_PRIO_INHERIT,
					  UMUTEX_PRIO_PROTECT };

	(void)state;
	for (kernel_locks = 0; kernel_locks < 2; kernel_locks++)
		for (int i = 0; i < (kernel_locks ? 4 : 2); i++) {
			counter = 0;
			mutex = (struct umutex){ .m_flags = flags[i] };
			run_threads(count_locked, THREADS);
			assert_int_equal(counter, THREADS * ROUNDS);
			assert_int_equal(mutex.m_owner & ~UMUTEX_CONTESTED, 0);
		}
}

static void a_mutex_says_who_has_it(void **state)
{
	struct freebsd_umtx_time t = after_ms(10, 0, MONOTONIC);
	uint32_t id = (uint32_t)thread_id_to_alien(this_thread()->tid);
	struct umutex m = { 0 };

	(void)state;
	assert_int_equal(op(&m, MUTEX_TRYLOCK, 0, 0, NULL), 0);
	assert_int_equal(m.m_owner, id);
	assert_int_equal(op(&m, MUTEX_TRYLOCK, 0, 0, NULL), -EBUSY);
	assert_int_equal(op(&m, MUTEX_LOCK, 0, sizeof t, &t), -ETIMEDOUT);
	assert_int_equal(op(&m, MUTEX_UNLOCK, 0, 0, NULL), 0);
	assert_int_equal(m.m_owner, 0);
	assert_int_equal(op(&m, MUTEX_UNLOCK, 0, 0, NULL), -EPERM);
	assert_int_equal(op(&m, MUTEX_WAKE, 0, 0, NULL), 0);
	m.m_flags = UMUTEX_PRIO_INHERIT;
	assert_int_equal(op(&m, MUTEX_LOCK, 0, 0, NULL), 0);
	assert_int_equal(op(&m, MUTEX_LOCK, 0, 0, NULL), -EDEADLK);
	m.m_flags |= UMUTEX_PRIO_PROTECT;
	assert_int_equal(op(&m, MUTEX_LOCK, 0, 0, NULL), -EINVAL);
	assert_int_equal(op(BAD, MUTEX_LOCK, 0, 0, NULL), -EFAULT);
}

static void ceilings(void **state)
{
	struct umutex m = { .m_owner = UMUTEX_CONTESTED,
			    .m_flags = UMUTEX_PRIO_PROTECT,
			    .m_ceilings = { 3 } };
	uint32_t old;

	(void)state;
	assert_int_equal(op(&m, SET_CEILING, 7, &old, NULL), 0);
	assert_int_equal(old, 3);
	assert_int_equal(m.m_ceilings[0], 7);
	assert_int_equal(m.m_owner, UMUTEX_CONTESTED);
	assert_int_equal(op(&m, SET_CEILING, 32, &old, NULL), -EINVAL);
	m.m_ceilings[0] = 77;
	assert_int_equal(op(&m, MUTEX_LOCK, 0, 0, NULL), -EINVAL);
	m.m_flags = 0;
	assert_int_equal(op(&m, SET_CEILING, 7, &old, NULL), -EINVAL);
}

/* A thread ends with two mutexes: one on its list, one it was just taking. */
static struct umutex robust[2];

static void *die_with_mutexes(void *arg)
{
	struct thread *t = harness_thread();
	uint64_t list = (uint64_t)&robust[0], none = 0, in_hand = (uint64_t)&robust[1];
	struct umtx_robust_lists_params p = { (uint64_t)&list, (uint64_t)&none,
					      (uint64_t)&in_hand };

	(void)arg;
	robust[0] = robust[1] = (struct umutex){ .m_owner = (uint32_t)thread_id_to_alien(t->tid),
						 .m_flags = UMUTEX_ROBUST };
	assert_int_equal(op(NULL, ROBUST_LISTS, sizeof p, &p, NULL), 0);
	umtx_thread_ends(t);
	return NULL;
}

static void robust_mutexes(void **state)
{
	uint32_t id = (uint32_t)thread_id_to_alien(this_thread()->tid);

	(void)state;
	join(in_thread(die_with_mutexes, NULL));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(robust[i].m_owner, UMUTEX_RB_OWNERDEAD);
		assert_int_equal(op(&robust[i], MUTEX_LOCK, 0, 0, NULL), -EOWNERDEAD);
		assert_int_equal(robust[i].m_owner, id | UMUTEX_CONTESTED);
		robust[i].m_flags |= UMUTEX_NONCONSISTENT; /* never made consistent */
		assert_int_equal(op(&robust[i], MUTEX_UNLOCK, 0, 0, NULL), 0);
		assert_int_equal(op(&robust[i], MUTEX_LOCK, 0, 0, NULL), -ENOTRECOVERABLE);
		assert_int_equal(op(&robust[i], MUTEX_WAIT, 0, 0, NULL), 0);
	}
	assert_int_equal(op(NULL, ROBUST_LISTS, 25, &robust, NULL), -EINVAL);
}

/* A queue of one place between producers and consumers, all on one condition. */
static int place, taken;

static void cond_wait(void)
{
	assert_int_equal(op(&cond, CV_WAIT, 0, &mutex, NULL), 0);
	thr_lock(&mutex);
}

static void cond_signal(int all)
{
	if (__atomic_load_n(&cond.c_has_waiters, __ATOMIC_SEQ_CST))
		assert_int_equal(op(&cond, all ? CV_BROADCAST : CV_SIGNAL, 0, 0, NULL), 0);
}

static void *produce_or_consume(void *arg)
{
	bool producer = (long)arg % 2;

	harness_thread();
	for (int i = 0; i < ROUNDS; i++) {
		thr_lock(&mutex);
		while (place == producer)
			cond_wait();
		place = producer;
		taken += !producer;
		thr_unlock(&mutex);
		cond_signal(true);
	}
	return NULL;
}

static void conditions_lose_no_wakeup(void **state)
{
	(void)state;
	mutex = (struct umutex){ 0 };
	cond = (struct ucond){ 0 };
	taken = place = 0;
	run_threads(produce_or_consume, THREADS);
	assert_int_equal(taken, THREADS / 2 * ROUNDS);
}

/* Each signal wakes one at least: tokens handed out one by one. */
static int tokens;

static void *take_tokens(void *arg)
{
	(void)arg;
	harness_thread();
	for (int i = 0; i < ROUNDS; i++) {
		thr_lock(&mutex);
		while (!tokens)
			cond_wait();
		tokens--;
		thr_unlock(&mutex);
	}
	return NULL;
}

static void one_signal_wakes_one(void **state)
{
	pthread_t threads[THREADS];

	(void)state;
	mutex = (struct umutex){ 0 };
	cond = (struct ucond){ 0 };
	tokens = 0;
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, take_tokens, NULL);
	for (int i = 0; i < THREADS * ROUNDS; i++) {
		thr_lock(&mutex);
		tokens++;
		thr_unlock(&mutex);
		cond_signal(false);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(tokens, 0);
}

static void conditions_time_out(void **state)
{
	struct freebsd_umtx_time rel = after_ms(20, 0, 0),
				 abs = after_ms(20, UMTX_ABSTIME, MONOTONIC);
	int64_t start = now_ms();

	(void)state;
	mutex = (struct umutex){ .m_owner = (uint32_t)thread_id_to_alien(this_thread()->tid) };
	cond = (struct ucond){ .c_clockid = MONOTONIC };
	assert_int_equal(op(&cond, CV_WAIT, 0, &mutex, &rel), -ETIMEDOUT);
	assert_int_equal(mutex.m_owner, 0); /* let go of, and not taken again */
	thr_lock(&mutex);
	assert_int_equal(op(&cond, CV_WAIT, CVWAIT_ABSTIME | CVWAIT_CLOCKID, &mutex, &abs),
			 -ETIMEDOUT);
	assert_in_range(now_ms() - start, 19, 1000);
	assert_int_equal(op(&cond, CV_WAIT, 0, &mutex, &rel), -EPERM);
	cond.c_clockid = 14; /* CLOCK_THREAD_CPUTIME_ID */
	thr_lock(&mutex);
	assert_int_equal(op(&cond, CV_WAIT, CVWAIT_CLOCKID, &mutex, &rel), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mutex_says_who_has_it),
		cmocka_unit_test(mutexes_exclude),
		cmocka_unit_test(ceilings),
		cmocka_unit_test(robust_mutexes),
		cmocka_unit_test(conditions_lose_no_wakeup),
		cmocka_unit_test(one_signal_wakes_one),
		cmocka_unit_test(conditions_time_out),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
