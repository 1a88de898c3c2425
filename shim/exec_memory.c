#include <errno.h>
#include <sys/mman.h>

#include "shim/alien_mem.h"
#include "shim/door.h"
#include "shim/exec_memory.h"
#include "shim/glibc/patch.h"
#include "shim/host.h"
#include "shim/net.h"

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

long exec_memory(unsigned long addr, size_t len, int prot)
{
	struct request r = { .addr = addr };
	bool proven = false;

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
