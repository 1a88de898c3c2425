/*
 * Mutexes: mutex_lock(3C) and pthread_mutex_lock(3C) are the same functions with the same
 * errors.
 */
#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "abi-tables/illumos/lib_sync.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

enum { MUTEX_FREE, MUTEX_HELD, MUTEX_WANTED };

/* Longer than any program runs: with a limit, a signal's handler ends a futex's sleep, whatever
 * its SA_RESTART says, and without one it does not. */
static const struct timespec for_ever = { 1l << 40, 0 };

int illumos_sleep(uint32_t *word, uint32_t value, bool shared, clockid_t clock,
		  const struct timespec *until)
{
	int saved = errno, error = 0;
	int op = FUTEX_WAIT_BITSET | (shared ? 0 : FUTEX_PRIVATE_FLAG) |
		 (clock == CLOCK_REALTIME ? FUTEX_CLOCK_REALTIME : 0);

	if (syscall(SYS_futex, word, op, value, until ? until : &for_ever, NULL,
		    FUTEX_BITSET_MATCH_ANY) < 0)
		error = errno;
	errno = saved;
	return error;
}

void illumos_wake(uint32_t *word, bool shared, int count)
{
	int saved = errno;

	syscall(SYS_futex, word, FUTEX_WAKE | (shared ? 0 : FUTEX_PRIVATE_FLAG), count);
	errno = saved;
}

bool illumos_is_time(const struct timespec *t)
{
	return t->tv_sec >= 0 && t->tv_nsec >= 0 && t->tv_nsec < 1000000000;
}

bool illumos_time_from_now(const struct timespec *t, struct timespec *until)
{
	if (!illumos_is_time(t))
		return false;
	clock_gettime(CLOCK_MONOTONIC, until);
	until->tv_sec += t->tv_sec;
	until->tv_nsec += t->tv_nsec;
	if (until->tv_nsec >= 1000000000) {
		until->tv_nsec -= 1000000000;
		until->tv_sec++;
	}
	return true;
}

static bool is_shared(const struct illumos_mutex *m)
{
	return m->type & ILLUMOS_SYNC_SHARED;
}

/* Who the caller is, to a mutex that asks. */
static uint64_t caller(const struct illumos_mutex *m)
{
	return is_shared(m) ? (uint64_t)gettid() : (uint64_t)lib_self();
}

static bool asks(const struct illumos_mutex *m)
{
	return m->type & (ILLUMOS_LOCK_ERRORCHECK | ILLUMOS_LOCK_RECURSIVE);
}

/* Its owner comes again.  0, or an errno of illumos'. */
static int again(struct illumos_mutex *m, bool trying)
{
	if (m->type & ILLUMOS_LOCK_RECURSIVE) {
		if (m->depth == UINT8_MAX) /* what a byte can count */
			return lib_errno(EAGAIN);
		m->depth++;
		return 0;
	}
	return trying ? EBUSY : lib_errno(EDEADLK);
}

static bool is_owner(const struct illumos_mutex *m)
{
	return asks(m) && __atomic_load_n(&m->owner, __ATOMIC_RELAXED) == caller(m);
}

static bool try_take(struct illumos_mutex *m)
{
	uint32_t free = MUTEX_FREE;

	return __atomic_compare_exchange_n(&m->word, &free, MUTEX_HELD, false, __ATOMIC_ACQUIRE,
					   __ATOMIC_RELAXED);
}

/* A short wait for an owner that is running: its own time in a lock is mostly short. */
static bool spin(struct illumos_mutex *m)
{
	for (int i = 0; i < 100; i++) {
		if (__atomic_load_n(&m->word, __ATOMIC_RELAXED) == MUTEX_FREE && try_take(m))
			return true;
		__builtin_ia32_pause();
	}
	return false;
}

