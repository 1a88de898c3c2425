/*
 * Alien threads are glibc's threads: so every one of them can run glibc code with
 * its own TLS.  The pthread's small stack is the thread's host stack; the alien's
 * stack is the alien's affair.
 */
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "shim/alien_mem.h"
#include "shim/door.h"
#include "shim/host.h"
#include "shim/net.h"
#include "shim/signal.h"
#include "shim/threads.h"
#include "syscall-map/map.h"

#define HOST_STACK (HOST_ALTSTACK + 128 * 1024)

struct newborn {
	const struct thread_start *start;
	long error; /* the alien never sees a thread that could not have what it was to */
	uint32_t ready;
};

void thread_init(struct thread *t, void *altstack, unsigned long altstack_size)
{
	struct host_stack stack = { .base = (uint64_t)altstack, .size = altstack_size };

	__asm__ volatile("rdfsbase %0" : "=r"(t->host_fs));
	t->self = t;
	t->owns_memory = true;
	t->pid = getpid();
	t->tid = (int)syscall(SYS_gettid);
	t->host_altstack = stack;
	host_call(SYS_sigaltstack, &stack, 0);
}

void thread_retire(void)
{
	struct host_stack none = { .flags = SS_DISABLE };
	uint64_t all = ~0ull;

	host_call(SYS_rt_sigprocmask, SIG_SETMASK, &all, 0, 8);
	host_call(SYS_sigaltstack, &none, 0);
	net_thread_pause();
}

/* The thread's end: its word is set and woken when nothing of the alien's is used any more. */
static void announce_end(const struct thread *t)
{
	if (!t->end_word || put_alien_u64(t->end_word, 1))
		return;
	host_call(SYS_futex, t->end_word, FUTEX_WAKE, 0x7fffffff);
	host_call(SYS_futex, t->end_word, FUTEX_WAKE_PRIVATE, 0x7fffffff);
}

/* Tell its id, set its priority.  0 or -errno. */
static long set_up(const struct thread_start *start, int id)
{
	if (start->child_tid)
		put_alien_u64(start->child_tid, (uint64_t)id);
	if (start->parent_tid)
		put_alien_u64(start->parent_tid, (uint64_t)id);
	if (start->lwp_id)
		put_alien_u32(start->lwp_id, (uint32_t)id);
	if (!start->rtp)
		return 0;
	return host_call(SYS_sched_setscheduler, 0, start->policy, &start->priority);
}

/* What the thread was given is now its own. */
static void born(struct newborn *newborn)
{
	__atomic_store_n(&newborn->ready, 1, __ATOMIC_RELEASE);
	host_call(SYS_futex, &newborn->ready, FUTEX_WAKE_PRIVATE, 1);
}

static void __attribute__((noinline))
enter_by_context(struct thread *t, const struct thread_start *start, struct newborn *newborn)
{
	struct thread_context own = *start->context;

	born(newborn);
	own.uc.regs.fpstate = own.uc.regs.fpstate ? (uint64_t)own.xstate : 0;
	own.uc.regs.rip = runnable_rip(own.uc.regs.rip);
	own.uc.mask = t->host_mask;
	host_altstack(t, &own.uc.stack);
	t->deferred = 0;
	enter_alien_context(t, &own.uc, start->fs);
}

static void *thread_main(void *arg)
{
	struct newborn *newborn = arg;
	struct thread_start start = *newborn->start;
	char altstack[HOST_ALTSTACK];
	struct thread t = { .mask = start.mask };
	long error;

	thread_init(&t, altstack, sizeof altstack);
	__asm__ volatile("wrgsbase %0" ::"r"(&t)); /* alien_mem faults need it */
	mask_settle(&t);
	net_thread_start();
	threads_enter(&t);
	newborn->error = error = set_up(&start, thread_id_to_alien(t.tid));
	if (!error && start.context) {
		enter_by_context(&t, &start, newborn);
	} else {
		born(newborn);
		if (!error)
			enter_alien(&t, start.rip, start.rsp, start.arg, 0, start.fs, 0);
	}

	signal_pass_on(&t);
	if (!threads_leave(&t))
		_exit(0);
	thread_retire();
	announce_end(&t);
	return NULL;
}

static long create(void *arg)
{
	struct newborn *newborn = arg;
	pthread_attr_t attr;
	pthread_t thread;
	sigset_t all;
	int error;

	sigfillset(&all);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, HOST_STACK);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_setsigmask_np(&attr, &all);
	net_thread_pause();
	lock_take(&threads_birth);
	error = pthread_create(&thread, &attr, thread_main, newborn);
	while (!error && !__atomic_load_n(&newborn->ready, __ATOMIC_ACQUIRE))
		host_call(SYS_futex, &newborn->ready, FUTEX_WAIT_PRIVATE, 0, 0);
	lock_drop(&threads_birth);
	net_thread_start();
	pthread_attr_destroy(&attr);
	return error ? -error : newborn->error;
}

long thread_start(const struct thread_start *start)
{
	struct newborn newborn = { .start = start };

	return call_glibc(create, &newborn);
}
