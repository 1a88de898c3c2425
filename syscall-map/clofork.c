/* Descriptors that are closed in a forked child: see clofork.h. */
#include "syscall-map/clofork.h"
#include "syscall-map/map.h"

#define LIMIT (1 << 20) /* fs.nr_open's default */

static uint64_t marked[LIMIT / 64];
static bool ever; /* only then is anything looked at */

bool clofork_is(long fd)
{
	if (!ever || fd < 0 || fd >= LIMIT)
		return false;
	return __atomic_load_n(&marked[fd / 64], __ATOMIC_RELAXED) >> (fd % 64) & 1;
}

void clofork_set(long fd, bool on)
{
	uint64_t bit = 1ull << (fd % 64);

	if (fd < 0 || fd >= LIMIT || (!on && !ever))
		return;
	if (!on) {
		__atomic_fetch_and(&marked[fd / 64], ~bit, __ATOMIC_RELAXED);
		return;
	}
	ever = true;
	__atomic_fetch_or(&marked[fd / 64], bit, __ATOMIC_RELAXED);
}

/* The first that is marked from `fd` on; LIMIT: none. */
static unsigned next_marked(unsigned fd)
{
	for (; fd < LIMIT; fd = (fd | 63) + 1) {
		uint64_t word = __atomic_load_n(&marked[fd / 64], __ATOMIC_RELAXED) >> (fd % 64);

		if (word)
			return fd + (unsigned)__builtin_ctzll(word);
	}
	return LIMIT;
}

void clofork_closed(unsigned first, unsigned last)
{
	if (!ever || !this_thread()->owns_memory)
		return;
	for (unsigned fd = next_marked(first); fd < LIMIT && fd <= last; fd = next_marked(fd + 1))
		clofork_set(fd, false);
}

void clofork_after_fork(bool own_memory)
{
	if (!ever)
		return;
	for (unsigned fd = next_marked(0); fd < LIMIT; fd = next_marked(fd + 1)) {
		host_call(__NR_close, fd);
		if (own_memory)
			clofork_set(fd, false);
	}
}
