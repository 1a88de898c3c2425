/*
 * Signals: sets are 128 bits, of which those of signals are used; signal(3C) is System V's, whose
 * handlers are called once.
 */
#include <errno.h>
#include <string.h>

#include "abi-tables/illumos/frame.h"
#include "abi-tables/illumos/illumos.h"
#include "illumos_numbers.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

/* sys/signal.h, sys/iso/signal_iso.h */
#define SA_RESETHAND 2
#define SA_RESTART   4
#define SA_NODEFER   0x10
#define SA_NOCLDWAIT 0x10000
#define SIG_BLOCK    1
#define SIG_UNBLOCK  2
#define SIG_SETMASK  3
#define HANDLER_IGN  1
#define HANDLER_HOLD 2
#define HANDLER_ERR  (-1l)
#define SIGILL       4
#define SIGTRAP      5
#define SIGCHLD      18
#define SIGPWR       19

static int is_signal(int sig)
{
	if (sig > 0 && sig < illumos_abi.signal_limit)
		return 1;
	errno = EINVAL;
	return 0;
}

int illumos_sigemptyset(struct sigset *set)
{
	*set = (struct sigset){ 0 };
	return 0;
}

int illumos_sigfillset(struct sigset *set)
{
	*set = (struct sigset){ 0 };
	for (int sig = 1; sig < illumos_abi.signal_limit; sig++)
		sigset_add(set, sig);
	return 0;
}

int illumos_sigaddset(struct sigset *set, int sig)
{
	if (!is_signal(sig))
		return -1;
	sigset_add(set, sig);
	return 0;
}

int illumos_sigdelset(struct sigset *set, int sig)
{
	if (!is_signal(sig))
		return -1;
	sigset_del(set, sig);
	return 0;
}

int illumos_sigismember(const struct sigset *set, int sig)
{
	return is_signal(sig) ? sigset_has(set, sig) : -1;
}

static long set_handler(int sig, long handler, int flags)
{
	struct illumos_sigaction action = { .handler = (uint64_t)handler, .flags = flags }, old;

	if (lib_row(NR_sigaction, sig, &action, &old) < 0)
		return HANDLER_ERR;
	return (long)old.handler;
}

/* signal(3C): these two and power's failure are not reset. */
long illumos_signal(int sig, long handler)
{
	int flags = SA_NODEFER;

	if (sig != SIGILL && sig != SIGTRAP && sig != SIGPWR)
		flags |= SA_RESETHAND;
	if (sig == SIGCHLD && handler == HANDLER_IGN)
		flags |= SA_NOCLDWAIT;
	return set_handler(sig, handler, flags);
}

long illumos_bsd_signal(int sig, long handler)
{
	return set_handler(sig, handler, SA_RESTART);
}

static int change(int how, int sig, struct sigset *old)
{
	struct sigset set = { 0 };

	if (!is_signal(sig))
		return -1;
	sigset_add(&set, sig);
	return (int)lib_row(NR_sigprocmask, how, &set, old);
}

/* sigset(3C): SIG_HOLD, which blocks the signal, stands for a handler. */
long illumos_sigset(int sig, long handler)
{
	bool hold = handler == HANDLER_HOLD;
	struct sigset old;
	struct illumos_sigaction action;
	long before;

	if (change(hold ? SIG_BLOCK : SIG_UNBLOCK, sig, &old) < 0)
		return HANDLER_ERR;
	if (hold)
		before =
		    lib_row(NR_sigaction, sig, 0, &action) < 0 ? HANDLER_ERR : (long)action.handler;
	else
		before = set_handler(sig, handler, 0);
	return before != HANDLER_ERR && sigset_has(&old, sig) ? HANDLER_HOLD : before;
}

int illumos_sighold(int sig)
{
	return change(SIG_BLOCK, sig, NULL);
}

int illumos_sigrelse(int sig)
{
	return change(SIG_UNBLOCK, sig, NULL);
}

int illumos_sigignore(int sig)
{
	return set_handler(sig, HANDLER_IGN, sig == SIGCHLD ? SA_NOCLDWAIT : 0) == HANDLER_ERR ? -1
											       : 0;
}

