/* Finding and proving system calls in a range of code: see collect.h. */
#include "shim/glibc/collect.h"

#include <errno.h>
#include <stdlib.h>

void count_site(struct work *w, int32_t nr, enum technique technique)
{
	w->counts->sites++;
	w->counts->technique[technique]++;
	if (nr >= 0)
		w->counts->known_numbers++;
}

static struct pair *next_room(struct work *w)
{
	size_t room = w->room ? 2 * w->room : 64;
	struct pair *pairs;

	if (w->count < w->room)
		return &w->pairs[w->count];
	pairs = realloc(w->pairs, room * sizeof *pairs);
	if (!pairs)
		return NULL;
	w->pairs = pairs;
	w->room = room;
	return &pairs[w->count];
}

/*
 * Memory that was made writable and executable again is searched again; and some
 * patches, those of live code, leave their 0f 05 in place.
 */
static const struct site *patched_before(const struct work *w, size_t offset)
{
	const struct code *c = &w->d->code;
	const struct site *s =
	    (uint64_t)c->bytes == c->address ? site_at(c->address + offset) : NULL;

	return s && s->technique == PATCH_BEFORE && site_is_intact(s) ? s : NULL;
}

static long collect_pair(struct work *w, size_t offset)
{
	const struct site *old = patched_before(w, offset);
	struct pair *p = next_room(w);

	if (!p)
		return -ENOMEM;
	w->counts->pairs++;
	if (old) {
		count_site(w, old->nr, PATCH_BEFORE);
		return 0;
	}
	prove(w->d, offset, p);
	if (p->verdict == IS_NOT_A_CALL)
		w->counts->not_calls++;
	else if (p->verdict == IS_UNDECIDED)
		w->counts->undecided++;
	else
		w->count++;
	return 0;
}

/* The last byte may be the first of a pair that goes on in another mapping. */
static void judge_end(struct work *w, const struct code *code)
{
	struct pair p;

	if (code->size == 0 || code->bytes[code->size - 1] != 0x0f)
		return;
	prove(w->d, code->size - 1, &p);
	if (p.verdict == IS_NOT_A_CALL)
		return;
	w->counts->pairs++;
	w->counts->undecided++;
}

static void note_target(void *arg, size_t target)
{
	struct work *w = arg;
	size_t low = 0, high = w->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (w->pairs[middle].offset + NEAR_BYTES < target)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < w->count && w->pairs[low].offset <= target + NEAR_BYTES; low++)
		mark_target(&w->pairs[low], target);
}

static long collect_known(struct work *w, const struct candidates *c)
{
	w->counts->pairs += c->harmless;
	w->counts->not_calls += c->harmless;
	for (size_t i = 0; i < c->count; i++)
		if (collect_pair(w, c->at[i]))
			return -ENOMEM;
	return 0;
}

static long collect_all(struct work *w, const struct code *code)
{
	size_t at = 0;

	for (; (at = find_pair(code->bytes, at, code->size)) < code->size; at += 2)
		if (collect_pair(w, at))
			return -ENOMEM;
	return 0;
}

long collect(struct work *w, const struct code *code, const struct candidates *c)
{
	size_t first, last;
	long ret;

	decoder_start(w->d, code);
	ret = c ? collect_known(w, c) : collect_all(w, code);
	if (ret)
		return ret;
	judge_end(w, code);
	if (w->count == 0)
		return 0;
	first = w->pairs[0].offset;
	last = w->pairs[w->count - 1].offset;
	far_targets(code, first > NEAR_BYTES ? first - NEAR_BYTES : 0, last + NEAR_BYTES,
		    note_target, w);
	for (size_t i = 0; i < w->count; i++)
		w->pairs[i].nr = known_number(w->d, &w->pairs[i]);
	w->taken = calloc(2 * w->count, sizeof *w->taken);
	return w->taken ? 0 : -ENOMEM;
}

void work_free(struct work *w)
{
	free(w->pairs);
	free(w->taken);
}
