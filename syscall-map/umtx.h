/*
 * _umtx_op: FreeBSD's sleep queues, over the host's futexes.
 *
 * There, the kernel changes an object's words with the object's queue locked, and
 * knows how many sleep on it.  Here, nothing is locked: a futex sleeps only while a
 * word has a given value, so every change that must not be slept through changes
 * that word; and sleepers are counted by the futex call that moves them from a
 * word to itself (waiters()).  Where the count may be out of date a flag that says
 * "there are waiters" is left set rather than cleared: that costs one more call
 * later, and wakes nobody too few.
 *
 * An object is private to the process unless its flags say otherwise, as there.
 */
#ifndef SYSCALL_MAP_UMTX_H
#define SYSCALL_MAP_UMTX_H

#include <stdbool.h>
#include <stdint.h>

struct call;
struct thread;

/* When a sleep ends. */
struct umtx_deadline {
	bool set;
	bool relative; /* as the alien said it; `at` is absolute for futex_until all the same */
	int64_t at[2];
	uint32_t clock; /* the host's: CLOCK_REALTIME or CLOCK_MONOTONIC */
};

/*
 * The timeout of the call: uaddr2 points to it, uaddr1 is its size, 0 for none.
 * 0 or -errno.
 */
long umtx_deadline(struct call *c, struct umtx_deadline *d);
/* The same from its parts.  `clock` is the alien's. */
long umtx_deadline_of(struct umtx_deadline *d, const int64_t time[2], uint32_t clock,
		      bool absolute);

/*
 * Sleep while the word is `value` and until one of `set` is woken.  0: woken or the
 * word has another value; -ETIMEDOUT, -EINTR, -EFAULT.
 */
long futex_until(unsigned long word, uint32_t value, uint32_t set, bool shared,
		 const struct umtx_deadline *d);
/* Wake up to n sleepers of `set`; how many. */
long futex_wake_set(unsigned long word, long n, uint32_t set, bool shared);
/* How many sleep on the word; of every set. */
long futex_waiters(unsigned long word, bool shared);
#define EVERYBODY   0xffffffffu
#define ALL_OF_THEM 0x7fffffffl

/* An interrupted sleep: restarted where there was no timeout, EINTR where there was. */
long restart_or_eintr(long ret, const struct umtx_deadline *d);

/*
 * Set and clear bits of the alien's word in one step; *old (may be NULL) as found.
 * 0 or -EFAULT.
 */
long change_word(unsigned long word, uint32_t set, uint32_t clear, uint32_t *old);

/* Let go of a mutex of the calling thread's.  0 or -errno. */
long umutex_unlock(unsigned long mutex);

/* The thread ends: mutexes on its robust lists get to know it. */
void umtx_thread_ends(struct thread *t);

/* One operation: answers as a map function does. */
typedef long umtx_fn(struct call *c);

#define UMTX(nr, name, function) umtx_fn function;
#include "abi-tables/freebsd/umtx.def"
#undef UMTX

#define OBJ(c)    ((unsigned long)(c)->alien[0])
#define VAL(c)    ((unsigned long)(c)->alien[2])
#define UADDR1(c) ((unsigned long)(c)->alien[3])
#define UADDR2(c) ((unsigned long)(c)->alien[4])

#endif
