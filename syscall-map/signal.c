/* sigaction(2), sigprocmask(2), sigaltstack(2), sigsuspend(2), sigwait(2) and kin. */
#include "shim/dispatch.h"
#include "shim/context.h"
#include "shim/door.h"
#include "shim/signal.h"
#include "shim/threads.h"
#include "syscall-map/event.h"
#include "syscall-map/map.h"
#include "syscall-map/procdesc.h"

#define HOST_SIGKILL 9
#define HOST_SIGSTOP 19

map_fn map_sigaction_trampoline;

/* A handler needs a trampoline where the program brings its own (__sigaction_sigtramp). */
static long take_trampoline(const struct call *c, struct signal_action *new)
{
	new->trampoline = 0;
	if (c->row->map != map_sigaction_trampoline || new->handler <= ACTION_IGNORE)
		return 0;
	if (!c->alien[3] || (int)c->alien[4] != abi->trampoline_version)
		return -EINVAL;
	new->trampoline = (uint64_t)c->alien[3];
	return 0;
}

/* (sig, new, old) */
long map_sigaction(struct call *c)
{
	int sig = (int)c->alien[0];
	struct signal_action old, new;
	long error;

	if (!valid_signal(sig) || sig == library_signal)
		return -EINVAL;
	old = action_get(sig);
	if (c->alien[1]) {
		int host = signal_to_host(sig);

		error = layout_from_alien(LAYOUT_sigaction, &new, (unsigned long)c->alien[1])
			    ?: take_trampoline(c, &new);
		if (error)
			return error;
		if ((host == HOST_SIGKILL || host == HOST_SIGSTOP) && new.handler != ACTION_DEFAULT)
			return -EINVAL;
		if (host != HOST_SIGKILL && host != HOST_SIGSTOP)
			error = action_set(sig, &new);
		if (error)
			return error;
	}
	return c->alien[2] ? layout_to_alien(LAYOUT_sigaction, (unsigned long)c->alien[2], &old)
			   : 0;
}

/* (sig, new, old, trampoline, its version) */
long map_sigaction_trampoline(struct call *c)
{
	return map_sigaction(c);
}

/* (how, set, old) */
long map_sigprocmask(struct call *c)
{
	struct thread *t = this_thread();
	struct sigset old = t->mask, set, mask = old;
	uint64_t how;
	long error;

	if (c->alien[1]) {
		error = sigset_from_alien(&set, (unsigned long)c->alien[1]);
		if (!error)
			error = xlat_to_host(XLAT_sigmask, (uint32_t)c->alien[0], &how);
		if (error)
			return error;
		for (int i = 0; i < ALIEN_SIGSET_WORDS; i++)
			mask.word[i] = how == 0   ? old.word[i] | set.word[i]
				       : how == 1 ? old.word[i] & ~set.word[i]
						  : set.word[i];
		mask_set(t, &mask);
	}
	return c->alien[2] ? sigset_put_alien((unsigned long)c->alien[2], &old) : 0;
}

/* The alien's alternate stack is ours to know, not the host's. (new, old) */
long map_sigaltstack(struct call *c)
{
	struct thread *t = this_thread();
	bool on = on_altstack(t, t->alien_sp);
	struct host_stack old = { .base = t->altstack.base,
				  .size = t->altstack.size,
				  .flags = t->altstack.on ? on : 2 };
	struct host_stack new;
	long error;

	if (c->alien[0]) {
		error = layout_from_alien(LAYOUT_sigaltstack, &new, (unsigned long)c->alien[0]);
		if (error)
			return error;
		if (on)
			return -EPERM;
		if (!(new.flags & 2) && new.size < abi->signal_stack_min)
			return -ENOMEM;
		t->altstack = (struct altstack){ new.base, new.size, !(new.flags & 2) };
	}
	return c->alien[1] ? layout_to_alien(LAYOUT_sigaltstack, (unsigned long)c->alien[1], &old)
			   : 0;
}

/* The handler is done: go on as its frame says. (frame) */
long map_sigreturn(struct call *c)
{
	struct thread *t = this_thread();
	uint8_t xstate[XSTATE_MAX] __attribute__((aligned(64)));
	struct host_ucontext uc = { 0 };
	long error;

	__asm__ volatile("pushfq; popq %0" : "=r"(uc.regs.rflags));
	error = abi->pop_frame(t, (unsigned long)c->alien[0], &uc, xstate);
	if (error)
		return error;
	call_vanishes(c, true);
	host_altstack(t, &uc.stack);
	if (library_resume)
		library_resume(&uc.regs);
	uc.regs.rip = runnable_rip(uc.regs.rip);
	uc.mask = t->host_mask;
	t->deferred = 0;
	host_sigreturn(&uc);
}

