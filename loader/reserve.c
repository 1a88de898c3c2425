#include "loader/loading.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/random.h>

/*
 * Where an image that can go anywhere goes: away from where the host puts its own
 * mappings, so that there is room for stubs and the break on all sides.
 */
#define PIE_LOW   0x1000000000UL
#define PIE_STEP  (1UL << 21)
#define PIE_STEPS (1UL << 20)

int refuse(const struct loading *l, int error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(l->problem, l->problem_size, format, args);
	va_end(args);
	return error;
}

static void *reserve_at(uint64_t address, uint64_t size)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
	void *p;

	if (address)
		flags |= MAP_FIXED_NOREPLACE;
	p = mmap((void *)address, size, PROT_NONE, flags, -1, 0);
	if (p == MAP_FAILED)
		return NULL;
	/* Linux before 4.17 takes the flag for a mere hint. */
	if (address && (uint64_t)p != address) {
		munmap(p, size);
		errno = EEXIST;
		return NULL;
	}
	return p;
}

static int reserve_fixed(const struct loading *l)
{
	uint64_t size = l->plan->high - l->plan->low;

	if (l->plan->low == 0)
		return refuse(l, -EINVAL, "wants page 0, which Linux keeps free");
	if (reserve_at(l->plan->low, size))
		return 0;
	if (errno == EEXIST)
		return refuse(l, -EEXIST, "wants addresses %#lx to %#lx, where abirun itself is",
			      l->plan->low, l->plan->high);
	if (errno == EPERM || errno == EACCES)
		return refuse(l, -EPERM, "wants address %#lx, below what vm.mmap_min_addr allows",
			      l->plan->low);
	return refuse(l, -errno, "no room for its %lu MiB: %s", size >> 20, strerror(errno));
}

static uint64_t random_step(void)
{
	uint64_t n = 0;
	int persona = personality(0xffffffff);

	if (persona >= 0 && (persona & ADDR_NO_RANDOMIZE))
		return 0;
	if (getrandom(&n, sizeof n, GRND_NONBLOCK) < 0)
		return 0;
	return n % PIE_STEPS;
}

/* Reserve anywhere, with the base a multiple of the plan's alignment. */
static int reserve_anywhere(struct loading *l)
{
	uint64_t align = l->plan->align;
	uint64_t size = l->plan->high - l->plan->low;
	uint64_t base = PIE_LOW + random_step() * PIE_STEP;
	uint64_t raw;

	base = (base + align - 1) & ~(align - 1);
	if (reserve_at(base + l->plan->low, size)) {
		l->base = base;
		return 0;
	}
	raw = (uint64_t)reserve_at(0, size + align);
	if (!raw)
		return refuse(l, -errno, "no room for its %lu MiB: %s", size >> 20,
			      strerror(errno));
	base = (raw - l->plan->low + align - 1) & ~(align - 1);
	if (base + l->plan->low > raw)
		munmap((void *)raw, base + l->plan->low - raw);
	munmap((void *)(base + l->plan->high), raw + size + align - (base + l->plan->high));
	l->base = base;
	return 0;
}

int reserve_span(struct loading *l)
{
	return l->plan->fixed ? reserve_fixed(l) : reserve_anywhere(l);
}
