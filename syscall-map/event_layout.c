/* Kevents in the alien's layout, from and to neutral terms. */
#include "syscall-map/event_queue.h"

static uint64_t field_get(const unsigned char *raw, struct kevent_field f)
{
	uint64_t v = 0;

	memcpy(&v, raw + f.offset, f.width);
	if (f.is_signed && f.width < 8 && v >> (f.width * 8 - 1))
		v |= ~0ull << (f.width * 8);
	return v;
}

static void field_put(unsigned char *raw, struct kevent_field f, uint64_t v)
{
	memcpy(raw + f.offset, &v, f.width);
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

	memset(raw, 0, l->size);
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
