/* abort2(2)'s line in the system's log. */
#ifndef SYSCALL_MAP_ABORT_H
#define SYSCALL_MAP_ABORT_H

#include <stddef.h>

#define ABORT_LINE 512

/*
 * Put into `line` which program ends itself, and why: the alien's string, and `count`
 * pointers that stand at `pointers`.  0, or -EINVAL or -EFAULT for what can't be
 * read; the line is good all the same.
 */
long abort_line(char line[ABORT_LINE], unsigned long why, int count, unsigned long pointers);

/* End by a signal of the host's, whose action may be another and which may be blocked. */
void abort_by(int sig) __attribute__((noreturn));

#endif
