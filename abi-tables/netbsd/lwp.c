/*
 * NetBSD's threads: _lwp_create(2), which takes all registers in a context, _lwp_wait(2),
 * which joins, and _lwp_park(2), where a wakeup that comes before the sleep is kept.
 *
 * A thread that can be waited for has a record, from its birth until it is waited for or
 * detached.  Thread ids are the host's: as NetBSD's since 10 they are never a process's too,
 * but for the first thread's.
 */
#include <limits.h>
#include <linux/futex.h>
#include <time.h>

#include "abi-tables/netbsd/frame.h"
#include "abi-tables/netbsd/lwp.h"
#include "abi-tables/netbsd/netbsd.h"
#include "shim/dispatch.h"
#include "shim/door.h"
#include "shim/host.h"
#include "shim/signal.h"
#include "shim/threads.h"
#include "shim/wake.h"
#include "syscall-map/map.h"
#include "syscall-map/mem.h"

map_fn map_lwp_create, map_lwp_exit, map_lwp_wait, map_lwp_detach, map_lwp_park, map_lwp_park_old,
    map_lwp_unpark, map_lwp_unpark_all, map_lwp_setprivate, map_lwp_getprivate, map_lwp_setname,
    map_lwp_getname, map_lwp_ctl;

struct record {
	struct record *next;
	int tid;
	int process; /* a forked child has none of its parent's threads */
	bool gone;
};

static struct {
	struct lock lock;
	struct record *list, *unused;
	uint32_t ends; /* futex: threads that can be waited for have ended, or are so no more */
} lwps;

#define RECORDS_AT_ONCE 128

static struct record *new_record(void)
{
	struct record *r = lwps.unused;

	if (!r) {
		r = host_alloc(RECORDS_AT_ONCE * sizeof *r);
		for (int i = 0; r && i < RECORDS_AT_ONCE - 1; i++)
			r[i].next = &r[i + 1];
	}
	if (r)
		lwps.unused = r->next;
	return r;
}

/* The place that points to a thread's record; of any that is gone where tid is 0. */
static struct record **find_record(int tid)
{
	struct record **at = &lwps.list;
	int process = this_thread()->pid;

	for (; *at; at = &(*at)->next)
		if ((*at)->process == process && (tid ? (*at)->tid == tid : (*at)->gone))
			break;
	return at;
}

static void free_record(struct record **at)
{
	struct record *r = *at;

	*at = r->next;
	r->next = lwps.unused;
	lwps.unused = r;
}

static void tell_waiters(void)
{
	__atomic_add_fetch(&lwps.ends, 1, __ATOMIC_RELEASE);
	host_call(__NR_futex, &lwps.ends, FUTEX_WAKE_PRIVATE, INT_MAX);
}

/* (context, flags, where the id goes) */
long map_lwp_create(struct call *c)
{
	unsigned long flags = (unsigned long)c->alien[1], id = (unsigned long)c->alien[2];
	struct thread_context context;
	struct thread_start start = { .context = &context, .mask = this_thread()->mask };
	struct record *r = NULL;
	uint64_t tid = 0;
	long ret = netbsd_thread_context((unsigned long)c->alien[0], &context, &start.fs)
		       ?: put_alien_u32(id, 0);

	if (ret)
		return ret;
	if (flags & ~(unsigned long)NETBSD_LWP_DETACHED) {
		hole("_lwp_create: flags", flags);
		return -EINVAL;
	}
	lock_take(&lwps.lock);
	if (!(flags & NETBSD_LWP_DETACHED))
		r = new_record();
	if (!r && !(flags & NETBSD_LWP_DETACHED)) {
		lock_drop(&lwps.lock);
		return -ENOMEM;
	}
	start.child_tid = (uint64_t)&tid;
	start.lwp_id = id;
	ret = thread_start(&start);
	if (r && ret) {
		r->next = lwps.unused;
		lwps.unused = r;
	} else if (r) {
		*r = (struct record){ lwps.list, (int)tid, this_thread()->pid, false };
		lwps.list = r;
	}
	lock_drop(&lwps.lock);
	return ret;
}

long map_lwp_exit(struct call *c)
{
	struct thread *t = this_thread();
	uint64_t all = ~NEVER_BLOCKED;
	struct record **at;

	host_call(__NR_rt_sigprocmask, 0, &all, 0, 8);
	wake_forget(t);
	lock_take(&lwps.lock);
	at = find_record(t->tid);
	if (*at)
		(*at)->gone = true;
	lock_drop(&lwps.lock);
	tell_waiters();
	call_vanishes(c, true);
	leave_alien(t);
}

/*
 * What can be waited for: 1 with `tid` taken, 0 where there is something to wait for,
 * -ESRCH; waiting for oneself, or for any where there is none, is -EDEADLK.
 */
