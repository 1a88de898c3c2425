/* Kevents in the alien's layout, from and to neutral terms. */
#include <stddef.h>

#include "syscall-map/event_queue.h"

/* Values in memory of the alien's layout, wherever they stand; every event goes through here. */
typedef uint16_t raw16 __attribute__((may_alias, aligned(1)));
typedef uint32_t raw32 __attribute__((may_alias, aligned(1)));
typedef uint64_t raw64 __attribute__((may_alias, aligned(1)));

static uint64_t field_get(const unsigned char *raw, struct kevent_field f)
{
	const void *at = raw + f.offset;

	switch (f.width) {
	case 2:
		return f.is_signed ? (uint64_t)(int16_t) * (const raw16 *)at : *(const raw16 *)at;
	case 4:
		return f.is_signed ? (uint64_t)(int32_t) * (const raw32 *)at : *(const raw32 *)at;
	case 8:
		return *(const raw64 *)at;
	}
	return 0;
}

static void field_put(unsigned char *raw, struct kevent_field f, uint64_t v)
{
	void *at = raw + f.offset;

	switch (f.width) {
	case 2:
		*(raw16 *)at = v;
		break;
	case 4:
		*(raw32 *)at = v;
		break;
	case 8:
		*(raw64 *)at = v;
		break;
	}
}

/* As FreeBSD's and OpenBSD's begin: four words, one of them the filter, the flags and the fflags.
 */
static const struct kevent_layout usual = {
	.ident = { 0, 8, false },
	.filter = { 8, 2, true },
	.flags = { 10, 2, false },
	.fflags = { 12, 4, false },
	.data = { 16, 8, true },
	.udata = { 24, 8, false },
};

_Static_assert(offsetof(struct kevent_layout, ext) == offsetof(struct kevent_layout, ident) + 18,
	       "compared as two words and a half");

/* Every event goes through here: no loop over the fields, and no call of memcmp. */
static bool is_usual(const struct kevent_layout *l)
{
	const void *a = &l->ident, *b = &usual.ident;

	return *(const raw64 *)a == *(const raw64 *)b &&
	       *(const raw64 *)(a + 8) == *(const raw64 *)(b + 8) &&
	       *(const raw16 *)(a + 16) == *(const raw16 *)(b + 16);
}

static struct kevent_field ext_field(const struct kevent_layout *l, int i)
{
	struct kevent_field f = l->ext;

	f.offset += i * f.width;
	return f;
}

static void fields_get(const struct kevent_layout *l, const unsigned char *raw, struct event *e)
{
	e->ident = field_get(raw, l->ident);
	e->alien_filter = field_get(raw, l->filter);
	e->flags = field_get(raw, l->flags);
	e->fflags = field_get(raw, l->fflags);
	e->data = field_get(raw, l->data);
	e->udata = field_get(raw, l->udata);
}

static void fields_put(const struct kevent_layout *l, unsigned char *raw, const struct event *e)
{
	int i;

	for (i = 0; i < l->size; i += 8)
		*(raw64 *)(raw + i) = 0;
	field_put(raw, l->ident, e->ident);
	field_put(raw, l->filter, e->alien_filter);
	field_put(raw, l->flags, e->flags);
	field_put(raw, l->fflags, e->fflags);
	field_put(raw, l->data, e->data);
	field_put(raw, l->udata, e->udata);
}

/* filter and flags are put into neutral terms by the caller. */
void kevent_decode(const struct kevent_layout *l, const unsigned char *raw, struct event *e)
{
	int i;

	e->filter = 0;
	if (is_usual(l)) {
		e->ident = *(const raw64 *)raw;
		e->alien_filter = (int16_t) * (const raw16 *)(raw + 8);
		e->flags = *(const raw16 *)(raw + 10);
		e->fflags = *(const raw32 *)(raw + 12);
		e->data = *(const raw64 *)(raw + 16);
		e->udata = *(const raw64 *)(raw + 24);
	} else {
		fields_get(l, raw, e);
	}
	for (i = 0; i < KEVENT_EXT; i++)
		e->ext[i] = l->ext.width ? field_get(raw, ext_field(l, i)) : 0;
}

void kevent_encode(const struct kevent_layout *l, unsigned char *raw, const struct event *e)
{
	int i;

	if (is_usual(l)) {
		*(raw64 *)raw = e->ident;
		*(raw64 *)(raw + 8) = (uint64_t)e->fflags << 32 |
				      (uint64_t)(uint16_t)e->flags << 16 |
				      (uint16_t)e->alien_filter;
		*(raw64 *)(raw + 16) = e->data;
		*(raw64 *)(raw + 24) = e->udata;
	} else {
		fields_put(l, raw, e);
	}
	for (i = 0; l->ext.width && i < KEVENT_EXT; i++)
		field_put(raw, ext_field(l, i), e->ext[i]);
}

uint32_t event_flags_to_alien(uint32_t flags)
{
	uint64_t alien = 0;

	xlat_to_alien(XLAT_evflags, flags, &alien);
	return alien;
}

uint32_t notes_to_alien(const struct knote *kn, uint32_t notes)
{
	uint64_t alien = 0;

	xlat_to_alien(kn->ops->notes, notes, &alien);
	return alien;
}
