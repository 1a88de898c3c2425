/*
 * pthread_cancel(3).  The thread ends at the next of the calls that pthread_testcancel(3)
 * lists, or in the one where it sleeps.
 *
 * Calls of the list have stubs of their own (link_stub.c), which look at lib_cancel first.
 * Who cancels a thread sets that and sends it SIGTHR, as libthr does; shim/ keeps that signal
 * from the program's masks.  The handler tells by the thread's rip where it was:
 *
 *	in such a stub, with the call not made or ended by the signal	it ends
 *	behind the call, which did something				the next one ends it
 *	in a handler of the program's, which interrupted such a call	it ends when that
 *		returns (library_resume)
 *	anywhere else	it ends, where PTHREAD_CANCEL_ASYNCHRONOUS asks for that
 */
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"
#include "shim/signal.h"

/* sys/signal.h, pthread.h */
#define SIGTHR          32
#define CANCEL_ENABLE   0
#define CANCEL_DISABLE  1
#define CANCEL_DEFERRED 0
#define CANCEL_ASYNC    2
#define CARRY           1ul

extern char lib_host_sleep_syscall[], lib_host_sleep_leave[];

__thread uint32_t lib_cancel;

static struct lib_leave leaves[256];
static unsigned leave_count;

bool lib_leave_add(const struct lib_leave *l)
{
	unsigned n = leave_count;

	if (n == sizeof leaves / sizeof leaves[0])
		return false;
	leaves[n] = *l;
	__atomic_store_n(&leave_count, n + 1, __ATOMIC_RELEASE);
	return true;
}

void lib_cancel_now(void)
{
	lib_thread_leave(lib_facts->canceled);
}

/* In the middle of anything, of which nobody can tell what functions there are to leave. */
static void __attribute__((noreturn)) cancel_anywhere(void)
{
	lib_thread_end(lib_facts->canceled);
}

static bool is_wanted(void)
{
	return __atomic_load_n(&lib_cancel, __ATOMIC_ACQUIRE) == LIB_CANCEL_WANTED;
}

void lib_cancel_ends(void)
{
	__atomic_or_fetch(&lib_cancel, LIB_CANCEL_ENDS, __ATOMIC_RELAXED);
}

void lib_pthread_testcancel(void)
{
	if (is_wanted())
		lib_cancel_now();
}

/* Whether the signal has ended the call that stands before `rip`. */
static bool is_interrupted(const struct lib_leave *l, uint64_t rax, uint64_t flags)
{
	return rax == EINTR && !(flags & CARRY) == l->by_value;
}

/* Where a thread with these registers goes on; 0: where it is. */
static uint64_t leave_of(uint64_t rip, uint64_t rax, uint64_t flags)
{
	unsigned count = __atomic_load_n(&leave_count, __ATOMIC_ACQUIRE);

	/* The host's kernel makes it again by itself. */
	if (rip >= (uint64_t)lib_host_sleep && rip <= (uint64_t)lib_host_sleep_syscall)
		return (uint64_t)lib_host_sleep_leave;
	for (unsigned i = 0; i < count; i++) {
		const struct lib_leave *l = &leaves[i];

		if ((rip >= l->low && rip <= l->syscall) ||
		    (rip == l->syscall + 2 && is_interrupted(l, rax, flags)))
			return l->leave;
	}
	return 0;
}

/* Of the registers in a handler's context: signal.h. */
static uint64_t *saved(void *context, size_t offset)
{
	return (uint64_t *)((char *)context + offset);
}

static void on_signal(int sig, void *si, void *context)
{
	uint64_t *rip = saved(context, lib_facts->context->rip), leave;
	uint64_t *rsp = saved(context, lib_facts->context->rsp);

	(void)sig, (void)si;
	if (!is_wanted())
		return;
	leave = leave_of(*rip, *saved(context, lib_facts->context->rax),
			 *saved(context, lib_facts->context->rflags));
	if (leave) {
		*rip = leave;
	} else if (lib_self()->cancel_type == CANCEL_ASYNC) {
		*rip = (uint64_t)cancel_anywhere;
		*rsp = ((*rsp - SIGNAL_RED_ZONE) & ~15ul) - 8;
	}
}

/* A handler has returned to these registers; the signal that cancels came while it ran. */
static void on_return(struct host_sigcontext *regs)
{
	uint64_t leave;

	if (!is_wanted())
		return;
	leave = leave_of(regs->rip, regs->rax, regs->rflags);
	if (leave)
		regs->rip = leave;
}

/* Nothing of a program that cancels no thread is changed. */
static void prepare(void)
{
	static uint32_t state; /* 1: another thread does it, 2: it is done */
	struct signal_action action = { .handler = (uint64_t)on_signal,
					.flags = ACTION_SIGINFO | ACTION_RESTART };
	uint32_t none = 0;

	if (__atomic_compare_exchange_n(&state, &none, 1, false, __ATOMIC_ACQ_REL,
					__ATOMIC_ACQUIRE)) {
		library_resume = on_return;
		for (int i = 0; i < ALIEN_SIGSET_WORDS; i++)
			action.mask.word[i] = ~0u;
		action_set(SIGTHR, &action);
		__atomic_store_n(&state, 2, __ATOMIC_RELEASE);
	}
	while (__atomic_load_n(&state, __ATOMIC_ACQUIRE) != 2)
		lib_call(NR_sched_yield, 0, 0, 0, 0, 0, 0);
}

int lib_pthread_cancel(struct lib_thread *t)
{
	uint32_t before;

	if (!t || __atomic_load_n(&t->ended, __ATOMIC_ACQUIRE))
		return ESRCH;
	prepare();
	before = __atomic_fetch_or(t->cancel, LIB_CANCEL_WANTED, __ATOMIC_ACQ_REL);
	if (t == lib_self()) {
		if (t->cancel_type == CANCEL_ASYNC)
			lib_pthread_testcancel();
	} else if (!before) {
		lib_call(NR_thr_kill, t->id, SIGTHR, 0, 0, 0, 0);
	}
	return 0;
}

int lib_pthread_setcancelstate(int state, int *old)
{
	struct lib_thread *t = lib_self();
	uint32_t before;

	if (state == CANCEL_DISABLE)
		before = __atomic_fetch_or(t->cancel, LIB_CANCEL_DISABLED, __ATOMIC_ACQ_REL);
	else if (state == CANCEL_ENABLE)
		before = __atomic_fetch_and(t->cancel, ~LIB_CANCEL_DISABLED, __ATOMIC_ACQ_REL);
	else
		return EINVAL;
	if (old)
		*old = before & LIB_CANCEL_DISABLED ? CANCEL_DISABLE : CANCEL_ENABLE;
	if (t->cancel_type == CANCEL_ASYNC)
		lib_pthread_testcancel();
	return 0;
}

int lib_pthread_setcanceltype(int type, int *old)
{
	struct lib_thread *t = lib_self();

	if (type != CANCEL_DEFERRED && type != CANCEL_ASYNC)
		return EINVAL;
	if (old)
		*old = t->cancel_type;
	t->cancel_type = type;
	if (type == CANCEL_ASYNC)
		lib_pthread_testcancel();
	return 0;
}
