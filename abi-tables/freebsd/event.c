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

/* struct kevent_freebsd11: the same without ext. */
struct freebsd11_kevent {
	uint64_t ident;
	int16_t filter;
	uint16_t flags;
	uint32_t fflags;
	int64_t data;
	uint64_t udata;
};
_Static_assert(sizeof(struct freebsd11_kevent) == 32, "struct kevent_freebsd11");

#define MEMBER(type, name, is_signed)                                                              \
	{                                                                                          \
		offsetof(type, name), sizeof(((type *)0)->name), is_signed                         \
	}
#define LAYOUT_OF(type)                                                                            \
	.size = sizeof(type), .ident = MEMBER(type, ident, false),                                 \
	.filter = MEMBER(type, filter, true), .flags = MEMBER(type, flags, false),                 \
	.fflags = MEMBER(type, fflags, false), .data = MEMBER(type, data, true),                   \
	.udata = MEMBER(type, udata, false)

const struct event_abi freebsd_events = {
	.now = { LAYOUT_OF(struct freebsd_kevent),
		 .ext = { offsetof(struct freebsd_kevent, ext), sizeof(uint64_t), false } },
	.old = { LAYOUT_OF(struct freebsd11_kevent) },
	.user_mask = 0x00ffffff, /* NOTE_FFLAGSMASK */
	.flags_stay = true,      /* kqueue_register takes udata, fflags and data, not flags */
};
