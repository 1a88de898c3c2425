/* _umtx_op: every operation, alone and with threads that do what libthr does around it. */
#include "tests/map/files.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

#include "abi-tables/freebsd/umtx.h"
#include "syscall-map/umtx.h"

#define UMTX 454
#define op(obj, operation, ...) call_nr(UMTX, obj, operation, __VA_ARGS__)

enum {
	WAIT = 2, WAKE, MUTEX_TRYLOCK, MUTEX_LOCK, MUTEX_UNLOCK, SET_CEILING, CV_WAIT, CV_SIGNAL,
	CV_BROADCAST, WAIT_UINT, RW_RDLOCK, RW_WRLOCK, RW_UNLOCK, WAIT_UINT_PRIVATE, WAKE_PRIVATE,
	MUTEX_WAIT, MUTEX_WAKE, SEM_WAIT, SEM_WAKE, NWAKE_PRIVATE, MUTEX_WAKE2, SEM2_WAIT, SEM2_WAKE,
	SHM, ROBUST_LISTS, GET_MIN_TIMEOUT, SET_MIN_TIMEOUT
};

#define REALTIME  0 /* sys/_clock_id.h */
#define MONOTONIC 4
#define ROUNDS	  3000
#define THREADS	  4

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct freebsd_umtx_time after_ms(long ms, uint32_t flags, uint32_t clock)
{
	struct timespec now = { 0 };
	struct freebsd_umtx_time t = { ._flags = flags, ._clockid = clock };

	if (flags & UMTX_ABSTIME)
		clock_gettime(clock == REALTIME ? CLOCK_REALTIME : CLOCK_MONOTONIC, &now);
	t._timeout[1] = now.tv_nsec + ms * 1000000;
	t._timeout[0] = now.tv_sec + t._timeout[1] / 1000000000;
	t._timeout[1] %= 1000000000;
	return t;
}

static void *in_thread(void *(*function)(void *), void *arg)
{
	static pthread_t thread;

	pthread_create(&thread, NULL, function, arg);
	return &thread;
}

static void join(void *thread)
{
	pthread_join(*(pthread_t *)thread, NULL);
}

static void waiting_ends_at_once_where_the_word_differs(void **state)
{
	uint32_t word = 5;
	uint64_t wide = 5 | 1ull << 40;

	(void)state;
	assert_int_equal(op(&word, WAIT_UINT_PRIVATE, 4, 0, NULL), 0);
	assert_int_equal(op(&word, WAIT_UINT, 4, 0, NULL), 0);
	assert_int_equal(op(&wide, WAIT, 5, 0, NULL), 0);
	assert_int_equal(op(BAD, WAIT, 5, 0, NULL), -EFAULT);
	assert_int_equal(op(BAD, WAIT_UINT_PRIVATE, 5, 0, NULL), -EFAULT);
	assert_int_equal(op(&word, 29, 0, 0, NULL), -EINVAL);
	assert_int_equal(op(&word, WAIT_UINT | 0x80000000, 0, 0, NULL), -EINVAL);
	assert_int_equal(op(&word, 0, 0, 0, NULL), -EOPNOTSUPP);
}

static void timeouts_of_every_form(void **state)
{
	static const int operations[] = { WAIT_UINT, WAIT_UINT_PRIVATE };
	uint32_t word = 5;

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct freebsd_umtx_time t = after_ms(20, 0, MONOTONIC);
		int64_t start = now_ms();

		assert_int_equal(op(&word, operations[i], 5, sizeof t, &t), -ETIMEDOUT);
		assert_int_equal(op(&word, operations[i], 5, 16, &t), -ETIMEDOUT);
		t = after_ms(20, UMTX_ABSTIME, MONOTONIC);
		assert_int_equal(op(&word, operations[i], 5, sizeof t, &t), -ETIMEDOUT);
		t = after_ms(20, UMTX_ABSTIME, REALTIME);
		assert_int_equal(op(&word, operations[i], 5, sizeof t, &t), -ETIMEDOUT);
		assert_in_range(now_ms() - start, 79, 2000);
		t = after_ms(-20, UMTX_ABSTIME, MONOTONIC);
		assert_int_equal(op(&word, operations[i], 5, sizeof t, &t), -ETIMEDOUT);
		t._timeout[1] = 1000000000;
		assert_int_equal(op(&word, operations[i], 5, sizeof t, &t), -EINVAL);
		t = after_ms(20, 0, 99);
		assert_int_equal(op(&word, operations[i], 5, sizeof t, &t), -EINVAL);
		assert_int_equal(op(&word, operations[i], 5, sizeof t, BAD), -EFAULT);
	}
}

