/* Lists of kevents, in the layout that the OS has for them. */
#include "shim/trace_show.h"
#include "syscall-map/event_queue.h"

#define SHOWN_EVENTS 16

static void show_event(struct text *t, const struct event *e)
{
	uint64_t filter = 0;
	enum xlat_id notes = XLAT_none;
	const struct xlat_table *filters = &abi->xlats[XLAT_evfilter];

	for (size_t i = 0; i < filters->count; i++)
		if ((int32_t)filters->rows[i].alien == e->alien_filter)
			filter = filters->rows[i].host;
	if (filter < FILTER_COUNT)
		notes = event_notes_table(filter);
	text_str(t, "{ident=");
	text_udec(t, e->ident);
	text_str(t, ", filter=");
	show_enum(t, XLAT_evfilter, (uint32_t)e->alien_filter);
	text_str(t, ", flags=");
	show_flags(t, XLAT_evflags, e->flags);
	text_str(t, ", fflags=");
	show_flags(t, notes, e->fflags);
	text_str(t, ", data=");
	text_dec(t, e->data);
	text_str(t, ", udata=");
	text_hex(t, e->udata);
	text_char(t, '}');
}

void show_kevents(struct text *t, enum kevent_age age, unsigned long address, long count)
{
	const struct event_abi *events = abi->events;
	const struct kevent_layout *layout;
	unsigned char raw[KEVENT_SIZE_MAX];
	struct event e;

	if (!address || !events) {
		show_address(t, address);
		return;
	}
	layout = age == KEVENT_old ? &events->old : &events->now;
	text_char(t, '[');
	for (long i = 0; i < count; i++, address += layout->size) {
		if (i)
			text_str(t, ", ");
		if (i == SHOWN_EVENTS || copy_from_alien(raw, address, layout->size) < 0) {
			text_str(t, "...");
			break;
		}
		kevent_decode(layout, raw, &e);
		show_event(t, &e);
	}
	text_char(t, ']');
}
