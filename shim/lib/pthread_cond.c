/*
 * Conditions: a number that each signal changes, slept on by futex(2).  (The host's own could
 * not be left by a thread that is cancelled while it waits: cancel.c.)
 */
#include <limits.h>
#include <linux/futex.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>

#include "abi-tables/freebsd/libc.h"
#include "shim/host.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"
#include "syscall-map/map.h"

int lib_clock(int clock)
{
	uint64_t host, back;

	if (xlat_to_host(XLAT_clock, (uint64_t)clock, &host) ||
	    (host != CLOCK_REALTIME && host != CLOCK_MONOTONIC) ||
	    xlat_to_alien(XLAT_clock, host, &back) || back != (uint64_t)clock)
		return -1; /* other names of the same clock cannot be waited by */
	return (int)host;
}

static struct lib_cond *make_cond(const struct lib_condattr *a)
{
	struct lib_cond *c = calloc(1, sizeof *c);

	if (c)
		c->clock = lib_clock(a->clock);
	return c;
}

static struct lib_cond *cond_of(struct lib_cond **at)
{
	static const struct lib_condattr plain;
	struct lib_cond *c = __atomic_load_n(at, __ATOMIC_ACQUIRE), *made;

	if (__builtin_expect(c != NULL, 1))
		return c;
	made = make_cond(&plain);
	if (!made)
		return NULL;
	if (__atomic_compare_exchange_n(at, &c, made, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		return made;
	free(made);
	return c;
}

int lib_pthread_cond_init(struct lib_cond **at, struct lib_condattr *const *attr)
{
	static const struct lib_condattr plain;

	*at = make_cond(attr && *attr ? *attr : &plain);
	return *at ? 0 : ENOMEM;
}

static void wake(struct lib_cond *c, int count)
{
	if (!__atomic_load_n(&c->waiters, __ATOMIC_SEQ_CST))
		return;
	__atomic_add_fetch(&c->turn, 1, __ATOMIC_SEQ_CST);
	host_call(SYS_futex, &c->turn, FUTEX_WAKE_PRIVATE, count);
}

/* It may be destroyed as soon as all who wait have been woken: they look at it once more. */
int lib_pthread_cond_destroy(struct lib_cond **at)
{
	struct lib_cond *c = *at;

	*at = NULL;
	while (c && __atomic_load_n(&c->waiters, __ATOMIC_SEQ_CST)) {
		wake(c, INT_MAX);
		host_call(SYS_sched_yield);
	}
	free(c);
	return 0;
}

/* A recursive mutex is left as often as it was taken. */
static int leave_mutex(struct lib_mutex *m, unsigned *times)
{
	int error = pthread_mutex_unlock(&m->host);

	*times = 1;
	if (m->type == FREEBSD_MUTEX_RECURSIVE)
		while (!error && pthread_mutex_unlock(&m->host) == 0)
			++*times;
	return error;
}

/* -ETIMEDOUT, -ECANCELED or 0 */
static long sleep_on(struct lib_cond *c, uint32_t turn, const struct timespec *until)
{
	int op =
	    FUTEX_WAIT_BITSET_PRIVATE | (c->clock == CLOCK_REALTIME ? FUTEX_CLOCK_REALTIME : 0);
	long ret;

	do
		ret = lib_host_sleep(SYS_futex, (long)&c->turn, op, turn, (long)until, 0,
				     (long)FUTEX_BITSET_MATCH_ANY);
	while (ret == -EINTR);
	return ret == -EAGAIN ? 0 : ret;
}

static int wait(struct lib_cond **at, struct lib_mutex **mutex, const struct timespec *until)
{
	struct lib_cond *c = cond_of(at);
	struct lib_mutex *m = lib_mutex_of(mutex);
	unsigned times;
	uint32_t turn;
	int error;
	long ret;

	if (!c || !m)
		return ENOMEM;
	lib_pthread_testcancel();
	turn = __atomic_load_n(&c->turn, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&c->waiters, 1, __ATOMIC_SEQ_CST);
	error = leave_mutex(m, &times);
	ret = error ? 0 : sleep_on(c, turn, until);
	__atomic_sub_fetch(&c->waiters, 1, __ATOMIC_SEQ_CST);
	if (error)
		return lib_errno(error);
	while (times-- && !error)
		error = pthread_mutex_lock(&m->host);
	if (ret == -ECANCELED)
		lib_pthread_testcancel();
	return error ? lib_errno(error) : ret == -ETIMEDOUT ? FREEBSD_ETIMEDOUT : 0;
}

int lib_pthread_cond_wait(struct lib_cond **at, struct lib_mutex **mutex)
{
	return wait(at, mutex, NULL);
}

int lib_pthread_cond_timedwait(struct lib_cond **at, struct lib_mutex **mutex,
			       const struct timespec *until)
{
	if (!until || until->tv_nsec < 0 || until->tv_nsec >= 1000000000)
		return EINVAL;
	return wait(at, mutex, until);
}

int lib_pthread_cond_signal(struct lib_cond **at)
{
	struct lib_cond *c = cond_of(at);

	if (!c)
		return ENOMEM;
	wake(c, 1);
	return 0;
}

int lib_pthread_cond_broadcast(struct lib_cond **at)
{
	struct lib_cond *c = cond_of(at);

	if (!c)
		return ENOMEM;
	wake(c, INT_MAX);
	return 0;
}

int lib_pthread_condattr_init(struct lib_condattr **a)
{
	*a = calloc(1, sizeof **a);
	return *a ? 0 : ENOMEM;
}

int lib_pthread_condattr_destroy(struct lib_condattr **a)
{
	if (!a || !*a)
		return EINVAL;
	free(*a);
	*a = NULL;
	return 0;
}

int lib_pthread_condattr_setclock(struct lib_condattr *const *a, int clock)
{
	if (!a || !*a || lib_clock(clock) < 0)
		return EINVAL;
	(*a)->clock = clock;
	return 0;
}

int lib_pthread_condattr_getclock(struct lib_condattr *const *a, int *clock)
{
	if (!a || !*a)
		return EINVAL;
	*clock = (*a)->clock;
	return 0;
}