static void the_least_timeout(void **state)
{
	struct freebsd_umtx_time t = after_ms(1, 0, MONOTONIC);
	int64_t start = now_ms(), min = 0;
	uint32_t word = 5;

	(void)state;
	assert_int_equal(op(NULL, SET_MIN_TIMEOUT, 50000000, 0, NULL), 0);
	assert_int_equal(op(NULL, GET_MIN_TIMEOUT, 0, &min, NULL), 0);
	assert_int_equal(min, 50000000);
	assert_int_equal(op(&word, WAIT_UINT_PRIVATE, 5, sizeof t, &t), -ETIMEDOUT);
	assert_true(now_ms() - start >= 50);
	assert_int_equal(op(NULL, SET_MIN_TIMEOUT, -1l, 0, NULL), -EINVAL);
	assert_int_equal(op(NULL, SET_MIN_TIMEOUT, 0, 0, NULL), 0);
}

/* A thread that waits on a word with an operation, and says what came of it. */
struct waiter {
	void *obj;
	int operation;
	long value;
	long ret;
};

static void *wait_once(void *arg)
{
	struct waiter *w = arg;

	harness_thread();
	w->ret = op(w->obj, w->operation, w->value, 0, NULL);
	return NULL;
}

/* Until a thread sleeps on the word: it can be counted. */
static void await_sleepers(void *word, bool shared, long n)
{
	while (futex_waiters((unsigned long)word, shared) < n)
		usleep(1000);
}

static void waking(void **state)
{
	uint64_t word = 5, *words[1] = { &word };
	struct waiter w = { &word, WAIT, 5, 77 };
	void *thread = in_thread(wait_once, &w);

	(void)state;
	await_sleepers(&word, true, 1);
	assert_int_equal(op(&word, WAKE, 1, 0, NULL), 0);
	join(thread);
	assert_int_equal(w.ret, 0);
	w.operation = WAIT_UINT_PRIVATE;
	in_thread(wait_once, &w);
	await_sleepers(&word, false, 1);
	assert_int_equal(op(&word, WAKE_PRIVATE, 0x7fffffff, 0, NULL), 0);
	join(thread);
	in_thread(wait_once, &w);
	await_sleepers(&word, false, 1);
	assert_int_equal(op(&word, WAKE, 1, 0, NULL), 0); /* one queue there */
	join(thread);
	in_thread(wait_once, &w);
	await_sleepers(&word, false, 1);
	assert_int_equal(op(words, NWAKE_PRIVATE, 1, 0, NULL), 0);
	join(thread);
	assert_int_equal(w.ret, 0);
	assert_int_equal(op(BAD, NWAKE_PRIVATE, 1, 0, NULL), -EFAULT);
}

static void on_signal(int sig)
{
	(void)sig;
	this_thread()->interrupted = true;
}

static void signal_soon(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	struct itimerval soon = { .it_value.tv_usec = 30000 };

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
}

static void signals(void **state)
{
	struct freebsd_umtx_time t = after_ms(5000, 0, MONOTONIC);
	struct freebsd_umtx_time abs = after_ms(5000, UMTX_ABSTIME, MONOTONIC);
	struct umutex m = { .m_owner = 99 };
	struct urwlock rw = { .rw_state = URWLOCK_WRITE_OWNER };
	struct usem2 sem = { 0 };

	(void)state;
	signal_soon();
	assert_int_equal(op(&m, MUTEX_LOCK, 0, 0, NULL), RESTART_CALL);
	signal_soon();
	assert_int_equal(op(&m, MUTEX_LOCK, 0, sizeof t, &t), -EINTR);
	signal_soon();
	assert_int_equal(op(&m, MUTEX_WAIT, 0, 0, NULL), RESTART);
	signal_soon();
	assert_int_equal(op(&rw, RW_RDLOCK, 0, 0, NULL), -EINTR);
	assert_int_equal(rw.rw_state, URWLOCK_WRITE_OWNER);
	signal_soon();
	assert_int_equal(op(&sem, SEM2_WAIT, 0, 0, NULL), RESTART);
	signal_soon();
	assert_int_equal(op(&sem, SEM2_WAIT, 0, sizeof abs, &abs), RESTART);
	signal_soon();
	assert_int_equal(op(&sem, SEM2_WAIT, 0, sizeof t, &t), -EINTR);
}

static void what_is_left_of_a_semaphores_timeout(void **state)
{
	struct {
		struct freebsd_umtx_time t;
		int64_t rest[2];
	} timeout = { .t = after_ms(5000, 0, MONOTONIC) };
	struct usem2 sem = { 0 };

	(void)state;
	signal_soon();
	assert_int_equal(op(&sem, SEM2_WAIT, 0, sizeof timeout, &timeout), -EINTR);
	assert_in_range(timeout.rest[0], 3, 4);
}

