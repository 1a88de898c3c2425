/* A FreeBSD program's view of kqueue, for the tests of event*.c. */
#ifndef TESTS_MAP_KQUEUE_H
#define TESTS_MAP_KQUEUE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>

#include "sample-apps/lib/freebsd_event.h"
#include "syscall-map/event.h"
#include "tests/map/harness.h"

/* FreeBSD's errnos (sys/errno.h) that come as data of EV_ERROR. */
enum { BSD_ENOENT = 2, BSD_EBADF = 9, BSD_EINVAL = 22, BSD_ECONNREFUSED = 61 };

static inline long kevent(int kq, const struct kevent *changes, int n, struct kevent *events,
			  int room, const struct timespec *timeout)
{
	return call_map(map_kevent, kq, changes, n, events, room, timeout);
}

/* Apply one change; 0 or -errno. */
static inline long change(int kq, uint64_t ident, int filter, int flags, uint32_t fflags,
			  int64_t data, uint64_t udata)
{
	struct kevent k = { ident, filter, flags, fflags, data, udata, { 0 } };

	return kevent(kq, &k, 1, NULL, 0, NULL);
}

#define add(kq, ident, filter, flags) change(kq, ident, filter, EV_ADD | (flags), 0, 0, 0)

/* What is ready now. */
static inline long ready(int kq, struct kevent *events, int room)
{
	static const struct timespec now;

	return kevent(kq, NULL, 0, events, room, &now);
}

/* What becomes ready within a second. */
static inline long await(int kq, struct kevent *events, int room)
{
	static const struct timespec second = { 1, 0 };

	return kevent(kq, NULL, 0, events, room, &second);
}

static inline void assert_none(int kq)
{
	struct kevent e;

	assert_int_equal(ready(kq, &e, 1), 0);
}

static inline void close_fd(int fd)
{
	event_fd_closed(fd);
	close(fd);
}

static inline bool readable(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 0) == 1;
}

static inline int make_kqueue(void)
{
	long kq = call_map(map_kqueue);

	assert_true(kq >= 0);
	return kq;
}

/* The queue of a test that ON_QUEUE() makes: it is there before, and closed after it. */
static int kq __attribute__((unused));

static inline int open_queue(void **state)
{
	(void)state;
	kq = make_kqueue();
	return 0;
}

static inline int close_queue(void **state)
{
	(void)state;
	close_fd(kq);
	return 0;
}

#define ON_QUEUE(test) cmocka_unit_test_setup_teardown(test, open_queue, close_queue)

/* Nanoseconds of a clock. */
static inline int64_t now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000ll + t.tv_nsec;
}

#endif
