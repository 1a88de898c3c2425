/*
 * sigfastblock(2), which libthr and rtld use for short critical sections.  The word
 * counts in its upper bits how often its owner has blocked; a signal that comes
 * meanwhile is sent to the thread again, with all signals blocked by the host, and
 * the lowest bit of the word set: then the owner calls when it has counted down.
 */
#include "abi-tables/freebsd/fastblock.h"
#include "shim/signal.h"
#include "syscall-map/map.h"
#include "syscall-map/sigfastblock.h"

bool fastblock_holds(const struct thread *t)
{
	uint32_t word;

	return t->fastblock && !get_alien_u32(&word, t->fastblock) &&
	       word & ~(uint32_t)SIGFASTBLOCK_FLAGS;
}

void fastblock_mark(const struct thread *t)
{
	uint32_t word, found;

	if (get_alien_u32(&word, t->fastblock))
		return;
	while (!cas_alien_u32(t->fastblock, word, word | SIGFASTBLOCK_PEND, &found) &&
	       found != word)
		word = found;
}

static long set_word(struct thread *t, unsigned long word)
{
	if (t->fastblock)
		return -EBUSY;
	if (word % sizeof(uint32_t) || !word)
		return word ? -EINVAL : -EFAULT;
	t->fastblock = word;
	return 0;
}

static long unset_word(struct thread *t)
{
	if (!t->fastblock)
		return -EINVAL;
	if (fastblock_holds(t))
		return -EBUSY;
	t->fastblock = 0;
	t->deferred = 1;
	held_update(t);
	return 0;
}

/* The count is down: what was held is delivered on the way out. */
static long unblock(struct thread *t)
{
	uint32_t found;
	long error;

	if (!t->fastblock)
		return -EINVAL;
	error = cas_alien_u32(t->fastblock, SIGFASTBLOCK_PEND, 0, &found);
	if (error)
		return error;
	if (found != SIGFASTBLOCK_PEND && found != 0)
		return -EBUSY;
	t->deferred = 1;
	held_update(t);
	return 0;
}

/* (command, word) */
long map_sigfastblock(struct call *c)
{
	struct thread *t = this_thread();
	uint64_t command;
	long error = xlat_to_host(XLAT_fastblock, (uint32_t)c->alien[0], &command);

	if (error)
		return error;
	switch (command) {
	case FASTBLOCK_SET:
		return set_word(t, (unsigned long)c->alien[1]);
	case FASTBLOCK_UNBLOCK:
		return unblock(t);
	default:
		return unset_word(t);
	}
}
