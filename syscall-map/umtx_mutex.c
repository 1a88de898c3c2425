/*
 * Mutexes of _umtx_op.  Their word holds the owner's id and whether others wait;
 * libthr takes and leaves free ones by itself.
 *
 * Priorities are not lent (UMUTEX_PRIO_INHERIT) nor raised (UMUTEX_PRIO_PROTECT):
 * aliens run at the host's ordinary priority, where that would change nothing.
 */
#include <stddef.h>

#include "abi-tables/freebsd/umtx.h"
#include "syscall-map/map.h"
#include "syscall-map/umtx.h"

#define FIELD(mutex, member) ((mutex) + offsetof(struct umutex, member))

enum mode { TRY, LOCK, WAIT };

static uint32_t own_id(void)
{
	return (uint32_t)thread_id_to_alien(this_thread()->tid);
}

static uint32_t id_in(uint32_t owner)
{
	return owner & ~UMUTEX_CONTESTED;
}

static bool is_dead(uint32_t owner)
{
	return owner == UMUTEX_RB_OWNERDEAD || owner == UMUTEX_RB_NOTRECOV;
}

/* A change of the owner from one value to another: 1 done, 0 it was another, -errno. */
static long change_owner(unsigned long mutex, uint32_t from, uint32_t to)
{
	uint32_t found;
	long error = cas_alien_u32(mutex, from, to, &found);

	return error ? error : found == from;
}

/* Try to take a mutex whose word is `owner`.  1 taken, 0 not, -errno (-EOWNERDEAD: taken). */
static long take(unsigned long mutex, uint32_t owner)
{
	long taken;

	if (owner == UMUTEX_RB_NOTRECOV)
		return -ENOTRECOVERABLE;
	if (owner != UMUTEX_RB_OWNERDEAD && id_in(owner))
		return 0;
	taken = change_owner(mutex, owner, own_id() | (owner & UMUTEX_CONTESTED));
	return taken == 1 && owner == UMUTEX_RB_OWNERDEAD ? -EOWNERDEAD : taken;
}

static long check_flags(unsigned long mutex, uint32_t flags)
{
	uint32_t ceiling;
	long error;

	if (!(flags & UMUTEX_PRIO_PROTECT))
		return 0;
	if (flags & UMUTEX_PRIO_INHERIT)
		return -EINVAL;
	error = get_alien_u32(&ceiling, FIELD(mutex, m_ceilings[0]));
	return error ? error : ceiling > RTP_PRIO_MAX ? -EINVAL : 0;
}

/* One look at the mutex.  1: done, 0: to be waited for while the word is *owner, -errno. */
static long attempt(unsigned long mutex, uint32_t flags, enum mode mode, uint32_t *owner)
{
	long ret = get_alien_u32(owner, mutex);

	if (ret)
		return ret;
	if (mode == WAIT)
		return !id_in(*owner) || is_dead(*owner);
	ret = take(mutex, *owner);
	if (ret == 0 && (flags & UMUTEX_PRIO_INHERIT) && id_in(*owner) == own_id())
		return -EDEADLK;
	return ret;
}

static long lock(unsigned long mutex, enum mode mode, const struct umtx_deadline *d)
{
	uint32_t flags, owner;
	long ret = get_alien_u32(&flags, FIELD(mutex, m_flags)), slept = 0;

	if (!ret)
		ret = check_flags(mutex, flags);
	while (!ret) {
		ret = attempt(mutex, flags, mode, &owner);
		if (ret)
			return ret == 1 ? 0 : ret;
		if (!id_in(owner)) /* it became free meanwhile */
			continue;
		if (mode == TRY)
			return -EBUSY;
		if (slept)
			return slept;
		ret = change_owner(mutex, owner, owner | UMUTEX_CONTESTED);
		if (ret == 1)
			slept = futex_until(mutex, owner | UMUTEX_CONTESTED, EVERYBODY,
					    flags & USYNC_PROCESS_SHARED, d);
		if (ret >= 0)
			ret = 0;
	}
	return ret;
}

long umtx_mutex_trylock(struct call *c)
{
	return lock(OBJ(c), TRY, NULL);
}

/* Without a timeout a lock is taken at last, whatever signals come. */
long umtx_mutex_lock(struct call *c)
{
	struct umtx_deadline d;
	long ret = umtx_deadline(c, &d);

	if (!ret)
		ret = lock(OBJ(c), LOCK, &d);
	return ret == -EINTR && !d.set ? RESTART_CALL : ret;
}

long umtx_mutex_wait(struct call *c)
{
	struct umtx_deadline d;
	long ret = umtx_deadline(c, &d);

	return ret ? ret : restart_or_eintr(lock(OBJ(c), WAIT, &d), &d);
}

/*
 * The mutex was let go of: wake one sleeper if nobody has taken it meanwhile, and
 * see that the word says there are waiters where some will stay.  Where nobody
 * sleeps, the mutex may not even be there any more, and is not touched.
 */
static long wake_next(unsigned long mutex, bool shared)
{
	/* None sleeps where the word is not aligned, and the host would not ask. */
	long n = mutex % sizeof(uint32_t) ? 0 : futex_waiters(mutex, shared);
	uint32_t owner;
	long ret = n < 0 ? n : n ? get_alien_u32(&owner, mutex) : 0;

	if (n <= 0 || ret)
		return ret;
	while (!(owner & UMUTEX_CONTESTED) && (n > 1 || owner != UMUTEX_UNOWNED)) {
		ret = change_owner(mutex, owner, owner | UMUTEX_CONTESTED);
		if (ret == 0)
			ret = get_alien_u32(&owner, mutex);
		else if (ret == 1)
			owner |= UMUTEX_CONTESTED, ret = 0;
		if (ret)
			return ret;
	}
	if (is_dead(owner))
		futex_wake_set(mutex, ALL_OF_THEM, EVERYBODY, shared);
	else if (!id_in(owner))
		futex_wake_set(mutex, 1, EVERYBODY, shared);
	return 0;
}

