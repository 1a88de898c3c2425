/* Attributes of threads. */
#include <stdlib.h>

#include "abi-tables/freebsd/libc.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"

int lib_pthread_attr_init(struct lib_attr **a)
{
	*a = calloc(1, sizeof **a);
	if (!*a)
		return ENOMEM;
	(*a)->stack_size = lib_stack_default;
	(*a)->guard = 4096;
	(*a)->inherit = FREEBSD_PTHREAD_INHERIT_SCHED;
	(*a)->scope = FREEBSD_PTHREAD_SCOPE_SYSTEM;
	(*a)->policy = FREEBSD_SCHED_OTHER;
	return 0;
}

int lib_pthread_attr_destroy(struct lib_attr **a)
{
	if (!a || !*a)
		return EINVAL;
	free(*a);
	*a = NULL;
	return 0;
}

int lib_pthread_attr_setstacksize(struct lib_attr *const *a, size_t size)
{
	if (!a || !*a || size < FREEBSD_PTHREAD_STACK_MIN)
		return EINVAL;
	(*a)->stack_size = size;
	return 0;
}

int lib_pthread_attr_getstacksize(struct lib_attr *const *a, size_t *size)
{
	if (!a || !*a)
		return EINVAL;
	*size = (*a)->stack_size;
	return 0;
}

int lib_pthread_attr_setguardsize(struct lib_attr *const *a, size_t size)
{
	if (!a || !*a)
		return EINVAL;
	(*a)->guard = size;
	return 0;
}

int lib_pthread_attr_getguardsize(struct lib_attr *const *a, size_t *size)
{
	if (!a || !*a)
		return EINVAL;
	*size = (*a)->guard;
	return 0;
}

int lib_pthread_attr_setdetachstate(struct lib_attr *const *a, int state)
{
	if (!a || !*a || (state & ~FREEBSD_PTHREAD_DETACHED))
		return EINVAL;
	(*a)->detached = state;
	return 0;
}

int lib_pthread_attr_getdetachstate(struct lib_attr *const *a, int *state)
{
	if (!a || !*a)
		return EINVAL;
	*state = (*a)->detached;
	return 0;
}

int lib_pthread_attr_getstack(struct lib_attr *const *a, void **low, size_t *size)
{
	if (!a || !*a)
		return EINVAL;
	*low = (void *)(*a)->stack; /* NOLINT */
	*size = (*a)->stack_size;
	return 0;
}

int lib_pthread_attr_setstack(struct lib_attr *const *a, void *low, size_t size)
{
	if (!a || !*a || !low || size < FREEBSD_PTHREAD_STACK_MIN)
		return EINVAL;
	(*a)->stack = (unsigned long)low;
	(*a)->stack_size = size;
	return 0;
}

int lib_pthread_attr_setstackaddr(struct lib_attr *const *a, void *low)
{
	if (!a || !*a || !low)
		return EINVAL;
	(*a)->stack = (unsigned long)low;
	return 0;
}

int lib_pthread_attr_getstackaddr(struct lib_attr *const *a, void **low)
{
	if (!a || !*a)
		return EINVAL;
	*low = (void *)(*a)->stack; /* NOLINT */
	return 0;
}

/* A thread's own attributes, its stack above all: pthread_attr_get_np(3). */
int lib_pthread_attr_get_np(const struct lib_thread *t, struct lib_attr **a)
{
	if (!a || !*a || !t)
		return EINVAL;
	(*a)->stack = t->stack_low;
	(*a)->stack_size = t->stack_size;
	(*a)->guard = t->guard;
	(*a)->detached = t->detached;
	return 0;
}
