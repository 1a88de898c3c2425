/*
 * thr_wake(2) of the calling thread itself: its next interruptible sleep fails with
 * EINTR, whichever call it is in; libthr cancels threads so.  The host has no such
 * flag, and a thin call looks at none of ours.  So a timer signals the thread now
 * and then until one of the signals has found it asleep.
 */
#include <linux/time.h>
#include <signal.h>

#include "shim/host.h"
#include "shim/wake.h"
#include "syscall-map/map.h"

/* Soon at first, since the call is about to be made; then so that a thread that computes feels
 * nothing. */
#define FIRST_NSEC 50000
#define NEXT_NSEC  2000000

/* struct sigevent of the kernel (asm-generic/siginfo.h). */
struct host_sigevent {
	uint64_t value;
	int32_t signo, notify, tid, pad[11];
};
_Static_assert(sizeof(struct host_sigevent) == 64, "struct sigevent");

long wake_next_sleep(struct thread *t)
{
	struct host_sigevent event = { .signo = OWN_SIGNAL, .notify = 4, .tid = t->tid };
	long when[4] = { 0, NEXT_NSEC, 0, FIRST_NSEC };
	long ret;

	/* A vfork child's timer would be its parent's struct thread's. */
	if (t->wakes_next || !t->owns_memory)
		return 0;
	ret = host_call(__NR_timer_create, CLOCK_MONOTONIC, &event, &t->wake_timer);
	if (ret)
		return ret;
	t->wakes_next = true;
	return host_call(__NR_timer_settime, t->wake_timer, 0, when, 0);
}

bool wake_forget(struct thread *t)
{
	if (!t->wakes_next)
		return false;
	t->wakes_next = false;
	host_call(__NR_timer_delete, t->wake_timer);
	return true;
}
