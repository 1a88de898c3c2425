/* thr_new(2), thr_exit(2), thr_self(2) and kin; sysarch(2)'s base registers. */
#include <asm/prctl.h>
#include <linux/futex.h>

#include "shim/dispatch.h"
#include "shim/door.h"
#include "shim/signal.h"
#include "shim/threads.h"
#include "shim/wake.h"
#include "syscall-map/map.h"
#include "syscall-map/mem.h"
#include "syscall-map/sched.h"
#include "syscall-map/umtx.h"

/* Whether 64 bits can be written there; what is there stays.  The new thread can't take a fault. */
static long check_writable(uint64_t at)
{
	uint32_t found = 0;
	long error = at ? cas_alien_u32(at, 0, 0, &found) : 0;

	return error || !at ? error : cas_alien_u32(at + sizeof found, 0, 0, &found);
}

/* (param, size) */
long map_thr_new(struct call *c)
{
	struct thread_start start;
	struct sched_request priority = { 0, 0 };
	long error;

	if ((int)c->alien[1] < 0 || (size_t)c->alien[1] > abi->layouts[LAYOUT_thread].alien_size)
		return -EINVAL;
	error = layout_from_alien(LAYOUT_thread, &start, (unsigned long)c->alien[0]);
	if (error)
		return error;
	if (start.fs >= USER_END) /* cpu_set_user_tls */
		return -EINVAL;
	error = check_writable(start.child_tid) ?: check_writable(start.parent_tid);
	if (!error && start.rtp)
		error = layout_from_alien(LAYOUT_rtprio, &priority, start.rtp);
	if (error)
		return error;
	start.policy = priority.policy;
	start.priority = priority.priority;
	start.mask = this_thread()->mask;
	return thread_start(&start);
}

/* (state): a long, set to 1 and woken when the thread is gone */
long map_thr_exit(struct call *c)
{
	struct thread *t = this_thread();
	uint64_t all = ~NEVER_BLOCKED;

	host_call(__NR_rt_sigprocmask, 0, &all, 0, 8);
	wake_forget(t);
	umtx_thread_ends(t);
	t->end_word = (unsigned long)c->alien[0];
	call_vanishes(c, true);
	leave_alien(t);
}

/* (id) */
long map_thr_self(struct call *c)
{
	return put_alien_u64((unsigned long)c->alien[0],
			     (uint64_t)thread_id_to_alien(this_thread()->tid));
}

/*
 * Sleep until thr_wake, which may have come before.  (timeout)
 * Without a timeout a signal restarts it, with one it is EINTR (kern_thr.c).
 */
long map_thr_suspend(struct call *c)
{
	struct thread *t = this_thread();
	int64_t timeout[2];
	bool limited = c->alien[0];
	long ret =
	    limited ? copy_from_alien(timeout, (unsigned long)c->alien[0], sizeof timeout) : 0;

	if (ret)
		return ret;
	if (limited && (timeout[0] < 0 || timeout[1] < 0 || timeout[1] >= 1000000000))
		return -EINVAL;
	if (wake_forget(t))
		return 0;
	while (!__atomic_exchange_n(&t->woken, 0, __ATOMIC_ACQUIRE)) {
		ret = host_sleep(__NR_futex, &t->woken, FUTEX_WAIT_PRIVATE, 0,
				 limited ? timeout : NULL);
		if (ret == -EINTR)
			return limited ? -EINTR : RESTART;
		if (ret == -ETIMEDOUT)
			return __atomic_exchange_n(&t->woken, 0, __ATOMIC_ACQUIRE) ? 0 : ret;
	}
	return 0;
}

/* (id) */
long map_thr_wake(struct call *c)
{
	struct thread *t = this_thread();
	int tid = thread_id_to_host(c->alien[0]);

	return tid == t->tid ? wake_next_sleep(t) : threads_wake(tid);
}

/* (id, name).  The host keeps 15 bytes. */
long map_thr_set_name(struct call *c)
{
	char name[16] = "";
	long ret = c->alien[1] ? string_from_alien(name, (unsigned long)c->alien[1], 16) : 0;

	if (ret == -EFAULT)
		return ret;
	name[15] = 0;
	return threads_set_name(thread_id_to_host(c->alien[0]), name);
}

/* sysarch(2): (op, parms).  FS is the alien's own; GS is the host's (DESIGN). */
long map_sysarch(struct call *c)
{
	unsigned long parms = (unsigned long)c->alien[1];
	uint64_t op, base;
	long error = xlat_to_host(XLAT_sysarch, (uint32_t)c->alien[0], &op);

	if (error)
		return error;
	if (op == ARCH_GET_FS) {
		__asm__ volatile("rdfsbase %0" : "=r"(base));
		return put_alien_u64(parms, base);
	}
	error = get_alien_u64(&base, parms);
	if (error)
		return error;
	if (base >> 47)
		return -EINVAL;
	__asm__ volatile("wrfsbase %0" ::"r"(base));
	return 0;
}
