/*
 * Signal delivery at the raw door.
 *
 * The kernel runs host_handler on the thread's own host stack, whatever the alien
 * was doing, with all but the fault signals blocked.  It asks one thing: can the
 * alien's state be said, exactly, at the place where the thread was?
 *
 *	in alien code, in a stub, in the thin path: yes (settle).  The alien's
 *	frame is built, and the host's frame returns into the alien's handler.
 *
 *	in host code behind entry_c: no (defer).  The same siginfo is queued to this
 *	thread again, everything is blocked in the frame's mask, and the call goes
 *	on; a call that has not slept yet is turned away (the windows).  On the way
 *	out, at exit_deliver_at, one rt_sigprocmask lets the kernel deliver it where
 *	the state is known.
 *
 * So there is one delivery path, no queue of our own, and nothing to get out of
 * step: where a thread is, is told by its rip alone.
 *
 * Fault signals are never blocked in the host: a map function that meets a bad
 * pointer faults, and goes on in alien_fixup's place with -EFAULT.  One of them
 * that somebody *sends* while it can't be delivered is held in the thread and
 * raised again on the way out.
 */
#include <errno.h>
#include <stddef.h>

#include "abi-tables/abi.h"
#include "shim/alien_mem.h"
#include "shim/call.h"
#include "shim/context.h"
#include "shim/dispatch.h"
#include "shim/door.h"
#include "shim/host.h"
#include "shim/net.h"
#include "shim/process.h"
#include "shim/ranges.h"
#include "shim/settle.h"
#include "shim/signal.h"
#include "shim/site.h"
#include "shim/site_sweep.h"
#include "shim/threads.h"
#include "shim/wake.h"
#include "syscall-map/event.h"
#include "syscall-map/map.h"
#include "syscall-map/mqueue.h"
#include "syscall-map/procdesc.h"
#include "syscall-map/quiet.h"
#include "syscall-map/sigfastblock.h"

uint64_t sigcode_address;
bool library_door;
int library_signal;
void (*library_resume)(struct host_sigcontext *regs);

/* The settled state is to run on as it is: a site is entered through its stub. */
static void go_on(struct thread *t, struct host_ucontext *uc)
{
	uc->regs.rip = runnable_rip(uc->regs.rip);
	uc->mask = t->host_mask;
}

uint64_t runnable_rip(uint64_t rip)
{
	return site_runnable(rip);
}

static void defer(struct thread *t, int sig, struct host_siginfo *si, struct host_ucontext *uc)
{
	struct host_sigcontext *regs = &uc->regs;
	struct signal_action action = action_get(signal_to_alien(sig));

	if (regs->rip >= (uint64_t)call_window_at && regs->rip <= (uint64_t)call_syscall_at)
		regs->rip = (uint64_t)call_abort;
	else if (regs->rip >= (uint64_t)sleep_window_at && regs->rip <= (uint64_t)sleep_syscall_at)
		regs->rip = (uint64_t)sleep_abort;
	else if (rip_between(regs->rip, call_exit, call_jump_at))
		regs->rip = (uint64_t)call_exit;

	if (!t->interrupted)
		t->restart = true;
	if (!(action.flags & ACTION_RESTART))
		t->restart = false;
	t->interrupted |= INTERRUPTED_BY_SIGNAL;
	t->deferred = 1;
	uc->mask = ~NEVER_BLOCKED;
	if (FAULT_SIGNALS & SIGNAL_BIT(sig)) {
		held_add(t, sig, si);
		return;
	}
	if (si->code != HOST_SI_TKILL)
		t->put_off |= SIGNAL_BIT(sig);
	host_call(__NR_rt_tgsigqueueinfo, t->pid, t->tid, sig, si);
}

/* The alien's word blocks it (sigfastblock): it waits in the host's queue, or is held. */
static void fast_hold(struct thread *t, int sig, struct host_siginfo *si, struct host_ucontext *uc)
{
	fastblock_mark(t);
	go_on(t, uc);
	if (FAULT_SIGNALS & SIGNAL_BIT(sig)) {
		held_add(t, sig, si);
		return;
	}
	uc->mask = ~NEVER_BLOCKED;
	host_call(__NR_rt_tgsigqueueinfo, t->pid, t->tid, sig, si);
}

/* Die of a signal as a program without a handler would. */
static void die_of(struct thread *t, int sig, struct host_ucontext *uc)
{
	struct host_sigaction dfl = { 0 };

	host_call(__NR_rt_sigaction, sig, &dfl, 0, 8);
	uc->mask &= ~SIGNAL_BIT(sig);
	host_call(__NR_tgkill, t->pid, t->tid, sig);
}

/* Run the alien's handler when the host's frame returns. */
static void deliver(struct thread *t, int sig, struct host_siginfo *si, struct host_ucontext *uc,
		    bool fault)
{
	int alien = fault ? abi->fault_signal(sig, si, uc->regs.trapno) : signal_to_alien(sig);
	struct signal_action action = action_get(alien);

	t->deferred = 0;
	t->interrupted = 0;
	t->held &= ~SIGNAL_BIT(sig);
	t->raise = 0;
	event_signal_seen(alien);
	if (action.handler <= ACTION_IGNORE || (fault && sigset_has(&t->mask, alien))) {
		go_on(t, uc);
		die_of(t, signal_to_host(alien), uc);
		return;
	}
	if (action.flags & ACTION_RESETHAND)
		action_reset(alien);
	if (abi->push_frame(t, alien, &action, si, uc)) {
		die_of(t, HOST_SIGILL, uc);
		return;
	}
	for (int i = 0; i < ALIEN_SIGSET_WORDS; i++)
		t->mask.word[i] |= action.mask.word[i];
	if (!(action.flags & ACTION_NODEFER))
		sigset_add(&t->mask, alien);
	if (library_signal && alien != library_signal)
		sigset_del(&t->mask, library_signal);
	t->mask_saved = false;
	mask_settle(t);
	uc->mask = t->host_mask;
}

