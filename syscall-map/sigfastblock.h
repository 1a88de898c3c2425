/*
 * sigfastblock(2): a word of the alien's that blocks signals while it is not zero,
 * without a call.
 */
#ifndef SYSCALL_MAP_SIGFASTBLOCK_H
#define SYSCALL_MAP_SIGFASTBLOCK_H

#include "shim/thread.h"

/* XLAT_fastblock */
enum { FASTBLOCK_SET = 1, FASTBLOCK_UNBLOCK, FASTBLOCK_UNSET };

/* Whether the thread's word blocks signals now. */
bool fastblock_holds(const struct thread *t);
/* A signal is held back: say so in the word, whose owner then calls. */
void fastblock_mark(const struct thread *t);

#endif
