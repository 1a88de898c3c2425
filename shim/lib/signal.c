/* Signals: sets are four words there, and numbers are FreeBSD's. */
#include <signal.h>
#include <stdlib.h>

#include "abi-tables/abi.h"
#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "syscall-map/map.h"

static bool is_signal(int sig)
{
	if (sig > 0 && sig <= FREEBSD_SIG_MAXSIG)
		return true;
	errno = EINVAL;
	return false;
}

int lib_sigemptyset(struct freebsd_sigset *set)
{
	*set = (struct freebsd_sigset){ { 0 } };
	return 0;
}

int lib_sigfillset(struct freebsd_sigset *set)
{
	*set = (struct freebsd_sigset){ { ~0u, ~0u, ~0u, ~0u } };
	return 0;
}

int lib_sigaddset(struct freebsd_sigset *set, int sig)
{
	if (!is_signal(sig))
		return -1;
	set->bits[(sig - 1) / 32] |= 1u << ((sig - 1) % 32);
	return 0;
}

int lib_sigdelset(struct freebsd_sigset *set, int sig)
{
	if (!is_signal(sig))
		return -1;
	set->bits[(sig - 1) / 32] &= ~(1u << ((sig - 1) % 32));
	return 0;
}

int lib_sigismember(const struct freebsd_sigset *set, int sig)
{
	if (!is_signal(sig))
		return -1;
	return set->bits[(sig - 1) / 32] >> ((sig - 1) % 32) & 1;
}

int lib_sigisemptyset(const struct freebsd_sigset *set)
{
	return !(set->bits[0] | set->bits[1] | set->bits[2] | set->bits[3]);
}

int lib_sigandset(struct freebsd_sigset *to, const struct freebsd_sigset *a,
		  const struct freebsd_sigset *b)
{
	for (int i = 0; i < FREEBSD_SIGSET_WORDS; i++)
		to->bits[i] = a->bits[i] & b->bits[i];
	return 0;
}

int lib_sigorset(struct freebsd_sigset *to, const struct freebsd_sigset *a,
		 const struct freebsd_sigset *b)
{
	for (int i = 0; i < FREEBSD_SIGSET_WORDS; i++)
		to->bits[i] = a->bits[i] | b->bits[i];
	return 0;
}

/* signal(3): BSD's, which restarts calls. */
long lib_signal(int sig, uint64_t handler)
{
	struct freebsd_sigaction action = { .handler = handler, .flags = FREEBSD_SA_RESTART };
	struct freebsd_sigaction old;

	if (lib_row(NR_sigaction, sig, &action, &old) < 0)
		return FREEBSD_SIG_ERR;
	return (long)old.handler;
}

long lib_thread_id(void)
{
	return thread_id_to_alien(this_thread()->tid);
}

int lib_raise(int sig)
{
	return (int)lib_row(NR_thr_kill, lib_thread_id(), sig);
}

/* pause(3) waits with the mask as it is. */
int lib_pause(void)
{
	struct lib_sigset mask;

	lib_mask(LIB_SIG_BLOCK, NULL, &mask);
	return (int)lib_result(lib_facts->suspend(&mask));
}

/* sigwait(2) of the library never says EINTR, which the call does. */
int lib_sigwait(const struct freebsd_sigset *set, int *sig)
{
	long error;

	do
		error = lib_call_point(NR_sigwait, (long)set, (long)sig, 0, 0, 0, 0);
	while (error == EINTR);
	return (int)error;
}

/* pthread_sigmask(3) says the error itself. */
int lib_pthread_sigmask(int how, const struct freebsd_sigset *set, struct freebsd_sigset *old)
{
	return (int)-lib_call(NR_sigprocmask, how, (long)set, (long)old, 0, 0, 0);
}

/* setjmp(3)'s */
void lib_mask_get(struct lib_sigset *mask)
{
	lib_facts->mask(LIB_SIG_BLOCK, NULL, mask);
}

void lib_mask_set(const struct lib_sigset *mask)
{
	lib_facts->mask(LIB_SIG_SETMASK, mask, NULL);
}
