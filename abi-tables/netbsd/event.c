/* NetBSD's kevents: sys/event.h. */
#include <stddef.h>

#include "abi-tables/event.h"
#include "abi-tables/netbsd/netbsd.h"

/* Filter and flags have 32 bits, and the filters count from 0. */
struct netbsd_kevent {
	uint64_t ident;
	uint32_t filter, flags, fflags;
	int64_t data;
	uint64_t udata;
};
_Static_assert(sizeof(struct netbsd_kevent) == 40, "struct kevent");

#define MEMBER(name, is_signed)                                                                    \
	{                                                                                          \
		offsetof(struct netbsd_kevent, name), sizeof(((struct netbsd_kevent *)0)->name),   \
		    is_signed                                                                      \
	}

const struct event_abi netbsd_events = {
	.now = { .size = sizeof(struct netbsd_kevent),
		 .ident = MEMBER(ident, false),
		 .filter = MEMBER(filter, false),
		 .flags = MEMBER(flags, false),
		 .fflags = MEMBER(fflags, false),
		 .data = MEMBER(data, true),
		 .udata = MEMBER(udata, false) },
	.user_mask = 0x00ffffff, /* NOTE_FFLAGSMASK */
	.flags_stay = true,      /* kqueue_register takes udata, fflags and data, not flags */
};