/* The flags are the value: the mutex may be gone. */
long umtx_mutex_wake2(struct call *c)
{
	return wake_next(OBJ(c), VAL(c) & USYNC_PROCESS_SHARED);
}

long umtx_mutex_wake(struct call *c)
{
	uint32_t flags;
	long error = get_alien_u32(&flags, FIELD(OBJ(c), m_flags));

	return error ? error : wake_next(OBJ(c), flags & USYNC_PROCESS_SHARED);
}

/* What the word of a mutex is when nobody has it.  libthr takes a protected one through us. */
static uint32_t free_word(uint32_t flags, bool owner_died)
{
	if (owner_died)
		return UMUTEX_RB_OWNERDEAD;
	if (flags & UMUTEX_NONCONSISTENT)
		return UMUTEX_RB_NOTRECOV;
	return flags & UMUTEX_PRIO_PROTECT ? UMUTEX_CONTESTED : UMUTEX_UNOWNED;
}

static long release(unsigned long mutex, uint32_t id, bool owner_died)
{
	uint32_t flags, owner;
	long ret = get_alien_u32(&flags, FIELD(mutex, m_flags));

	do {
		if (!ret)
			ret = get_alien_u32(&owner, mutex);
		if (ret < 0)
			return ret;
		if (id_in(owner) != id)
			return -EPERM;
		ret = change_owner(mutex, owner, free_word(flags, owner_died));
	} while (ret == 0);
	if (ret < 0 || (owner == id && !(flags & UMUTEX_PRIO_PROTECT)))
		return ret < 0 ? ret : 0;
	return wake_next(mutex, flags & USYNC_PROCESS_SHARED);
}

long umutex_unlock(unsigned long mutex)
{
	return release(mutex, own_id(), false);
}

long umtx_mutex_unlock(struct call *c)
{
	return umutex_unlock(OBJ(c));
}

/* Take a protected mutex for a moment; 1: the caller has it anyway, 0: taken. */
static long take_for_ceiling(unsigned long mutex)
{
	uint32_t owner;
	long ret = get_alien_u32(&owner, mutex);

	if (!ret && id_in(owner) == own_id())
		return 1;
	return ret ? ret : lock(mutex, LOCK, NULL);
}

/* Mutex, the new ceiling, where the old one goes or NULL. */
long umtx_set_ceiling(struct call *c)
{
	unsigned long mutex = OBJ(c);
	uint32_t flags, old;
	long ret = get_alien_u32(&flags, FIELD(mutex, m_flags)), mine;

	if (ret)
		return ret;
	if (!(flags & UMUTEX_PRIO_PROTECT) || VAL(c) > RTP_PRIO_MAX)
		return -EINVAL;
	mine = take_for_ceiling(mutex);
	if (mine < 0)
		return mine == -EINTR ? RESTART_CALL : mine;
	ret = get_alien_u32(&old, FIELD(mutex, m_ceilings[0]));
	if (!ret)
		ret = put_alien_u32(FIELD(mutex, m_ceilings[0]), (uint32_t)VAL(c));
	if (!mine)
		umutex_unlock(mutex);
	if (!ret && UADDR1(c))
		ret = put_alien_u32(UADDR1(c), old);
	return ret;
}

/* Where the thread keeps its lists of robust mutexes, and the one it is just at. */
long umtx_robust_lists(struct call *c)
{
	struct umtx_robust_lists_params p = { 0 };
	struct thread *t = this_thread();
	long error;

	if (VAL(c) > sizeof p)
		return -EINVAL;
	error = copy_from_alien(&p, UADDR1(c), VAL(c));
	if (error)
		return error;
	t->robust[0] = p.robust_list_offset;
	t->robust[1] = p.robust_priv_list_offset;
	t->robust[2] = p.robust_inact_offset;
	return 0;
}

#define ROBUST_MAX 1000 /* kern.ipc.umtx_max_robust */

/* A robust mutex of the thread's: its next owner is told.  The next of the list, 0 at its end. */
static uint64_t give_up(unsigned long mutex, uint32_t id)
{
	struct umutex m;

	if (copy_from_alien(&m, mutex, sizeof m) || !(m.m_flags & UMUTEX_ROBUST))
		return 0;
	if (id_in(m.m_owner) == id)
		release(mutex, id, true);
	return m.m_rb_lnk;
}

void umtx_thread_ends(struct thread *t)
{
	uint64_t mutex;

	for (int list = 0; list < 2; list++) {
		if (!t->robust[list] || get_alien_u64(&mutex, t->robust[list]))
			continue;
		for (int i = 0; mutex && i < ROBUST_MAX; i++)
			mutex = give_up(mutex, (uint32_t)thread_id_to_alien(t->tid));
	}
	if (t->robust[2] && !get_alien_u64(&mutex, t->robust[2]) && mutex)
		give_up(mutex, (uint32_t)thread_id_to_alien(t->tid));
	memset(t->robust, 0, sizeof t->robust);
}
