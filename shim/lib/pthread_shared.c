/*
 * Attributes of mutexes, locks, barriers and conditions.  The objects are pointers to
 * memory of the process's: to share one with another process is refused.
 */
#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "abi-tables/freebsd/libc.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"

/* pthread.h: PTHREAD_PROCESS_PRIVATE is 0, PTHREAD_PROCESS_SHARED 1 */
static int set_shared(int shared)
{
	return !shared ? 0 : shared == 1 ? FREEBSD_ENOTSUP : EINVAL;
}

/* Attributes that can say nothing else: of rwlocks and barriers. */
int lib_pthread_sharedattr_init(int **a)
{
	*a = calloc(1, sizeof **a);
	return *a ? 0 : ENOMEM;
}

int lib_pthread_sharedattr_destroy(int **a)
{
	if (!a || !*a)
		return EINVAL;
	free(*a);
	*a = NULL;
	return 0;
}

int lib_pthread_sharedattr_setpshared(int *const *a, int shared)
{
	return a && *a ? set_shared(shared) : EINVAL;
}

int lib_pthread_sharedattr_getpshared(int *const *a, int *shared)
{
	if (!a || !*a)
		return EINVAL;
	*shared = 0;
	return 0;
}

int lib_pthread_mutexattr_setprotocol(struct lib_mutexattr *const *a, int protocol)
{
	if (!a || !*a || protocol < 0 || protocol > 2)
		return EINVAL;
	(*a)->protocol = protocol; /* NONE, INHERIT, PROTECT: the same numbers */
	return 0;
}

int lib_pthread_mutexattr_getprotocol(struct lib_mutexattr *const *a, int *protocol)
{
	if (!a || !*a)
		return EINVAL;
	*protocol = (*a)->protocol;
	return 0;
}

/* Only of those with PTHREAD_PRIO_PROTECT. */
int lib_pthread_mutexattr_setprioceiling(struct lib_mutexattr *const *a, int ceiling)
{
	if (!a || !*a || (*a)->protocol != 2)
		return EINVAL;
	(*a)->ceiling = ceiling;
	return 0;
}

int lib_pthread_mutexattr_getprioceiling(struct lib_mutexattr *const *a, int *ceiling)
{
	if (!a || !*a || (*a)->protocol != 2)
		return EINVAL;
	*ceiling = (*a)->ceiling;
	return 0;
}

/* PTHREAD_MUTEX_STALLED is 0, PTHREAD_MUTEX_ROBUST 1 */
int lib_pthread_mutexattr_setrobust(struct lib_mutexattr *const *a, int robust)
{
	if (!a || !*a || robust < 0 || robust > 1)
		return EINVAL;
	(*a)->robust = robust;
	return 0;
}

int lib_pthread_mutexattr_getrobust(struct lib_mutexattr *const *a, int *robust)
{
	if (!a || !*a)
		return EINVAL;
	*robust = (*a)->robust;
	return 0;
}

/* pthread_mutexattr_setkind_np(3): -1 with errno. */
int lib_pthread_mutexattr_settype(struct lib_mutexattr *const *a, int type);

int lib_pthread_mutexattr_setkind_np(struct lib_mutexattr *const *a, int kind)
{
	int error = lib_pthread_mutexattr_settype(a, kind);

	if (!error)
		return 0;
	errno = error;
	return -1;
}

int lib_pthread_mutexattr_getkind_np(const struct lib_mutexattr *a)
{
	if (a)
		return a->type;
	errno = EINVAL;
	return -1;
}

int lib_pthread_mutex_consistent(struct lib_mutex **at)
{
	struct lib_mutex *m = lib_mutex_of(at);

	return m ? lib_errno(pthread_mutex_consistent(&m->host)) : ENOMEM;
}

int lib_pthread_mutex_getprioceiling(struct lib_mutex **at, int *ceiling)
{
	struct lib_mutex *m = lib_mutex_of(at);

	return m ? lib_errno(pthread_mutex_getprioceiling(&m->host, ceiling)) : ENOMEM;
}

int lib_pthread_mutex_setprioceiling(struct lib_mutex **at, int ceiling, int *before)
{
	struct lib_mutex *m = lib_mutex_of(at);

	return m ? lib_errno(pthread_mutex_setprioceiling(&m->host, ceiling, before)) : ENOMEM;
}

int lib_pthread_mutex_isowned_np(struct lib_mutex **at)
{
	struct lib_mutex *m = lib_mutex_of(at);

	return m && m->host.__data.__owner == (int)syscall(SYS_gettid);
}

/* How often libthr tries before it sleeps: kept and told, the host's mutexes decide themselves. */
int lib_pthread_mutex_setspinloops_np(struct lib_mutex **at, int count)
{
	struct lib_mutex *m = lib_mutex_of(at);

	if (!m)
		return ENOMEM;
	m->spins = count;
	return 0;
}

int lib_pthread_mutex_getspinloops_np(struct lib_mutex **at, int *count)
{
	struct lib_mutex *m = lib_mutex_of(at);

	if (!m)
		return ENOMEM;
	*count = m->spins;
	return 0;
}

int lib_pthread_mutex_setyieldloops_np(struct lib_mutex **at, int count)
{
	struct lib_mutex *m = lib_mutex_of(at);

	if (!m)
		return ENOMEM;
	m->yields = count;
	return 0;
}

int lib_pthread_mutex_getyieldloops_np(struct lib_mutex **at, int *count)
{
	struct lib_mutex *m = lib_mutex_of(at);

	if (!m)
		return ENOMEM;
	*count = m->yields;
	return 0;
}
