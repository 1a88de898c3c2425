/* FreeBSD's kevents: sys/event.h. */
#include <stddef.h>

#include "abi-tables/freebsd/event.h"

struct freebsd_kevent {
	uint64_t ident;
	int16_t filter;
	uint16_t flags;
	uint32_t fflags;
	int64_t data;
	uint64_t udata;
	uint64_t ext[KEVENT_EXT];
};
_Static_assert(sizeof(struct freebsd_kevent) == 64, "struct kevent");

#define MEMBER(name, is_signed)                                                                    \
	{                                                                                          \
		offsetof(struct freebsd_kevent, name), sizeof(((struct freebsd_kevent *)0)->name), \
		    is_signed                                                                      \
	}
#define MEMBERS                                                                                    \
	.ident = MEMBER(ident, false), .filter = MEMBER(filter, true),                             \
	.flags = MEMBER(flags, false), .fflags = MEMBER(fflags, false),                            \
	.data = MEMBER(data, true), .udata = MEMBER(udata, false)

const struct event_abi freebsd_events = {
	.now = { .size = sizeof(struct freebsd_kevent),
		 MEMBERS,
		 .ext = { offsetof(struct freebsd_kevent, ext), sizeof(uint64_t), false } },
	/* struct kevent_freebsd11: the same without ext */
	.old = { .size = offsetof(struct freebsd_kevent, ext), MEMBERS },
	.user_mask = 0x00ffffff, /* NOTE_FFLAGSMASK */
	.flags_stay = true,      /* kqueue_register takes udata, fflags and data, not flags */
};
