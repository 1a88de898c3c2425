/*
 * Scheduling of threads and its attributes: pthread_attr(3), pthread_schedparam(3),
 * pthread_affinity_np(3).  The calls behind are rtprio_thread and cpuset, as in libthr.
 */
#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"

/* sys/rtprio.h, sched.h: SCHED_OTHER's priorities are 0 there */
enum { POLICY_FIFO = 1, POLICY_OTHER, POLICY_RR };
#define RTP_REALTIME 2
#define RTP_NORMAL   3
#define RTP_FIFO     10
#define RTP_MOST     31

static bool is_policy(int policy, int priority)
{
	if (policy == POLICY_OTHER)
		return true;
	return (policy == POLICY_FIFO || policy == POLICY_RR) && priority >= 0 &&
	       priority <= RTP_MOST;
}

int lib_pthread_setschedparam(const struct lib_thread *t, int policy, const int *priority)
{
	uint16_t rt[2] = { RTP_NORMAL, 0 };

	if (!is_policy(policy, *priority))
		return policy < POLICY_FIFO || policy > POLICY_RR ? EINVAL : FREEBSD_ENOTSUP;
	if (policy != POLICY_OTHER) {
		rt[0] = policy == POLICY_FIFO ? RTP_FIFO : RTP_REALTIME;
		rt[1] = (uint16_t)(RTP_MOST - *priority);
	}
	return (int)-lib_call(NR_rtprio_thread, 1, t->id, (long)rt, 0, 0, 0); /* RTP_SET */
}

int lib_pthread_getschedparam(const struct lib_thread *t, int *policy, int *priority)
{
	uint16_t rt[2] = { RTP_NORMAL, 0 };
	long error = lib_call(NR_rtprio_thread, 0, t->id, (long)rt, 0, 0, 0); /* RTP_LOOKUP */

	if (error < 0)
		return (int)-error;
	*policy = rt[0] == RTP_FIFO       ? POLICY_FIFO
		  : rt[0] == RTP_REALTIME ? POLICY_RR
					  : POLICY_OTHER;
	*priority = *policy == POLICY_OTHER ? 0 : RTP_MOST - rt[1];
	return 0;
}

int lib_pthread_setprio(const struct lib_thread *t, int priority)
{
	int policy, before, error = lib_pthread_getschedparam(t, &policy, &before);

	return error ? error : lib_pthread_setschedparam(t, policy, &priority);
}

/* -1 with errno where it fails. */
int lib_pthread_getprio(const struct lib_thread *t)
{
	int policy, priority, error = lib_pthread_getschedparam(t, &policy, &priority);

	if (!error)
		return priority;
	errno = error;
	return -1;
}

/* cpuset.h: CPU_LEVEL_WHICH, CPU_WHICH_TID */
int lib_pthread_setaffinity_np(const struct lib_thread *t, size_t size, const void *set)
{
	return (int)-lib_call(NR_cpuset_setaffinity, 3, 1, t->id, (long)size, (long)set, 0);
}

int lib_pthread_getaffinity_np(const struct lib_thread *t, size_t size, void *set)
{
	return (int)-lib_call(NR_cpuset_getaffinity, 3, 1, t->id, (long)size, (long)set, 0);
}

/* time.h: CPUCLOCK_WHICH_TID, CPUCLOCK_WHICH_PID */
int lib_pthread_getcpuclockid(const struct lib_thread *t, int *clock)
{
	return (int)-lib_call(NR_clock_getcpuclockid2, t->id, 1, (long)clock, 0, 0, 0);
}

int lib_clock_getcpuclockid(int pid, int *clock)
{
	return (int)-lib_call(NR_clock_getcpuclockid2, pid, 0, (long)clock, 0, 0, 0);
}

/* What was set is told: threads are the kernel's on both systems. */
static int concurrency;

int lib_pthread_getconcurrency(void)
{
	return concurrency;
}

int lib_pthread_setconcurrency(int level)
{
	if (level < 0)
		return EINVAL;
	concurrency = level;
	return 0;
}

/* Functions to be called when threads take turns: libthr has none either. */
int lib_pthread_switch_add_np(void *function)
{
	(void)function;
	return FREEBSD_ENOTSUP;
}

#define ATTRIBUTE(name, is_valid, otherwise)                                                       \
	int lib_pthread_attr_set##name##_of(struct lib_attr *const *a, int value);                 \
	int lib_pthread_attr_set##name##_of(struct lib_attr *const *a, int value)                  \
	{                                                                                          \
		if (!a || !*a)                                                                     \
			return EINVAL;                                                             \
		if (!(is_valid))                                                                   \
			return otherwise;                                                          \
		(*a)->name = value;                                                                \
		return 0;                                                                          \
	}                                                                                          \
	int lib_pthread_attr_get##name##_of(struct lib_attr *const *a, int *value);                \
	int lib_pthread_attr_get##name##_of(struct lib_attr *const *a, int *value)                 \
	{                                                                                          \
		if (!a || !*a || !value)                                                           \
			return EINVAL;                                                             \
		*value = (*a)->name;                                                               \
		return 0;                                                                          \
	}

ATTRIBUTE(inherit, value == 0 || value == FREEBSD_PTHREAD_INHERIT_SCHED, EINVAL)

/* PTHREAD_EXPLICIT_SCHED is 0. */
int lib_pthread_attr_setinheritsched(struct lib_attr *const *a, int value)
{
	int error = lib_pthread_attr_setinherit_of(a, value);

	if (!error)
		(*a)->scheduled = value == 0;
	return error;
}

ATTRIBUTE(scope, value == 0 || value == FREEBSD_PTHREAD_SCOPE_SYSTEM, EINVAL)
ATTRIBUTE(policy, value >= POLICY_FIFO && value <= POLICY_RR, EINVAL)

int lib_pthread_attr_setschedparam(struct lib_attr *const *a, const int *priority)
{
	if (!a || !*a || !priority)
		return EINVAL;
	if (!is_policy((*a)->policy, *priority))
		return FREEBSD_ENOTSUP;
	(*a)->priority = *priority;
	return 0;
}

int lib_pthread_attr_getschedparam(struct lib_attr *const *a, int *priority)
{
	if (!a || !*a || !priority)
		return EINVAL;
	*priority = (*a)->priority;
	return 0;
}

/* cpuset.h: a set is as long as it says, and no longer than the library's own */
int lib_pthread_attr_setaffinity_np(struct lib_attr *const *a, size_t size, const void *set)
{
	if (!a || !*a || size < sizeof(long) || (set && size > sizeof(*a)->cpus))
		return EINVAL;
	(*a)->cpus_size = set ? size : 0;
	if (set)
		memcpy((*a)->cpus, set, size);
	return 0;
}

/* Where none was set: all that the process may use. */
int lib_pthread_attr_getaffinity_np(struct lib_attr *const *a, size_t size, void *set)
{
	if (!a || !*a || size < (*a)->cpus_size)
		return EINVAL;
	memset(set, 0, size);
	if (!(*a)->cpus_size)
		return (int)-lib_call(NR_cpuset_getaffinity, 3, 2, -1, (long)size, (long)set, 0);
	memcpy(set, (*a)->cpus, (*a)->cpus_size);
	return 0;
}

int lib_thread_schedule(const struct lib_thread *t, const struct lib_attr *a)
{
	int error = 0;

	if (a && a->scheduled)
		error = lib_pthread_setschedparam(t, a->policy, &a->priority);
	if (a && !error && a->cpus_size)
		error = lib_pthread_setaffinity_np(t, a->cpus_size, a->cpus);
	return error;
}
