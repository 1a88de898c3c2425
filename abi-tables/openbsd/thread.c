/*
 * OpenBSD's ways to wait for a thread: __thrsleep(2), which waits for an address that
 * stands for an event, and futex(2).  Both return the error as their value; where a
 * handler with SA_RESTART ran, that is ECANCELED.
 */
#include <linux/futex.h>
#include <time.h>

#include "shim/threads.h"
#include "syscall-map/map.h"

map_fn map_thrsleep, map_thrwakeup, map_openbsd_futex, map_getthrid, map_thrkill, map_thrsigdivert;

#define BUCKETS      64
#define NSEC_PER_SEC 1000000000l

/* One that sleeps: on its own host stack, in the bucket of what it waits for. */
struct sleeper {
	struct sleeper *next;
	unsigned long ident;
	uint32_t word; /* 1: woken */
};

static struct bucket {
	struct lock lock;
	int32_t pid; /* whose the sleepers are: a fork's child has none of its parent's */
	struct sleeper *first, **end;
} buckets[BUCKETS];

static struct bucket *bucket_lock(unsigned long ident)
{
	struct bucket *b = &buckets[(ident >> 3 ^ ident >> 12) % BUCKETS];

	lock_take(&b->lock);
	if (b->pid != this_thread()->known_pid || !b->end) {
		b->pid = this_thread()->known_pid;
		b->first = NULL;
		b->end = &b->first;
	}
	return b;
}

static void take_out(struct bucket *b, struct sleeper *s)
{
	for (struct sleeper **p = &b->first; *p; p = &(*p)->next) {
		if (*p != s)
			continue;
		*p = s->next;
		if (b->end == &s->next)
			b->end = p;
		return;
	}
}

/* What a sleep that a signal ended says, as its value. */
static long interruption(void)
{
	return this_thread()->restart ? -ECANCELED : -EINTR;
}

/* The host's futex takes an end by either clock. */
static long read_end(const struct call *c, struct timespec *end, int *flag)
{
	uint64_t clock;
	long error = xlat_to_host(XLAT_clock, (uint32_t)c->alien[1], &clock)
			 ?: layout_from_alien(LAYOUT_timespec, end, (unsigned long)c->alien[2]);

	if (error)
		return error;
	*flag = clock == CLOCK_REALTIME ? FUTEX_CLOCK_REALTIME : 0;
	return end->tv_nsec < 0 || end->tv_nsec >= NSEC_PER_SEC ? -EINVAL : 0;
}

static long sleep_on(const uint32_t *word, const struct timespec *end, int flag)
{
	while (!__atomic_load_n(word, __ATOMIC_ACQUIRE)) {
		long ret = host_sleep(__NR_futex, word, FUTEX_WAIT_BITSET_PRIVATE | flag, 0, end, 0,
				      FUTEX_BITSET_MATCH_ANY);

		if (ret == -EINTR && !this_thread()->interrupted)
			continue;
		if (ret == -EINTR)
			return interruption();
		if (ret == -ETIMEDOUT)
			return -EAGAIN; /* EWOULDBLOCK */
		if (ret && ret != -EAGAIN)
			return ret;
	}
	return 0;
}

/* Queue, let go of the program's lock, and look at its word for the last time: in this order. */
static long thrsleep(const struct call *c, const struct timespec *end, int flag)
{
	struct sleeper s = { .ident = (unsigned long)c->alien[0] };
	struct bucket *b = bucket_lock(s.ident);
	uint32_t abort = 0;
	long ret = 0;

	*b->end = &s;
	b->end = &s.next;
	lock_drop(&b->lock);
	if (c->alien[3])
		ret = put_alien_u32((unsigned long)c->alien[3], 0);
	if (!ret && c->alien[4])
		ret = get_alien_u32(&abort, (unsigned long)c->alien[4]);
	if (!ret && abort)
		ret = -EINTR;
	if (!ret)
		ret = sleep_on(&s.word, end, flag);
	b = bucket_lock(s.ident);
	if (!s.word)
		take_out(b, &s);
	else if (ret)
		ret = 0; /* it was woken for good: that must not be lost */
	lock_drop(&b->lock);
	return ret;
}

