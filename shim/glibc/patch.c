/*
 * Patching code before it runs: once all that is known of its byte pairs is collected
 * (collect.c), choose and write.  All decisions fall before the first byte is changed,
 * since a patch would be in the next one's neighbourhood.
 */
#include "shim/glibc/patch.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "shim/glibc/collect.h"
#include "shim/glibc/patcher.h"
#include "shim/glibc/sieve.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct decoder shared_decoder;

static void hold(void)
{
	pthread_mutex_lock(&lock);
}

void patcher_unlock(void)
{
	pthread_mutex_unlock(&lock);
}

struct decoder *patcher_lock(void)
{
	static bool ready;

	hold();
	if (!ready) {
		/* A child must not inherit the lock from a thread that it does not have. */
		pthread_atfork(hold, patcher_unlock, patcher_unlock);
		if (!stub_doors.entry)
			stub_doors = (struct stub_doors){ entry, entry_thin_error };
		ready = true;
	}
	return &shared_decoder;
}

/* Patches lie within NEAR_INSNS instructions of their site, and a hole in short reach. */
static bool is_taken(const struct work *w, size_t from, size_t to)
{
	for (size_t i = w->taken_count; i-- > 0 && w->taken[i].to + 1024 > from;)
		if (from < w->taken[i].to && w->taken[i].from < to)
			return true;
	return false;
}

static void take(struct work *w, size_t from, size_t to)
{
	w->taken[w->taken_count++] = (struct span){ from, to };
}

static size_t shape_end(const struct shape *s)
{
	size_t end = s->patch + s->patch_length;

	return end > s->resume ? end : s->resume;
}

static void choose(struct work *w, const struct pair *p, uint8_t *out, uint64_t run,
		   struct site *site, struct shape *s)
{
	for (unsigned n = 0; nth_shape(p, n, s); n++) {
		if (s->technique == PATCH_NET || is_taken(w, s->patch, shape_end(s)))
			continue;
		if (s->technique == PATCH_HOLE && is_taken(w, s->hole, s->hole + JUMP_LENGTH))
			continue;
		if (!build_stub(w->d, p, s, p->nr, out, run, site))
			continue;
		take(w, s->patch, shape_end(s));
		if (s->technique == PATCH_HOLE)
			take(w, s->hole, s->hole + JUMP_LENGTH);
		return;
	}
	*s = net_shape(p);
	build_stub(w->d, p, s, p->nr, out, run, site);
}

/* The code is not executable yet, so the bytes may be written in any order. */
static void write_patch(uint8_t *code, const struct code *c, const struct shape *s,
			const struct site *site)
{
	uint8_t *patch = code + s->patch;

	if (s->technique == PATCH_NET)
		return;
	memset(patch, 0xcc, s->patch_length);
	if (s->technique == PATCH_HOLE) {
		make_jump(code + s->hole, c->address + s->hole, site->stub);
		patch[0] = 0xeb;
		patch[1] = (uint8_t)(s->hole - (s->patch + 2));
	} else {
		make_jump(patch, site->patch, site->stub);
	}
	/* Whoever gets to the site another way meets ud2, and is sent on (shim/signal.c). */
	if (s->technique == PATCH_BEFORE)
		code[site->address - c->address + 1] = 0x0b;
}

/* From an earlier search of the same memory. */
static bool has_net_stub(uint64_t address)
{
	const struct site *s = site_at(address);

	return s && s->technique == PATCH_NET;
}

static void patch_pair(struct work *w, const struct pair *p, uint8_t *code, const struct code *c)
{
	uint8_t *room = stub_reserve(c->address + p->offset);
	struct site site;
	struct shape shape;

	if (!room) {
		count_site(w, p->nr, PATCH_NET);
		return;
	}
	choose(w, p, room, (uint64_t)room, &site, &shape);
	if (!(shape.technique == PATCH_NET && has_net_stub(site.address)) && stub_commit(&site)) {
		count_site(w, p->nr, PATCH_NET);
		return;
	}
	write_patch(code, c, &shape, &site);
	count_site(w, p->nr, shape.technique);
}

static long patch_code(uint8_t *start, size_t size, const struct candidates *c,
		       struct patch_counts *counts)
{
	struct code code = { start, size, (uint64_t)start };
	struct work w = { .d = patcher_lock(), .counts = counts };
	long ret = collect(&w, &code, c);

	for (size_t i = 0; i < w.count && ret == 0; i++)
		patch_pair(&w, &w.pairs[i], start, &code);
	if (ret == 0 && w.count > 0)
		ret = stub_seal();
	patcher_unlock();
	work_free(&w);
	return ret;
}

long patch_range(uint8_t *start, size_t size, struct patch_counts *counts)
{
	return patch_code(start, size, NULL, counts);
}

long patch_candidates(uint8_t *start, size_t size, const struct candidates *c,
		      struct patch_counts *counts)
{
	for (size_t i = 0; i < c->count; i++) {
		size_t at = c->at[i];

		if (at + 1 >= size || (i && at < c->at[i - 1] + 2ul) || start[at] != 0x0f ||
		    start[at + 1] != 0x05)
			return -EINVAL;
	}
	return patch_code(start, size, c, counts);
}

bool patch_sweep(bool (*part)(void))
{
	bool ret;

	patcher_lock();
	ret = part();
	patcher_unlock();
	return ret;
}

void find_sites(const uint8_t *bytes, size_t size, uint64_t address, found_fn *found, void *arg,
		struct patch_counts *counts)
{
	struct code code = { bytes, size, address };
	struct work w = { .d = patcher_lock(), .counts = counts };
	long ret = collect(&w, &code, NULL);

	for (size_t i = 0; i < w.count && ret == 0; i++) {
		const struct pair *p = &w.pairs[i];
		uint8_t out[SITE_STUB_MAX];
		struct site site;
		struct shape shape;

		choose(&w, p, out, address + (1ul << 30), &site, &shape);
		count_site(&w, p->nr, shape.technique);
		found(&(struct found_site){ site.address, p->nr, shape.technique }, arg);
	}
	patcher_unlock();
	work_free(&w);
}
