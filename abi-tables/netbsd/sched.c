/* Scheduling of NetBSD's threads: _sched_setparam(2) and kin, _lwp_kill(2). */
#include <sched.h>

#include "shim/host.h"
#include "shim/threads.h"
#include "syscall-map/map.h"

map_fn map_lwp_setparam, map_lwp_getparam, map_lwp_setaffinity, map_lwp_getaffinity, map_lwp_kill;

/* sys/sched.h: no policy, no priority; 64 real-time priorities, the host has 99. */
#define SCHED_NONE (-1)
#define PRI_NONE   (-1)

/* Which thread of the host's (process, thread) are, 0 for a process's first; or -ESRCH. */
static long thread_of(long pid, long lwp)
{
	int own = this_thread()->pid;

	if ((int)pid && (int)pid != own && (int)lwp)
		return -ESRCH; /* of another process's threads only the first is known */
	if ((int)lwp)
		return threads_have((int)lwp) ? (int)lwp : -ESRCH;
	return (int)pid ? (int)pid : own;
}

/* (process, thread, policy, priority) */
long map_lwp_setparam(struct call *c)
{
	long tid = thread_of(c->alien[0], c->alien[1]), policy;
	uint32_t priority;
	uint64_t wanted;
	long error = tid < 0 ? tid : get_alien_u32(&priority, (unsigned long)c->alien[3]);

	if (error)
		return error;
	policy = host_call(__NR_sched_getscheduler, tid);
	if (policy < 0)
		return policy;
	if ((int)c->alien[2] != SCHED_NONE) {
		error = xlat_to_host(XLAT_sched, (uint32_t)c->alien[2], &wanted);
		if (error)
			return error;
		policy = (long)wanted;
	}
	if ((int)priority != PRI_NONE && (int)priority > abi->sched_realtime_max)
		return -EINVAL;
	priority =
	    policy == SCHED_FIFO || policy == SCHED_RR ? ((int)priority < 0 ? 1 : priority + 1) : 0;
	return host_call(__NR_sched_setscheduler, tid, policy, &priority);
}

/* (process, thread, where the policy and the priority go) */
long map_lwp_getparam(struct call *c)
{
	long tid = thread_of(c->alien[0], c->alien[1]), policy, error;
	uint32_t priority = 0;
	uint64_t alien;

	if (tid < 0)
		return tid;
	policy = host_call(__NR_sched_getscheduler, tid);
	if (policy < 0)
		return policy;
	error = host_call(__NR_sched_getparam, tid, &priority)
		    ?: xlat_to_alien(XLAT_sched, (uint64_t)policy, &alien);
	if (error)
		return error;
	if (priority)
		priority--;
	if (c->alien[2] && put_alien_u32((unsigned long)c->alien[2], (uint32_t)alien))
		return -EFAULT;
	return c->alien[3] ? put_alien_u32((unsigned long)c->alien[3], priority) : 0;
}

/* A set of processors, which is bits on both systems.  None at all: any (sched(3)). */
#define SET_BYTES 128

static bool is_empty(const uint8_t *set)
{
	for (int i = 0; i < SET_BYTES; i++)
		if (set[i])
			return false;
	return true;
}

/* (process, thread, size, set) */
long map_lwp_setaffinity(struct call *c)
{
	uint8_t set[SET_BYTES] = { 0 };
	unsigned long size = (unsigned long)c->alien[2];
	long tid = thread_of(c->alien[0], c->alien[1]), error;

	if (tid < 0)
		return tid;
	error =
	    copy_from_alien(set, (unsigned long)c->alien[3], size < SET_BYTES ? size : SET_BYTES);
	if (error)
		return error;
	if (is_empty(set))
		memset(set, 0xff, sizeof set);
	return host_call(__NR_sched_setaffinity, tid, SET_BYTES, set);
}

/* (process, thread, size, set) */
long map_lwp_getaffinity(struct call *c)
{
	uint8_t set[SET_BYTES] = { 0 };
	unsigned long size = (unsigned long)c->alien[2];
	long tid = thread_of(c->alien[0], c->alien[1]), ret;

	if (tid < 0)
		return tid;
	ret = host_call(__NR_sched_getaffinity, tid, SET_BYTES, set);
	if (ret < 0)
		return ret;
	return copy_to_alien((unsigned long)c->alien[3], set, size < SET_BYTES ? size : SET_BYTES);
}

/* (thread, signal) */
long map_lwp_kill(struct call *c)
{
	int sig = (int)c->alien[1], host = sig ? signal_to_host(sig) : 0;

	if (sig < 0 || sig >= abi->signal_limit)
		return -EINVAL;
	if (!threads_have((int)c->alien[0]))
		return -ESRCH;
	if (sig && !host) {
		hole("signal without a host twin", (uint64_t)sig);
		return -EINVAL;
	}
	return host_call(__NR_tgkill, this_thread()->pid, (int)c->alien[0], host);
}