/* getcontext(2): (context) */
long map_getcontext(struct call *c)
{
	if (!c->alien[0])
		return -EINVAL;
	context_ask((unsigned long)c->alien[0], 0);
	return 0;
}

/* setcontext(2): (context), which is what a handler's frame has, too */
long map_setcontext(struct call *c)
{
	return c->alien[0] ? map_sigreturn(c) : -EINVAL;
}

/* swapcontext(2): (where the present one goes, the one to go on with) */
long map_swapcontext(struct call *c)
{
	if (!c->alien[0] || !c->alien[1])
		return -EINVAL;
	context_ask((unsigned long)c->alien[0], (unsigned long)c->alien[1]);
	return 0;
}

/* (mask) */
long map_sigsuspend(struct call *c)
{
	struct sigset mask;
	long ret = sigset_from_alien(&mask, (unsigned long)c->alien[0]);

	if (ret)
		return ret;
	mask_for_sleep(&mask);
	ret = host_sleep(__NR_rt_sigsuspend, &this_thread()->host_mask, 8);
	mask_after_sleep(ret == -EINTR && this_thread()->interrupted);
	return ret;
}

/* (set) */
long map_sigpending(struct call *c)
{
	struct thread *t = this_thread();
	struct sigset set;
	uint64_t pending = 0;

	host_call(__NR_rt_sigpending, &pending, 8);
	sigset_to_alien(&set, pending | t->held);
	return sigset_put_alien((unsigned long)c->alien[0], &set);
}

/* A held fault signal that is waited for; 0: none. */
static int take_held(struct thread *t, uint64_t set, struct host_siginfo *si)
{
	for (int sig = 1; sig <= HOST_SIGSYS; sig++) {
		if (!(t->held & set & SIGNAL_BIT(sig)))
			continue;
		*si = t->held_info[held_index(sig)];
		t->held &= ~SIGNAL_BIT(sig);
		held_update(t);
		return sig;
	}
	return 0;
}

/*
 * Wait for a signal of a set.  Its alien number, or -errno; the siginfo goes to
 * `info` unless that is 0.
 */
static long wait_signal(unsigned long set, unsigned long info, const void *timeout)
{
	struct thread *t = this_thread();
	struct host_siginfo si;
	struct sigset alien_set;
	uint64_t host_set;
	long ret = sigset_from_alien(&alien_set, set);

	if (ret)
		return ret;
	if (library_signal)
		sigset_del(&alien_set, library_signal);
	host_set = sigset_to_host(&alien_set);
	ret = take_held(t, host_set, &si);
	if (!ret)
		do
			ret = host_sleep(__NR_rt_sigtimedwait, &host_set, &si, timeout, 8);
		while (ret > 0 && procdesc_quiet(&si));
	if (ret < 0)
		return ret;
	event_signal_seen(signal_to_alien(ret));
	if (info) {
		long error = layout_to_alien(LAYOUT_siginfo, info, &si);

		if (error)
			return error;
	}
	return signal_to_alien(ret);
}

/* sigwait(2): (set, sig).  The error is the result, not errno. */
long map_sigwait(struct call *c)
{
	long ret = wait_signal((unsigned long)c->alien[0], 0, NULL);

	if (ret == -EINTR && !this_thread()->interrupted)
		return RESTART;
	if (ret < 0)
		return errno_to_alien((int)-ret);
	ret = put_alien_u32((unsigned long)c->alien[1], (uint32_t)ret);
	return ret ? errno_to_alien((int)-ret) : 0;
}

/* sigwaitinfo(2): (set, info) */
long map_sigwaitinfo(struct call *c)
{
	return wait_signal((unsigned long)c->alien[0], (unsigned long)c->alien[1], NULL);
}

/* sigtimedwait(2): (set, info, timeout) */
long map_sigtimedwait(struct call *c)
{
	int64_t timeout[2];
	long error;

	if (!c->alien[2])
		return map_sigwaitinfo(c);
	error = copy_from_alien(timeout, (unsigned long)c->alien[2], sizeof timeout);
	if (error)
		return error;
	if (timeout[1] < 0 || timeout[1] >= 1000000000)
		return -EINVAL;
	if (timeout[0] < 0)
		timeout[0] = timeout[1] = 0;
	return wait_signal((unsigned long)c->alien[0], (unsigned long)c->alien[1], timeout);
}
