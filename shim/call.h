/*
 * One alien call on its way through the C path.  entry.S makes it at the foot of
 * the thread's host stack; offsets are shared through shim/layout.h.
 */
#ifndef SHIM_CALL_H
#define SHIM_CALL_H

#include <stdbool.h>

#include "abi-tables/row.h"

#define CALL_SCRATCH 640
#define CALL_PATHS   2

struct call {
	long reg[6];          /* rdi rsi rdx r10 r8 r9: what the alien gets back */
	unsigned long resume; /* where the alien goes on */
	long ret;             /* rax */
	long failed;          /* the carry flag */
	long nr;              /* the alien's number */
	long host_nr;         /* the host call that map asks for... */
	long host[6];         /* ...and its arguments */
	finish_fn *finish;    /* NULL: the host's result is the answer */
	const struct row *row;
	long first_nr;     /* the number in eax: that of syscall(2) itself for an indirect call */
	const long *alien; /* the alien's arguments; reg, or `list` where they are more or moved */
	long list[8];
	bool negative; /* a result of -1 to -4095 is a value, not an error (getpriority) */
	unsigned scratch_used;
	void *line;          /* shim/trace.c's */
	unsigned long start; /* shim/stats.c's */
	unsigned char scratch[CALL_SCRATCH]
	    __attribute__((aligned(16))); /* host structures, see map_args */
	char path[CALL_PATHS][4096];      /* names in the alien's tree: syscall-map/sysroot.c */
};

/* Whether the answer `ret` is an error. */
static inline bool call_failed_with(const struct call *c, long ret)
{
	return !c->negative && (unsigned long)ret >= (unsigned long)-4095;
}

/* The call's second result (rdx); most calls leave rdx alone. */
static inline void call_set_second(struct call *c, long value)
{
	c->reg[2] = value;
}

#endif
