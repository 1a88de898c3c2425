/*
 * vfork at the raw door.  Parent and child have one memory, so also one struct
 * thread and one host stack: the parent puts them back as they were when the child
 * has gone.  The child gets a table of signal actions of its own.
 */
#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/wait.h>

#include "shim/door.h"
#include "shim/layout.h"
#include "shim/net.h"
#include "shim/options.h"
#include "shim/process.h"
#include "shim/signal.h"
#include "shim/threads.h"
#include "shim/trace.h"
#include "syscall-map/clofork.h"
#include "syscall-map/map.h"
#include "syscall-map/news.h"

static void child_starts(struct thread *t, struct call *c, void *actions)
{
	t->owns_memory = false;
	t->actions = actions;
	t->pid = t->tid = (int)host_call(__NR_getpid);
	clofork_after_fork(false);
	net_thread_start();
	call_set_second(c, 1);
	/* The line so far is its parent's, to be ended there. */
	if (options.trace)
		trace_enter(c);
}

/*
 * The host's vfork lasts until the child has no memory, FreeBSD's until it can be
 * waited for (exit1 clears P_PPWAIT when it is about to be a zombie, with all waits
 * locked out): a wait with WNOHANG right after it finds the child.
 */
static void wait_for_zombie(long pid)
{
	host_call(__NR_waitid, P_PID, pid, 0, WEXITED | WNOWAIT, 0);
}

/* What vfork_call and its callers have on the stack, and more. */
static size_t stack_used(const struct call *c)
{
	return ((size_t)((const char *)c + CALL_SIZE - (char *)__builtin_frame_address(0)) + 4096) &
	       ~63ul;
}

long process_vfork(struct call *c)
{
	struct thread *t = this_thread(), before;
	uint64_t all = ~NEVER_BLOCKED;
	size_t size = stack_used(c);
	char *copy = host_alloc(size + actions_size);
	struct fork_news news;
	long pid;

	if (!copy)
		return -ENOMEM;
	actions_copy(copy + size);
	host_call(__NR_rt_sigprocmask, 0, &all, 0, 8);
	t->deferred = 1;
	memcpy(&before, t, offsetof(struct thread, next));
	t->left_behind = NULL;
	news_before_fork(&news, true);
	pid = vfork_call(CLONE_VM | CLONE_VFORK | SIGCHLD, copy);
	if (pid == 0) {
		child_starts(t, c, copy + size);
		news_in_child(&news);
		return 0;
	}
	news_in_parent(&news);
	if (pid > 0 && !t->executes)
		wait_for_zombie(pid);
	if (t->left_behind)
		host_free(t->left_behind, t->left_behind_size);
	memcpy(t, &before, offsetof(struct thread, next));
	host_free(copy, size + actions_size);
	return pid;
}
