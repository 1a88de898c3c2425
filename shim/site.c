/*
 * Sites and stubs: arenas of fixed slots, so that a stub's address leads to its
 * record by arithmetic; and an open hash from the alien's addresses.
 *
 * One writer (the patcher, under its lock), any number of readers, also in signal
 * handlers: a record is complete before the index to it is stored.
 */
#include "shim/site.h"

#include <errno.h>
#include <stddef.h>
#include <sys/mman.h>

#include "shim/alien_mem.h"
#include "shim/host.h"

#define PAGE_SIZE  4096ul
#define SLOTS      (STUB_ARENA_SIZE / SITE_STUB_MAX)
#define PAGE_SLOTS (PAGE_SIZE / SITE_STUB_MAX)
#define ARENAS_MAX 512
#define SITES_MAX  (ARENAS_MAX * SLOTS)
#define HASH_SIZE  (8 * SITES_MAX)

/* Every byte of an image of some size is in reach of its stubs, and the reverse. */
#define REACH        0x70000000ul
#define LOWEST_ARENA 0x10000ul

struct arena {
	uint64_t base;
	uint32_t next;        /* first free slot */
	uint32_t sealed;      /* slots before are executable */
	uint32_t site[SLOTS]; /* number of the record + 1 */
};

/* Reserved at the first stub; the kernel gives pages as they are touched. */
struct store {
	struct site sites[SITES_MAX];
	uint32_t hash[HASH_SIZE]; /* number of the record + 1 */
};

struct stub_doors stub_doors;

static struct arena arenas[ARENAS_MAX];
static unsigned arena_count;
static struct arena *current; /* of the room reserved last */
static struct store *store;
static unsigned count;

static uint32_t load(const uint32_t *p)
{
	return __atomic_load_n(p, __ATOMIC_ACQUIRE);
}

static void copy(void *to, const void *from, size_t n)
{
	__asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(n)::"memory");
}

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

const struct site *site_of_stub(uint64_t address)
{
	struct arena *a = arena_of(address);
	uint32_t number;

	if (!a)
		return NULL;
	number = load(&a->site[(address - a->base) / SITE_STUB_MAX]);
	return number ? &store->sites[number - 1] : NULL;
}

/* What an address may mean. */
enum key {
	KEY_SITE,
	KEY_RESUME,
	KEY_MOVED /* a displaced instruction */
};

static const struct move *move_of(const struct site *s, uint64_t address)
{
	for (unsigned i = 0; i < s->move_count; i++)
		if (s->moves[i].alien == address)
			return &s->moves[i];
	return NULL;
}

static bool has_key(const struct site *s, enum key key, uint64_t address)
{
	switch (key) {
	case KEY_SITE:
		return s->address == address;
	case KEY_RESUME:
		return s->resume == address;
	default:
		return move_of(s, address) != NULL;
	}
}

/*
 * Where the number of the record is, or will be.  Neighbours in code are neighbours
 * here: sites stand together, in a few functions, and a start-up pays for each page
 * that it touches more than for a longer search.
 */
static uint32_t *hash_slot(enum key key, uint64_t address)
{
	for (uint64_t i = address / 2;; i++) {
		uint32_t *slot = &store->hash[i % HASH_SIZE];
		uint32_t number = load(slot);

		if (number == 0 || has_key(&store->sites[number - 1], key, address))
			return slot;
	}
}

static const struct site *find(enum key key, uint64_t address)
{
	uint32_t number;

	if (site_count() == 0)
		return NULL;
	number = load(hash_slot(key, address));
	return number ? &store->sites[number - 1] : NULL;
}

const struct site *site_at(uint64_t address)
{
	return find(KEY_SITE, address);
}

const struct site *site_of_resume(uint64_t resume)
{
	return find(KEY_RESUME, resume);
}

bool site_is_intact(const struct site *s)
{
	uint8_t bytes[5] = { 0 };
	int32_t rel = 0;

	if (s->technique == PATCH_NET || s->technique == PATCH_HOLE ||
	    copy_from_alien(bytes, s->patch, sizeof bytes))
		return false;
	copy(&rel, bytes + 1, sizeof rel);
	return bytes[0] == 0xe9 && s->patch + sizeof bytes + rel == s->stub;
}

uint64_t site_runnable(uint64_t address)
{
	const struct site *s = site_at(address);

	if (s)
		return s->call;
	s = find(KEY_MOVED, address);
	return s && site_is_intact(s) ? move_of(s, address)->stub : address;
}

unsigned site_count(void)
{
	return __atomic_load_n(&count, __ATOMIC_ACQUIRE);
}

const struct site *site_nth(unsigned n)
{
	return n < site_count() ? &store->sites[n] : NULL;
}

static long map(uint64_t address, size_t size, int flags)
{
	return host_call(__NR_mmap, address, size, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
}

static bool set_up(void)
{
	long at;

	if (store)
		return true;
	at = map(0, sizeof *store, MAP_NORESERVE);
	if (is_error(at))
		return false;
	__atomic_store_n(&store, (struct store *)at, __ATOMIC_RELEASE);
	return true;
}

/* A mapping of exactly these addresses, if nothing is there. */
static bool claim_arena(uint64_t base)
{
	long at = map(base, STUB_ARENA_SIZE, MAP_FIXED_NOREPLACE);

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
	a->base = base;
	a->sealed = 0;
	a->next = 1; /* the first slot is the doors' */
	*(struct stub_doors *)base = stub_doors;
	__atomic_store_n(&arena_count, arena_count + 1, __ATOMIC_RELEASE);
	return a;
}

static bool in_reach(const struct arena *a, uint64_t near)
{
	return near - a->base < REACH || a->base - near < REACH;
}

unsigned char *stub_reserve(uint64_t near)
{
	struct arena *a = NULL;

	if (!set_up())
		return NULL;
	for (unsigned i = 0; i < arena_count && !a; i++)
		if (arenas[i].next < SLOTS && in_reach(&arenas[i], near))
			a = &arenas[i];
	if (!a)
		a = new_arena(near);
	current = a;
	return a ? (unsigned char *)a->base + a->next * SITE_STUB_MAX : NULL;
}

/* A later record of the same address takes the place of the earlier one. */
static void publish(enum key key, uint64_t address)
{
	__atomic_store_n(hash_slot(key, address), count + 1, __ATOMIC_RELEASE);
}

long stub_commit(const struct site *s)
{
	if (count == SITES_MAX)
		return -ENOMEM;
	copy(&store->sites[count], s, sizeof *s);
	__atomic_store_n(&current->site[current->next], count + 1, __ATOMIC_RELEASE);
	publish(KEY_SITE, s->address);
	publish(KEY_RESUME, s->resume);
	for (unsigned i = 0; i < s->move_count; i++)
		publish(KEY_MOVED, s->moves[i].alien);
	__atomic_store_n(&count, count + 1, __ATOMIC_RELEASE);
	current->next++;
	return 0;
}

/* New stubs start on a new page, for this one may be running. */
static long seal(struct arena *a)
{
	uint32_t end = (a->next + PAGE_SLOTS - 1) / PAGE_SLOTS * PAGE_SLOTS;
	long ret;

	if (a->next == a->sealed)
		return 0;
	ret = host_call(__NR_mprotect, a->base + a->sealed * SITE_STUB_MAX,
			(end - a->sealed) * SITE_STUB_MAX, PROT_READ | PROT_EXEC);
	if (is_error(ret))
		return ret;
	a->sealed = a->next = end;
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
