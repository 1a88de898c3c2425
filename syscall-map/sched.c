/*
 * Scheduling: POSIX's calls and rtprio(2).  The BSDs' real-time priorities begin
 * at 0, the host's at 1, and the host has more of them; time-shared processes have
 * a range of priorities there and none here.
 */
#include <linux/membarrier.h>
#include <sched.h>

#include "shim/threads.h"
#include "syscall-map/map.h"
#include "syscall-map/sched.h"

static bool is_realtime(int policy)
{
	return policy == SCHED_FIFO || policy == SCHED_RR;
}

static long get_sched(int id, struct sched_request *r)
{
	long policy = host_call(__NR_sched_getscheduler, id);

	r->policy = (int)policy & ~SCHED_RESET_ON_FORK;
	return policy < 0 ? policy : host_call(__NR_sched_getparam, id, &r->priority);
}

/* Read a struct sched_param's one member as the host's priority under a policy. */
static long read_priority(const struct call *c, unsigned i, int policy, int *priority)
{
	uint32_t value;
	long error = get_alien_u32(&value, (unsigned long)c->alien[i]);

	if (error)
		return error;
	if (value >
	    (uint32_t)(is_realtime(policy) ? abi->sched_realtime_max : abi->sched_other_max))
		return -EINVAL;
	*priority = is_realtime(policy) ? (int)value + 1 : 0;
	return 0;
}

/* (pid, param) */
long map_sched_setparam(struct call *c)
{
	struct sched_request r = { 0, 0 };
	long error = get_sched((int)c->alien[0], &r);

	if (!error)
		error = read_priority(c, 1, r.policy, &r.priority);
	return error ? error : host_call(__NR_sched_setparam, (int)c->alien[0], &r.priority);
}

/* (pid, param) */
long map_sched_getparam(struct call *c)
{
	struct sched_request r = { 0, 0 };
	long error = get_sched((int)c->alien[0], &r);
	int value = 0;

	if (error)
		return error;
	if (is_realtime(r.policy))
		value = r.priority - 1;
	if (value > abi->sched_realtime_max)
		value = abi->sched_realtime_max;
	return put_alien_u32((unsigned long)c->alien[1], (uint32_t)value);
}

/* (pid, policy, param) */
long map_sched_setscheduler(struct call *c)
{
	struct sched_request r = { 0, 0 };
	uint64_t policy = 0;
	long error = xlat_to_host(XLAT_sched, (uint64_t)c->alien[1], &policy)
			 ?: read_priority(c, 2, (int)policy, &r.priority);

	return error ? error
		     : host_call(__NR_sched_setscheduler, (int)c->alien[0], policy, &r.priority);
}

/* (pid) */
long map_sched_getscheduler(struct call *c)
{
	struct sched_request r = { 0, 0 };
	uint64_t policy = 0;
	long error = get_sched((int)c->alien[0], &r)
			 ?: xlat_to_alien(XLAT_sched, (uint64_t)r.policy, &policy);

	return error ? error : (long)policy;
}

/* (policy) */
long map_sched_priority_max(struct call *c)
{
	uint64_t policy = 0;
	long error = xlat_to_host(XLAT_sched, (uint64_t)c->alien[0], &policy);

	if (error)
		return error;
	return is_realtime((int)policy) ? abi->sched_realtime_max : abi->sched_other_max;
}

/* (policy) */
long map_sched_priority_min(struct call *c)
{
	uint64_t policy = 0;

	return xlat_to_host(XLAT_sched, (uint64_t)c->alien[0], &policy);
}

/*
 * rtprio(2): (function, pid, rtp).  A process's class is that of all its threads,
 * so for the caller's own every thread makes the call.
 */
static long rtprio(struct call *c, bool process)
{
	int id = process || !c->alien[1] ? (int)c->alien[1] : thread_id_to_host((int)c->alien[1]);
	struct sched_request r = { 0, 0 };
	uint64_t set;
	long error = xlat_to_host(XLAT_rtprio, (uint64_t)c->alien[0], &set);

	if (error)
		return error;
	if (!set)
		return get_sched(id, &r)
			   ?: layout_to_alien(LAYOUT_rtprio, (unsigned long)c->alien[2], &r);
	error = layout_from_alien(LAYOUT_rtprio, &r, (unsigned long)c->alien[2]);
	if (error)
		return error;
	if (process && (!id || id == host_call(__NR_getpid)))
		return host_call_all_threads(__NR_sched_setscheduler, 0, r.policy,
					     (long)&r.priority, 0, 0);
	return host_call(__NR_sched_setscheduler, id, r.policy, &r.priority);
}

long map_rtprio(struct call *c)
{
	return rtprio(c, true);
}

long map_rtprio_thread(struct call *c)
{
	return rtprio(c, false);
}

long map_sched_getcpu(struct call *c)
{
	uint32_t cpu = 0;
	long error = host_call(__NR_getcpu, &cpu, 0, 0);

	(void)c;
	return error ? error : (long)cpu;
}

/* What the host's query tells, in the alien's commands. */
static long finish_membarrier_query(struct call *c, long ret)
{
	uint64_t commands = 0;

	(void)c;
	if (ret < 0)
		return ret;
	return xlat_to_alien(XLAT_membarrier, (uint64_t)ret, &commands) ?: (long)commands;
}

/* (command, flags, cpu) */
long map_membarrier(struct call *c)
{
	long ret = map_args(c);

	if (ret == CALL_HOST && c->host[0] == MEMBARRIER_CMD_QUERY)
		c->finish = finish_membarrier_query;
	return ret;
}