/* __thrsleep(ident, clock, end, lock, abort) */
long map_thrsleep(struct call *c)
{
	struct timespec end;
	long error = 0;
	int flag = 0;

	if (!c->alien[0])
		return errno_as_value(-EINVAL);
	if (c->alien[2])
		error = read_end(c, &end, &flag);
	if (error)
		return errno_as_value(error);
	return errno_as_value(thrsleep(c, c->alien[2] ? &end : NULL, flag));
}

/* __thrwakeup(ident, n): 0 is all of them */
long map_thrwakeup(struct call *c)
{
	int most = (int)c->alien[1], woken = 0;
	struct sleeper *next;
	struct bucket *b;

	if (!c->alien[0])
		return errno_as_value(-EINVAL);
	b = bucket_lock((unsigned long)c->alien[0]);
	for (struct sleeper *s = b->first; s && (most <= 0 || woken < most); s = next) {
		next = s->next;
		if (s->ident != (unsigned long)c->alien[0])
			continue;
		take_out(b, s);
		woken++;
		/* Its stack may be gone once the word is set: it has to take this lock first. */
		__atomic_store_n(&s->word, 1, __ATOMIC_RELEASE);
		host_call(__NR_futex, &s->word, FUTEX_WAKE_PRIVATE, 1);
	}
	lock_drop(&b->lock);
	return woken ? 0 : errno_as_value(-ESRCH);
}

static long finish_futex(struct call *c, long ret)
{
	(void)c;
	return errno_as_value(ret == -EINTR && this_thread()->interrupted ? interruption() : ret);
}

/* futex(word, operation, value, time or second value, second word) */
long map_openbsd_futex(struct call *c)
{
	struct timespec *limit = NULL;
	uint64_t op;
	long error;

	if (xlat_to_host(XLAT_futex, (uint32_t)c->alien[1], &op))
		return -ENOSYS;
	c->host_nr = __NR_futex;
	c->host[0] = c->alien[0];
	c->host[1] = (long)op;
	c->host[2] = (uint32_t)c->alien[2];
	c->host[4] = c->alien[4];
	c->host[5] = 0;
	if ((op & FUTEX_CMD_MASK) != FUTEX_WAIT) {
		c->host[3] = c->alien[3];
		return CALL_HOST;
	}
	if (c->alien[3]) {
		limit = call_scratch(c, sizeof *limit);
		error = layout_from_alien(LAYOUT_timespec, limit, (unsigned long)c->alien[3]);
		if (error)
			return errno_as_value(error);
	}
	c->host[3] = (long)limit;
	c->finish = finish_futex;
	return CALL_HOST;
}

long map_getthrid(struct call *c)
{
	(void)c;
	return thread_id_to_alien(this_thread()->tid);
}

/* thrkill(id, signal, control block): id 0 is the caller */
long map_thrkill(struct call *c)
{
	map_fn map_thr_kill;

	c->list[0] = c->alien[0] ? c->alien[0] : thread_id_to_alien(this_thread()->tid);
	c->list[1] = c->alien[1];
	c->alien = c->list;
	return map_thr_kill(c);
}

/* __thrsigdivert(set, info, timeout): sigtimedwait(2) with the set by value. */
long map_thrsigdivert(struct call *c)
{
	map_fn map_sigtimedwait;
	uint32_t *set = call_scratch(c, sizeof *set);

	*set = (uint32_t)c->alien[0];
	c->list[0] = (long)set;
	c->list[1] = c->alien[1];
	c->list[2] = c->alien[2];
	c->alien = c->list;
	return map_sigtimedwait(c);
}
