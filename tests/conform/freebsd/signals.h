/* FreeBSD's signals as a program sees them: sys/signal.h, sys/_sigset.h, x86/ucontext.h. */
#ifndef SIGNALS_H
#define SIGNALS_H

#include "alien.h"

#define SIGTHR      32
#define SIGRTMIN    65
#define SIGRTMAX    126

#define SI_USER     0x10001
#define SI_QUEUE    0x10002
#define SI_TIMER    0x10003
#define SI_LWP      0x10007

#define FPE_INTDIV  2

#define MINSIGSTKSZ 2048

struct siginfo {
	int signo, error, code, pid;
	unsigned uid;
	int status;
	void *addr;
	long value;
	long reason[5];
};

struct stack {
	void *sp;
	size_t size;
	int flags;
};

struct mcontext {
	long onstack, rdi, rsi, rdx, rcx, r8, r9, rax, rbx, rbp;
	long r10, r11, r12, r13, r14, r15;
	uint32_t trapno;
	uint16_t fs, gs;
	long addr;
	uint32_t flags;
	uint16_t es, ds;
	long err, rip, cs, rflags, rsp, ss;
	long len, fpformat, ownedfp;
	unsigned char fpstate[512] __attribute__((aligned(16)));
	long fsbase, gsbase, xfpustate, xfpustate_len;
	long spare[4];
};

struct ucontext {
	uint32_t sigmask[4];
	struct mcontext mcontext __attribute__((aligned(16)));
	void *link;
	struct stack stack;
	int flags, spare[4];
};

_Static_assert(sizeof(struct siginfo) == 80, "siginfo_t");
_Static_assert(sizeof(struct mcontext) == 800, "mcontext_t");
_Static_assert(sizeof(struct ucontext) == 880, "ucontext_t");

/* Where a handler's context has the registers that say what becomes of a call. */
static inline long *context_rip(struct ucontext *context)
{
	return &context->mcontext.rip;
}

static inline long *context_rax(struct ucontext *context)
{
	return &context->mcontext.rax;
}

static inline long *context_rflags(struct ucontext *context)
{
	return &context->mcontext.rflags;
}

static inline long change_action(int sig, const struct sigaction *action)
{
	return call(NR_sigaction, sig, action, 0);
}

#include "signal_calls.h"

#endif
