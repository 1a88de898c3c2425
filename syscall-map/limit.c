/* Resource limits and priorities. */
#include <sys/resource.h>

#include "shim/threads.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"

/* In the rlimit table: a limit that the host does not have, so there is none. */
#define UNLIMITED RLIM_NLIMITS

/* (which, limit) */
long map_getrlimit(struct call *c)
{
	struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };
	uint64_t which;
	long error = xlat_to_host(XLAT_rlimit, (uint64_t)c->alien[0], &which);

	if (!error && which != UNLIMITED)
		error = host_call(__NR_prlimit64, 0, which, 0, &limit);
	return error ? error : layout_to_alien(LAYOUT_rlimit, (unsigned long)c->alien[1], &limit);
}

/*
 * (which, limit).  A soft limit above the hard one is lowered to it on the BSDs,
 * and EINVAL here.  A limit that the host can't keep can't be set.
 */
long map_setrlimit(struct call *c)
{
	struct rlimit limit;
	uint64_t which;
	long error = layout_from_alien(LAYOUT_rlimit, &limit, (unsigned long)c->alien[1])
			 ?: xlat_to_host(XLAT_rlimit, (uint64_t)c->alien[0], &which);

	if (error)
		return error;
	if (limit.rlim_cur > limit.rlim_max)
		limit.rlim_cur = limit.rlim_max;
	if (which != UNLIMITED)
		return host_call(__NR_prlimit64, 0, which, &limit, 0);
	if (limit.rlim_cur == RLIM_INFINITY)
		return 0;
	hole("resource limit", (uint64_t)c->alien[0]);
	return -EPERM;
}

/* How many descriptors there can be. */
long map_getdtablesize(struct call *c)
{
	struct rlimit limit = { 0, 0 };
	long error = host_call(__NR_prlimit64, 0, RLIMIT_NOFILE, 0, &limit);

	(void)c;
	if (error)
		return error;
	return limit.rlim_cur > INT32_MAX ? INT32_MAX : (long)limit.rlim_cur;
}

/* The host's kernel says 20 - nice, to keep the value positive; a nice value may be negative. */
static long finish_getpriority(struct call *c, long ret)
{
	if (ret < 0)
		return ret;
	c->negative = true;
	return 20 - ret;
}

/* (which, who) */
long map_getpriority(struct call *c)
{
	c->finish = finish_getpriority;
	return map_args(c);
}

static long set_one(unsigned tid, void *prio)
{
	return host_call(__NR_setpriority, PRIO_PROCESS, tid, *(long *)prio);
}

/*
 * (which, who, priority).  To the host a process's priority is that of one thread,
 * to the BSDs that of all of them.
 */
long map_setpriority(struct call *c)
{
	long prio = (int)c->alien[2], ret = map_args(c);
	int who = (int)c->alien[1];
	char path[32];

	if (ret != CALL_HOST || c->host[0] != PRIO_PROCESS)
		return ret;
	if (!who || who == host_call(__NR_getpid))
		return host_call_all_threads(__NR_setpriority, PRIO_PROCESS, 0, prio, 0, 0);
	host_proc_path(path, sizeof path, who, "/task");
	ret = host_numbers_in(path, set_one, &prio);
	/* Without /proc, or where it hides the process: the one thread. */
	return ret == -ENOENT ? CALL_HOST : ret;
}
