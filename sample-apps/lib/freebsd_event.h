/*
 * FreeBSD's kevents, for programs built with alien.h and for the tests of kqueue
 * behind the door: sys/event.h.
 */
#ifndef FREEBSD_EVENT_H
#define FREEBSD_EVENT_H

#include <stdint.h>

struct kevent {
	uint64_t ident;
	int16_t filter;
	uint16_t flags;
	uint32_t fflags;
	int64_t data;
	uint64_t udata; /* a pointer there */
	uint64_t ext[4];
};
_Static_assert(sizeof(struct kevent) == 64, "struct kevent");

/* struct kevent_freebsd11 */
struct kevent11 {
	uint64_t ident;
	int16_t filter;
	uint16_t flags;
	uint32_t fflags;
	int64_t data;
	uint64_t udata;
};
_Static_assert(sizeof(struct kevent11) == 32, "struct kevent_freebsd11");

enum {
	EVFILT_READ = -1,
	EVFILT_WRITE = -2,
	EVFILT_AIO = -3,
	EVFILT_VNODE = -4,
	EVFILT_PROC = -5,
	EVFILT_SIGNAL = -6,
	EVFILT_TIMER = -7,
	EVFILT_PROCDESC = -8,
	EVFILT_FS = -9,
	EVFILT_LIO = -10,
	EVFILT_USER = -11,
	EVFILT_SENDFILE = -12,
	EVFILT_EMPTY = -13
};

#define EV_ADD          0x1
#define EV_DELETE       0x2
#define EV_ENABLE       0x4
#define EV_DISABLE      0x8
#define EV_ONESHOT      0x10
#define EV_CLEAR        0x20
#define EV_RECEIPT      0x40
#define EV_DISPATCH     0x80
#define EV_FORCEONESHOT 0x100
#define EV_KEEPUDATA    0x200
#define EV_ERROR        0x4000
#define EV_EOF          0x8000

/* EVFILT_READ and EVFILT_WRITE */
#define NOTE_LOWAT     1
#define NOTE_FILE_POLL 2

/* EVFILT_VNODE */
#define NOTE_DELETE      0x1
#define NOTE_WRITE       0x2
#define NOTE_EXTEND      0x4
#define NOTE_ATTRIB      0x8
#define NOTE_LINK        0x10
#define NOTE_RENAME      0x20
#define NOTE_REVOKE      0x40
#define NOTE_OPEN        0x80
#define NOTE_CLOSE       0x100
#define NOTE_CLOSE_WRITE 0x200
#define NOTE_READ        0x400

/* EVFILT_PROC and EVFILT_PROCDESC */
#define NOTE_EXIT     0x80000000u
#define NOTE_FORK     0x40000000u
#define NOTE_EXEC     0x20000000u
#define NOTE_TRACK    1
#define NOTE_TRACKERR 2
#define NOTE_CHILD    4

/* EVFILT_TIMER */
#define NOTE_SECONDS  1
#define NOTE_MSECONDS 2
#define NOTE_USECONDS 4
#define NOTE_NSECONDS 8
#define NOTE_ABSTIME  16

/* EVFILT_USER */
#define NOTE_TRIGGER 0x01000000u
#define NOTE_FFAND   0x40000000u
#define NOTE_FFOR    0x80000000u
#define NOTE_FFCOPY  0xc0000000u

#endif
