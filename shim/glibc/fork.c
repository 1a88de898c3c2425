/* fork with glibc's knowledge: its locks and its idea of the thread's id stay right. */
#include <errno.h>
#include <unistd.h>

#include "shim/door.h"
#include "shim/host.h"
#include "shim/net.h"
#include "shim/process.h"
#include "shim/signal.h"
#include "shim/threads.h"
#include "syscall-map/aio.h"
#include "syscall-map/clofork.h"
#include "syscall-map/event.h"
#include "syscall-map/news.h"
#include "syscall-map/procdesc.h"

static long glibc_fork(void *unused)
{
	pid_t pid = fork();

	(void)unused;
	return pid < 0 ? -errno : pid;
}

long process_fork(void)
{
	struct thread *t = this_thread();
	uint64_t all = ~NEVER_BLOCKED;
	struct fork_news news;
	long pid;

	/* No signal may come to the child while it still has its parent's ids. */
	host_call(__NR_rt_sigprocmask, 0, &all, 0, 8);
	t->deferred = 1;
	aio_before_fork();
	news_before_fork(&news, false);
	event_before_fork();
	pid = call_glibc(glibc_fork, NULL);
	if (pid == 0)
		locks_after_fork();
	event_after_fork(pid == 0);
	if (pid >= 0)
		procdesc_after_fork(pid);
	aio_after_fork(pid == 0);
	if (pid == 0) {
		clofork_after_fork(true);
		threads_after_fork(t);
		net_thread_start();
		news_in_child(&news);
	} else {
		news_in_parent(&news);
	}
	return pid;
}
