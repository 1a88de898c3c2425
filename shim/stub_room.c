/*
 * Room for stubs: arenas of fixed slots, so that a stub's address leads to its
 * record by arithmetic.
 *
 * A slot is written while its page is writable, and executable too where other
 * stubs of the page may be running; nobody runs a slot that is being written.
 */
#include <stddef.h>
#include <sys/mman.h>

#include "shim/host.h"
#include "shim/site.h"

#define PAGE_SIZE  4096ul
#define SLOTS      (STUB_ARENA_SIZE / SITE_STUB_MAX)
#define PAGE_SLOTS (PAGE_SIZE / SITE_STUB_MAX)
#define PAGES      (SLOTS / PAGE_SLOTS)
#define ARENAS_MAX (SITES_MAX / SLOTS)

/* Every byte of an image of some size is in reach of its stubs, and the reverse. */
#define REACH        0x70000000ul
#define LOWEST_ARENA 0x10000ul

struct arena {
	uint64_t base;
	uint32_t taken; /* slots; all before `next` are */
	uint32_t next;
	uint32_t writable; /* a bit for each page */
	uint32_t executable;
	uint32_t site[SLOTS]; /* number of the record + 1 */
};
_Static_assert(PAGES <= 32, "struct arena");

struct stub_doors stub_doors;

static struct arena arenas[ARENAS_MAX];
static unsigned arena_count;

static struct arena *arena_of(uint64_t address)
{
	unsigned n = __atomic_load_n(&arena_count, __ATOMIC_ACQUIRE);

	for (unsigned i = 0; i < n; i++)
		if (address - arenas[i].base < STUB_ARENA_SIZE)
			return &arenas[i];
	return NULL;
}

bool is_stub(uint64_t address)
{
	return arena_of(address) != NULL;
}

bool is_stub_range(uint64_t address, uint64_t size)
{
	unsigned n = __atomic_load_n(&arena_count, __ATOMIC_ACQUIRE);

	for (unsigned i = 0; i < n; i++)
		if (address < arenas[i].base + STUB_ARENA_SIZE && arenas[i].base < address + size)
			return true;
	return false;
}

uint32_t *stub_slot(uint64_t address)
{
	struct arena *a = arena_of(address);

	return a ? &a->site[(address - a->base) / SITE_STUB_MAX] : NULL;
}

void stub_free(uint64_t address)
{
	struct arena *a = arena_of(address);
	uint32_t slot = (uint32_t)((address - a->base) / SITE_STUB_MAX);

	__atomic_store_n(&a->site[slot], 0, __ATOMIC_RELEASE);
	a->taken--;
	if (slot < a->next)
		a->next = slot;
}

/* A mapping of exactly these addresses, if nothing is there. */
static bool claim_arena(uint64_t base)
{
	long at = host_call(__NR_mmap, base, STUB_ARENA_SIZE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (at == (long)base)
		return true;
	if (!is_error(at)) /* Linux < 4.17 takes the address for a hint */
		host_call(__NR_munmap, at, STUB_ARENA_SIZE);
	return false;
}

/* Tries [from, to) from `near` in growing steps. */
static uint64_t find_arena_within(uint64_t near, int64_t from, int64_t to)
{
	int64_t step = STUB_ARENA_SIZE, away = from < 0 ? -1 : 1;
	int64_t middle = near & ~(STUB_ARENA_SIZE - 1);

	for (int64_t at = from, tries = 1; at * away < to * away; at += step * away, tries++) {
		if (middle + at < (int64_t)LOWEST_ARENA)
			return 0;
		if (claim_arena(middle + at))
			return middle + at;
		if (tries % 16 == 0 && step < 1 << 24)
			step *= 2;
	}
	return 0;
}

/*
 * Free addresses in reach, first 1 GiB above: an alien's heap may grow behind its
 * image, and the lowest addresses should fault.  Then nearer.
 */
static uint64_t find_arena(uint64_t near)
{
	static const int64_t far = 1l << 30, close = 1l << 20, reach = REACH - STUB_ARENA_SIZE;
	uint64_t at = find_arena_within(near, far, reach);

	if (!at)
		at = find_arena_within(near, -far, -reach);
	if (!at)
		at = find_arena_within(near, close, far);
	return at ? at : find_arena_within(near, -close, -far);
}

static struct arena *new_arena(uint64_t near)
{
	struct arena *a = &arenas[arena_count];
	uint64_t base;

	if (arena_count == ARENAS_MAX)
		return NULL;
	base = find_arena(near);
	if (base == 0)
		return NULL;
	*a = (struct arena){ .base = base, .writable = (1u << PAGES) - 1 };
	a->taken = a->next = 1; /* the first slot is the doors' */
	*(struct stub_doors *)base = stub_doors;
	__atomic_store_n(&arena_count, arena_count + 1, __ATOMIC_RELEASE);
	return a;
}

static bool in_reach(const struct arena *a, uint64_t near)
{
	return near - a->base < REACH || a->base - near < REACH;
}

static long protect(const struct arena *a, uint32_t page, long prot)
{
	return host_call(__NR_mprotect, a->base + page * PAGE_SIZE, PAGE_SIZE, prot);
}

static bool open_page(struct arena *a, uint32_t page)
{
	if (a->writable & 1u << page)
		return true;
	if (protect(a, page, PROT_READ | PROT_WRITE | PROT_EXEC))
		return false;
	a->writable |= 1u << page;
	return true;
}

unsigned char *stub_reserve(uint64_t near)
{
	struct arena *a = NULL;

	if (!site_store_ready())
		return NULL;
	for (unsigned i = 0; i < arena_count && !a; i++)
		if (arenas[i].taken < SLOTS && in_reach(&arenas[i], near))
			a = &arenas[i];
	if (!a)
		a = new_arena(near);
	if (!a)
		return NULL;
	while (a->next == 0 || a->site[a->next])
		a->next++;
	return open_page(a, a->next / PAGE_SLOTS)
		   ? (unsigned char *)a->base + a->next * SITE_STUB_MAX
		   : NULL;
}

void stub_take(uint64_t address, uint32_t number)
{
	struct arena *a = arena_of(address);
	uint32_t slot = (uint32_t)((address - a->base) / SITE_STUB_MAX);

	__atomic_store_n(&a->site[slot], number, __ATOMIC_RELEASE);
	a->taken++;
	a->executable |= 1u << slot / PAGE_SLOTS;
}

/* Pages that have stubs; of the others none was ever executable. */
static long seal(struct arena *a)
{
	for (uint32_t page = 0; page < PAGES; page++) {
		long ret;

		if (!(a->writable & a->executable & 1u << page))
			continue;
		ret = protect(a, page, PROT_READ | PROT_EXEC);
		if (is_error(ret))
			return ret;
		a->writable &= ~(1u << page);
	}
	return 0;
}

long stub_seal(void)
{
	for (unsigned i = 0; i < arena_count; i++) {
		long ret = seal(&arenas[i]);

		if (is_error(ret))
			return ret;
	}
	return 0;
}
