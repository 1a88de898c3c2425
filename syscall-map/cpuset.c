/*
 * cpuset(2): which processors a thread may run on.  The host has masks of threads;
 * FreeBSD has numbered sets behind them as well, cpuset_sets.c.
 */
#include "shim/threads.h"
#include "syscall-map/cpuset.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

struct request {
	uint64_t level, which;
	int id;
	size_t size;
	unsigned long mask;
};

/* What is only a number there: threads' are above processes'. */
static void tell_which(struct request *r)
{
	if (r->which == CPU_EITHER)
		r->which = r->id > abi->thread_id_base ? CPU_THREAD : CPU_PROCESS;
	if (r->which == CPU_THREAD && r->id != -1)
		r->id = thread_id_to_host(r->id);
	if (r->which == CPU_PROCESS && r->id == -1)
		r->id = this_thread()->pid;
	/* There is one prison, and it has the root set. */
	if (r->which == CPU_PRISON && r->id <= 0) {
		r->which = CPU_SET;
		r->id = CPUSET_ROOT;
	}
}

/* (level, which, id, size, mask); ids are 64 bits, -1 is the caller */
static long read_request(struct call *c, struct request *r)
{
	long error = xlat_to_host(XLAT_cpu_level, (uint32_t)c->alien[0], &r->level);

	if (!error)
		error = xlat_to_host(XLAT_cpu_which, (uint32_t)c->alien[1], &r->which);
	if (error)
		return error;
	r->id = (int)c->alien[2];
	r->size = (size_t)c->alien[3];
	r->mask = (unsigned long)c->alien[4];
	tell_which(r);
	if (r->which == CPU_PRISON)
		return -ESRCH;
	return r->size < sizeof(long) || r->size > CPU_MASK_BYTES ? -ERANGE : 0;
}

static long thread_mask(int tid, struct cpu_mask *m)
{
	long ret;

	memset(m, 0, sizeof *m);
	ret = host_call(__NR_sched_getaffinity, tid, sizeof *m, m);
	return ret < 0 ? ret : 0;
}

static long add_thread_mask(unsigned tid, void *sum)
{
	struct cpu_mask m;

	if (!thread_mask((int)tid, &m))
		mask_or(sum, &m);
	return 0;
}

/* All that any thread of a process may run on. */
static long process_mask(int pid, struct cpu_mask *m)
{
	char path[48];

	memset(m, 0, sizeof *m);
	host_proc_path(path, sizeof path, pid, "/task");
	if (host_numbers_in(path, add_thread_mask, m) || mask_is_empty(m))
		return thread_mask(pid, m);
	return 0;
}

static long domain_mask(int domain, struct cpu_mask *m)
{
	char path[64];
	struct word w;

	if (domain < 0)
		return -EINVAL;
	word_begin(&w, path, sizeof path);
	word_add(&w, DOMAINS "node");
	word_add_number(&w, (unsigned)domain);
	word_add(&w, "/cpulist");
	if (!mask_of_list(path, m))
		return 0;
	/* A kernel that knows of no domains: there is one. */
	if (domain)
		return -EINVAL;
	cpuset_root_mask(m);
	return 0;
}

/* Whether there is such a thread or process, for what is asked of its set. */
static long find(const struct request *r)
{
	int id = r->which == CPU_THREAD && r->id == -1 ? 0 : r->id;
	long ret;

	if (r->which == CPU_SET)
		return 0;
	ret = host_call(__NR_sched_getscheduler, id);
	return ret < 0 ? -ESRCH : 0;
}

/* The set that it asks about; what other processes are in is taken to be as ours is. */
static long set_mask(const struct request *r, struct cpu_mask *m)
{
	long error = find(r);

	if (error)
		return error;
	if (r->level == CPU_LEVEL_ALL)
		cpuset_root_mask(m);
	else if (r->which == CPU_SET && r->id != -1)
		return cpuset_mask(r->id, m);
	else
		cpuset_current(m);
	return 0;
}

