/*
 * The alien's state at the place where a signal met its thread.  Where a thread is, is
 * told by its rip alone; the essay in signal.c says what there is to tell apart.
 */
#ifndef SHIM_SETTLE_H
#define SHIM_SETTLE_H

#include <stdbool.h>
#include <stdint.h>

#include "shim/signal.h"

/*
 * Put the registers into the alien's terms, if that can be done where the thread is:
 * false where it cannot, and then they are as they were.  `restart`: what to do with a
 * thin call that was interrupted.
 */
bool settle(struct thread *t, struct host_sigcontext *regs, bool restart);

/* Whether a place lies in [from, to) of entry.S. */
bool rip_between(uint64_t rip, const char *from, const char *to);

#endif
