/* Children of a test program: how they are made, how they end, and signals from them. */
#ifndef CHILDREN_H
#define CHILDREN_H

#include "signals.h"

/*
 * Fork as the call `nr` does; 0 in the child, whose second result is 1.  Always inline: a
 * child that has its parent's memory must not return from a function that its parent is in.
 */
static inline __attribute__((always_inline)) long fork_by(long nr, long flags)
{
	long second, pid = call6_two(nr, flags, 0, 0, 0, 0, 0, &second);

	return !is_error(pid) && second == 1 ? 0 : pid;
}

static inline long fork_here(void)
{
	return fork_by(NR_fork, 0);
}

static inline __attribute__((noreturn)) void leave(int status)
{
	for (;;)
		call(NR_exit_all, status);
}

/* What wait4(2) says of a child when it has ended. */
static inline int status_of(long pid)
{
	int status = -1;

	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	return status;
}

/* In a child: send the parent a signal while it sleeps, and let it see to that. */
static inline void disturb_parent(int sig)
{
	pause_ms(50);
	call(NR_kill, call(NR_getppid), sig);
	pause_ms(50);
}

/* A child that does no more than that. */
static inline long disturbing_child(int sig)
{
	long pid = fork_here();

	if (pid)
		return pid;
	disturb_parent(sig);
	leave(0);
}

#endif