static long take_gone(int *tid)
{
	struct record **at;
	long ret;

	if (*tid == this_thread()->tid)
		return -EDEADLK;
	lock_take(&lwps.lock);
	at = find_record(*tid);
	if (*at && (*at)->gone) {
		*tid = (*at)->tid;
		free_record(at);
		ret = 1;
	} else if (*tid) {
		ret = *at ? 0 : threads_have(*tid) ? -EINVAL : -ESRCH;
	} else {
		ret = -EDEADLK;
		for (struct record *r = lwps.list; r; r = r->next)
			if (r->process == this_thread()->pid && r->tid != this_thread()->tid)
				ret = 0;
	}
	lock_drop(&lwps.lock);
	return ret;
}

/* (id, where the id of the one that has ended goes); id 0: any */
long map_lwp_wait(struct call *c)
{
	int tid = (int)c->alien[0];
	uint32_t seen;
	long ret;

	for (;;) {
		seen = __atomic_load_n(&lwps.ends, __ATOMIC_ACQUIRE);
		ret = take_gone(&tid);
		if (ret)
			break;
		ret = host_sleep(__NR_futex, &lwps.ends, FUTEX_WAIT_PRIVATE, seen, 0);
		if (ret == -EINTR)
			return RESTART;
	}
	if (ret > 0)
		ret = c->alien[1] ? put_alien_u32((unsigned long)c->alien[1], (uint32_t)tid) : 0;
	return ret;
}

/* (id) */
long map_lwp_detach(struct call *c)
{
	struct record **at;
	long ret;

	lock_take(&lwps.lock);
	at = find_record((int)c->alien[0]);
	ret = *at ? 0 : threads_have((int)c->alien[0]) ? -EINVAL : -ESRCH;
	if (*at)
		free_record(at);
	lock_drop(&lwps.lock);
	if (!ret)
		tell_waiters();
	return ret;
}

/*
 * The sleep itself.  An unpark that has come before is EALREADY, and is used up.  A time
 * that is relative is kept in `left` as it runs down.
 */
static long park(uint64_t clock, bool absolute, struct timespec *until)
{
	struct thread *t = this_thread();
	long op = FUTEX_WAIT_BITSET_PRIVATE | (clock == CLOCK_REALTIME ? FUTEX_CLOCK_REALTIME : 0);
	struct timespec now;
	long ret;

	if (__atomic_exchange_n(&t->woken, 0, __ATOMIC_ACQUIRE))
		return -EALREADY;
	if (until && !absolute) {
		host_call(__NR_clock_gettime, clock, &now);
		until->tv_sec += now.tv_sec;
		until->tv_nsec += now.tv_nsec;
		if (until->tv_nsec >= 1000000000) {
			until->tv_nsec -= 1000000000;
			until->tv_sec++;
		}
	}
	for (;;) {
		ret = host_sleep(__NR_futex, &t->woken, op, 0, until, NULL, ~0u);
		if (__atomic_exchange_n(&t->woken, 0, __ATOMIC_ACQUIRE))
			return 0;
		if (ret == -EINTR || ret == -ETIMEDOUT || ret == -EINVAL)
			return ret;
	}
}

/* What is left of a relative time goes back to the program, as far as it is above 0. */
static void tell_left(unsigned long to, uint64_t clock, struct timespec *until)
{
	struct timespec now;

	host_call(__NR_clock_gettime, clock, &now);
	until->tv_sec -= now.tv_sec;
	until->tv_nsec -= now.tv_nsec;
	if (until->tv_nsec < 0) {
		until->tv_nsec += 1000000000;
		until->tv_sec--;
	}
	if (until->tv_sec < 0)
		until->tv_sec = until->tv_nsec = 0;
	layout_to_alien(LAYOUT_timespec, to, until);
}

static long park_until(uint64_t clock, bool absolute, unsigned long when, long unpark)
{
	struct timespec until;
	long ret = 0;

	if (when)
		ret = layout_from_alien(LAYOUT_timespec, &until, when);
	if (!ret && when && (until.tv_nsec < 0 || until.tv_nsec >= 1000000000))
		ret = -EINVAL;
	if (!ret && (int)unpark)
		ret = threads_wake((int)unpark);
	if (ret)
		return ret;
	/* A time that has come already: ts2timo. */
	if (when && (until.tv_sec < 0 || (!until.tv_sec && !until.tv_nsec)))
		return __atomic_exchange_n(&this_thread()->woken, 0, __ATOMIC_ACQUIRE) ? -EALREADY
										       : -ETIMEDOUT;
	ret = park(clock, absolute, when ? &until : NULL);
	if (when && !absolute && ret != -EALREADY)
		tell_left(when, clock, &until);
	return ret;
}

