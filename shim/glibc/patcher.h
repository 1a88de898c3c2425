/*
 * What the two ways to patch share: before code runs (patch.c), and at a trap
 * (trapped.c).
 */
#ifndef SHIM_GLIBC_PATCHER_H
#define SHIM_GLIBC_PATCHER_H

#include "shim/glibc/code.h"
#include "shim/glibc/stub.h"

/* One at a time; the decoder belongs to who holds the lock. */
struct decoder *patcher_lock(void);
void patcher_unlock(void);

#endif
