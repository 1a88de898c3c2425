/* Kevents in the alien's layout, from and to neutral terms. */
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

static struct kevent_field ext_field(const struct kevent_layout *l, int i)
{
	struct kevent_field f = l->ext;

	f.offset += i * f.width;
	return f;
}

/* filter and flags are put into neutral terms by the caller. */
void kevent_decode(const struct kevent_layout *l, const unsigned char *raw, struct event *e)
{
	int i;

	e->filter = 0;
	e->ident = field_get(raw, l->ident);
	e->alien_filter = field_get(raw, l->filter);
	e->flags = field_get(raw, l->flags);
	e->fflags = field_get(raw, l->fflags);
	e->data = field_get(raw, l->data);
	e->udata = field_get(raw, l->udata);
	for (i = 0; i < KEVENT_EXT; i++)
		e->ext[i] = l->ext.width ? field_get(raw, ext_field(l, i)) : 0;
}

void kevent_encode(const struct kevent_layout *l, unsigned char *raw, const struct event *e)
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
