/* thr_wake(2) of the calling thread: see wake.c. */
#ifndef SHIM_WAKE_H
#define SHIM_WAKE_H

#include <stdbool.h>

#include "shim/thread.h"

/*
 * Have the next interruptible sleep of `t`, the calling thread, fail with EINTR, or
 * its next thr_suspend return.  0 or -errno (EAGAIN: too many timers).
 */
long wake_next_sleep(struct thread *t);

/* It has done so, or the thread ends.  Whether it was still to come. */
bool wake_forget(struct thread *t);

#endif
