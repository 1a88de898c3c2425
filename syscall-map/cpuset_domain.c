/*
 * cpuset_getdomain(2), cpuset_setdomain(2): which memory a thread is given.  FreeBSD's
 * domains are the host's nodes, its policies those of set_mempolicy(2).
 */
#include <linux/mempolicy.h>

#include "shim/threads.h"
#include "syscall-map/cpuset.h"
#include "syscall-map/map.h"

#define DOMAIN_BYTES 32 /* sys/_domainset.h: DOMAINSET_MAXSIZE, as bytes */
#define DOMAIN_WORDS (DOMAIN_BYTES / 8)
#define DOMAIN_BITS  (DOMAIN_BYTES * 8)

struct domains {
	uint64_t word[DOMAIN_WORDS];
};

struct request {
	uint64_t level, which;
	size_t size;
	bool process;
};

/* Every node that has memory; a kernel that knows no nodes has one. */
static struct domains all_domains(void)
{
	struct domains all = { { 1 } };
	struct cpu_mask m;

	if (!mask_of_list(DOMAINS "has_memory", &m) && !mask_is_empty(&m))
		memcpy(&all, &m, sizeof all);
	return all;
}

static unsigned count(const struct domains *d)
{
	unsigned n = 0;

	for (int i = 0; i < DOMAIN_WORDS; i++)
		for (uint64_t word = d->word[i]; word; word &= word - 1)
			n++;
	return n;
}

/* Whether all of `some` are among `all`. */
static bool among(const struct domains *all, const struct domains *some)
{
	for (int i = 0; i < DOMAIN_WORDS; i++)
		if (some->word[i] & ~all->word[i])
			return false;
	return true;
}

/* The host tells and sets a policy of the calling thread alone. */
static bool is_own(const struct request *r, int id)
{
	if (id == -1)
		return true;
	if (r->which == CPU_THREAD)
		return thread_id_to_host(id) == this_thread()->tid;
	return id == this_thread()->pid;
}

/* (level, which, id, size, ...) */
static long read_request(const struct call *c, struct request *r)
{
	int id = (int)c->alien[2];
	long error = xlat_to_host(XLAT_cpu_level, (uint32_t)c->alien[0], &r->level)
			 ?: xlat_to_host(XLAT_cpu_which, (uint32_t)c->alien[1], &r->which);

	r->size = (size_t)c->alien[3];
	if (error)
		return error;
	if (r->size < sizeof(long) || r->size > DOMAIN_BYTES)
		return -ERANGE;
	if (r->which == CPU_EITHER)
		r->which = id > abi->thread_id_base ? CPU_THREAD : CPU_PROCESS;
	r->process = r->which == CPU_PROCESS;
	if (r->which == CPU_DOMAIN)
		return -EINVAL;
	if ((r->which != CPU_THREAD && r->which != CPU_PROCESS) || r->level != CPU_LEVEL_THREAD)
		return 0;
	if (!is_own(r, id)) {
		hole("memory policy of another thread or process", (uint64_t)id);
		return -ESRCH;
	}
	return 0;
}

/* The caller's policy; where the host has nodes and tells nothing, that of every new thread. */
static uint64_t own_policy(struct domains *d)
{
	struct domains all = all_domains(), got = { { 0 } };
	int mode = MPOL_DEFAULT;

	*d = all;
	if (host_call(__NR_get_mempolicy, &mode, &got, DOMAIN_BITS + 1, 0, 0))
		return MEMORY_NEAR;
	switch (mode & ~MPOL_MODE_FLAGS) {
	case MPOL_INTERLEAVE:
		*d = got;
		return MEMORY_IN_TURN;
	case MPOL_PREFERRED:
		if (!count(&got))
			return MEMORY_NEAR;
		*d = got;
		return MEMORY_PREFER;
	case MPOL_BIND:
		*d = got;
		return MEMORY_NEAR;
	default:
		return MEMORY_NEAR;
	}
}

/* (level, which, id, size, mask, policy) */
long map_cpuset_getdomain(struct call *c)
{
	uint64_t policy = MEMORY_NEAR, alien = 0;
	struct domains d = all_domains();
	struct request r;
	long ret = read_request(c, &r);

	if (ret)
		return ret;
	if (r.level == CPU_LEVEL_THREAD && r.which != CPU_SET)
		policy = own_policy(&d);
	for (size_t i = r.size; i < sizeof d; i++)
		if (((uint8_t *)&d)[i])
			return -ERANGE;
	ret = xlat_to_alien(XLAT_memory_policy, policy, &alien)
		  ?: copy_to_alien((unsigned long)c->alien[4], &d, r.size);
	return ret ? ret : put_alien_u32((unsigned long)c->alien[5], (uint32_t)alien);
}

static long set_policy(const struct request *r, int mode, const struct domains *d)
{
	long nodes = mode == MPOL_DEFAULT ? 0 : (long)d, bits = nodes ? DOMAIN_BITS + 1 : 0;

	if (r->process)
		return host_call_all_threads(__NR_set_mempolicy, mode, nodes, bits, 0, 0);
	return host_call(__NR_set_mempolicy, mode, nodes, bits);
}

/* (level, which, id, size, mask, policy).  The policy of a set is not the host's to keep. */
long map_cpuset_setdomain(struct call *c)
{
	struct domains d = { { 0 } }, all = all_domains();
	uint64_t policy;
	struct request r;
	long ret = read_request(c, &r) ?: copy_from_alien(&d, (unsigned long)c->alien[4], r.size);
	int mode;

	if (!ret)
		ret = xlat_to_host(XLAT_memory_policy, (uint32_t)c->alien[5], &policy);
	if (ret)
		return ret;
	if (!count(&d) || (policy == MEMORY_PREFER && count(&d) != 1))
		return -EINVAL;
	if (!among(&all, &d))
		return -EDEADLK;
	if (r.level != CPU_LEVEL_THREAD || r.which == CPU_SET) {
		hole("cpuset_setdomain of a set", r.level);
		return -EPERM;
	}
	mode = policy == MEMORY_IN_TURN  ? MPOL_INTERLEAVE
	       : policy == MEMORY_PREFER ? MPOL_PREFERRED
	       : among(&d, &all)         ? MPOL_DEFAULT
					 : MPOL_BIND;
	ret = set_policy(&r, mode, &d);
	/* Of one domain all policies are the same, whether the host has a call for them or not. */
	return ret == -ENOSYS && count(&all) == 1 ? 0 : ret;
}
