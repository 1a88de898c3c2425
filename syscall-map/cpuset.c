/*
 * cpuset(2): which processors a thread may run on.  The host has masks of threads;
 * FreeBSD has named sets as well, of which there is always one that holds all: set 1.
 */
#include "shim/threads.h"
#include "syscall-map/cpuset.h"
#include "syscall-map/map.h"

#define MASK_MAX 1024 /* bytes: 8192 processors, as much as the host's kernel is built for */
#define THE_SET  1

struct request {
	uint64_t level, which;
	int id;
	size_t size;
	unsigned long mask;
};

/* (level, which, id, size, mask); ids are 64 bits, -1 is the caller */
static long read_request(struct call *c, struct request *r)
{
	long error = xlat_to_host(XLAT_cpu_level, (uint32_t)c->alien[0], &r->level);

	if (!error)
		error = xlat_to_host(XLAT_cpu_which, (uint32_t)c->alien[1], &r->which);
	r->id = (int)c->alien[2];
	r->size = (size_t)c->alien[3];
	r->mask = (unsigned long)c->alien[4];
	if (!error && (r->size < sizeof(long) || r->size > MASK_MAX))
		error = -ERANGE;
	if (!error && r->which == CPU_SET && r->id != -1 && r->id != THE_SET)
		error = -ESRCH;
	return error;
}

/* The host's mask is of threads; a process is its first thread, as everybody sees it. */
static int thread_of(const struct request *r)
{
	if (r->id != -1 && r->which != CPU_SET)
		return r->which == CPU_THREAD ? thread_id_to_host(r->id) : r->id;
	return r->which == CPU_PROCESS ? this_thread()->pid : 0;
}

long map_cpuset_getaffinity(struct call *c)
{
	uint64_t mask[MASK_MAX / 8] = { 0 };
	struct request r;
	long ret = read_request(c, &r);

	if (ret)
		return ret;
	ret = host_call(__NR_sched_getaffinity, thread_of(&r), sizeof mask, mask);
	if (ret < 0)
		return ret;
	for (size_t i = r.size; i < (size_t)ret; i++)
		if (((uint8_t *)mask)[i])
			return -ERANGE;
	return copy_to_alien(r.mask, mask, r.size);
}

long map_cpuset_setaffinity(struct call *c)
{
	uint64_t mask[MASK_MAX / 8] = { 0 };
	struct request r;
	long ret = read_request(c, &r);

	if (!ret)
		ret = copy_from_alien(mask, r.mask, r.size);
	if (ret)
		return ret;
	if (r.level != CPU_LEVEL_THREAD || r.which == CPU_SET) {
		hole("cpuset_setaffinity: the host has no named sets", r.level);
		return -EPERM;
	}
	if (r.which == CPU_PROCESS && (r.id == -1 || r.id == this_thread()->pid))
		return host_call_all_threads(__NR_sched_setaffinity, 0, sizeof mask, (long)mask, 0,
					     0);
	return host_call(__NR_sched_setaffinity, thread_of(&r), sizeof mask, mask);
}

/* (level, which, id, setid) */
long map_cpuset_getid(struct call *c)
{
	uint64_t level, which;
	long error = xlat_to_host(XLAT_cpu_level, (uint32_t)c->alien[0], &level);

	if (!error)
		error = xlat_to_host(XLAT_cpu_which, (uint32_t)c->alien[1], &which);
	if (!error && level == CPU_LEVEL_THREAD)
		error = -EINVAL;
	return error ? error : put_alien_u32((unsigned long)c->alien[3], THE_SET);
}