/* ___lwp_park60(2): (clock, flags, time, thread to be unparked first, hints) */
long map_lwp_park(struct call *c)
{
	uint64_t clock, flags;
	long error = xlat_to_host(XLAT_timer, (uint32_t)c->alien[1], &flags)
			 ?: xlat_to_host(XLAT_clock, (uint32_t)c->alien[0], &clock);

	if (!error && clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
		error = -EINVAL;
	if (error)
		return error;
	return park_until(clock, flags, (unsigned long)c->alien[2], c->alien[3]);
}

/* The one before: (absolute time, thread, hints) */
long map_lwp_park_old(struct call *c)
{
	return park_until(CLOCK_REALTIME, true, (unsigned long)c->alien[0], c->alien[1]);
}

/* (id, hint) */
long map_lwp_unpark(struct call *c)
{
	return threads_wake((int)c->alien[0]);
}

/* (ids, count, hint): without ids it is asked how many it takes.  Threads that are gone are passed
 * over. */
long map_lwp_unpark_all(struct call *c)
{
	unsigned long ids = (unsigned long)c->alien[0], count = (unsigned long)c->alien[1];
	uint32_t tid;

	if (!ids)
		return 1024;
	if (!count || count > 1024)
		return -EINVAL;
	for (unsigned long i = 0; i < count; i++) {
		if (get_alien_u32(&tid, ids + i * sizeof tid))
			return -EFAULT;
		threads_wake((int)tid);
	}
	return 0;
}

/* (base) */
long map_lwp_setprivate(struct call *c)
{
	if ((unsigned long)c->alien[0] >= USER_END)
		return -EINVAL;
	__asm__ volatile("wrfsbase %0" ::"r"(c->alien[0]));
	return 0;
}

long map_lwp_getprivate(struct call *c)
{
	long base;

	(void)c;
	__asm__("rdfsbase %0" : "=r"(base));
	return base;
}

/* (id, name); id 0: the caller.  The host keeps 15 bytes of 31. */
long map_lwp_setname(struct call *c)
{
	char name[32];
	int tid = (int)c->alien[0] ? (int)c->alien[0] : this_thread()->tid;
	long ret = string_from_alien(name, (unsigned long)c->alien[1], sizeof name);

	if (ret < 0)
		return ret;
	name[15] = 0;
	return threads_set_name(tid, name);
}

/* (id, name, size) */
long map_lwp_getname(struct call *c)
{
	char name[16];
	int tid = (int)c->alien[0] ? (int)c->alien[0] : this_thread()->tid;
	unsigned long size = (unsigned long)c->alien[2], length = 0;
	long ret = threads_get_name(tid, name);

	if (ret)
		return ret;
	while (name[length])
		length++;
	if (!size)
		return 0;
	if (length >= size)
		length = size - 1;
	name[length] = 0;
	return copy_to_alien((unsigned long)c->alien[1], name, length + 1);
}

/*
 * (features, where the address of struct lwpctl goes).  It says of a thread on which
 * processor it runs, so that a mutex's waiter knows whether to spin; to say that it runs on
 * none is always right, and has waiters park.  So it is one for all.
 */
long map_lwp_ctl(struct call *c)
{
	static const int32_t none[2] = { -1 /* LWPCTL_CPU_NONE */, 0 };
	static struct {
		struct lock lock;
		unsigned long page;
	} room;
	long ret = 0;

	if ((int)c->alien[0] & ~1)
		hole("_lwp_ctl: features", (uint32_t)c->alien[0]);
	if ((int)c->alien[0] & ~3)
		return -ENODEV;
	lock_take(&room.lock);
	if (!room.page) {
		ret = host_call(__NR_mmap, 0, PAGE, 3, 0x22, -1, 0);
		if (!is_error(ret)) {
			room.page = (unsigned long)ret;
			memcpy((void *)room.page, none, sizeof none);
			ret = 0;
		}
	}
	lock_drop(&room.lock);
	return ret ? ret : put_alien_u64((unsigned long)c->alien[1], room.page);
}

/* sys/time.h: CLOCK_PROCESS_CPUTIME_ID and CLOCK_THREAD_CPUTIME_ID, with an id below. */
#define CLOCK_OF_PROCESS 0x40000000u
#define CLOCK_OF_THREAD  0x20000000u
#define CLOCK_ID_MASK    0x1fffffffu

bool netbsd_cpu_clock_id(uint32_t clock, int *id, bool *thread)
{
	*id = (int)(clock & CLOCK_ID_MASK);
	*thread = clock & CLOCK_OF_THREAD;
	return *id && clock & (CLOCK_OF_PROCESS | CLOCK_OF_THREAD);
}

uint32_t netbsd_make_cpu_clock(int id, bool thread)
{
	return (thread ? CLOCK_OF_THREAD : CLOCK_OF_PROCESS) | (uint32_t)id;
}
