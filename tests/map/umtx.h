/* What the tests of _umtx_op share: libthr's own half of locks, threads, times. */
#ifndef TESTS_MAP_UMTX_H
#define TESTS_MAP_UMTX_H

#include "tests/map/files.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

#include "abi-tables/freebsd/umtx.h"
#include "syscall-map/umtx.h"

#define UMTX                    454
#define op(obj, operation, ...) call_nr(UMTX, obj, operation, __VA_ARGS__)

enum {
	WAIT = 2,
	WAKE,
	MUTEX_TRYLOCK,
	MUTEX_LOCK,
	MUTEX_UNLOCK,
	SET_CEILING,
	CV_WAIT,
	CV_SIGNAL,
	CV_BROADCAST,
	WAIT_UINT,
	RW_RDLOCK,
	RW_WRLOCK,
	RW_UNLOCK,
	WAIT_UINT_PRIVATE,
	WAKE_PRIVATE,
	MUTEX_WAIT,
	MUTEX_WAKE,
	SEM_WAIT,
	SEM_WAKE,
	NWAKE_PRIVATE,
	MUTEX_WAKE2,
	SEM2_WAIT,
	SEM2_WAKE,
	SHM,
	ROBUST_LISTS,
	GET_MIN_TIMEOUT,
	SET_MIN_TIMEOUT
};

#define REALTIME  0 /* sys/_clock_id.h */
#define MONOTONIC 4
#define ROUNDS    3000
#define THREADS   4

static inline int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static inline struct freebsd_umtx_time after_ms(long ms, uint32_t flags, uint32_t clock)
{
	struct timespec now = { 0 };
	struct freebsd_umtx_time t = { ._flags = flags, ._clockid = clock };

	if (flags & UMTX_ABSTIME)
		clock_gettime(clock == REALTIME ? CLOCK_REALTIME : CLOCK_MONOTONIC, &now);
	/* A second more and one less: what is in the past may go below a full second. */
	t._timeout[1] = now.tv_nsec + ms * 1000000 + 1000000000;
	t._timeout[0] = now.tv_sec + t._timeout[1] / 1000000000 - 1;
	t._timeout[1] %= 1000000000;
	return t;
}

static inline void *in_thread(void *(*function)(void *), void *arg)
{
	static pthread_t thread;

	pthread_create(&thread, NULL, function, arg);
	return &thread;
}

static inline void join(void *thread)
{
	pthread_join(*(pthread_t *)thread, NULL);
}

static inline void on_signal(int sig)
{
	(void)sig;
	this_thread()->interrupted = true;
}

static inline void signal_soon(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	struct itimerval soon = { .it_value.tv_usec = 30000 };

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
}

/* libthr's mutex: the fast ways are the program's own. */
static inline bool cas(uint32_t *word, uint32_t from, uint32_t to)
{
	return __atomic_compare_exchange_n(word, &from, to, false, __ATOMIC_SEQ_CST,
					   __ATOMIC_SEQ_CST);
}

static inline void thr_lock(struct umutex *m)
{
	uint32_t id = (uint32_t)thread_id_to_alien(this_thread()->tid);

	while (!cas(&m->m_owner, 0, id) &&
	       !cas(&m->m_owner, UMUTEX_CONTESTED, id | UMUTEX_CONTESTED))
		assert_int_equal(op(m, MUTEX_WAIT, 0, 0, NULL), 0);
}

static inline void thr_unlock(struct umutex *m)
{
	uint32_t owner;

	do
		owner = __atomic_load_n(&m->m_owner, __ATOMIC_SEQ_CST);
	while (!cas(&m->m_owner, owner, 0));
	if (owner & UMUTEX_CONTESTED)
		assert_int_equal(op(m, MUTEX_WAKE2, m->m_flags, 0, NULL), 0);
}

static inline void run_threads(void *(*function)(void *), int n)
{
	pthread_t threads[16];

	for (int i = 0; i < n; i++)
		pthread_create(&threads[i], NULL, function, (void *)(long)i);
	for (int i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
}

#endif