static struct sigset mask_now(void)
{
	struct sigset mask = { 0 };

	lib_row(NR_sigprocmask, SIG_BLOCK, 0, &mask);
	return mask;
}

int illumos_sigpause(int sig)
{
	struct sigset mask = mask_now();

	if (!is_signal(sig))
		return -1;
	sigset_del(&mask, sig);
	return (int)lib_row(NR_sigsuspend, &mask);
}

int illumos_pause(void)
{
	struct sigset mask = mask_now();

	return (int)lib_row(NR_sigsuspend, &mask);
}

int illumos_siginterrupt(int sig, int flag)
{
	struct illumos_sigaction action;

	if (lib_row(NR_sigaction, sig, 0, &action) < 0)
		return -1;
	action.flags = flag ? action.flags & ~SA_RESTART : action.flags | SA_RESTART;
	return (int)lib_row(NR_sigaction, sig, &action, 0);
}

/* By the one signal, even where it is blocked or its handler returns. */
void illumos_abort(void)
{
	change(SIG_UNBLOCK, 6, NULL); /* SIGABRT */
	lib_row(NR__lwp_kill, lib_thread_id(), 6);
	set_handler(6, 0, 0);
	lib_row(NR__lwp_kill, lib_thread_id(), 6);
	lib_row(NR__exit, 127);
	__builtin_unreachable();
}

/* setjmp(3C)'s, of a sigjmp_buf (setjmp_short.S) */
void lib_short_mask_get(struct sigset *mask)
{
	lib_call(NR_sigprocmask, SIG_BLOCK, 0, (long)mask, 0, 0, 0);
}

void lib_short_mask_set(const struct sigset *mask)
{
	lib_call(NR_sigprocmask, SIG_SETMASK, (long)mask, 0, 0, 0, 0);
}

/* str2sig(3C), sig2str(3C): "HUP" and its number; real-time ones are counted from both ends. */
#define RT_FIRST 42
#define RT_LAST  73
static const char names[][8] = {
	"EXIT",   "HUP",    "INT",   "QUIT", "ILL",  "TRAP",    "ABRT", "EMT",    "FPE",
	"KILL",   "BUS",    "SEGV",  "SYS",  "PIPE", "ALRM",    "TERM", "USR1",   "USR2",
	"CLD",    "PWR",    "WINCH", "URG",  "POLL", "STOP",    "TSTP", "CONT",   "TTIN",
	"TTOU",   "VTALRM", "PROF",  "XCPU", "XFSZ", "WAITING", "LWP",  "FREEZE", "THAW",
	"CANCEL", "LOST",   "XRES",  "JVM1", "JVM2", "INFO",
};
#define NAMES ((int)(sizeof names / sizeof names[0]))

/* Room for SIG2STR_MAX, 32 bytes. */
int illumos_sig2str(int sig, char *to)
{
	if (sig >= 0 && sig < NAMES)
		strcpy(to, names[sig]);
	else if (sig >= RT_FIRST && sig <= RT_FIRST + 15)
		sprintf(to, sig == RT_FIRST ? "RTMIN" : "RTMIN+%d", sig - RT_FIRST);
	else if (sig > RT_FIRST && sig <= RT_LAST)
		sprintf(to, sig == RT_LAST ? "RTMAX" : "RTMAX-%d", RT_LAST - sig);
	else
		return -1;
	return 0;
}

int illumos_str2sig(const char *text, int *sig)
{
	char name[32];

	for (int i = 0; i <= RT_LAST; i++) {
		char digits[12];

		sprintf(digits, "%d", i);
		if (illumos_sig2str(i, name) == 0 &&
		    (!strcmp(text, name) || (i && !strcmp(text, digits)))) {
			*sig = i;
			return 0;
		}
	}
	if (strcmp(text, "CHLD") && strcmp(text, "IOT") && strcmp(text, "IO"))
		return -1;
	*sig = text[0] == 'C' ? SIGCHLD : text[1] == 'O' && text[2] ? 6 : 22;
	return 0;
}
