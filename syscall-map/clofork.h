/*
 * Descriptors that a forked child is not to have: FD_CLOFORK (fcntl(2)).  The host
 * has no such flag; the numbers are kept here, and the child closes them before it
 * runs on.  An exec forgets them.
 */
#ifndef SYSCALL_MAP_CLOFORK_H
#define SYSCALL_MAP_CLOFORK_H

#include <stdbool.h>

/* Set or take away the flag. */
void clofork_set(long fd, bool on);
bool clofork_is(long fd);
/* Every descriptor from first to last is closed: its flag goes with it. */
void clofork_closed(unsigned first, unsigned last);
/*
 * In the child.  A vfork's has its parent's memory, where the flags stay: they are
 * the parent's.
 */
void clofork_after_fork(bool own_memory);

#endif
