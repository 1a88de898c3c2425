/*
 * What an OS says about its kevents, and the neutral vocabulary that
 * syscall-map/event*.c works in.  The neutral numbers are the "host" column of the
 * tables evfilter, evflags, note_* and kqueuex, for the host has no kqueue.
 */
#ifndef ABI_TABLES_EVENT_H
#define ABI_TABLES_EVENT_H

#include <stdbool.h>
#include <stdint.h>

/* Filters: table evfilter.  A filter without a row is refused as an unknown one. */
enum event_filter {
	FILTER_SKIP = 1, /* a change with this filter is passed over */
	FILTER_READ,
	FILTER_WRITE,
	FILTER_EMPTY,
	FILTER_VNODE,
	FILTER_PROC,
	FILTER_PROCDESC,
	FILTER_SIGNAL,
	FILTER_TIMER,
	FILTER_USER,
	FILTER_AIO, /* these two are registered by aio(4)'s calls only: EPERM */
	FILTER_LIO,
	FILTER_KERNEL, /* by others that there are not: ENXIO */
	FILTER_COUNT
};

/* Flags: table evflags. */
enum event_flags {
	EVENT_ADD = 1 << 0,
	EVENT_DELETE = 1 << 1,
	EVENT_ENABLE = 1 << 2,
	EVENT_DISABLE = 1 << 3,
	EVENT_ONESHOT = 1 << 4,
	EVENT_CLEAR = 1 << 5,
	EVENT_RECEIPT = 1 << 6,
	EVENT_DISPATCH = 1 << 7,
	EVENT_FORCEONESHOT = 1 << 8,
	EVENT_KEEPUDATA = 1 << 9,
	EVENT_EOF = 1 << 10,
	EVENT_ERROR = 1 << 11,
	EVENT_OWN = 1 << 12 /* abirun's own registration; no alien flag gives it */
};

/* Filter flags: tables note_rw, note_vnode, note_proc, note_timer, note_user. */
enum event_note {
	RW_LOWAT = 1 << 0,
	RW_FILE_POLL = 1 << 1,

	VNODE_DELETE = 1 << 0,
	VNODE_WRITE = 1 << 1,
	VNODE_EXTEND = 1 << 2,
	VNODE_ATTRIB = 1 << 3,
	VNODE_LINK = 1 << 4,
	VNODE_RENAME = 1 << 5,
	VNODE_REVOKE = 1 << 6,
	VNODE_OPEN = 1 << 7,
	VNODE_CLOSE = 1 << 8,
	VNODE_CLOSE_WRITE = 1 << 9,
	VNODE_READ = 1 << 10,

	PROC_EXIT = 1 << 0,
	PROC_FORK = 1 << 1,
	PROC_EXEC = 1 << 2,
	PROC_TRACK = 1 << 3,
	PROC_TRACKERR = 1 << 4,
	PROC_CHILD = 1 << 5,

	UNIT_SECONDS = 1 << 0,
	UNIT_MSECONDS = 1 << 1,
	UNIT_USECONDS = 1 << 2,
	UNIT_NSECONDS = 1 << 3,
	TIMER_ABSOLUTE = 1 << 4,
	UNIT_ANY = UNIT_SECONDS | UNIT_MSECONDS | UNIT_USECONDS | UNIT_NSECONDS,

	USER_TRIGGER = 1 << 0,
	USER_AND = 1 << 1,
	USER_OR = 1 << 2,
	USER_COPY = 1 << 3,

	KQUEUE_CLOSE_ON_EXEC = 1 << 0 /* table kqueuex */
};

/* Where a member stands and how wide it is in bytes; width 0: there is none. */
struct kevent_field {
	uint8_t offset, width;
	bool is_signed;
};

struct kevent_layout {
	uint8_t size; /* a multiple of 8, at most KEVENT_SIZE_MAX */
	struct kevent_field ident, filter, flags, fflags, data, udata;
	struct kevent_field ext; /* of each of four; width 0: not there */
};
#define KEVENT_SIZE_MAX 64
#define KEVENT_EXT      4

struct event_abi {
	struct kevent_layout now; /* kevent(2) */
	struct kevent_layout old; /* its predecessor, map_kevent_old; size 0: there is none */
	uint32_t user_mask;       /* bits of EVFILT_USER's fflags that are the program's own */
	bool flags_stay;          /* adding an event again leaves EV_CLEAR and such as they were */
};

#endif
