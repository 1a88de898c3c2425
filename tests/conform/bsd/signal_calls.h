/*
 * Signals as the BSDs have them alike, and the calls that catch, block and send them; a
 * system's own signals.h has its structures, says how an action is set (change_action), and
 * includes this.
 */
#ifndef SIGNAL_CALLS_H
#define SIGNAL_CALLS_H

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

#define SIG_DFL      ((void *)0)
#define SIG_IGN      ((void *)1)

#define SA_RESETHAND 0x0004
#define SA_NOCLDSTOP 0x0008
#define SA_NODEFER   0x0010
#define SA_NOCLDWAIT 0x0020

#define SIG_BLOCK    1
#define SIG_UNBLOCK  2
#define SIG_SETMASK  3

#define ILL_PRVOPC   5
#define BUS_OBJERR   3
#define SEGV_MAPERR  1
#define SEGV_ACCERR  2
#define TRAP_BRKPT   1
#define CLD_EXITED   1
#define CLD_KILLED   2
#define CLD_STOPPED  5

#define SS_ONSTACK   1
#define SS_DISABLE   4

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
	return change_action(sig, &action);
}

static inline long set_action(int sig, void *what)
{
	struct sigaction action = { .handler = what };

	return change_action(sig, &action);
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
