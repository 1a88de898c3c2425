/* FreeBSD's kqueue as a program sees it, for the tests kqueue*.c. */
#ifndef KQUEUE_H
#define KQUEUE_H

#include "signals.h"

/* The queue that change() and the others mean; a test may put its own here. */
static int kq;

static inline long change_data(long ident, int filter, int flags, unsigned fflags, long data,
			       uint64_t udata)
{
	struct kevent k = { ident, filter, flags, fflags, data, udata, { 0 } };

	return call(NR_kevent, kq, &k, 1, 0, 0, 0);
}

static inline long change(long ident, int filter, int flags, unsigned fflags, long data)
{
	return change_data(ident, filter, flags, fflags, data, 0);
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
