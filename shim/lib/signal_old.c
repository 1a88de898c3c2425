/*
 * Signals as 4.3BSD and System V had them: a mask is one word, its lowest bit signal 1.
 * The calls behind are sigprocmask, sigsuspend and sigaction.
 */
#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/stdio.h"

int lib_fprintf(struct lib_file *f, const char *format, ...);

static int change_mask(int how, int mask)
{
	struct lib_sigset set = { { (uint32_t)mask } }, old;

	if (lib_mask(how, &set, &old) < 0)
		return -1;
	return (int)old.bits[0];
}

int lib_sigblock(int mask)
{
	return change_mask(LIB_SIG_BLOCK, mask);
}

int lib_sigsetmask(int mask)
{
	return change_mask(LIB_SIG_SETMASK, mask);
}

int lib_sigpause(int mask)
{
	struct lib_sigset set = { { (uint32_t)mask } };

	return (int)lib_result(lib_facts->suspend(&set));
}

static bool set_of(int sig, struct lib_sigset *set)
{
	*set = (struct lib_sigset){ { 0 } };
	if (sig < 1 || sig > lib_facts->signal_max) {
		errno = EINVAL;
		return false;
	}
	set->bits[(sig - 1) / 32] = 1u << ((sig - 1) % 32);
	return true;
}

int lib_sighold(int sig)
{
	struct lib_sigset set;

	return set_of(sig, &set) ? lib_mask(LIB_SIG_BLOCK, &set, NULL) : -1;
}

int lib_sigrelse(int sig)
{
	struct lib_sigset set;

	return set_of(sig, &set) ? lib_mask(LIB_SIG_UNBLOCK, &set, NULL) : -1;
}

int lib_xsi_sigpause(int sig)
{
	struct lib_sigset set, now;

	if (!set_of(sig, &set))
		return -1;
	lib_mask(LIB_SIG_BLOCK, NULL, &now);
	for (int i = 0; i < FREEBSD_SIGSET_WORDS; i++)
		now.bits[i] &= ~set.bits[i];
	return (int)lib_result(lib_facts->suspend(&now));
}

int lib_sigignore(int sig)
{
	struct lib_sigaction action = { .handler = FREEBSD_SIG_IGN };

	return lib_action(sig, &action, NULL);
}

/* The handler before; SIG_HOLD, which blocks the signal, is a handler, too. */
long lib_sigset(int sig, long handler)
{
	struct lib_sigaction action = { .handler = (uint64_t)handler }, old;
	struct lib_sigset set, before;
	bool held;

	if (!set_of(sig, &set) ||
	    lib_mask(handler == FREEBSD_SIG_HOLD ? LIB_SIG_BLOCK : LIB_SIG_UNBLOCK, &set, &before) <
		0)
		return FREEBSD_SIG_ERR;
	held = before.bits[(sig - 1) / 32] & set.bits[(sig - 1) / 32];
	if (lib_action(sig, handler == FREEBSD_SIG_HOLD ? NULL : &action, &old) < 0) {
		lib_mask(LIB_SIG_SETMASK, &before, NULL);
		return FREEBSD_SIG_ERR;
	}
	return held ? FREEBSD_SIG_HOLD : (long)old.handler;
}

/* Whether calls fail with EINTR (flag) or start again when the signal's handler is done. */
int lib_siginterrupt(int sig, int flag)
{
	struct lib_sigaction action;

	if (lib_action(sig, NULL, &action) < 0)
		return -1;
	if (flag)
		action.flags &= ~FREEBSD_SA_RESTART;
	else
		action.flags |= FREEBSD_SA_RESTART;
	return lib_action(sig, &action, NULL);
}

/* signal.h: struct sigvec; its flags are those of sigaction(2), but restarting is the rule. */
struct sigvec {
	uint64_t handler;
	int32_t mask, flags;
};

int lib_sigvec(int sig, const struct sigvec *new, struct sigvec *old)
{
	struct lib_sigaction action = { 0 }, before;

	if (new)
		action = (struct lib_sigaction){ new->handler,
						 new->flags ^ FREEBSD_SA_RESTART,
						 { { (uint32_t) new->mask } } };
	if (lib_action(sig, new ? &action : NULL, &before) < 0)
		return -1;
	if (old)
		*old = (struct sigvec){ before.handler, (int32_t)before.mask.bits[0],
					before.flags ^ FREEBSD_SA_RESTART };
	return 0;
}

void lib_psignal(unsigned sig, const char *text)
{
	lib_fprintf(*(struct lib_file **)lib_stderr.at, "%s%s%s\n", text && *text ? text : "",
		    text && *text ? ": " : "", lib_strsignal((int)sig));
}

/* Tables of names that programs read themselves. */
/* Room for NSIG of every system. */
static const char *texts_own[33], *names_own[33];
static int count_own = FREEBSD_SIG_COUNT;
static void prepare_texts(void);
static void prepare_names(void);
struct library_data lib_sys_siglist = { texts_own, texts_own, prepare_texts };
struct library_data lib_sys_signame = { names_own, names_own, prepare_names };
struct library_data lib_sys_nsig = { &count_own, &count_own, NULL };

static void prepare_texts(void)
{
	texts_own[0] = "Signal 0";
	for (int sig = 1; sig < lib_facts->signal_count; sig++)
		texts_own[sig] = lib_signal_text(sig);
}

static void prepare_names(void)
{
	names_own[0] = "Signal 0";
	for (int sig = 1; sig < lib_facts->signal_count; sig++)
		names_own[sig] = lib_signal_name(sig);
}
