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

#define CARRY 1ull

uint64_t sigcode_address;
bool library_door;

static bool between(uint64_t rip, const char *from, const char *to)
{
	return rip >= (uint64_t)from && rip < (uint64_t)to;
}

/* Out of the terms of a stub, into those of the alien's own code. */
static void out_of_stub(struct host_sigcontext *regs)
{
	const struct site *s = site_of_stub(regs->rip);
	const struct move *best = NULL;

	if (!s)
		return;
	if (regs->rip >= s->call &&
	    (s->resume < s->stub || s->resume >= s->stub_end || regs->rip < s->resume)) {
		regs->rip = s->address;
		return;
	}
	for (int i = 0; i < s->move_count; i++)
		if (s->moves[i].stub <= regs->rip && (!best || s->moves[i].stub > best->stub))
			best = &s->moves[i];
	if (best)
		regs->rip = best->alien;
}

/* The call has not been made: the alien stands before its `syscall`. */
static void settle_before(struct host_sigcontext *regs, const struct site *s, uint32_t nr)
{
	regs->rax = nr;
	regs->rip = s->address;
}

/* A thin call has been made, and this is what the host returned. */
static void settle_after(struct host_sigcontext *regs, const struct site *s, uint32_t nr,
			 bool restart)
{
	const struct row *row = row_of(nr);
	long ret = (long)regs->rax;

	if (ret == -EINTR && restart && abi->errors[row->errors].sleep == SLEEP_RESTART) {
		settle_before(regs, s, nr);
		return;
	}
	regs->rip = s->resume;
	regs->rflags &= ~CARRY;
	if (is_error(ret)) {
		regs->rax = (uint64_t)errno_for_row(row, (int)-ret);
		regs->rflags |= CARRY;
	}
	out_of_stub(regs);
}

static bool settle_thin(struct thread *t, struct host_sigcontext *regs, bool restart)
{
	uint64_t rip = regs->rip;
	uint64_t resume =
	    rip == (uint64_t)entry || rip == (uint64_t)entry_thin_error ? regs->rcx : t->resume;
	uint32_t nr = rip < (uint64_t)entry_number_kept_at ? (uint32_t)regs->rax : t->nr;
	const struct site *s = site_of_resume(resume);

	if (rip < (uint64_t)entry_raw_at) {
		settle_before(regs, s, nr);
	} else if (rip < (uint64_t)thin_converted_at) {
		if (rip >= (uint64_t)entry_thin_error && s->thin)
			nr = (uint32_t)s->nr;
		settle_after(regs, s, nr, restart);
	} else {
		regs->rip = resume;
		regs->rflags |= CARRY;
		out_of_stub(regs);
	}
	return true;
}

static bool settle_stub(struct host_sigcontext *regs, bool restart)
{
	const struct site *s = site_of_stub(regs->rip);

	if (s->thin && regs->rip >= s->call && regs->rip <= s->thin)
		settle_before(regs, s, (uint32_t)s->nr);
	else if (s->thin && regs->rip > s->thin)
		settle_after(regs, s, (uint32_t)s->nr, restart);
	else
		out_of_stub(regs);
	return true;
}

/* At exit_deliver: the whole alien state stands in the call. */
static bool settle_call(struct thread *t, struct host_sigcontext *regs)
{
	const struct call *c = (const struct call *)t->host_sp;

	regs->rdi = c->reg[0];
	regs->rsi = c->reg[1];
	regs->rdx = c->reg[2];
	regs->r10 = c->reg[3];
	regs->r8 = c->reg[4];
	regs->r9 = c->reg[5];
	regs->rcx = regs->rip = c->resume;
	regs->rax = c->ret;
	regs->rflags = (regs->rflags & ~CARRY) | (c->failed & CARRY);
	regs->rsp = t->alien_sp;
	/* A context that was to be captured here is not yet: the call is made again. */
	if (t->capture) {
		t->capture = 0;
		settle_before(regs, site_of_resume(c->resume), (uint32_t)c->first_nr);
	}
	out_of_stub(regs);
	return true;
}

/*
 * Library door: host code that runs as the alien's library, on a stack of the alien's.
 * It is left as it is and gone on with as the alien's own code would be.
 */
