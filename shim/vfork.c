/*
 * vfork at the raw door.  Parent and child have one memory, so also one struct
 * thread, one host stack and one table of actions: the parent puts its thread and its
 * stack back as they were when the child has gone.
 */
#include <errno.h>
#include <linux/sched.h>
#include <signal.h>

#include "shim/door.h"
#include "shim/layout.h"
#include "shim/net.h"
#include "shim/process.h"
#include "shim/signal.h"
#include "shim/threads.h"
#include "syscall-map/map.h"

static void child_starts(struct thread *t, struct call *c)
{
	t->owns_memory = false;
	t->pid = t->tid = (int)host_call(__NR_getpid);
	net_thread_start();
	call_set_second(c, 1);
}

/* What vfork_call and its callers have on the stack, and more. */
static size_t stack_used(const struct call *c)
{
	return (size_t)((const char *)c + CALL_SIZE - (char *)__builtin_frame_address(0)) + 4096;
}

long process_vfork(struct call *c)
{
	struct thread *t = this_thread(), before;
	uint64_t all = ~NEVER_BLOCKED;
	size_t size = stack_used(c);
	void *copy = host_alloc(size);
	long pid;

	if (!copy)
		return -ENOMEM;
	host_call(__NR_rt_sigprocmask, 0, &all, 0, 8);
	t->deferred = 1;
	memcpy(&before, t, offsetof(struct thread, next));
	pid = vfork_call(CLONE_VM | CLONE_VFORK | SIGCHLD, copy);
	if (pid == 0) {
		child_starts(t, c);
		return 0;
	}
	memcpy(t, &before, offsetof(struct thread, next));
	host_free(copy, size);
	return pid;
}
