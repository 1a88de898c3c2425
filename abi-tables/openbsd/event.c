/* OpenBSD's kevents: sys/event.h. */
#include <stddef.h>

#include "abi-tables/event.h"
#include "abi-tables/openbsd/openbsd.h"

struct openbsd_kevent {
	uint64_t ident;
	int16_t filter;
	uint16_t flags;
	uint32_t fflags;
	int64_t data;
	uint64_t udata;
};
_Static_assert(sizeof(struct openbsd_kevent) == 32, "struct kevent");

#define MEMBER(name, is_signed)                                                                    \
	{                                                                                          \
		offsetof(struct openbsd_kevent, name), sizeof(((struct openbsd_kevent *)0)->name), \
		    is_signed                                                                      \
	}

const struct event_abi openbsd_events = {
	.now = { .size = sizeof(struct openbsd_kevent),
		 .ident = MEMBER(ident, false),
		 .filter = MEMBER(filter, true),
		 .flags = MEMBER(flags, false),
		 .fflags = MEMBER(fflags, false),
		 .data = MEMBER(data, true),
		 .udata = MEMBER(udata, false) },
	.user_mask = 0x00ffffff, /* NOTE_FFLAGSMASK */
	.flags_stay = true,      /* kqueue_register takes udata, fflags and data, not flags */
};
