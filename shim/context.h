/*
 * getcontext(2) and swapcontext(2) at the raw door.  A map function cannot know all
 * of the alien's registers: some are kept by the C code that called it.  So the
 * context is captured on the way out, by a signal to the thread itself, at the place
 * where a signal finds the whole of the alien's state.
 */
#ifndef SHIM_CONTEXT_H
#define SHIM_CONTEXT_H

#include "shim/host_signal.h"
#include "shim/thread.h"

/*
 * Have the context written to `to` when the present call returns, and go on with
 * the one at `then` (0: just return).
 */
void context_ask(unsigned long to, unsigned long then);

/* The signal has come: the alien's state is in `uc`. */
void context_capture(struct thread *t, unsigned long to, struct host_ucontext *uc);

#endif
