/*
 * Fault signals that somebody sent while they cannot be delivered.  The host cannot keep
 * them, for they are never blocked there: they are held in the thread, one of each, and
 * raised again on the way out.
 */
#include "shim/signal.h"
#include "syscall-map/map.h"
#include "syscall-map/sigfastblock.h"

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

void held_add(struct thread *t, int sig, const struct host_siginfo *si)
{
	t->held_info[held_index(sig)] = *si;
	t->held |= SIGNAL_BIT(sig);
	held_update(t);
}
