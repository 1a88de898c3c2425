/*
 * The search for system calls in a large file, read piece by piece.  To look at its
 * mapping would fetch every page of it into the process, and most of them the
 * program never runs.  Runs with glibc's FS (t2).
 */
#ifndef SHIM_GLIBC_SIEVE_H
#define SHIM_GLIBC_SIEVE_H

#include <stddef.h>
#include <stdint.h>

#include "shim/glibc/patch.h"

/* The byte pairs 0f 05 in a range of code that may be system calls. */
struct candidates {
	uint32_t *at; /* offsets in the range, ascending */
	size_t count, room;
	uint32_t harmless; /* how many pairs more there are, which are proven to be no calls */
};

/*
 * Those in the file's bytes [offset, offset + size).  0, -E2BIG where offsets do not
 * fit, -EIO where the file cannot be read, -ENOMEM.  candidates_free gives back what
 * was found, after an error too.
 */
long candidates_find(int fd, uint64_t offset, size_t size, struct candidates *found);
void candidates_free(struct candidates *c);

/*
 * patch_range, for who knows the candidates: the rest of the range is not looked at.
 * -EINVAL, and nothing is changed, where they cannot be this code's.
 */
long patch_candidates(uint8_t *start, size_t size, const struct candidates *c,
		      struct patch_counts *counts);

#endif
