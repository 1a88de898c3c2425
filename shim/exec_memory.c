#include <errno.h>
#include <sys/mman.h>

#include "shim/alien_mem.h"
#include "shim/door.h"
#include "shim/exec_memory.h"
#include "shim/glibc/patch.h"
#include "shim/host.h"
#include "shim/net.h"
#include "shim/site_sweep.h"
#include "shim/threads.h"

#define PAGE 4096

struct request {
	unsigned long addr;
	size_t len;
	struct patch_counts counts;
};

static long patch(void *arg)
{
	struct request *r = arg;

	return patch_range((uint8_t *)r->addr, r->len, &r->counts);
}

/* As much as is there: behind its file's end a mapping has pages that nobody can read. */
static size_t readable(unsigned long addr, size_t len)
{
	size_t n = 0;
	char byte;

	while (n < len && !copy_from_alien(&byte, addr + n, 1))
		n += PAGE;
	return n;
}

static long mark_gone(void *unused)
{
	(void)unused;
	return patch_sweep(sites_mark_gone);
}

static bool forget_gone_too(void)
{
	sites_forget_gone();
	return true;
}

static long forget_gone(void *unused)
{
	(void)unused;
	return patch_sweep(forget_gone_too);
}

/*
 * A program that makes code all its life: use the stubs of what is gone again.  A
 * vfork child has none of the threads that would have to be asked.
 */
static void make_room(void)
{
	static struct lock sweeping;

	if (!sites_are_many() || !this_thread()->owns_memory)
		return;
	lock_take(&sweeping);
	if (sites_are_many() && call_glibc(mark_gone, NULL)) {
		host_call_all_threads(__NR_getpid, 0, 0, 0, 0, 0);
		site_keep_for(this_thread(), NULL);
		call_glibc(forget_gone, NULL);
	}
	lock_drop(&sweeping);
}

long exec_memory(unsigned long addr, size_t len, int prot)
{
	struct request r = { .addr = addr };
	bool proven = false;

	make_room();
	/*
	 * Code that stays writable is never proven.  Nor is memory that cannot be
	 * written privately (a shared mapping of a file, say): the net alone serves it.
	 */
	if (!(prot & PROT_WRITE) && !host_call(__NR_mprotect, addr, len, PROT_READ | PROT_WRITE)) {
		r.len = readable(addr, len);
		proven = !call_glibc(patch, &r) && !r.counts.undecided &&
			 !r.counts.technique[PATCH_NET] && r.len == len;
	}
	if (!proven)
		net_arm(addr, addr + len);
	return host_call(__NR_mprotect, addr, len, prot);
}