static bool is_library(const struct thread *t, const struct host_sigcontext *regs)
{
	uint64_t sp = regs->rsp;

	return library_door && !between(regs->rip, entry_c, sleep_window_end) &&
	       sp - t->shim_stack >= t->exit_sp - t->shim_stack &&
	       sp - t->host_altstack.base >= t->host_altstack.size;
}

/*
 * Put the registers into the alien's terms, if that can be done where the thread
 * is.  `restart`: what to do with a thin call that was interrupted.
 */
static bool settle(struct thread *t, struct host_sigcontext *regs, bool restart)
{
	uint64_t rip = regs->rip;

	if (between(rip, entry, entry_thin_end))
		return settle_thin(t, regs, restart);
	if (rip >= (uint64_t)exit_deliver_at && rip <= (uint64_t)exit_deliver_end)
		return settle_call(t, regs);
	if (rip == (uint64_t)call_jump_at) {
		regs->rip = regs->rcx;
		out_of_stub(regs);
		return true;
	}
	if (is_stub(rip))
		return settle_stub(regs, restart);
	return !is_host(rip) || is_library(t, regs);
}

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

int held_index(int sig)
{
	static const uint8_t index[] = { [HOST_SIGILL] = 0, [HOST_SIGTRAP] = 1, [HOST_SIGBUS] = 2,
					 [HOST_SIGFPE] = 3, [HOST_SIGSEGV] = 4, [HOST_SIGSYS] = 5 };
	return index[sig];
}

/* Which held signal, if any, the mask lets through now. */
void held_update(struct thread *t)
{
	t->raise = 0;
	for (int sig = 1; sig <= HOST_SIGSYS; sig++) {
		if (!(t->held & SIGNAL_BIT(sig)) || sigset_has(&t->mask, signal_to_alien(sig)))
			continue;
		if (fastblock_holds(t)) {
			fastblock_mark(t);
			return;
		}
		t->raise = sig;
		t->raise_info = &t->held_info[held_index(sig)];
		t->deferred = 1;
		return;
	}
}

static void hold(struct thread *t, int sig, const struct host_siginfo *si)
{
	t->held_info[held_index(sig)] = *si;
	t->held |= SIGNAL_BIT(sig);
	held_update(t);
}

static void defer(struct thread *t, int sig, struct host_siginfo *si, struct host_ucontext *uc)
{
	struct host_sigcontext *regs = &uc->regs;
	struct signal_action action = action_get(signal_to_alien(sig));

	if (regs->rip >= (uint64_t)call_window_at && regs->rip <= (uint64_t)call_syscall_at)
		regs->rip = (uint64_t)call_abort;
	else if (regs->rip >= (uint64_t)sleep_window_at && regs->rip <= (uint64_t)sleep_syscall_at)
		regs->rip = (uint64_t)sleep_abort;
	else if (between(regs->rip, call_exit, call_jump_at))
		regs->rip = (uint64_t)call_exit;

	if (!t->interrupted)
		t->restart = true;
	if (!(action.flags & ACTION_RESTART))
		t->restart = false;
	t->interrupted |= INTERRUPTED_BY_SIGNAL;
	t->deferred = 1;
	uc->mask = ~NEVER_BLOCKED;
	if (FAULT_SIGNALS & SIGNAL_BIT(sig)) {
		hold(t, sig, si);
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
		hold(t, sig, si);
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

	if ((between(rip, entry, entry_thin_end) || is_stub(rip)) && settle(t, &uc->regs, true))
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
		hold(t, sig, si); /* only a fault signal can come here */
		go_on(t, uc);
		return;
	}
	if (fastblock_holds(t)) {
		fast_hold(t, sig, si, uc);
		return;
	}
	deliver(t, sig, si, uc, false);
}

static long read_fixup(const int64_t *field)
{
	return (long)field + *field;
}

extern const int64_t __start_alien_fixups[][2] __attribute__((visibility("hidden")));
extern const int64_t __stop_alien_fixups[][2] __attribute__((visibility("hidden")));

unsigned long alien_fixup(unsigned long rip)
{
	for (const int64_t(*f)[2] = __start_alien_fixups; f < __stop_alien_fixups; f++)
		if ((unsigned long)read_fixup(&(*f)[0]) == rip)
			return (unsigned long)read_fixup(&(*f)[1]);
	return 0;
}
