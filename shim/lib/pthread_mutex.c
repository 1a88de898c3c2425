/*
 * Mutexes.  The alien's variables hold a pointer: NULL (or 1, adaptive)
 * is what a static initialiser leaves, and the object is made at its first use.
 */
#include <stdlib.h>
#include <time.h>

#include "abi-tables/freebsd/libc.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"
#include "syscall-map/map.h"

static int host_type(int type)
{
	switch (type) {
	case FREEBSD_MUTEX_RECURSIVE:
		return PTHREAD_MUTEX_RECURSIVE;
	case FREEBSD_MUTEX_NORMAL:
		return PTHREAD_MUTEX_NORMAL;
	default: /* libthr looks for deadlocks of adaptive ones as well */
		return PTHREAD_MUTEX_ERRORCHECK;
	}
}

static struct lib_mutex *make_mutex(const struct lib_mutexattr *a)
{
	struct lib_mutex *m = calloc(1, sizeof *m);
	pthread_mutexattr_t attr;

	if (!m)
		return NULL;
	m->type = a->type;
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, host_type(a->type));
	pthread_mutexattr_setpshared(&attr, a->shared);
	pthread_mutexattr_setprotocol(&attr, a->protocol);
	if (a->protocol == PTHREAD_PRIO_PROTECT)
		pthread_mutexattr_setprioceiling(&attr, a->ceiling);
	if (a->robust)
		pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&m->host, &attr);
	pthread_mutexattr_destroy(&attr);
	return m;
}

static struct lib_mutex *first_use(struct lib_mutex **at, struct lib_mutex *was)
{
	struct lib_mutexattr a = { .type =
				       was ? FREEBSD_MUTEX_ADAPTIVE : FREEBSD_MUTEX_ERRORCHECK };
	struct lib_mutex *m = make_mutex(&a);

	if (!m)
		return NULL;
	if (__atomic_compare_exchange_n(at, &was, m, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		return m;
	free(m);
	return was;
}

struct lib_mutex *lib_mutex_of(struct lib_mutex **at)
{
	struct lib_mutex *m = __atomic_load_n(at, __ATOMIC_ACQUIRE);

	if (__builtin_expect((unsigned long)m > FREEBSD_MUTEX_STATIC_ADAPTIVE, 1))
		return m;
	return first_use(at, m);
}

int lib_pthread_mutex_init(struct lib_mutex **at, struct lib_mutexattr *const *attr)
{
	static const struct lib_mutexattr plain = { .type = FREEBSD_MUTEX_ERRORCHECK };

	*at = make_mutex(attr && *attr ? *attr : &plain);
	return *at ? 0 : ENOMEM;
}

int lib_pthread_mutex_destroy(struct lib_mutex **at)
{
	struct lib_mutex *m = *at;
	int error = 0;

	if ((unsigned long)m > FREEBSD_MUTEX_STATIC_ADAPTIVE) {
		error = pthread_mutex_destroy(&m->host);
		if (!error)
			free(m);
	}
	if (!error)
		*at = NULL;
	return error;
}

static int answer(int error)
{
	return __builtin_expect(error, 0) ? lib_errno(error) : 0;
}

int lib_pthread_mutex_lock(struct lib_mutex **at)
{
	struct lib_mutex *m = lib_mutex_of(at);

	return m ? answer(pthread_mutex_lock(&m->host)) : ENOMEM;
}

int lib_pthread_mutex_trylock(struct lib_mutex **at)
{
	struct lib_mutex *m = lib_mutex_of(at);

	return m ? answer(pthread_mutex_trylock(&m->host)) : ENOMEM;
}

int lib_pthread_mutex_timedlock(struct lib_mutex **at, const struct timespec *until)
{
	struct lib_mutex *m = lib_mutex_of(at);

	return m ? answer(pthread_mutex_timedlock(&m->host, until)) : ENOMEM;
}

int lib_pthread_mutex_unlock(struct lib_mutex **at)
{
	struct lib_mutex *m = lib_mutex_of(at);

	return m ? answer(pthread_mutex_unlock(&m->host)) : ENOMEM;
}

int lib_pthread_mutexattr_init(struct lib_mutexattr **a)
{
	*a = calloc(1, sizeof **a);
	if (!*a)
		return ENOMEM;
	(*a)->type = FREEBSD_MUTEX_ERRORCHECK;
	return 0;
}

int lib_pthread_mutexattr_destroy(struct lib_mutexattr **a)
{
	if (!a || !*a)
		return EINVAL;
	free(*a);
	*a = NULL;
	return 0;
}

int lib_pthread_mutexattr_settype(struct lib_mutexattr *const *a, int type)
{
	if (!a || !*a || type < FREEBSD_MUTEX_ERRORCHECK || type > FREEBSD_MUTEX_ADAPTIVE)
		return EINVAL;
	(*a)->type = type;
	return 0;
}

int lib_pthread_mutexattr_gettype(struct lib_mutexattr *const *a, int *type)
{
	if (!a || !*a)
		return EINVAL;
	*type = (*a)->type;
	return 0;
}
