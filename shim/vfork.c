/*
 * vfork at the raw door.  Parent and child have one memory, so also one struct
 * thread and one table of actions: the child gets a host stack of its own, and the
 * parent puts its thread back as it was when the child has gone.
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

#define CHILD_STACK (128 * 1024)

void vfork_child(void)
{
	struct thread *t = this_thread();

	t->owns_memory = false;
	t->pid = t->tid = (int)host_call(__NR_getpid);
	net_thread_start();
}

long process_vfork(struct call *c)
{
	struct thread *t = this_thread(), before;
	uint64_t all = ~NEVER_BLOCKED;
	char *stack = host_alloc(CHILD_STACK);
	struct call *child;
	long pid;

	if (!stack)
		return -ENOMEM;
	child = (struct call *)(stack + CHILD_STACK - CALL_SIZE);
	*child = *c;
	child->ret = 0;
	child->failed = 0;
	call_set_second(child, 1);
	host_call(__NR_rt_sigprocmask, 0, &all, 0, 8);
	t->deferred = 1;
	memcpy(&before, t, offsetof(struct thread, next));
	pid = vfork_call(CLONE_VM | CLONE_VFORK | SIGCHLD, child);
	memcpy(t, &before, offsetof(struct thread, next));
	host_free(stack, CHILD_STACK);
	return pid;
}
