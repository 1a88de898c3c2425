/*
 * The patcher: finds the `syscall` instructions in alien code, proves them by
 * decoding, and leads them into stubs.  Runs with glibc's FS (t2).
 */
#ifndef SHIM_GLIBC_PATCH_H
#define SHIM_GLIBC_PATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shim/site.h"

/* What stubs jump to (shim/entry.S): eax the number, rcx where to go on. */
extern char entry[];
/* The same after a thin stub's host call failed: rax the host's -errno. */
extern char entry_thin_error[];
/* The host's number where the call with this number is served without C code; -1 otherwise
 * (shim/dispatch.c). */
int stub_host_number(long nr);

struct patch_counts {
	unsigned pairs;                  /* 0f 05 byte pairs */
	unsigned sites;                  /* proven system calls */
	unsigned not_calls;              /* proven to be something else */
	unsigned undecided;              /* neither */
	unsigned known_numbers;          /* sites whose number the code says */
	unsigned technique[PATCH_COUNT]; /* of the sites */
};

/*
 * Find, prove and patch every site in [start, start + size), which is mapped
 * readable and writable now, and is not yet executable.  Adds to `counts`.  What
 * could not be patched or decided is left to the net: counts->undecided or
 * technique[PATCH_NET] is then non-zero.  0 or -errno: then the range must not run.
 */
long patch_range(uint8_t *start, size_t size, struct patch_counts *counts);

/* Run one part of a sweep (shim/site_sweep.h) with the patcher's lock held.  Its value. */
bool patch_sweep(bool (*part)(void));

/*
 * One trapped `syscall` at `address` in live, executable code: make its stub and
 * patch the code if that can be done while other threads run it.  The stub is to be
 * entered at `call`, with any number in eax.  NULL where not even a stub could be made.
 */
const struct site *patch_trapped(uint64_t address);

/* The same search without changing anything, for --check: `code` stands at `address` in the alien.
 */
struct found_site {
	uint64_t address;
	int32_t nr; /* -1: only known when it runs */
	uint8_t technique;
};
typedef void found_fn(const struct found_site *site, void *arg);
void find_sites(const uint8_t *code, size_t size, uint64_t address, found_fn *found, void *arg,
		struct patch_counts *counts);

#endif
