/*
 * The alien's signal actions and masks, and what the host's kernel is told of
 * them.
 */
#include <errno.h>

#include "abi-tables/abi.h"
#include "shim/door.h"
#include "shim/host.h"
#include "shim/signal.h"
#include "syscall-map/event.h"
#include "syscall-map/map.h"
#include "syscall-map/quiet.h"

/*
 * Each action has two slots: a writer fills the one that is not in use and then
 * turns `version`, so that a handler, which may have interrupted the writer, can
 * read without a lock.
 */
struct action_slots {
	uint32_t version;
	struct signal_action slot[2];
};

static struct action_slots actions[ALIEN_SIGNAL_COUNT];
static struct lock action_lock;

static struct action_slots *slots_of(int sig)
{
	struct action_slots *own = this_thread()->actions;

	return own ? &own[sig] : &actions[sig];
}

struct signal_action action_get(int sig)
{
	struct action_slots *a = slots_of(sig);
	struct signal_action copy;
	uint32_t version;

	do {
		version = __atomic_load_n(&a->version, __ATOMIC_ACQUIRE);
		copy = a->slot[version & 1];
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
	} while (__atomic_load_n(&a->version, __ATOMIC_RELAXED) - version > 1);
	return copy;
}

static void action_store(int sig, const struct signal_action *action)
{
	struct action_slots *a = slots_of(sig);
	uint32_t version = a->version;

	a->slot[(version + 1) & 1] = *action;
	__atomic_store_n(&a->version, version + 1, __ATOMIC_RELEASE);
}

const size_t actions_size = sizeof actions;

void actions_copy(void *room)
{
	struct action_slots *copy = room;

	for (int sig = 1; sig < ALIEN_SIGNAL_COUNT; sig++) {
		copy[sig].version = 0;
		copy[sig].slot[0] = action_get(sig);
	}
}

bool default_ignored(int sig)
{
	return abi->signal_ignored[(sig - 1) / 64] >> ((sig - 1) % 64) & 1;
}

static bool ignores(int sig, const struct signal_action *action)
{
	return action->handler == ACTION_IGNORE ||
	       (action->handler == ACTION_DEFAULT && default_ignored(sig));
}

bool action_ignores(int sig)
{
	struct signal_action action = action_get(sig);

	return ignores(sig, &action);
}

/*
 * The host's own action for ours.  A default action is the host's default, unless
 * the systems differ in whether that is to ignore (SIGINFO, SIGIO).
 */
static long install(int host, int sig, const struct signal_action *action)
{
	struct host_sigaction k = { .flags = HOST_SA_RESTORER, .restorer = signal_restorer };

	bool comes_in = FAULT_SIGNALS & SIGNAL_BIT(host) ||
			(ignores(sig, action) && event_signal_wanted(sig)) ||
			(host == HOST_SIGPIPE && quiet_sockets && !ignores(sig, action));

	if (comes_in) {
		k.handler = (void *)host_handler;
	} else if (action->handler == ACTION_DEFAULT) {
		k.handler = (void *)(uintptr_t)(default_ignored(sig) && host != 17 ? 1 : 0);
	} else {
		k.handler = action->handler == ACTION_IGNORE ? (void *)1 : (void *)host_handler;
	}
	k.flags |= HOST_SA_SIGINFO | HOST_SA_ONSTACK | HOST_SA_NODEFER;
	k.flags |= action->flags & ACTION_NOCLDSTOP ? HOST_SA_NOCLDSTOP : 0;
	k.flags |= action->flags & ACTION_NOCLDWAIT ? HOST_SA_NOCLDWAIT : 0;
	/* The calls that glibc makes for the alien are for the host's kernel to restart. */
	if (library_door && (action->handler <= ACTION_IGNORE || action->flags & ACTION_RESTART))
		k.flags |= HOST_SA_RESTART;
	k.mask = ~FAULT_SIGNALS;
	return host_call(__NR_rt_sigaction, host, &k, 0, 8);
}

long action_set(int sig, const struct signal_action *action)
{
	int host = signal_to_host(sig);
	long error = 0;

	lock_take(&action_lock);
	/* First what a handler will read, then the handler. */
	action_store(sig, action);
	if (host)
		error = install(host, sig, action);
	lock_drop(&action_lock);
	return error;
}

/* A kqueue begins or ends to count a signal: it has to come in even if it is ignored. */
void signal_event_watch(int sig, bool wanted)
{
	struct signal_action action = action_get(sig);
	int host = signal_to_host(sig);

	(void)wanted; /* event_signal_wanted says it, too */
	if (host && host != 9 && host != 19 && ignores(sig, &action))
		install(host, sig, &action);
}

void action_reset(int sig)
{
	static const struct signal_action none;

	action_store(sig, &none);
	install(signal_to_host(sig), sig, &none);
}

static int host_ignores(int host)
{
	struct host_sigaction k = { 0 };

	host_call(__NR_rt_sigaction, host, 0, &k, 8);
	return k.handler == (void *)1;
}

