/*
 * --stats: calls, errors and time of each row, from entry to answer, sleeping
 * included.  A forked child counts from zero.
 */
#ifndef SHIM_STATS_H
#define SHIM_STATS_H

#include "shim/call.h"

/* Make room for the counts; abi must be set.  0 or -errno. */
long stats_start(void);

void stats_enter(struct call *c);
void stats_leave(struct call *c, long ret);

/* Write the table to a descriptor, most time first. */
void stats_print(int fd);

#endif