/*
 * A jump that nobody saw when the code was searched has led to a patched site, and
 * so to the ud2 there: make the call, whatever its number.
 */
static bool met_site(struct host_sigcontext *regs)
{
	const struct site *s = site_at(regs->rip);

	if (!s || !site_is_intact(s))
		return false;
	regs->rcx = s->resume;
	regs->rip = (uint64_t)entry;
	return true;
}

static void fault(struct thread *t, int sig, struct host_siginfo *si, struct host_ucontext *uc)
{
	struct host_sigcontext *regs = &uc->regs;
	unsigned long fixup = alien_fixup(regs->rip);

	if (fixup) {
		regs->rip = fixup;
		return;
	}
	if (sig == HOST_SIGSYS && net_trapped(si, uc))
		return;
	if (sig == HOST_SIGILL && met_site(regs))
		return;
	if (!settle(t, regs, false))
		internal_fault(sig, regs->rip, si->addr);
	deliver(t, sig, si, uc, true);
}

/*
 * A signal that is none of the alien's business: a thin call that it interrupted is
 * made again; call_fail sees to the others.
 */
static void pass_over(struct thread *t, struct host_ucontext *uc)
{
	uint64_t rip = uc->regs.rip;

	if ((rip_between(rip, entry, entry_thin_end) || is_stub(rip)) && settle(t, &uc->regs, true))
		go_on(t, uc);
}

/* A sleep has just ended for a signal's sake: here, or in the map function that is to hear of it.
 */
static bool thin_sleep_ended(const struct host_sigcontext *regs)
{
	const struct site *s = is_stub(regs->rip) ? site_of_stub(regs->rip) : NULL;

	return regs->rip == (uint64_t)entry_raw_at || (s && s->thin && regs->rip == s->thin + 2);
}

static bool call_sleep_ended(const struct host_sigcontext *regs)
{
	return regs->rip == (uint64_t)call_window_end || regs->rip == (uint64_t)sleep_window_end;
}

/* wake.c's timer: the sleep that it ended fails with EINTR; if it ended none, the next may be one.
 */
static void wake_tick(struct thread *t, struct host_ucontext *uc)
{
	bool slept = (long)uc->regs.rax == -EINTR && t->wakes_next;

	if (slept && thin_sleep_ended(&uc->regs)) {
		settle(t, &uc->regs, false);
		go_on(t, uc);
	} else if (slept && call_sleep_ended(&uc->regs)) {
		t->interrupted |= INTERRUPTED_BY_WAKE;
		t->restart = false;
		t->deferred = 1;
	} else {
		pass_over(t, uc);
		return;
	}
	wake_forget(t);
}

/* A write just failed with EPIPE, to a socket that raises no signal: the kernel knows no such. */
static bool is_quiet_write(const struct host_sigcontext *regs)
{
	return quiet_sockets && (long)regs->rax == -EPIPE && is_quiet((int)regs->rdi);
}

/* abirun's own signal, by who sent it. */
static void own_signal(struct thread *t, struct host_siginfo *si, struct host_ucontext *uc)
{
	/* Another signal may have come with it, and undone what this one was raised for. */
	if (si->code == HOST_SI_QUEUE && !t->capture) {
		pass_over(t, uc);
		return;
	}
	if (si->code == HOST_SI_QUEUE) {
		unsigned long to = t->capture;

		t->capture = 0;
		settle(t, &uc->regs, false);
		context_capture(t, to, uc);
		go_on(t, uc);
		return;
	}
	if (si->code == HOST_SI_TIMER) {
		wake_tick(t, uc);
		return;
	}
	if (si->code == HOST_SI_MESGQ)
		mq_message_came(si);
	else {
		site_keep_for(t, &uc->regs);
		threads_own_signal(t);
	}
	pass_over(t, uc);
}

void host_handler(int sig, struct host_siginfo *si, struct host_ucontext *uc)
{
	struct thread *t = this_thread();
	int alien = signal_to_alien(sig);

	t->put_off &= ~SIGNAL_BIT(sig);
	if (is_fault_info(si)) {
		fault(t, sig, si, uc);
		return;
	}
	if (sig == OWN_SIGNAL) {
		own_signal(t, si, uc);
		return;
	}
	if (sig == HOST_SIGPIPE && is_quiet_write(&uc->regs)) {
		pass_over(t, uc);
		return;
	}
	if (procdesc_quiet(si)) {
		pass_over(t, uc);
		return;
	}
	if (action_ignores(alien)) {
		event_signal_seen(alien);
		pass_over(t, uc);
		return;
	}
	if (!settle(t, &uc->regs, action_get(alien).flags & ACTION_RESTART)) {
		defer(t, sig, si, uc);
		return;
	}
	if (sigset_has(&t->mask, alien)) {
		held_add(t, sig, si); /* only a fault signal can come here */
		go_on(t, uc);
		return;
	}
	if (fastblock_holds(t)) {
		fast_hold(t, sig, si, uc);
		return;
	}
	deliver(t, sig, si, uc, false);
}
