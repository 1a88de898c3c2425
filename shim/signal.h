/*
 * Signals at the raw door: see signal.c.
 */
#ifndef SHIM_SIGNAL_H
#define SHIM_SIGNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shim/host_signal.h"
#include "shim/thread.h"

/* What the alien asked for a signal; flags in host terms where the host has them. */
enum action_flags {
	ACTION_SIGINFO = 1,
	ACTION_ONSTACK = 2,
	ACTION_RESTART = 4,
	ACTION_RESETHAND = 8,
	ACTION_NODEFER = 16,
	ACTION_NOCLDSTOP = 32,
	ACTION_NOCLDWAIT = 64
};

#define ACTION_DEFAULT 0
#define ACTION_IGNORE  1

struct signal_action {
	uint64_t handler; /* ACTION_DEFAULT, ACTION_IGNORE, or the alien's function */
	uint32_t flags;   /* enum action_flags */
	struct sigset mask;
	uint64_t trampoline; /* what a handler returns to, where the program says it */
};

/* Read or set the action for an alien signal.  Set: 0 or -errno. */
struct signal_action action_get(int sig);
long action_set(int sig, const struct signal_action *action);

/*
 * A vfork child shares its parent's memory and not its actions: a copy of them, in
 * actions_size bytes, for thread.actions.
 */
extern const size_t actions_size;
void actions_copy(void *room);

/* Put the default action in place of a handler (SA_RESETHAND). */
void action_reset(int sig);
/* Whether the default action for an alien signal is to ignore it. */
bool default_ignored(int sig);

/* Whether the alien's action for a signal now is to ignore it, by wish or by default. */
bool action_ignores(int sig);

/*
 * Take over the host's signals for a process whose alien starts now: inherited
 * SIG_IGNs become the alien's.  `keep` is the mask it was started with.
 */
void signal_init(struct thread *t);

/* Before an exec: what the alien ignores is ignored by the host as well. */
void signal_before_exec(void);
/* The exec failed after all. */
void signal_after_failed_exec(void);

/*
 * Set the calling thread's alien mask; it holds from the way out of the present
 * call on.  Signals that can't be blocked are taken out.
 */
void mask_set(struct thread *t, const struct sigset *mask);

/* t->mask has changed: bring host_mask and the held signals in line. */
void mask_settle(struct thread *t);

/*
 * For sigsuspend, ppoll, pselect: sleep with another mask.  Before the host call:
 * mask_for_sleep; after it, on every path: mask_after_sleep, which keeps the
 * sleeping mask for the handler to be run with if `interrupted`.  In between the
 * host call takes t->host_mask as its mask argument.
 */
void mask_for_sleep(const struct sigset *alien);
void mask_after_sleep(bool interrupted);

/* The kernel's handler for every signal that has one (installed with its restorer). */
void host_handler(int sig, struct host_siginfo *si, struct host_ucontext *uc);

/* Hold a fault signal that somebody sent, until it can be delivered. */
void held_add(struct thread *t, int sig, const struct host_siginfo *si);

/* Held fault signals: make the lowest that the mask lets through due on the way out. */
void held_update(struct thread *t);

/* Its place in held_info. */
int held_index(int sig);

/* Where to enter alien code that shall go on at `rip`: at its stub if a site stands there. */
uint64_t runnable_rip(uint64_t rip);

/* Whether a stack pointer lies on the alien's alternate stack. */
static inline bool on_altstack(const struct thread *t, uint64_t sp)
{
	return t->altstack.on && sp - t->altstack.base < t->altstack.size;
}

/* Whether a siginfo is a fault's, not a sent signal's. */
static inline bool is_fault_info(const struct host_siginfo *si)
{
	return si->code > 0 && (FAULT_SIGNALS & SIGNAL_BIT(si->signo));
}

/*
 * The alien came by the library door: glibc and shim/lib run for it on its own stacks,
 * and are interrupted as its own library would be.
 */
extern bool library_door;

/* There: the alien's number of a signal that is its library's own, which no mask of the program's
 * blocks and no action of its takes; 0: none. */
extern int library_signal;
/* There: a handler's frame is left for these registers, which it may change; NULL: nobody asks. */
extern void (*library_resume)(struct host_sigcontext *regs);

/* Where abi->sigcode stands in the alien's memory. */
extern uint64_t sigcode_address;

/*
 * The thread is about to end: send to the process again what the process was sent and
 * this thread put off.  What was sent to it alone goes with it, as there.
 */
void signal_pass_on(struct thread *t);

#endif
