/*
 * Sites: their records, and an open hash from the alien's addresses to them.
 *
 * One writer (the patcher, under its lock), any number of readers, also in signal
 * handlers: a record is complete before the index to it is stored, and nobody asks
 * for a record that is forgotten (shim/site_sweep.c).
 */
#include "shim/site.h"

#include <errno.h>
#include <stddef.h>
#include <sys/mman.h>

#include "shim/alien_mem.h"
#include "shim/host.h"
#include "syscall-map/map.h"

#define HASH_SIZE (8 * SITES_MAX)
#define GONE      UINT32_MAX /* in the hash: what was here is forgotten, look on */

/* Reserved at the first stub; the kernel gives pages as they are touched. */
struct store {
	struct site sites[SITES_MAX];
	uint32_t hash[HASH_SIZE]; /* number of the record + 1 */
};

static struct store *store;
static unsigned count;
static uint32_t forgotten; /* number + 1 of the first record that may be used again... */
static unsigned forgotten_count;

static uint32_t load(const uint32_t *p)
{
	return __atomic_load_n(p, __ATOMIC_ACQUIRE);
}

const struct site *site_of_stub(uint64_t address)
{
	const uint32_t *slot = stub_slot(address);
	uint32_t number = slot ? load(slot) : 0;

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
 * Where to look first.  Neighbours in code are neighbours here: sites stand
 * together, in a few functions, and a start-up pays for each page that it touches
 * more than for a longer search.
 */
static uint64_t first_slot(uint64_t address)
{
	return address / 2;
}

static uint32_t *slot_at(uint64_t i)
{
	return &store->hash[i % HASH_SIZE];
}

static const struct site *find(enum key key, uint64_t address)
{
	if (site_count() == 0)
		return NULL;
	for (uint64_t i = first_slot(address);; i++) {
		uint32_t number = load(slot_at(i));

		if (number == 0)
			return NULL;
		if (number != GONE && has_key(&store->sites[number - 1], key, address))
			return &store->sites[number - 1];
	}
}

/* A later record of the same address takes the place of the earlier one. */
static void publish(enum key key, uint64_t address, uint32_t number)
{
	uint32_t *free = NULL, *slot;

	for (uint64_t i = first_slot(address);; i++) {
		uint32_t found = load(slot = slot_at(i));

		if (found == GONE && !free)
			free = slot;
		if (found == 0 ||
		    (found != GONE && has_key(&store->sites[found - 1], key, address)))
			break;
	}
	if (*slot == 0 && free)
		slot = free;
	__atomic_store_n(slot, number, __ATOMIC_RELEASE);
}

static void publish_all(const struct site *s, uint32_t number)
{
	publish(KEY_SITE, s->address, number);
	publish(KEY_RESUME, s->resume, number);
	for (unsigned i = 0; i < s->move_count; i++)
		publish(KEY_MOVED, s->moves[i].alien, number);
}

void site_publish_again(const struct site *s)
{
	uint32_t number = (uint32_t)(s - store->sites) + 1;

	if (!find(KEY_SITE, s->address))
		publish(KEY_SITE, s->address, number);
	if (!find(KEY_RESUME, s->resume))
		publish(KEY_RESUME, s->resume, number);
	for (unsigned i = 0; i < s->move_count; i++)
		if (!find(KEY_MOVED, s->moves[i].alien))
			publish(KEY_MOVED, s->moves[i].alien, number);
}

/* What ends a search anyway need not be looked past. */
static void shorten(uint64_t i)
{
	while (load(slot_at(i)) == GONE && load(slot_at(i + 1)) == 0)
		__atomic_store_n(slot_at(i--), 0, __ATOMIC_RELEASE);
}

static void retract(uint64_t address, uint32_t number)
{
	uint64_t end = first_slot(address);

	for (; load(slot_at(end)); end++)
		if (load(slot_at(end)) == number)
			__atomic_store_n(slot_at(end), GONE, __ATOMIC_RELEASE);
	shorten(end - 1);
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
	memcpy(&rel, bytes + 1, sizeof rel);
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
	return n < site_count() && store->sites[n].stub ? &store->sites[n] : NULL;
}

unsigned site_live_count(void)
{
	return site_count() - forgotten_count;
}

bool site_store_ready(void)
{
	long at;

	if (store)
		return true;
	at = host_call(__NR_mmap, 0, sizeof *store, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (is_error(at))
		return false;
	__atomic_store_n(&store, (struct store *)at, __ATOMIC_RELEASE);
	return true;
}

/* By words, so that a reader who comes by sees each one whole. */
static void store_record(struct site *to, const struct site *from)
{
	const uint64_t *word = (const uint64_t *)from;

	_Static_assert(sizeof *from % sizeof *word == 0, "struct site");
	for (unsigned i = 0; i < sizeof *from / sizeof *word; i++)
		__atomic_store_n((uint64_t *)to + i, word[i], __ATOMIC_RELAXED);
}

long stub_commit(const struct site *s)
{
	uint32_t number = forgotten ? forgotten : count + 1;

	if (number > SITES_MAX)
		return -ENOMEM;
	if (forgotten) {
		forgotten = (uint32_t)store->sites[number - 1].address;
		forgotten_count--;
	}
	store_record(&store->sites[number - 1], s);
	stub_take(s->stub, number);
	if (number > count)
		__atomic_store_n(&count, number, __ATOMIC_RELEASE);
	publish_all(s, number);
	return 0;
}

void site_forget(const struct site *s)
{
	struct site *record = &store->sites[s - store->sites], last = *record;
	uint32_t number = (uint32_t)(record - store->sites) + 1;

	retract(last.address, number);
	retract(last.resume, number);
	for (unsigned i = 0; i < last.move_count; i++)
		retract(last.moves[i].alien, number);
	stub_free(last.stub);
	store_record(record, &(struct site){ .address = forgotten });
	forgotten = number;
	forgotten_count++;
}

void site_mark(const struct site *s, bool gone)
{
	__atomic_store_n(&store->sites[s - store->sites].gone, gone, __ATOMIC_RELEASE);
}
