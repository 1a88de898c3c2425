/*
 * The floating point unit in signal frames of systems whose frame points to a copy of
 * the processor's whole state, as the host's does.
 */
#ifndef ABI_TABLES_FPU_H
#define ABI_TABLES_FPU_H

#include <stdint.h>

struct host_sigcontext;

/*
 * Copy the interrupted state below `sp` in the alien's memory, aligned to 64 bytes.  Where
 * it lies; 0 where that can't be written.
 */
uint64_t fpu_push(const struct host_sigcontext *regs, uint64_t sp);

/*
 * A copy back from the alien's memory into `xstate` (XSTATE_MAX bytes), which regs then
 * point to.  0 or -EFAULT.
 */
long fpu_pop(struct host_sigcontext *regs, uint64_t from, uint8_t *xstate);

/* A handler begins with the floating point unit as a program does. */
void fpu_reset(struct host_sigcontext *regs);

#endif
