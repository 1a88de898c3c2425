/* Memory that is mapped: unmapping, protecting, advising, the break. */
#include <sys/mman.h>

#include "shim/exec_memory.h"
#include "shim/process.h"
#include "shim/ranges.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"
#include "syscall-map/mem.h"
#include "syscall-map/proc_file.h"

#ifndef MADV_COLD
#define MADV_COLD 20
#endif

/* A BSD takes addresses within pages, and does the whole pages; the host refuses them. */
long alien_pages(unsigned long addr, unsigned long len, unsigned long *start, unsigned long *size)
{
	*start = addr & -PAGE;
	if (len > USER_END || addr > USER_END - len)
		return -EINVAL;
	*size = (addr - *start + len + PAGE - 1) & -PAGE;
	return is_host_range(*start, *size) ? -EINVAL : 0;
}

static long args_in_pages(struct call *c)
{
	long error = map_args(c);

	if (error != CALL_HOST)
		return error;
	error = alien_pages((unsigned long)c->host[0], (unsigned long)c->host[1],
			    (unsigned long *)&c->host[0], (unsigned long *)&c->host[1]);
	return error ? error : CALL_HOST;
}

/* Address, length. */
long map_munmap(struct call *c)
{
	if (!c->alien[1])
		return -EINVAL;
	return args_in_pages(c);
}

/* Address, length, anything: mlock, mincore. */
long map_pages(struct call *c)
{
	return args_in_pages(c);
}

/* Address, length, protection. */
long map_mprotect(struct call *c)
{
	long error = args_in_pages(c);
	uint64_t prot = (uint64_t)c->host[2] & HOST_BITS, most = (uint64_t)c->host[2] >> 32;

	if (error != CALL_HOST)
		return error;
	if (most && (prot & ~most))
		return -EOPNOTSUPP;
	c->host[2] = (long)prot;
	if (prot & PROT_EXEC)
		return exec_memory((unsigned long)c->host[0], (size_t)c->host[1], (int)prot);
	return CALL_HOST;
}

/* Address, length, flags.  A length of 0 means all of the mapping there, and nothing here. */
long map_msync(struct call *c)
{
	long error = args_in_pages(c);
	struct mapping m;

	if (error != CALL_HOST)
		return error;
	if ((c->host[2] & MS_ASYNC) && (c->host[2] & MS_INVALIDATE))
		return -EINVAL;
	if (!c->alien[1]) {
		if (!find_mapping((unsigned long)c->host[0], &m))
			return -ENOMEM;
		c->host[1] = (long)(m.end - (unsigned long)c->host[0]);
	}
	return CALL_HOST;
}

/*
 * Advice is never refused for what the memory is (madvise(2)): gaps, files and
 * locked pages, of which the host says ENOMEM, EBADF and EINVAL.
 */
static long finish_advice(struct call *c, long ret)
{
	(void)c;
	return ret == -ENOMEM || ret == -EBADF || ret == -EINVAL ? 0 : ret;
}

/*
 * Address, length, advice.  What a BSD calls MADV_DONTNEED keeps what the pages
 * hold: that is the host's MADV_COLD.  Its MADV_FREE says that they need not be
 * kept; the host's MADV_DONTNEED throws them away at once, which is one of the two
 * things that may happen, works on every mapping, and keeps the process as small
 * as its native twin.  Both are in the table.
 */
long map_madvise(struct call *c)
{
	long error = args_in_pages(c);

	if (error != CALL_HOST)
		return error;
	if (c->host[2] == ADVICE_NOTHING)
		return 0;
	if (c->host[2] == ADVICE_PROTECT)
		return -EPERM;
	c->finish = finish_advice;
	return CALL_HOST;
}

/* Address, length, what a child gets. */
long map_minherit(struct call *c)
{
	static const uint8_t advice[] = {
		[INHERIT_OWN_COPY] = MADV_DOFORK,
		[INHERIT_OWN_NONE] = MADV_DONTFORK,
		[INHERIT_OWN_ZERO] = MADV_WIPEONFORK,
	};
	long error = args_in_pages(c);
	long how = c->host[2];

	if (error != CALL_HOST)
		return error;
	if (how == INHERIT_OWN_SHARE) { /* private memory can't be shared with a child here */
		hole("minherit: INHERIT_SHARE", (uint64_t)c->alien[2]);
		return -EINVAL;
	}
	if (how == INHERIT_OWN_COPY) {
		error = host_call(__NR_madvise, c->host[0], c->host[1], MADV_KEEPONFORK);
		if (error && error != -EINVAL) /* a file's mapping is never wiped */
			return error;
	}
	c->host_nr = __NR_madvise;
	c->host[2] = advice[how];
	return CALL_HOST;
}

/*
 * The break.  The host's own belongs to abirun; the alien's is mapped behind its
 * image as it grows, and never over anything.
 */
static struct {
	struct lock lock;
	unsigned long end; /* of what is mapped; 0: nothing is */
} brk;

static unsigned long page_up(unsigned long addr)
{
	return (addr + PAGE - 1) & -PAGE;
}

static long grow(unsigned long from, unsigned long to)
{
	long ret = host_call(__NR_mmap, from, to - from, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (!is_error(ret) && (unsigned long)ret != from) { /* a host older than the flag */
		host_call(__NR_munmap, ret, to - from);
		return -ENOMEM;
	}
	return is_error(ret) ? -ENOMEM : 0;
}

static long move_break(unsigned long to)
{
	unsigned long start = page_up(alien_brk), end = page_up(to);
	long ret = 0;

	if (!start || to < start)
		return -EINVAL;
	if (to >= USER_END)
		return -ENOMEM;
	if (!brk.end)
		brk.end = start;
	if (end > brk.end)
		ret = grow(brk.end, end);
	else if (end < brk.end)
		ret = host_call(__NR_munmap, end, brk.end - end);
	if (!ret)
		brk.end = end;
	return ret ? ret : (long)to;
}

/* The new break, which is also the result. */
long map_break(struct call *c)
{
	long ret;

	lock_take(&brk.lock);
	ret = move_break((unsigned long)c->alien[0]);
	lock_drop(&brk.lock);
	return ret;
}
