/* Forgetting the sites whose code is gone: see site_sweep.c. */
#ifndef SHIM_SITE_SWEEP_H
#define SHIM_SITE_SWEEP_H

#include <stdbool.h>

#include "shim/host_signal.h"

/* Whether there are so many more sites than there were that a sweep is worth its cost. */
bool sites_are_many(void);

/*
 * A sweep has three parts: mark what is gone, with the patcher's lock held (false:
 * nothing is); have every thread save what it is in the midst of; forget the others,
 * with the lock again.  One thread at a time.
 */
bool sites_mark_gone(void);
void sites_forget_gone(void);

/* `t`, the calling thread, was interrupted at `regs` (NULL: is making a call). */
struct thread;
void site_keep_for(const struct thread *t, const struct host_sigcontext *regs);

#endif
