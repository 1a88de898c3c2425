/* Attributes of threads, mutexes, conditions, locks and barriers. */
#include <errno.h>
#include <stdlib.h>

#include "abi-tables/illumos/lib_sync.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"

#define CREATE_DETACHED 0x40 /* pthread.h */
#define SCHED_LAST      2    /* sched.h: SCHED_RR */

int illumos_pthread_attr_init(struct lib_attr **a)
{
	*a = calloc(1, sizeof **a);
	if (!*a)
		return ENOMEM;
	(*a)->guard = 4096;
	return 0;
}

int illumos_pthread_attr_setdetachstate(struct lib_attr *const *a, int state)
{
	if (!a || !*a || (state && state != CREATE_DETACHED))
		return EINVAL;
	(*a)->detached = state;
	return 0;
}

int illumos_pthread_attr_getdetachstate(struct lib_attr *const *a, int *state)
{
	if (!a || !*a)
		return EINVAL;
	*state = (*a)->detached ? CREATE_DETACHED : 0;
	return 0;
}

/* An address of NULL leaves it to the library. */
int illumos_pthread_attr_setstack(struct lib_attr *const *a, void *low, size_t size)
{
	if (!a || !*a || size < 4096)
		return EINVAL;
	(*a)->stack = (unsigned long)low;
	(*a)->stack_size = size;
	return 0;
}

/* A member of struct lib_attr that is one of 0 to `last`. */
#define NUMBER(name, last)                                                                         \
	int illumos_pthread_attr_set##name(struct lib_attr *const *a, int value)                   \
	{                                                                                          \
		if (!a || !*a || value < 0 || value > (last))                                      \
			return EINVAL;                                                             \
		(*a)->name = value;                                                                \
		return 0;                                                                          \
	}                                                                                          \
	int illumos_pthread_attr_get##name(struct lib_attr *const *a, int *value)                  \
	{                                                                                          \
		if (!a || !*a)                                                                     \
			return EINVAL;                                                             \
		*value = (*a)->name;                                                               \
		return 0;                                                                          \
	}

NUMBER(scope, 1)
NUMBER(inherit, 1)
NUMBER(policy, SCHED_LAST)

int illumos_pthread_attr_setschedparam(struct lib_attr *const *a, const int *priority)
{
	if (!a || !*a)
		return EINVAL;
	(*a)->priority = *priority;
	return 0;
}

int illumos_objattr_init(struct illumos_attr **a)
{
	*a = calloc(1, sizeof **a);
	return *a ? 0 : ENOMEM;
}

int illumos_objattr_destroy(struct illumos_attr **a)
{
	if (!a || !*a)
		return EINVAL;
	free(*a);
	*a = NULL;
	return 0;
}

/* Bits `of` of the type. */
static int set_type(struct illumos_attr *const *a, int of, int value)
{
	if (!a || !*a || value & ~of)
		return EINVAL;
	(*a)->type = ((*a)->type & ~of) | value;
	return 0;
}

static int get_type(struct illumos_attr *const *a, int of, int *value)
{
	if (!a || !*a || !value)
		return EINVAL;
	*value = (*a)->type & of;
	return 0;
}

int illumos_objattr_setpshared(struct illumos_attr *const *a, int shared)
{
	return set_type(a, ILLUMOS_SYNC_SHARED, shared);
}

int illumos_objattr_getpshared(struct illumos_attr *const *a, int *shared)
{
	return get_type(a, ILLUMOS_SYNC_SHARED, shared);
}

#define KINDS (ILLUMOS_LOCK_ERRORCHECK | ILLUMOS_LOCK_RECURSIVE)

int illumos_pthread_mutexattr_settype(struct illumos_attr *const *a, int type)
{
	return type == KINDS ? EINVAL : set_type(a, KINDS, type);
}

int illumos_pthread_mutexattr_gettype(struct illumos_attr *const *a, int *type)
{
	return get_type(a, KINDS, type);
}

/* None but PTHREAD_PRIO_NONE. */
int illumos_pthread_mutexattr_setprotocol(struct illumos_attr *const *a, int protocol)
{
	if (!a || !*a)
		return EINVAL;
	if (protocol == ILLUMOS_LOCK_INHERIT || protocol == ILLUMOS_LOCK_PROTECT)
		return ILLUMOS_ENOTSUP;
	return protocol ? EINVAL : 0;
}

int illumos_pthread_mutexattr_getprotocol(struct illumos_attr *const *a, int *protocol)
{
	return get_type(a, ILLUMOS_LOCK_INHERIT | ILLUMOS_LOCK_PROTECT, protocol);
}

/* None but PTHREAD_MUTEX_STALLED. */
int illumos_pthread_mutexattr_setrobust(struct illumos_attr *const *a, int robust)
{
	if (!a || !*a)
		return EINVAL;
	return !robust ? 0 : robust == ILLUMOS_LOCK_ROBUST ? ILLUMOS_ENOTSUP : EINVAL;
}

int illumos_pthread_mutexattr_getrobust(struct illumos_attr *const *a, int *robust)
{
	return get_type(a, ILLUMOS_LOCK_ROBUST, robust);
}

/* sys/time_impl.h: CLOCK_REALTIME, CLOCK_HIGHRES, which is CLOCK_MONOTONIC */
int illumos_pthread_condattr_setclock(struct illumos_attr *const *a, int clock)
{
	if (!a || !*a || (clock != 3 && clock != 4 && clock != 0))
		return EINVAL;
	(*a)->clock = (uint32_t)clock;
	return 0;
}

int illumos_pthread_condattr_getclock(struct illumos_attr *const *a, int *clock)
{
	if (!a || !*a)
		return EINVAL;
	*clock = (*a)->clock ? (int)(*a)->clock : 3;
	return 0;
}
