/* Mapping memory. */
#include <sys/mman.h>

#include "shim/exec_memory.h"
#include "shim/ranges.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"
#include "syscall-map/mem.h"

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

#define SUPERPAGE      (2ul << 20)
#define LOW_END        (2ul << 30) /* MAP_32BIT */
#define ALIGN_SUPER    1           /* MAP_ALIGNED_SUPER, where others say a logarithm */
#define WITH_GUARD     (MAP_FIXED | MMAP_GUARD | MMAP_EXCL | MAP_32BIT | MMAP_ALIGN_ALL)
#define MMAP_ALIGN_ALL (0xffull << 40)

/* What is asked for, in host terms but for MMAP_ flags. */
struct wish {
	unsigned long addr, size;
	uint64_t flags;
	long prot, fd;
	unsigned long offset;
	unsigned long lead; /* bytes of the first page before what was asked for */
};

/* mmap(2)'s rules, which are stricter than the host's on anonymous memory and guards. */
static long check(struct wish *w, uint64_t max_prot)
{
	if ((w->flags & MMAP_EXCL) && !(w->flags & MAP_FIXED))
		return -EINVAL;
	if ((w->flags & MAP_SHARED) && (w->flags & MAP_PRIVATE))
		return -EINVAL;
	if (max_prot && (w->prot & ~max_prot))
		return -EOPNOTSUPP;
	if ((w->flags & MMAP_GUARD) &&
	    (w->prot || w->fd != -1 || w->offset || (w->flags & ~WITH_GUARD)))
		return -EINVAL;
	if (w->flags & MMAP_STACK) {
		if (w->fd != -1 || (w->prot & (PROT_READ | PROT_WRITE)) != (PROT_READ | PROT_WRITE))
			return -EINVAL;
		w->flags |= MAP_ANONYMOUS;
		w->offset = 0;
	}
	if (!w->size || ((w->flags & MAP_ANONYMOUS) && (w->fd != -1 || w->offset)))
		return -EINVAL;
	return 0;
}

/* Whole pages: a BSD takes any offset, and gives an address within the page. */
static long to_pages(struct wish *w)
{
	unsigned long end = USER_END;

	w->lead = w->offset & (PAGE - 1);
	w->offset -= w->lead;
	if (w->size > USER_END)
		return -ENOMEM;
	w->size = (w->size + w->lead + PAGE - 1) & -PAGE;
	if (!(w->flags & MAP_FIXED)) {
		w->addr &= -PAGE;
		return 0;
	}
	w->addr -= w->lead;
	if (w->flags & MAP_32BIT)
		end = LOW_END;
	if ((w->addr & (PAGE - 1)) || w->addr > end || w->size > end - w->addr)
		return -EINVAL;
	return is_host_range(w->addr, w->size) ? -ENOMEM : 0;
}

/* The alignment in bytes, 0 for none, or -EINVAL. */
static long alignment(const struct wish *w)
{
	unsigned log = MMAP_ALIGN_OF(w->flags);

	if (!log || (w->flags & MAP_FIXED))
		return 0;
	if (log == ALIGN_SUPER)
		return w->size >= SUPERPAGE ? (long)SUPERPAGE : 0;
	if (log < 12 || log >= 64)
		return -EINVAL;
	return log < 47 ? 1l << log : -ENOMEM;
}

static long host_flags(const struct wish *w)
{
	long flags = (long)(w->flags & HOST_BITS);

	if (w->flags & MMAP_GUARD)
		flags |= MAP_ANONYMOUS | MAP_PRIVATE | MAP_NORESERVE;
	if (w->flags & MMAP_STACK)
		flags |= MAP_STACK | MAP_NORESERVE;
	if (!(flags & MAP_SHARED)) /* neither said: private */
		flags |= MAP_PRIVATE;
	if (w->flags & MMAP_EXCL)
		flags = (flags & ~MAP_FIXED) | MAP_FIXED_NOREPLACE;
	return flags;
}

/* Room for `size` bytes at a multiple of `align`, reserved. */
static long reserve_aligned(unsigned long hint, unsigned long size, unsigned long align, long low)
{
	long at = host_call(__NR_mmap, hint, size + align, PROT_NONE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | low, -1, 0);
	unsigned long start, end;

	if (is_error(at))
		return at;
	start = ((unsigned long)at + align - 1) & -align;
	end = (unsigned long)at + size + align;
	if (start > (unsigned long)at)
		host_call(__NR_munmap, at, start - (unsigned long)at);
	if (end > start + size)
		host_call(__NR_munmap, start + size, end - start - size);
	return (long)start;
}

static long map_it(struct wish *w, long prot)
{
	long flags = host_flags(w);
	long align = alignment(w), at;

	if (align < 0)
		return align;
	if (align) {
		at = reserve_aligned(w->addr, w->size, (unsigned long)align, flags & MAP_32BIT);
		if (is_error(at))
			return at;
		w->addr = (unsigned long)at;
		flags |= MAP_FIXED;
	}
	at = host_call(__NR_mmap, w->addr, w->size, prot, flags, w->fd, w->offset);
	if (is_error(at) && align)
		host_call(__NR_munmap, w->addr, w->size);
	return at;
}

/*
 * Memory that can be executed is mapped without that right, and gets it when its
 * system calls have been found; so it has to be writable where that is private.
 */
static long map_executable(struct wish *w)
{
	bool shared = w->flags & MAP_SHARED;
	long at = map_it(w, (w->prot & ~PROT_EXEC) | (shared ? 0 : PROT_READ | PROT_WRITE));
	long error;

	if (is_error(at))
		return at;
	error = exec_memory((unsigned long)at, w->size, (int)w->prot);
	if (error) {
		host_call(__NR_munmap, at, w->size);
		return error;
	}
	return at;
}

/* What the host says otherwise: a fixed place that is taken, or too low. */
static long mmap_error(const struct wish *w, long error)
{
	if (error == -EEXIST || (error == -EPERM && (w->flags & MAP_FIXED)))
		return -ENOMEM;
	return error;
}

/* Address, length, protection, flags, descriptor, offset. */
long map_mmap(struct call *c)
{
	long error = map_args(c);
	struct wish w = {
		.addr = (unsigned long)c->host[0],
		.size = (unsigned long)c->host[1],
		.prot = (long)((uint64_t)c->host[2] & HOST_BITS),
		.flags = (uint64_t)c->host[3],
		.fd = (int)c->host[4],
		.offset = (unsigned long)c->host[5],
	};
	long at;

	if (error != CALL_HOST)
		return error;
	error = check(&w, (uint64_t)c->host[2] >> 32);
	if (!error)
		error = to_pages(&w);
	if (error)
		return error;
	at = w.prot & PROT_EXEC ? map_executable(&w) : map_it(&w, w.prot);
	if (is_error(at))
		return mmap_error(&w, at);
	if (w.flags & MMAP_NOCORE)
		host_call(__NR_madvise, at, w.size, MADV_DONTDUMP);
	if ((w.flags & MMAP_PREFAULT) && w.fd != -1) /* readable pages, so that no page is copied */
		host_call(__NR_madvise, at, w.size, MADV_WILLNEED);
	return at + (long)w.lead;
}
