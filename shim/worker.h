/*
 * Host threads that do abirun's own work beside the alien's threads.  They are no
 * thread of the alien's and none of glibc's: no FS, a struct thread behind GS that is
 * nobody's, every signal blocked, a small stack.  What they run is t1 code that makes
 * calls with host_call and keeps off the alien's memory (a fault there would end the
 * process): the kernel alone reads and writes it for them.  They end with the
 * process, and at an exec.
 */
#ifndef SHIM_WORKER_H
#define SHIM_WORKER_H

#include <stdbool.h>

/* Run fn(arg) in a new one, which ends when fn returns.  0 or -errno. */
long worker_start(void (*fn)(void *arg), void *arg);

/* How many there are, and whether a (host) id is one's: they are not to be shown to the alien. */
unsigned worker_count(void);
bool worker_has(int tid);

/* In a fork's child, where there is none: give their stacks back. */
void workers_after_fork(void);

#endif
