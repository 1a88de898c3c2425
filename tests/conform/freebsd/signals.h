/* FreeBSD's signals as a program sees them: sys/signal.h, sys/_sigset.h, x86/ucontext.h. */
#ifndef SIGNALS_H
#define SIGNALS_H

#include "alien.h"

#define SIGHUP       1
#define SIGILL       4
#define SIGTRAP      5
#define SIGFPE       8
#define SIGKILL      9
#define SIGBUS       10
#define SIGSEGV      11
#define SIGSYS       12
#define SIGPIPE      13
#define SIGALRM      14
#define SIGTERM      15
#define SIGSTOP      17
#define SIGCONT      19
#define SIGWINCH     28
#define SIGINFO      29
#define SIGTHR       32
#define SIGRTMIN     65
#define SIGRTMAX     126

#define SIG_DFL      ((void *)0)
#define SIG_IGN      ((void *)1)

#define SA_RESETHAND 0x0004
#define SA_NOCLDSTOP 0x0008
#define SA_NODEFER   0x0010
#define SA_NOCLDWAIT 0x0020

#define SIG_BLOCK    1
#define SIG_UNBLOCK  2
#define SIG_SETMASK  3

#define SI_USER      0x10001
#define SI_QUEUE     0x10002
#define SI_TIMER     0x10003
#define SI_LWP       0x10007

#define ILL_PRVOPC   5
#define BUS_OBJERR   3
#define SEGV_MAPERR  1
#define SEGV_ACCERR  2
#define FPE_INTDIV   2
#define TRAP_BRKPT   1
#define CLD_EXITED   1
#define CLD_KILLED   2
#define CLD_STOPPED  5

#define SS_ONSTACK   1
#define SS_DISABLE   4
#define MINSIGSTKSZ  2048

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

typedef void handler_fn(int sig, struct siginfo *info, struct ucontext *context);

struct sigset {
	uint32_t word[4];
};

static inline struct sigset sigset_of(int sig)
{
	struct sigset set = { { 0 } };

	set.word[(sig - 1) / 32] |= 1u << (sig - 1) % 32;
	return set;
}

static inline bool sigset_has(const struct sigset *set, int sig)
{
	return set->word[(sig - 1) / 32] >> (sig - 1) % 32 & 1;
}

/* Catch with SA_SIGINFO and `flags`, more signals masked meanwhile by `mask` (NULL: none). */
static inline long catch (int sig, handler_fn *handler, int flags, const struct sigset *mask)
{
	struct sigaction action = { .handler = (void *)handler, .flags = flags | SA_SIGINFO };

	if (mask)
		memcpy(action.mask, mask, sizeof(*mask));
	return call(NR_sigaction, sig, &action, 0);
}

static inline long set_action(int sig, void *what)
{
	struct sigaction action = { .handler = what };

	return call(NR_sigaction, sig, &action, 0);
}

static inline struct sigset block(int sig)
{
	struct sigset set = sigset_of(sig), old;

	call(NR_sigprocmask, SIG_BLOCK, &set, &old);
	return old;
}

static inline void unblock(int sig)
{
	struct sigset set = sigset_of(sig);

	call(NR_sigprocmask, SIG_UNBLOCK, &set, 0);
}

static inline struct sigset mask_now(void)
{
	struct sigset set;

	call(NR_sigprocmask, SIG_BLOCK, 0, &set);
	return set;
}

static inline long kill_self(int sig)
{
	return call(NR_kill, call(NR_getpid), sig);
}

static inline void pause_ms(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	call(NR_nanosleep, &t, 0);
}

#endif
