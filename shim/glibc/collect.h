/* What is learned of a range of code before any of it is patched. */
#ifndef SHIM_GLIBC_COLLECT_H
#define SHIM_GLIBC_COLLECT_H

#include "shim/glibc/code.h"
#include "shim/glibc/sieve.h"

/* The proven sites of a range, ascending, and which bytes their patches took. */
struct work {
	struct decoder *d;
	struct patch_counts *counts;
	struct pair *pairs;
	struct span *taken;
	size_t count, room, taken_count;
};

/*
 * Find the byte pairs, prove them, learn what branches near them.  c: NULL where the
 * candidates are not known.  0 or -ENOMEM; work_free in either case.
 */
long collect(struct work *w, const struct code *code, const struct candidates *c);
void work_free(struct work *w);
void count_site(struct work *w, int32_t nr, enum technique technique);

#endif
