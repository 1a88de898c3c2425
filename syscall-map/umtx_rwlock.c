/*
 * Read-write locks of _umtx_op.  Their word holds the count of readers, whether a
 * writer has the lock, and whether readers and writers wait; both sleep on it.
 */
#include <stddef.h>

#include "abi-tables/freebsd/umtx.h"
#include "syscall-map/map.h"
#include "syscall-map/umtx.h"

#define FIELD(lock, member) ((lock) + offsetof(struct urwlock, member))

/* Those who sleep on the word, apart. */
#define READERS 1u
#define WRITERS 2u

/* One of the two ways to want the lock. */
struct want {
	unsigned long lock;
	uint32_t set;        /* READERS, WRITERS */
	uint32_t blocked;    /* bits that it must not have: of others' */
	uint32_t readers;    /* nor readers: URWLOCK_MAX_READERS or 0 */
	uint32_t waiting;    /* the bit that says somebody waits like this */
	unsigned long count; /* how many do, a word of the lock */
	bool shared;
};

static bool must_wait(const struct want *w, uint32_t state)
{
	return state & (w->blocked | w->readers);
}

static long change_state(unsigned long lock, uint32_t from, uint32_t to)
{
	uint32_t found;
	long error = cas_alien_u32(lock, from, to, &found);

	return error ? error : found == from;
}

/* Take the lock if it is to be had.  1: taken, 0: it has to be waited for, in *state. */
static long take(const struct want *w, uint32_t *state)
{
	for (;;) {
		long ret = get_alien_u32(state, w->lock);

		if (ret)
			return ret;
		if (must_wait(w, *state))
			return 0;
		if (w->set == READERS && (*state & URWLOCK_MAX_READERS) == URWLOCK_MAX_READERS)
			return -EAGAIN;
		ret = change_state(w->lock, *state,
				   w->set == READERS ? *state + 1 : *state | URWLOCK_WRITE_OWNER);
		if (ret)
			return ret;
	}
}

/*
 * The last of those who waited takes their bit away.  Who came since may have seen
 * it set and gone to sleep: then it is set again, and they are woken if the lock
 * became free meanwhile without anybody being told.
 */
static long stop_waiting(const struct want *w)
{
	uint32_t count, state;
	long error = xadd_alien_u32(w->count, (uint32_t)-1, &count);

	if (error || count != 1)
		return error;
	error = change_word(w->lock, 0, w->waiting, NULL);
	if (!error)
		error = get_alien_u32(&count, w->count);
	if (error || !count)
		return error;
	error = change_word(w->lock, w->waiting, 0, &state);
	if (!error && !must_wait(w, state))
		futex_wake_set(w->lock, w->set == READERS ? ALL_OF_THEM : 1, w->set, w->shared);
	return error;
}

/* Say that one waits, and sleep while the state stays as it is. */
static long wait_for(const struct want *w, uint32_t state, const struct umtx_deadline *d,
		     long *slept)
{
	long ret = state & w->waiting ? 1 : change_state(w->lock, state, state | w->waiting);

	if (ret != 1)
		return ret;
	ret = xadd_alien_u32(w->count, 1, &(uint32_t){ 0 });
	if (ret)
		return ret;
	*slept = futex_until(w->lock, state | w->waiting, w->set, w->shared, d);
	return stop_waiting(w);
}

/* A writer that gives up may have been what readers waited for. */
static void gave_up(const struct want *w, uint32_t state)
{
	uint32_t readers;

	if (w->set == WRITERS && !(state & (URWLOCK_WRITE_OWNER | URWLOCK_WRITE_WAITERS)) &&
	    !get_alien_u32(&readers, FIELD(w->lock, rw_blocked_readers)) && readers)
		futex_wake_set(w->lock, ALL_OF_THEM, READERS, w->shared);
}

static long lock(const struct want *w, const struct umtx_deadline *d)
{
	long slept = 0;

	for (;;) {
		uint32_t state;
		long ret = take(w, &state);

		if (ret)
			return ret == 1 ? 0 : ret;
		if (slept) {
			gave_up(w, state);
			return slept;
		}
		ret = wait_for(w, state, d, &slept);
		if (ret)
			return ret;
	}
}

/* Lock, flags of the caller's, timeout. */
long umtx_rw_rdlock(struct call *c)
{
	struct umtx_deadline d;
	uint32_t flags;
	long error = get_alien_u32(&flags, FIELD(OBJ(c), rw_flags));
	struct want w = {
		.lock = OBJ(c),
		.set = READERS,
		.blocked = URWLOCK_WRITE_OWNER,
		.waiting = URWLOCK_READ_WAITERS,
		.count = FIELD(OBJ(c), rw_blocked_readers),
	};

	if (!error)
		error = umtx_deadline(c, &d);
	if (error)
		return error;
	w.shared = flags & USYNC_PROCESS_SHARED;
	if (!((flags | VAL(c)) & URWLOCK_PREFER_READER))
		w.blocked |= URWLOCK_WRITE_WAITERS;
	return lock(&w, &d);
}

long umtx_rw_wrlock(struct call *c)
{
	struct umtx_deadline d;
	uint32_t flags;
	long error = get_alien_u32(&flags, FIELD(OBJ(c), rw_flags));
	struct want w = {
		.lock = OBJ(c),
		.set = WRITERS,
		.blocked = URWLOCK_WRITE_OWNER,
		.readers = URWLOCK_MAX_READERS,
		.waiting = URWLOCK_WRITE_WAITERS,
		.count = FIELD(OBJ(c), rw_blocked_writers),
	};

	if (!error)
		error = umtx_deadline(c, &d);
	if (error)
		return error;
	w.shared = flags & USYNC_PROCESS_SHARED;
	return lock(&w, &d);
}

long umtx_rw_unlock(struct call *c)
{
	uint32_t flags, state, to;
	long ret = get_alien_u32(&flags, FIELD(OBJ(c), rw_flags));
	bool shared = flags & USYNC_PROCESS_SHARED, readers_first = flags & URWLOCK_PREFER_READER;

	do {
		if (!ret)
			ret = get_alien_u32(&state, OBJ(c));
		if (ret)
			return ret;
		if (!(state & (URWLOCK_WRITE_OWNER | URWLOCK_MAX_READERS)))
			return -EPERM;
		to = state & URWLOCK_WRITE_OWNER ? state & ~URWLOCK_WRITE_OWNER : state - 1;
		ret = change_state(OBJ(c), state, to);
	} while (ret == 0);
	if (ret < 0)
		return ret;
	if ((state & URWLOCK_READ_WAITERS) && (readers_first || !(state & URWLOCK_WRITE_WAITERS)))
		futex_wake_set(OBJ(c), ALL_OF_THEM, READERS, shared);
	else if (state & URWLOCK_WRITE_WAITERS)
		futex_wake_set(OBJ(c), 1, WRITERS, shared);
	return 0;
}
