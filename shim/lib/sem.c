/*
 * Semaphores: four words in the program's memory, which programs share through
 * mapped files, so they are FreeBSD's to the bit: a count with a flag for those who
 * sleep, slept on by _umtx_op(2).
 */
#include <time.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"
#include "shim/lib/sem.h"

static bool is_sem(const struct freebsd_sem *s)
{
	if (s->magic == FREEBSD_SEM_MAGIC)
		return true;
	errno = EINVAL;
	return false;
}

int lib_sem_init(struct freebsd_sem *s, int shared, unsigned value)
{
	if (value > FREEBSD_SEM_VALUE_MAX) {
		errno = EINVAL;
		return -1;
	}
	*s = (struct freebsd_sem){ .magic = FREEBSD_SEM_MAGIC,
				   .count = value,
				   .flags = shared ? FREEBSD_USYNC_PROCESS_SHARED : 0 };
	return 0;
}

int lib_sem_destroy(struct freebsd_sem *s)
{
	if (!is_sem(s))
		return -1;
	if (s->flags & FREEBSD_SEM_NAMED) {
		errno = EINVAL;
		return -1;
	}
	s->magic = 0;
	return 0;
}

int lib_sem_getvalue(const struct freebsd_sem *s, int *value)
{
	if (!is_sem(s))
		return -1;
	*value = (int)(__atomic_load_n(&s->count, __ATOMIC_RELAXED) & FREEBSD_SEM_VALUE_MAX);
	return 0;
}

static bool take(struct freebsd_sem *s)
{
	uint32_t count = __atomic_load_n(&s->count, __ATOMIC_RELAXED);

	while (count & FREEBSD_SEM_VALUE_MAX)
		if (__atomic_compare_exchange_n(&s->count, &count, count - 1, true,
						__ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			return true;
	return false;
}

int lib_sem_trywait(struct freebsd_sem *s)
{
	if (!is_sem(s))
		return -1;
	if (take(s))
		return 0;
	errno = FREEBSD_EAGAIN;
	return -1;
}

/* Until there is one to take, or `until` (NULL: for ever) of the clock; left: what of it is. */
static int wait(struct freebsd_sem *s, int clock, int flags, const struct timespec *until,
		struct timespec *left)
{
	struct {
		struct freebsd_umtx_time time;
		struct timespec left;
	} how = { .time = { .flags = (uint32_t)flags, .clock = (uint32_t)clock } };

	if (!is_sem(s))
		return -1;
	lib_pthread_testcancel();
	if (take(s))
		return 0;
	if (until && (until->tv_nsec < 0 || until->tv_nsec >= 1000000000)) {
		errno = EINVAL;
		return -1;
	}
	if (until)
		how.time.time = *until;
	for (;;) {
		long ret =
		    lib_point(NR__umtx_op, &s->count, FREEBSD_UMTX_OP_SEM2_WAIT, 0,
			      until ? left ? sizeof how : sizeof how.time : 0, until ? &how : NULL);
		int error = errno;

		if (take(s))
			return 0;
		if (ret == 0)
			continue;
		if (error == EINTR && left)
			*left = how.left;
		errno = error;
		return -1;
	}
}

int lib_sem_wait(struct freebsd_sem *s)
{
	return wait(s, FREEBSD_CLOCK_REALTIME, 0, NULL, NULL);
}

int lib_sem_timedwait(struct freebsd_sem *s, const struct timespec *until)
{
	return wait(s, FREEBSD_CLOCK_REALTIME, FREEBSD_UMTX_ABSTIME, until, NULL);
}

/* sem_clockwait_np(3): `flags` may be TIMER_ABSTIME; without it what is left is said. */
int lib_sem_clockwait_np(struct freebsd_sem *s, int clock, int flags, const struct timespec *time,
			 struct timespec *left)
{
	bool until = flags & FREEBSD_TIMER_ABSTIME;

	return wait(s, clock, until ? FREEBSD_UMTX_ABSTIME : 0, time, until ? NULL : left);
}

/* Async-signal-safe. */
int lib_sem_post(struct freebsd_sem *s)
{
	uint32_t count = __atomic_load_n(&s->count, __ATOMIC_RELAXED);

	if (!is_sem(s))
		return -1;
	do {
		if ((count & FREEBSD_SEM_VALUE_MAX) == FREEBSD_SEM_VALUE_MAX) {
			errno = FREEBSD_EOVERFLOW;
			return -1;
		}
	} while (!__atomic_compare_exchange_n(&s->count, &count, count + 1, true, __ATOMIC_RELEASE,
					      __ATOMIC_RELAXED));
	if (count & FREEBSD_USEM_HAS_WAITERS)
		lib_row(NR__umtx_op, &s->count, FREEBSD_UMTX_OP_SEM2_WAKE, 0, 0, 0);
	return 0;
}
