/* FreeBSD's kqueue as a program sees it, for the tests kqueue*.c: sys/event.h. */
#ifndef KQUEUE_H
#define KQUEUE_H

#include "signals.h"

enum {
	READ = -1,
	WRITE = -2,
	AIO = -3,
	VNODE = -4,
	PROC = -5,
	SIGNAL = -6,
	TIMER = -7,
	PROCDESC = -8,
	FS = -9,
	USER = -11,
	EMPTY = -13
};

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

#define NOTE_LOWAT      1
#define NOTE_FILE_POLL  2

#define NOTE_TRIGGER    0x01000000u
#define NOTE_FFAND      0x40000000u
#define NOTE_FFOR       0x80000000u
#define NOTE_FFCOPY     0xc0000000u

#define NOTE_SECONDS    1
#define NOTE_MSECONDS   2
#define NOTE_USECONDS   4
#define NOTE_NSECONDS   8
#define NOTE_ABSTIME    16

#define NOTE_EXIT       0x80000000u
#define NOTE_FORK       0x40000000u
#define NOTE_EXEC       0x20000000u
#define NOTE_TRACK      1
#define NOTE_TRACKERR   2
#define NOTE_CHILD      4

/* sys/errno.h */
#define EBADF        9
#define EPIPE        32
#define ENXIO        6
#define ENODEV       19
#define EOPNOTSUPP   45
#define ECONNREFUSED 61

/* sys/fcntl.h */
#define O_RDONLY   0
#define O_WRONLY   1
#define O_RDWR     2
#define O_NONBLOCK 4
#define O_APPEND   8
#define O_CREAT    0x200
#define O_EXCL     0x800
#define F_GETFD    1
#define F_SETFD    2
#define FD_CLOEXEC 1
#define AT_FDCWD   (-100)
#define SEEK_SET   0

/* sys/socket.h */
#define AF_UNIX     1
#define AF_INET     2
#define SOCK_STREAM 1
#define SOCK_DGRAM  2

/* The queue that change() and the others mean; a test may put its own here. */
static int kq;

static inline long change_data(long ident, int filter, int flags, unsigned fflags, long data,
			       void *udata)
{
	struct kevent k = { ident, filter, flags, fflags, data, udata, { 0 } };

	return call(NR_kevent, kq, &k, 1, 0, 0, 0);
}

static inline long change(long ident, int filter, int flags, unsigned fflags, long data)
{
	return change_data(ident, filter, flags, fflags, data, NULL);
}

/* Up to `room` events within `ms` milliseconds; 0: what is ready now. */
static inline long take(struct kevent *e, int room, long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	return call(NR_kevent, kq, 0, 0, e, room, &t);
}

/* One event, which is there or comes within two seconds. */
static inline struct kevent one(void)
{
	struct kevent e = { 0 };

	EXPECT_EQ(take(&e, 1, 2000), 1);
	return e;
}

#define EXPECT_NONE()                                                                              \
	do {                                                                                       \
		struct kevent none_;                                                               \
		EXPECT_EQ(take(&none_, 1, 0), 0);                                                  \
	} while (0)

/* poll(2)'s POLLIN says whether the queue has something. */
static inline bool queue_readable(int queue)
{
	struct {
		int fd;
		short events, revents;
	} p = { queue, 1, 0 };

	return call(NR_poll, &p, 1, 0) == 1 && p.revents == 1;
}

/* A directory of the test's own, which becomes the current one; leave_directory removes it. */
static inline void enter_directory(char *name, const char *what)
{
	char digits[] = "00000000";
	long pid = call(NR_getpid);

	for (int i = 7; i >= 0; i--, pid /= 10)
		digits[i] = '0' + pid % 10;
	memcpy(name, "/tmp/abirun-", 12);
	memcpy(name + 12, what, strlen(what));
	memcpy(name + 12 + strlen(what), digits, sizeof digits);
	EXPECT_EQ(call(NR_mkdir, name, 0700), 0);
	EXPECT_EQ(call(NR_chdir, name), 0);
}

static inline void leave_directory(const char *name)
{
	EXPECT_EQ(call(NR_chdir, "/"), 0);
	EXPECT_EQ(call(NR_rmdir, name), 0);
}

#endif
