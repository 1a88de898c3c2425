/*
 * Semaphores: sem_wait(3C) says its errors in errno, sema_wait(3C) returns them.  A thread that
 * finds none looks for one a little longer before it sleeps; one that posts makes a call only
 * where some thread sleeps.
 */
#include <errno.h>
#include <unistd.h>

#include "abi-tables/illumos/lib_sync.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"

#define SEM_VALUE_MAX 0x7fffffff /* limits.h */
#define ILLUMOS_ETIME 62         /* errno.h */
#define WAITER        (1ull << 32)

static uint32_t count_of(uint64_t state)
{
	return (uint32_t)state;
}

int illumos_sema_init(struct illumos_sema *s, uint32_t count, int type, void *arg)
{
	(void)arg;
	if (count > SEM_VALUE_MAX || type & ~ILLUMOS_SYNC_SHARED)
		return EINVAL;
	*s = (struct illumos_sema){ .type = (uint16_t)type,
				    .magic = ILLUMOS_SEMA_MAGIC,
				    .state = count };
	return 0;
}

int illumos_sema_destroy(struct illumos_sema *s)
{
	s->magic = 0;
	return 0;
}

/* In one step, for a thread that got it may give the memory back at once. */
int illumos_sema_post(struct illumos_sema *s)
{
	bool shared = s->type & ILLUMOS_SYNC_SHARED;
	uint64_t state = __atomic_load_n(&s->state, __ATOMIC_RELAXED);

	do {
		if (count_of(state) == SEM_VALUE_MAX)
			return lib_errno(EOVERFLOW);
	} while (!__atomic_compare_exchange_n(&s->state, &state, state + 1, true, __ATOMIC_RELEASE,
					      __ATOMIC_RELAXED));
	if (state >= WAITER)
		illumos_wake((uint32_t *)&s->state, shared, 1);
	return 0;
}

/* `less`: what is taken beside one, of those who wait. */
static bool take(struct illumos_sema *s, uint64_t less)
{
	uint64_t state = __atomic_load_n(&s->state, __ATOMIC_RELAXED);

	while (count_of(state))
		if (__atomic_compare_exchange_n(&s->state, &state, state - 1 - less, true,
						__ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			return true;
	return false;
}

/* 0, or EINTR or ETIMEDOUT of the host's. */
static int wait(struct illumos_sema *s, clockid_t clock, const struct timespec *until)
{
	bool shared = s->type & ILLUMOS_SYNC_SHARED;
	int error = 0;

	lib_pthread_testcancel();
	if (take(s, 0))
		return 0;
	__atomic_fetch_add(&s->state, WAITER, __ATOMIC_SEQ_CST);
	while (!take(s, WAITER)) {
		error = illumos_sleep((uint32_t *)&s->state, 0, shared, clock, until);
		if (error == EAGAIN || !error)
			continue;
		if (take(s, WAITER))
			return 0;
		__atomic_fetch_sub(&s->state, WAITER, __ATOMIC_SEQ_CST);
		return error;
	}
	return 0;
}

int illumos_sema_trywait(struct illumos_sema *s)
{
	return take(s, 0) ? 0 : EBUSY;
}

int illumos_sema_wait(struct illumos_sema *s)
{
	return wait(s, CLOCK_MONOTONIC, NULL);
}

static int timed(struct illumos_sema *s, const struct timespec *until)
{
	if (take(s, 0))
		return 0;
	return illumos_is_time(until) ? wait(s, CLOCK_REALTIME, until) : EINVAL;
}

static int reltimed(struct illumos_sema *s, const struct timespec *t)
{
	struct timespec until;

	if (take(s, 0))
		return 0;
	return illumos_time_from_now(t, &until) ? wait(s, CLOCK_MONOTONIC, &until) : EINVAL;
}

int illumos_sema_timedwait(struct illumos_sema *s, const struct timespec *until)
{
	int error = timed(s, until);

	return error == ETIMEDOUT ? ILLUMOS_ETIME : error;
}

int illumos_sema_reltimedwait(struct illumos_sema *s, const struct timespec *t)
{
	int error = reltimed(s, t);

	return error == ETIMEDOUT ? ILLUMOS_ETIME : error;
}

/* -1 with errno, of an errno of illumos'. */
static int said(int error)
{
	if (!error)
		return 0;
	errno = error;
	return -1;
}

int illumos_sem_init(struct illumos_sema *s, int shared, uint32_t value)
{
	return said(illumos_sema_init(s, value, shared ? ILLUMOS_SYNC_SHARED : 0, NULL));
}

int illumos_sem_destroy(struct illumos_sema *s)
{
	return said(illumos_sema_destroy(s));
}

int illumos_sem_post(struct illumos_sema *s)
{
	return said(illumos_sema_post(s));
}

int illumos_sem_wait(struct illumos_sema *s)
{
	return said(lib_errno(wait(s, CLOCK_MONOTONIC, NULL)));
}

int illumos_sem_trywait(struct illumos_sema *s)
{
	return said(take(s, 0) ? 0 : lib_errno(EAGAIN));
}

int illumos_sem_timedwait(struct illumos_sema *s, const struct timespec *until)
{
	return said(lib_errno(timed(s, until)));
}

int illumos_sem_reltimedwait_np(struct illumos_sema *s, const struct timespec *t)
{
	return said(lib_errno(reltimed(s, t)));
}

int illumos_sem_getvalue(struct illumos_sema *s, int *value)
{
	*value = (int)count_of(__atomic_load_n(&s->state, __ATOMIC_RELAXED));
	return 0;
}