/* libthr's mutex: the fast ways are the program's own. */
static bool cas(uint32_t *word, uint32_t from, uint32_t to)
{
	return __atomic_compare_exchange_n(word, &from, to, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

static void thr_lock(struct umutex *m)
{
	uint32_t id = (uint32_t)this_thread()->tid;

	while (!cas(&m->m_owner, 0, id) && !cas(&m->m_owner, UMUTEX_CONTESTED, id | UMUTEX_CONTESTED))
		assert_int_equal(op(m, MUTEX_WAIT, 0, 0, NULL), 0);
}

static void thr_unlock(struct umutex *m)
{
	uint32_t owner;

	do
		owner = __atomic_load_n(&m->m_owner, __ATOMIC_SEQ_CST);
	while (!cas(&m->m_owner, owner, 0));
	if (owner & UMUTEX_CONTESTED)
		assert_int_equal(op(m, MUTEX_WAKE2, m->m_flags, 0, NULL), 0);
}

static struct umutex mutex;
static struct ucond cond;
static struct urwlock rwlock;
static struct usem2 sem2;
static struct usem sem;
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

static void run_threads(void *(*function)(void *), int n)
{
	pthread_t threads[16];

	for (int i = 0; i < n; i++)
		pthread_create(&threads[i], NULL, function, (void *)(long)i);
	for (int i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
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
	uint32_t id = (uint32_t)this_thread()->tid;
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
	struct umutex m = { .m_owner = UMUTEX_CONTESTED, .m_flags = UMUTEX_PRIO_PROTECT,
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
	struct umtx_robust_lists_params p = { (uint64_t)&list, (uint64_t)&none, (uint64_t)&in_hand };

	(void)arg;
	robust[0] = robust[1] = (struct umutex){ .m_owner = (uint32_t)t->tid, .m_flags = UMUTEX_ROBUST };
	assert_int_equal(op(NULL, ROBUST_LISTS, sizeof p, &p, NULL), 0);
	umtx_thread_ends(t);
	return NULL;
}

static void robust_mutexes(void **state)
{
	uint32_t id = (uint32_t)this_thread()->tid;

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
	struct freebsd_umtx_time rel = after_ms(20, 0, 0), abs = after_ms(20, UMTX_ABSTIME, MONOTONIC);
	int64_t start = now_ms();

	(void)state;
	mutex = (struct umutex){ .m_owner = (uint32_t)this_thread()->tid };
	cond = (struct ucond){ .c_clockid = MONOTONIC };
	assert_int_equal(op(&cond, CV_WAIT, 0, &mutex, &rel), -ETIMEDOUT);
	assert_int_equal(mutex.m_owner, 0); /* let go of, and not taken again */
	thr_lock(&mutex);
	assert_int_equal(op(&cond, CV_WAIT, CVWAIT_ABSTIME | CVWAIT_CLOCKID, &mutex, &abs), -ETIMEDOUT);
	assert_in_range(now_ms() - start, 19, 1000);
	assert_int_equal(op(&cond, CV_WAIT, 0, &mutex, &rel), -EPERM);
	cond.c_clockid = 14; /* CLOCK_THREAD_CPUTIME_ID */
	thr_lock(&mutex);
	assert_int_equal(op(&cond, CV_WAIT, CVWAIT_CLOCKID, &mutex, &rel), -EINVAL);
}

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

static void a_page_that_belongs_to_an_address(void **state)
{
	char *shared = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	long fd, again;
	struct stat st;
	int status;

	(void)state;
	assert_int_equal(op(NULL, SHM, 2, shared + 64, NULL), -ESRCH);
	fd = op(NULL, SHM, 1, shared + 64, NULL);
	assert_true(fd >= 0);
	fstat(fd, &st);
	assert_int_equal(st.st_size, 4096);
	assert_int_equal(write(fd, "x", 1), 1);
	if (fork() == 0) { /* the same page for another process */
		char byte = 0;

		harness_thread();
		again = op(NULL, SHM, 2, shared + 64, NULL);
		_exit(again < 0 || pread(again, &byte, 1, 0) != 1 || byte != 'x');
	}
	wait(&status);
	assert_int_equal(status, 0);
	assert_int_equal(op(NULL, SHM, 2, shared + 128, NULL), -ESRCH);
	assert_int_equal(op(NULL, SHM, 8, shared + 64, NULL), 0);
	assert_int_equal(op(NULL, SHM, 4, shared + 64, NULL), 0);
	assert_int_equal(op(NULL, SHM, 4, shared + 64, NULL), -ESRCH);
	assert_int_equal(op(NULL, SHM, 3, shared, NULL), -EINVAL);
	assert_int_equal(op(NULL, SHM, 1, BAD, NULL), -EFAULT);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waiting_ends_at_once_where_the_word_differs),
		cmocka_unit_test(timeouts_of_every_form),
		cmocka_unit_test(the_least_timeout),
		cmocka_unit_test(waking),
		cmocka_unit_test(signals),
		cmocka_unit_test(what_is_left_of_a_semaphores_timeout),
		cmocka_unit_test(a_mutex_says_who_has_it),
		cmocka_unit_test(mutexes_exclude),
		cmocka_unit_test(ceilings),
		cmocka_unit_test(robust_mutexes),
		cmocka_unit_test(conditions_lose_no_wakeup),
		cmocka_unit_test(one_signal_wakes_one),
		cmocka_unit_test(conditions_time_out),
		cmocka_unit_test(rwlocks_exclude),
		cmocka_unit_test(rwlocks_refuse_and_time_out),
		cmocka_unit_test(semaphores_lose_nothing),
		cmocka_unit_test(old_semaphores_lose_nothing),
		cmocka_unit_test(a_page_that_belongs_to_an_address),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