void signal_init(struct thread *t)
{
	struct signal_action none = { 0 };
	struct host_sigaction own = { .handler = (void *)host_handler,
				      .flags = HOST_SA_RESTORER | HOST_SA_SIGINFO | HOST_SA_ONSTACK,
				      .restorer = signal_restorer,
				      .mask = ~FAULT_SIGNALS };

	if (library_door)
		own.flags |= HOST_SA_RESTART;
	for (int sig = 1; sig < abi->signal_limit; sig++) {
		int host = signal_to_host(sig);

		if (!host || host == 9 || host == 19)
			continue;
		none.handler = host_ignores(host) ? ACTION_IGNORE : ACTION_DEFAULT;
		/* Most are as the host has them already. */
		if (none.handler || default_ignored(sig) || FAULT_SIGNALS & SIGNAL_BIT(host))
			action_set(sig, &none);
	}
	host_call(__NR_rt_sigaction, OWN_SIGNAL, &own, 0, 8);
	sigset_to_alien(&t->mask, t->host_mask);
	mask_settle(t);
}

/*
 * An exec keeps what is ignored, and resets handlers.  What differs from what the
 * host believes: an ignored fault signal, and a default that only the alien ignores.
 * Other threads run until the exec has succeeded, with faults and traps of abirun's
 * own: so the handlers stay where the exec itself resets them.
 */
void signal_before_exec(void)
{
	for (int sig = 1; sig < abi->signal_limit; sig++) {
		struct host_sigaction k = { .flags = HOST_SA_RESTORER,
					    .restorer = signal_restorer };
		int host = signal_to_host(sig);
		uint64_t handler = action_get(sig).handler;

		if (!host || host == 9 || host == 19 || handler > ACTION_IGNORE)
			continue;
		if (handler == ACTION_DEFAULT && FAULT_SIGNALS & SIGNAL_BIT(host))
			continue;
		k.handler = (void *)(uintptr_t)handler;
		host_call(__NR_rt_sigaction, host, &k, 0, 8);
	}
}

void signal_after_failed_exec(void)
{
	for (int sig = 1; sig < abi->signal_limit; sig++) {
		struct signal_action action = action_get(sig);
		int host = signal_to_host(sig);

		if (host && host != 9 && host != 19 && action.handler <= ACTION_IGNORE)
			install(host, sig, &action);
	}
}

void mask_settle(struct thread *t)
{
	t->host_mask = sigset_to_host(&t->mask) & ~NEVER_BLOCKED;
	held_update(t);
}

/* Take the program's mask, without what it cannot block. */
static void take_mask(struct thread *t, const struct sigset *mask)
{
	t->mask = *mask;
	sigset_del(&t->mask, signal_to_alien(9));
	sigset_del(&t->mask, signal_to_alien(19));
	if (library_signal)
		sigset_del(&t->mask, library_signal);
}

void mask_set(struct thread *t, const struct sigset *mask)
{
	take_mask(t, mask);
	mask_settle(t);
	t->deferred = 1;
}

/*
 * A held fault signal that the sleep's own mask lets through ends the sleep before it has
 * begun, as one does that the host keeps; what is ignored ends nothing.
 */
static void end_by_held(struct thread *t)
{
	struct signal_action action;

	while (t->raise) {
		action = action_get(signal_to_alien(t->raise));
		if (action.handler != ACTION_IGNORE) {
			t->interrupted |= INTERRUPTED_BY_SIGNAL;
			t->restart = action.flags & ACTION_RESTART;
			return;
		}
		t->held &= ~SIGNAL_BIT(t->raise);
		held_update(t);
	}
}

void mask_for_sleep(const struct sigset *alien)
{
	struct thread *t = this_thread();

	t->saved_mask = t->mask;
	t->mask_saved = true;
	take_mask(t, alien);
	mask_settle(t);
	end_by_held(t);
}

void mask_after_sleep(bool interrupted)
{
	struct thread *t = this_thread();

	/* Without a handler nobody else puts the mask back. */
	if (interrupted && t->interrupted & INTERRUPTED_BY_SIGNAL)
		return;
	t->mask = t->saved_mask;
	t->mask_saved = false;
	mask_settle(t);
}

void signal_pass_on(struct thread *t)
{
	struct host_siginfo si;
	uint64_t one, zero[2] = { 0, 0 };

	for (int sig = 1; sig <= 64; sig++) {
		one = t->put_off & SIGNAL_BIT(sig);
		/* The thread's own comes before one that the process has as well. */
		if (!one || host_call(__NR_rt_sigtimedwait, &one, &si, zero, 8) != sig)
			continue;
		/* Only a process's first thread may say that somebody else sent it. */
		if (host_call(__NR_rt_sigqueueinfo, t->pid, sig, &si))
			host_call(__NR_kill, t->pid, sig);
	}
	t->put_off = 0;
}
