/* Condition variables and semaphores of _umtx_op. */
#include <stddef.h>
#include <time.h>

#include "abi-tables/freebsd/umtx.h"
#include "syscall-map/map.h"
#include "syscall-map/umtx.h"

#define FIELD(obj, type, member) ((obj) + offsetof(struct type, member))

/*
 * A condition variable's own word only says whether anybody waits.  What is slept
 * on is its spare word, which counts signals: a waiter reads it, says that it
 * waits, lets go of the mutex, and sleeps while the count is what it read.
 */
#define SEQUENCE(cond) FIELD(cond, ucond, c_spare[0])

static long cond_deadline(struct call *c, struct umtx_deadline *d)
{
	uint32_t clock = 0; /* CLOCK_REALTIME */
	int64_t time[2];
	long error = 0;

	memset(d, 0, sizeof *d);
	if (VAL(c) & CVWAIT_CLOCKID)
		error = get_alien_u32(&clock, FIELD(OBJ(c), ucond, c_clockid));
	if (error || !UADDR2(c))
		return error;
	error = copy_from_alien(time, UADDR2(c), sizeof time);
	return error ? error : umtx_deadline_of(d, time, clock, VAL(c) & CVWAIT_ABSTIME);
}

/* Condition, flags, mutex, time.  Returns with the mutex free, as there. */
long umtx_cv_wait(struct call *c)
{
	struct umtx_deadline d;
	uint32_t flags, sequence;
	long error = get_alien_u32(&flags, FIELD(OBJ(c), ucond, c_flags));

	if (!error)
		error = cond_deadline(c, &d);
	if (!error)
		error = get_alien_u32(&sequence, SEQUENCE(OBJ(c)));
	if (!error)
		error = put_alien_u32(FIELD(OBJ(c), ucond, c_has_waiters), 1);
	if (!error)
		error = umutex_unlock(UADDR1(c));
	if (error)
		return error;
	return futex_until(SEQUENCE(OBJ(c)), sequence, EVERYBODY, flags & USYNC_PROCESS_SHARED, &d);
}

/*
 * Wake one, or all.  The flag is cleared before the count moves: who reads the new
 * count says again that it waits, and who read the old one is woken or does not
 * sleep.  Where it is cleared, all are woken, as one may have come since they were
 * counted.
 */
static long cond_wake(unsigned long cond, bool all)
{
	uint32_t flags, sequence;
	long error = get_alien_u32(&flags, FIELD(cond, ucond, c_flags));
	bool shared = flags & USYNC_PROCESS_SHARED;

	if (!error && (all || futex_waiters(SEQUENCE(cond), shared) <= 1)) {
		all = true;
		error = put_alien_u32(FIELD(cond, ucond, c_has_waiters), 0);
	}
	if (!error)
		error = xadd_alien_u32(SEQUENCE(cond), 1, &sequence);
	if (!error)
		futex_wake_set(SEQUENCE(cond), all ? ALL_OF_THEM : 1, EVERYBODY, shared);
	return error;
}

long umtx_cv_signal(struct call *c)
{
	return cond_wake(OBJ(c), false);
}

long umtx_cv_broadcast(struct call *c)
{
	return cond_wake(OBJ(c), true);
}

/* A semaphore's sleep goes on after a signal unless its timeout is relative. */
static long sem_result(long ret, const struct umtx_deadline *d)
{
	return ret == -EINTR && !(d->set && d->relative) ? RESTART : ret;
}

/* FreeBSD 9's semaphore.  Its flag is never cleared: that somebody waits can't be told in time. */
long umtx_sem_wait(struct call *c)
{
	struct umtx_deadline d;
	uint32_t flags;
	long error = umtx_deadline(c, &d);

	if (!error)
		error = get_alien_u32(&flags, FIELD(OBJ(c), usem, _flags));
	if (!error)
		error = put_alien_u32(FIELD(OBJ(c), usem, _has_waiters), 1);
	if (error)
		return error;
	return sem_result(futex_until(FIELD(OBJ(c), usem, _count), 0, EVERYBODY,
				      flags & USYNC_PROCESS_SHARED, &d),
			  &d);
}

long umtx_sem_wake(struct call *c)
{
	uint32_t flags;
	long error = get_alien_u32(&flags, FIELD(OBJ(c), usem, _flags));

	if (!error)
		futex_wake_set(FIELD(OBJ(c), usem, _count), 1, EVERYBODY,
			       flags & USYNC_PROCESS_SHARED);
	return error;
}

/* What is left of a relative timeout, behind the timeout itself where there is room for it. */
static long tell_rest(struct call *c, const struct umtx_deadline *d)
{
	int64_t now[2], rest[2];
	size_t size = sizeof(struct freebsd_umtx_time);

	if (!d->set || !d->relative || UADDR1(c) < size + sizeof rest)
		return 0;
	host_call(__NR_clock_gettime, CLOCK_MONOTONIC, now);
	rest[0] = d->at[0] - now[0];
	rest[1] = d->at[1] - now[1];
	if (rest[1] < 0) {
		rest[0]--;
		rest[1] += 1000000000;
	}
	if (rest[0] < 0)
		rest[0] = rest[1] = 0;
	return copy_to_alien(UADDR2(c) + size, rest, sizeof rest);
}

/* Say in the count that somebody waits; 1: there is something to take, 0: sleep, -errno. */
static long sem2_announce(unsigned long sem)
{
	uint32_t count, found;
	long error = get_alien_u32(&count, FIELD(sem, usem2, _count));

	while (!error) {
		if (count & USEM_MAX_COUNT)
			return 1;
		if (count == USEM_HAS_WAITERS)
			return 0;
		error = cas_alien_u32(FIELD(sem, usem2, _count), count, USEM_HAS_WAITERS, &found);
		if (!error && found == count)
			return 0;
		count = found;
	}
	return error;
}

long umtx_sem2_wait(struct call *c)
{
	struct umtx_deadline d;
	uint32_t flags;
	long ret = umtx_deadline(c, &d);

	if (!ret)
		ret = get_alien_u32(&flags, FIELD(OBJ(c), usem2, _flags));
	if (!ret)
		ret = sem2_announce(OBJ(c));
	if (ret)
		return ret == 1 ? 0 : ret;
	ret = sem_result(futex_until(FIELD(OBJ(c), usem2, _count), USEM_HAS_WAITERS, EVERYBODY,
				     flags & USYNC_PROCESS_SHARED, &d),
			 &d);
	if (ret == -EINTR && tell_rest(c, &d))
		return -EFAULT;
	return ret;
}

/* The flag goes with the last sleeper; as one may have come since, all are woken then. */
long umtx_sem2_wake(struct call *c)
{
	unsigned long word = FIELD(OBJ(c), usem2, _count);
	uint32_t flags;
	long error = get_alien_u32(&flags, FIELD(OBJ(c), usem2, _flags));
	bool shared = flags & USYNC_PROCESS_SHARED;
	long n = error ? error : futex_waiters(word, shared);

	if (n < 0)
		return n;
	if (n <= 1)
		error = change_word(word, 0, USEM_HAS_WAITERS, NULL);
	if (!error)
		futex_wake_set(word, n <= 1 ? ALL_OF_THEM : 1, EVERYBODY, shared);
	return error;
}