static long ask_mask(const struct request *r, struct cpu_mask *m)
{
	if (r->which == CPU_DOMAIN)
		return r->level == CPU_LEVEL_THREAD ? domain_mask(r->id, m) : -EINVAL;
	if (r->level != CPU_LEVEL_THREAD || r->which == CPU_SET)
		return set_mask(r, m);
	if (r->which == CPU_PROCESS)
		return process_mask(r->id, m);
	return thread_mask(r->id == -1 ? 0 : r->id, m);
}

long map_cpuset_getaffinity(struct call *c)
{
	struct cpu_mask mask;
	struct request r;
	long ret = read_request(c, &r) ?: ask_mask(&r, &mask);

	if (ret)
		return ret;
	for (size_t i = r.size; i < sizeof mask; i++)
		if (((uint8_t *)&mask)[i])
			return -ERANGE;
	return copy_to_alien(r.mask, &mask, r.size);
}

static long set_thread_mask(unsigned tid, void *mask)
{
	return host_call(__NR_sched_setaffinity, tid, sizeof(struct cpu_mask), mask);
}

static long set_masks(const struct request *r, struct cpu_mask *m)
{
	char path[48];
	long ret;

	if (r->which == CPU_THREAD)
		return set_thread_mask(r->id == -1 ? 0 : (unsigned)r->id, m);
	if (r->id == this_thread()->pid)
		return host_call_all_threads(__NR_sched_setaffinity, 0, sizeof *m, (long)m, 0, 0);
	host_proc_path(path, sizeof path, r->id, "/task");
	ret = host_numbers_in(path, set_thread_mask, m);
	return ret == -ENOENT ? set_thread_mask((unsigned)r->id, m) : ret;
}

/* The set itself is changed only where it is ours. */
static long change_set(const struct request *r, const struct cpu_mask *m)
{
	struct cpu_mask root;
	long error = find(r);

	if (error)
		return error;
	if (r->which == CPU_SET && r->id != -1 && r->id != cpuset_current(&root))
		return cpuset_mask(r->id, &root) ?: -EPERM;
	if (r->level == CPU_LEVEL_ALL || r->id == CPUSET_ROOT ||
	    (r->which == CPU_PROCESS && r->id != this_thread()->pid)) {
		hole("cpuset_setaffinity: the set is not this process's", r->level);
		return -EPERM;
	}
	cpuset_root_mask(&root);
	return mask_holds(&root, m) ? cpuset_change(m) : -EINVAL;
}

long map_cpuset_setaffinity(struct call *c)
{
	struct cpu_mask mask = { { 0 } }, set;
	struct request r;
	long ret = read_request(c, &r) ?: copy_from_alien(&mask, r.mask, r.size);

	if (ret)
		return ret;
	if (r.which == CPU_DOMAIN)
		return -EINVAL;
	if (mask_is_empty(&mask))
		return -EDEADLK;
	if (r.level != CPU_LEVEL_THREAD || r.which == CPU_SET)
		return change_set(&r, &mask);
	/* What the set has not is refused there, and left out by the host. */
	cpuset_current(&set);
	if (!mask_holds(&set, &mask))
		return -EDEADLK;
	return set_masks(&r, &mask);
}

/* (level, which, id, where the number goes) */
long map_cpuset_getid(struct call *c)
{
	struct request r;
	struct cpu_mask m;
	long error = xlat_to_host(XLAT_cpu_level, (uint32_t)c->alien[0], &r.level)
			 ?: xlat_to_host(XLAT_cpu_which, (uint32_t)c->alien[1], &r.which);
	int set;

	if (error)
		return error;
	r.id = (int)c->alien[2];
	tell_which(&r);
	if (r.which == CPU_DOMAIN || (r.level == CPU_LEVEL_THREAD && r.which != CPU_SET))
		return -EINVAL;
	error = r.which == CPU_PRISON ? -ESRCH : find(&r);
	if (!error && r.which == CPU_SET && r.id != -1)
		error = cpuset_mask(r.id, &m);
	if (error)
		return error;
	set = r.level == CPU_LEVEL_ALL                               ? CPUSET_ROOT
	      : r.which == CPU_SET && r.id != -1                     ? r.id
	      : r.which == CPU_PROCESS && r.id != this_thread()->pid ? CPUSET_ROOT
								     : cpuset_current(&m);
	return put_alien_u32((unsigned long)c->alien[3], (uint32_t)set);
}
