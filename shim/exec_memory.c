#include <errno.h>
#include <sys/mman.h>

#include "shim/door.h"
#include "shim/exec_memory.h"
#include "shim/glibc/patch.h"
#include "shim/host.h"
#include "shim/net.h"

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

long exec_memory(unsigned long addr, size_t len, int prot)
{
	struct request r = { .addr = addr, .len = len };
	bool proven = false;

	/*
	 * Code that stays writable is never proven.  Nor is memory that cannot be
	 * written privately (a shared mapping of a file, say): the net alone serves it.
	 */
	if (!(prot & PROT_WRITE) && !host_call(__NR_mprotect, addr, len, PROT_READ | PROT_WRITE)) {
		proven =
		    !call_glibc(patch, &r) && !r.counts.undecided && !r.counts.technique[PATCH_NET];
	}
	if (!proven)
		net_arm(addr, addr + len);
	return host_call(__NR_mprotect, addr, len, prot);
}