/* Until it is ours, or the time.  0 or ETIMEDOUT, the host's. */
static int take(struct illumos_mutex *m, clockid_t clock, const struct timespec *until)
{
	if (try_take(m) || spin(m))
		return 0;
	while (__atomic_exchange_n(&m->word, MUTEX_WANTED, __ATOMIC_ACQUIRE) != MUTEX_FREE)
		if (illumos_sleep(&m->word, MUTEX_WANTED, is_shared(m), clock, until) == ETIMEDOUT)
			return ETIMEDOUT;
	return 0;
}

static int lock(struct illumos_mutex *m, clockid_t clock, const struct timespec *until)
{
	int error;

	if (is_owner(m))
		return again(m, false);
	error = take(m, clock, until);
	if (error)
		return lib_errno(error);
	if (asks(m))
		__atomic_store_n(&m->owner, caller(m), __ATOMIC_RELAXED);
	return 0;
}

int illumos_mutex_lock(struct illumos_mutex *m)
{
	return lock(m, CLOCK_MONOTONIC, NULL);
}

int illumos_mutex_trylock(struct illumos_mutex *m)
{
	if (is_owner(m))
		return again(m, true);
	if (!try_take(m))
		return EBUSY;
	if (asks(m))
		__atomic_store_n(&m->owner, caller(m), __ATOMIC_RELAXED);
	return 0;
}

int illumos_mutex_unlock(struct illumos_mutex *m)
{
	bool shared = is_shared(m);

	if (asks(m)) {
		if (!is_owner(m))
			return EPERM;
		if (m->depth) {
			m->depth--;
			return 0;
		}
		__atomic_store_n(&m->owner, 0, __ATOMIC_RELAXED);
	}
	if (__atomic_exchange_n(&m->word, MUTEX_FREE, __ATOMIC_RELEASE) == MUTEX_WANTED)
		illumos_wake(&m->word, shared, 1);
	return 0;
}

/* mutex_init(3C): a type is bits.  Priorities and the death of owners are not looked after. */
int illumos_mutex_init(struct illumos_mutex *m, int type, void *arg)
{
	(void)arg;
	if (type & ~(ILLUMOS_SYNC_SHARED | ILLUMOS_LOCK_ERRORCHECK | ILLUMOS_LOCK_RECURSIVE))
		return EINVAL;
	*m = (struct illumos_mutex){ .type = (uint16_t)type, .magic = ILLUMOS_MUTEX_MAGIC };
	return 0;
}

int illumos_mutex_destroy(struct illumos_mutex *m)
{
	if (__atomic_load_n(&m->word, __ATOMIC_RELAXED) != MUTEX_FREE)
		return EBUSY;
	m->magic = 0;
	return 0;
}

int illumos_mutex_is_held(const struct illumos_mutex *m)
{
	return __atomic_load_n(&m->word, __ATOMIC_RELAXED) != MUTEX_FREE;
}

int illumos_pthread_mutex_init(struct illumos_mutex *m, struct illumos_attr *const *attr)
{
	return illumos_mutex_init(m, attr && *attr ? (*attr)->type : 0, NULL);
}

int illumos_pthread_mutex_timedlock(struct illumos_mutex *m, const struct timespec *until)
{
	if (illumos_mutex_trylock(m) == 0)
		return 0;
	return illumos_is_time(until) ? lock(m, CLOCK_REALTIME, until) : EINVAL;
}

int illumos_pthread_mutex_reltimedlock_np(struct illumos_mutex *m, const struct timespec *t)
{
	struct timespec until;

	if (illumos_mutex_trylock(m) == 0)
		return 0;
	return illumos_time_from_now(t, &until) ? lock(m, CLOCK_MONOTONIC, &until) : EINVAL;
}

/* A spinning lock is a mutex; to wait for one is not to sleep, but other threads may run. */
int illumos_pthread_spin_init(struct illumos_mutex *m, int shared)
{
	return shared & ~ILLUMOS_SYNC_SHARED ? EINVAL : illumos_mutex_init(m, shared, NULL);
}

int illumos_pthread_spin_lock(struct illumos_mutex *m)
{
	while (!try_take(m) && !spin(m))
		sched_yield();
	return 0;
}
