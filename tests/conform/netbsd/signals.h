/* NetBSD's signals as a program sees them: sys/signal.h, sys/siginfo.h, sys/ucontext.h. */
#ifndef SIGNALS_H
#define SIGNALS_H

#include "alien.h"

#define SI_USER  0
#define SI_QUEUE (-1)
#define SI_LWP   (-5)

struct siginfo {
	int signo, code, error, pad, pid;
	unsigned uid;
	uint64_t value, room[12];
};
_Static_assert(sizeof(struct siginfo) == 128, "siginfo_t");

/* Where a handler's context has the registers that say what becomes of a call. */
static inline long *context_rip(struct ucontext *context)
{
	return (long *)&context->regs[REG_RIP];
}

static inline long *context_rax(struct ucontext *context)
{
	return (long *)&context->regs[REG_RAX];
}

static inline long *context_rflags(struct ucontext *context)
{
	return (long *)&context->regs[REG_RFLAGS];
}

static inline long change_action(int sig, const struct sigaction *action)
{
	return call(NR___sigaction_sigtramp, sig, action, 0, signal_trampoline, 2);
}

#include "signal_calls.h"

#endif
