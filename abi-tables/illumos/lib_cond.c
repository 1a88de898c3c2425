/*
 * Condition variables: cond_wait(3C) and pthread_cond_wait(3C), which differ in what a signal
 * does to them and in the error of a time that has passed; and what is made of them, barriers
 * and what is done once.
 */
#include <errno.h>
#include <limits.h>

#include "abi-tables/illumos/lib_sync.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"

#define ILLUMOS_ETIME          62 /* errno.h */
#define ILLUMOS_BARRIER_SERIAL (-2)
#define ILLUMOS_CLOCK_REALTIME 3 /* sys/time_impl.h */

static bool is_shared(const struct illumos_cond *c)
{
	return c->type & ILLUMOS_SYNC_SHARED;
}

int illumos_cond_init(struct illumos_cond *c, int type, void *arg)
{
	(void)arg;
	if (type & ~ILLUMOS_SYNC_SHARED)
		return EINVAL;
	*c = (struct illumos_cond){ .type = (uint16_t)type, .magic = ILLUMOS_COND_MAGIC };
	return 0;
}

int illumos_pthread_cond_init(struct illumos_cond *c, struct illumos_attr *const *attr)
{
	int error = illumos_cond_init(c, attr && *attr ? (*attr)->type : 0, NULL);

	if (!error && attr && *attr)
		c->clock = (*attr)->clock;
	return error;
}

int illumos_cond_destroy(struct illumos_cond *c)
{
	c->magic = 0;
	return 0;
}

static int wake(struct illumos_cond *c, int count)
{
	if (!__atomic_load_n(&c->waiters, __ATOMIC_SEQ_CST))
		return 0;
	__atomic_fetch_add(&c->turn, 1, __ATOMIC_SEQ_CST);
	illumos_wake(&c->turn, is_shared(c), count);
	return 0;
}

int illumos_cond_signal(struct illumos_cond *c)
{
	return wake(c, 1);
}

int illumos_cond_broadcast(struct illumos_cond *c)
{
	return wake(c, INT_MAX);
}

/* 0, EINTR after a signal, ETIMEDOUT: the host's numbers; or the mutex's error. */
static int wait(struct illumos_cond *c, struct illumos_mutex *m, clockid_t clock,
		const struct timespec *until)
{
	uint32_t turn;
	int error;

	__atomic_fetch_add(&c->waiters, 1, __ATOMIC_SEQ_CST);
	turn = __atomic_load_n(&c->turn, __ATOMIC_SEQ_CST);
	error = illumos_mutex_unlock(m);
	if (!error)
		error = illumos_sleep(&c->turn, turn, is_shared(c), clock, until);
	__atomic_fetch_sub(&c->waiters, 1, __ATOMIC_SEQ_CST);
	if (error == EPERM)
		return error;
	illumos_mutex_lock(m);
	return error == EAGAIN ? 0 : error;
}

/* The same for programs: a thread that is to end does so here, with the mutex. */
static int wait_or_end(struct illumos_cond *c, struct illumos_mutex *m, clockid_t clock,
		       const struct timespec *until)
{
	int error;

	lib_pthread_testcancel();
	error = wait(c, m, clock, until);
	lib_pthread_testcancel();
	return error;
}

int illumos_cond_wait_until(struct illumos_cond *c, struct illumos_mutex *m, clockid_t clock,
			    const struct timespec *until)
{
	int error = wait(c, m, clock, until);

	return error == EINTR ? 0 : lib_errno(error);
}

static int as_pthread(int error)
{
	return error == EINTR ? 0 : lib_errno(error);
}

int illumos_pthread_cond_wait(struct illumos_cond *c, struct illumos_mutex *m)
{
	return as_pthread(wait_or_end(c, m, CLOCK_MONOTONIC, NULL));
}

int illumos_pthread_cond_timedwait(struct illumos_cond *c, struct illumos_mutex *m,
				   const struct timespec *until)
{
	bool real = !c->clock || c->clock == ILLUMOS_CLOCK_REALTIME;

	if (!illumos_is_time(until))
		return EINVAL;
	return as_pthread(wait_or_end(c, m, real ? CLOCK_REALTIME : CLOCK_MONOTONIC, until));
}

int illumos_pthread_cond_reltimedwait_np(struct illumos_cond *c, struct illumos_mutex *m,
					 const struct timespec *t)
{
	struct timespec until;

	if (!illumos_time_from_now(t, &until))
		return EINVAL;
	return as_pthread(wait_or_end(c, m, CLOCK_MONOTONIC, &until));
}

static int as_cond(int error)
{
	return error == ETIMEDOUT ? ILLUMOS_ETIME : error;
}

int illumos_cond_wait(struct illumos_cond *c, struct illumos_mutex *m)
{
	return wait_or_end(c, m, CLOCK_MONOTONIC, NULL);
}

int illumos_cond_timedwait(struct illumos_cond *c, struct illumos_mutex *m,
			   const struct timespec *until)
{
	return illumos_is_time(until) ? as_cond(wait_or_end(c, m, CLOCK_REALTIME, until)) : EINVAL;
}

int illumos_cond_reltimedwait(struct illumos_cond *c, struct illumos_mutex *m,
			      const struct timespec *t)
{
	struct timespec until;

	if (!illumos_time_from_now(t, &until))
		return EINVAL;
	return as_cond(wait_or_end(c, m, CLOCK_MONOTONIC, &until));
}

int illumos_pthread_barrier_init(struct illumos_barrier *b, struct illumos_attr *const *attr,
				 uint32_t count)
{
	int type = attr && *attr ? (*attr)->type & ILLUMOS_SYNC_SHARED : 0;

	if (!count)
		return EINVAL;
	*b = (struct illumos_barrier){ .count = count };
	illumos_mutex_init(&b->mutex, type, NULL);
	return illumos_cond_init(&b->cond, type, NULL);
}

/* Those who still leave it hold the mutex. */
int illumos_pthread_barrier_destroy(struct illumos_barrier *b)
{
	illumos_mutex_lock(&b->mutex);
	illumos_mutex_unlock(&b->mutex);
	return 0;
}

int illumos_pthread_barrier_wait(struct illumos_barrier *b)
{
	int ret = 0;

	illumos_mutex_lock(&b->mutex);
	if (++b->current == b->count) {
		b->current = 0;
		b->cycle++;
		illumos_cond_broadcast(&b->cond);
		ret = ILLUMOS_BARRIER_SERIAL;
	} else {
		uint64_t cycle = b->cycle;

		while (cycle == b->cycle)
			illumos_cond_wait_until(&b->cond, &b->mutex, CLOCK_MONOTONIC, NULL);
	}
	illumos_mutex_unlock(&b->mutex);
	return ret;
}

enum { ONCE_NOT, ONCE_DONE, ONCE_RUNNING };

int illumos_pthread_once(struct illumos_once *once, void (*routine)(void))
{
	uint32_t state = ONCE_NOT;

	if (!once || !routine)
		return EINVAL;
	while (!__atomic_compare_exchange_n(&once->state, &state, ONCE_RUNNING, false,
					    __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
		if (state == ONCE_DONE)
			return 0;
		illumos_sleep(&once->state, ONCE_RUNNING, false, CLOCK_MONOTONIC, NULL);
		state = ONCE_NOT;
	}
	routine();
	__atomic_store_n(&once->state, ONCE_DONE, __ATOMIC_RELEASE);
	illumos_wake(&once->state, false, INT_MAX);
	return 0;
}
