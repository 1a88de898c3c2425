/* A futex lock for state that alien threads share, and memory from the kernel. */
#include <linux/futex.h>
#include <sys/mman.h>

#include "syscall-map/map.h"

/*
 * A lock's word: the state, and above it the generation of the process that took
 * it.  What a thread of the parent held when a child was forked is nobody's there.
 */
enum { FREE, TAKEN, CONTENDED, STATE_MASK = 3 };

static uint32_t generation;

void locks_after_fork(void)
{
	generation += STATE_MASK + 1;
}

static bool is_held(uint32_t word)
{
	return (word & STATE_MASK) != FREE && (word & ~STATE_MASK) == generation;
}

static bool exchange(struct lock *l, uint32_t found, uint32_t word)
{
	return __atomic_compare_exchange_n(&l->word, &found, word, 0, __ATOMIC_ACQUIRE,
					   __ATOMIC_RELAXED);
}

void lock_take(struct lock *l)
{
	uint32_t taken = generation | TAKEN, contended = generation | CONTENDED;

	for (;;) {
		uint32_t word = __atomic_load_n(&l->word, __ATOMIC_RELAXED);

		if (!is_held(word)) {
			if (exchange(l, word, taken))
				return;
			continue;
		}
		if (word == contended || exchange(l, word, contended))
			host_call(__NR_futex, &l->word, FUTEX_WAIT_PRIVATE, contended, 0);
		taken = contended; /* others may still wait */
	}
}

void lock_drop(struct lock *l)
{
	uint32_t word = __atomic_exchange_n(&l->word, FREE, __ATOMIC_RELEASE);

	if ((word & STATE_MASK) == CONTENDED)
		host_call(__NR_futex, &l->word, FUTEX_WAKE_PRIVATE, 1);
}

void *host_alloc(size_t size)
{
	long p = host_call(__NR_mmap, 0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			   -1, 0);

	return is_error(p) ? NULL : (void *)p;
}

void host_free(void *p, size_t size)
{
	host_call(__NR_munmap, p, size);
}
