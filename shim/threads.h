/* The alien's threads, and what is done in all of them. */
#ifndef SHIM_THREADS_H
#define SHIM_THREADS_H

#include "shim/thread.h"
#include "syscall-map/map.h"

/* Enter and leave the list; the thread is the caller.  leave returns how many are left. */
void threads_enter(struct thread *t);
unsigned threads_leave(struct thread *t);

/* Whether a thread of this process has this (host) id. */
bool threads_have(int tid);

/* Held while a thread is born, so that host_call_all_threads misses none. */
extern struct lock threads_birth;

/* In the child of a fork: the caller is the only thread, with new ids. */
void threads_after_fork(struct thread *self);

/* Send a host signal to every thread but the caller; -ESRCH where there is none. */
long threads_kill_others(int sig);

/* thr_wake(2): end a thread's thr_suspend, the present or the next one.  0 or -ESRCH. */
long threads_wake(int tid);

/* Name a thread of this process, at most 15 bytes.  0 or -ESRCH. */
long threads_set_name(int tid, const char *name);
/* The name, with its NUL. */
long threads_get_name(int tid, char name[16]);

/* The thread's host signal stack, as the kernel keeps it in a context. */
void host_altstack(const struct thread *t, struct host_stack *stack);

/*
 * Make a host call in every thread of the alien, the caller's first: user and group
 * ids, the net.  Where the caller's own call fails the others don't make it.  Value
 * or -errno of the caller's.
 */
long host_call_all_threads(long nr, long a, long b, long c, long d, long e);

/* OWN_SIGNAL has come: do what another thread asks of this one. */
void threads_own_signal(struct thread *t);

/* Where a new alien thread starts, in the alien's terms. */
struct thread_start {
	uint64_t rip, rsp, arg, fs;
	uint64_t child_tid, parent_tid; /* where its id is written, 64 bits each; 0: nowhere */
	uint64_t lwp_id;                /* the same, 32 bits */
	uint64_t rtp;                   /* its priority, as for rtprio(2); 0: its maker's */
	int policy, priority;           /* what that is in the host's terms */
	struct sigset mask;
	const struct thread_context *context; /* in place of rip, rsp and arg; NULL: none */
};

/* All registers that a thread starts with: uc.regs.fpstate is `xstate`, or 0. */
struct thread_context {
	struct host_ucontext uc;
	uint8_t xstate[XSTATE_MAX] __attribute__((aligned(64)));
};

/* Start a thread.  0 or -errno, and then there is none. */
long thread_start(const struct thread_start *start);

/* Make `t` the caller's context: host_fs, ids, alternate stack.  (glibc's FS.) */
void thread_init(struct thread *t, void *altstack, unsigned long altstack_size);
#define HOST_ALTSTACK (40 * 1024)

/*
 * The caller has ended as an alien thread and left the list: what is left of it is
 * glibc's, which takes its struct thread away with its stack.  So no signal may come
 * any more, sent or of the net.
 */
void thread_retire(void);

#endif
