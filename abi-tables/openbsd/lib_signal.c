/* Signals: a set is a word there, which the calls themselves take and return. */
#include <errno.h>
#include <stdint.h>

#include "openbsd_numbers.h"
#include "abi-tables/openbsd/frame.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/process.h"

#define NSIG      33
#define SIG_BLOCK 1

static int is_signal(int sig)
{
	if (sig > 0 && sig < NSIG)
		return 1;
	errno = EINVAL;
	return 0;
}

int openbsd_sigemptyset(uint32_t *set)
{
	*set = 0;
	return 0;
}

int openbsd_sigfillset(uint32_t *set)
{
	*set = ~0u;
	return 0;
}

int openbsd_sigaddset(uint32_t *set, int sig)
{
	if (!is_signal(sig))
		return -1;
	*set |= 1u << (sig - 1);
	return 0;
}

int openbsd_sigdelset(uint32_t *set, int sig)
{
	if (!is_signal(sig))
		return -1;
	*set &= ~(1u << (sig - 1));
	return 0;
}

int openbsd_sigismember(const uint32_t *set, int sig)
{
	return is_signal(sig) ? (int)(*set >> (sig - 1) & 1) : -1;
}

/* A value or minus the errno. */
static long change(int how, const uint32_t *set, uint32_t *old)
{
	long ret = lib_call(NR_sigprocmask, set ? how : SIG_BLOCK, set ? *set : 0, 0, 0, 0, 0);

	if (ret >= 0 && old)
		*old = (uint32_t)ret;
	return ret < 0 ? ret : 0;
}

int openbsd_sigprocmask(int how, const uint32_t *set, uint32_t *old)
{
	return (int)lib_result(change(how, set, old));
}

/* pthread_sigmask(3) says the error itself. */
int openbsd_pthread_sigmask(int how, const uint32_t *set, uint32_t *old)
{
	return (int)-change(how, set, old);
}

int openbsd_sigpending(uint32_t *set)
{
	*set = (uint32_t)lib_call(NR_sigpending, 0, 0, 0, 0, 0, 0);
	return 0;
}

int openbsd_sigsuspend(const uint32_t *set)
{
	return (int)lib_point(NR_sigsuspend, *set);
}

/* signal(3): calls that it interrupts begin again. */
uint64_t openbsd_signal(int sig, uint64_t handler)
{
	struct openbsd_sigaction action = { .handler = handler, .flags = 2 /* SA_RESTART */ }, old;

	if (lib_row(NR_sigaction, sig, &action, &old) < 0)
		return UINT64_MAX; /* SIG_ERR */
	return old.handler;
}

void lib_abort(void) __attribute__((noreturn));

/* What the compiler's guard calls when it is not as it was; damage is the function's number. */
void openbsd_stack_smash_handler(const char *function, int damage)
{
	(void)damage;
	complain("stack overflow in function", function, 0);
	lib_abort();
}

int openbsd_pthread_kill(const struct lib_thread *t, int sig)
{
	return (int)-lib_call(NR_thrkill, t->id, sig, 0, 0, 0, 0);
}

/* sigwait(3): a handler that runs in between does not end it. */
int openbsd_sigwait(const uint32_t *set, int *sig)
{
	long ret;

	do
		ret = lib_call_point(NR___thrsigdivert, *set, 0, 0, 0, 0, 0);
	while (ret == -EINTR);
	if (ret < 0)
		return (int)-ret;
	*sig = (int)ret;
	return 0;
}

/* pthread_stackseg_np(3): ss_sp is the stack's high end. */
int openbsd_pthread_stackseg_np(const struct lib_thread *t, struct openbsd_stack *stack)
{
	*stack =
	    (struct openbsd_stack){ .base = t->stack_low + t->stack_size, .size = t->stack_size };
	return 0;
}
