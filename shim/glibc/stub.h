/*
 * How one site is patched, and the stub that goes with it.
 */
#ifndef SHIM_GLIBC_STUB_H
#define SHIM_GLIBC_STUB_H

#include "shim/glibc/code.h"
#include "shim/site.h"

/* Offsets are those of the pair's code. */
struct shape {
	enum technique technique;
	uint8_t before, after;      /* instructions displaced */
	size_t patch, patch_length; /* overwritten */
	size_t resume;              /* behind the last instruction displaced */
	bool ends;                  /* that one does not go on */
	size_t hole;                /* PATCH_HOLE: five bytes, overwritten as well */
};

/*
 * Write the stub to `out` (SITE_STUB_MAX bytes) as it runs at `run`, and fill the
 * record.  False where an instruction cannot be moved there.
 */
bool build_stub(struct decoder *d, const struct pair *pair, const struct shape *shape, int32_t nr,
		uint8_t *out, uint64_t run, struct site *site);

/* stub_host_number; tests set another. */
extern int (*patch_thin_number)(long nr);

#define JUMP_LENGTH 5

/* `jmp to` as it runs at `from`.  False: out of reach. */
bool make_jump(uint8_t *out, uint64_t from, uint64_t to);

/*
 * The shapes of a pair, the best first: call with n = 0, 1, ... until false; a
 * shape with technique PATCH_NET between them stands for nothing.
 */
bool nth_shape(const struct pair *pair, unsigned n, struct shape *shape);
/* The shape that only calls and comes back. */
struct shape net_shape(const struct pair *pair);

#endif
