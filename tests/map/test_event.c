/* kqueue's core: changes, flags, descriptors, waiting.  kqueue(2); sys/event.h. */
#include "tests/map/kqueue.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

static int p[2]; /* a pipe */

static int start(void **state)
{
	return open_queue(state) || pipe2(p, O_NONBLOCK);
}

static int stop(void **state)
{
	close_fd(p[0]);
	close_fd(p[1]);
	return close_queue(state);
}

static void put(const char *bytes)
{
	assert_int_equal(write(p[1], bytes, strlen(bytes)), strlen(bytes));
}

static void take(int n)
{
	char buf[64];

	assert_int_equal(read(p[0], buf, n), n);
}

static void level_stays_until_read(void **state)
{
	struct kevent e;

	(void)state;
	assert_int_equal(change(kq, p[0], EVFILT_READ, EV_ADD, 0, 0, 77), 0);
	assert_none(kq);
	put("abc");
	for (int i = 0; i < 3; i++) {
		assert_int_equal(ready(kq, &e, 1), 1);
		assert_int_equal(e.ident, p[0]);
		assert_int_equal(e.filter, EVFILT_READ);
		assert_int_equal(e.flags, 0);
		assert_int_equal(e.fflags, 0);
		assert_int_equal(e.data, 3);
		assert_int_equal(e.udata, 77);
	}
	assert_true(readable(kq));
	take(2);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 1);
	take(1);
	assert_none(kq);
	assert_false(readable(kq));
}

static void clear_reports_new_data_only(void **state)
{
	struct kevent e;

	(void)state;
	add(kq, p[0], EVFILT_READ, EV_CLEAR);
	put("a");
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.flags, EV_CLEAR);
	assert_none(kq);
	put("b");
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 2);
	/* Adding it again looks again. */
	add(kq, p[0], EVFILT_READ, EV_CLEAR);
	assert_int_equal(ready(kq, &e, 1), 1);
	/* What was read before anybody asked is not reported. */
	put("c");
	take(3);
	assert_none(kq);
}

static void oneshot_goes(void **state)
{
	struct kevent e;

	(void)state;
	add(kq, p[0], EVFILT_READ, EV_ONESHOT);
	put("a");
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.flags, EV_ONESHOT);
	assert_none(kq);
	assert_int_equal(change(kq, p[0], EVFILT_READ, EV_DELETE, 0, 0, 0), -ENOENT);
}

static void dispatch_disables(void **state)
{
	struct kevent e;

	(void)state;
	add(kq, p[0], EVFILT_READ, EV_DISPATCH);
	put("a");
	for (int i = 0; i < 3; i++) {
		assert_int_equal(ready(kq, &e, 1), 1);
		assert_int_equal(e.flags, EV_DISPATCH);
		assert_none(kq);
		put("b");
		assert_none(kq);
		assert_int_equal(change(kq, p[0], EVFILT_READ, EV_ENABLE, 0, 0, 0), 0);
	}
	assert_int_equal(change(kq, p[0], EVFILT_READ, EV_DISABLE, 0, 0, 0), 0);
	assert_none(kq);
}

static void disable_and_enable(void **state)
{
	struct kevent e;

	(void)state;
	/* libkqueue: EV_ADD|EV_DISABLE must not fire. */
	put("a");
	add(kq, p[0], EVFILT_READ, EV_DISABLE);
	assert_none(kq);
	assert_false(readable(kq));
	assert_int_equal(change(kq, p[0], EVFILT_READ, EV_ENABLE, 0, 0, 5), 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.udata, 5);
	assert_int_equal(change(kq, p[0], EVFILT_READ, EV_DISABLE, 0, 0, 0), 0);
	assert_none(kq);
	/* FreeBSD's kernel leaves a disabled one disabled when it is added again. */
	add(kq, p[0], EVFILT_READ, 0);
	assert_none(kq);
	assert_int_equal(change(kq, p[0], EVFILT_READ, EV_ENABLE | EV_DISABLE, 0, 0, 0), -EINVAL);
	/* A hangup does not come through either. */
	close_fd(p[1]);
	assert_none(kq);
}

static void receipts_and_errors(void **state)
{
	struct kevent c[3] = { { p[0], EVFILT_READ, EV_ADD | EV_RECEIPT, 0, 0, 1, { 1, 2, 3, 4 } },
			       { 999, EVFILT_READ, EV_ADD, 0, 0, 2, { 0 } },
			       { p[0], EVFILT_WRITE, EV_DELETE, 0, 0, 3, { 0 } } };
	struct kevent e[4];

	(void)state;
	put("a");
	assert_int_equal(kevent(kq, c, 3, e, 4, NULL), 3);
	assert_int_equal(e[0].flags, EV_ERROR);
	assert_int_equal(e[0].data, 0);
	assert_int_equal(e[0].ext[3], 4);
	assert_int_equal(e[1].flags, EV_ERROR);
	assert_int_equal(e[1].data, BSD_EBADF);
	assert_int_equal(e[1].ident, 999);
	assert_int_equal(e[2].data, BSD_ENOENT);
	/* Without room the first error is the call's, and what follows is not done. */
	assert_int_equal(kevent(kq, c + 1, 2, NULL, 0, NULL), -EBADF);
	/* The changes may stand where the events go. */
	assert_int_equal(kevent(kq, c, 3, c, 3, NULL), 3);
	assert_int_equal(c[1].data, BSD_EBADF);
}

static void refused_changes(void **state)
{
	struct kevent none = { 0, 0, EV_ADD, 0, 0, 0, { 0 } };

	(void)state;
	assert_int_equal(add(kq, p[0], 5, 0), -EINVAL);
	assert_int_equal(add(kq, p[0], -16, 0), -EINVAL);
	assert_int_equal(add(kq, p[0], EVFILT_AIO, 0), -EPERM);
	assert_int_equal(add(kq, p[0], EVFILT_LIO, 0), -EPERM);
	assert_int_equal(add(kq, p[0], EVFILT_SENDFILE, 0), -ENXIO);
	assert_int_equal(add(kq, p[0], EVFILT_FS, 0), -EINVAL);
	assert_int_equal(add(kq, 1ul << 40, EVFILT_READ, 0), -EBADF);
	assert_int_equal(add(kq, p[0], EVFILT_READ, 0x400), -EINVAL);
	assert_int_equal(add(kq, p[0], EVFILT_READ, EV_KEEPUDATA), -EINVAL);
	assert_int_equal(change(kq, p[0], EVFILT_READ, EV_ADD, 0x80, 0, 0), -EINVAL);
	assert_int_equal(change(kq, p[0], EVFILT_READ, EV_ENABLE, 0, 0, 0), -ENOENT);
	assert_int_equal(add(kq, p[0], EVFILT_VNODE, 0), -EINVAL);
	assert_int_equal(add(kq, kq, EVFILT_READ, 0), -EINVAL);
	assert_int_equal(add(kq, open("/dev/null", O_RDWR), EVFILT_READ, 0), -ENODEV);
	/* Filter 0 is passed over. */
	assert_int_equal(kevent(kq, &none, 1, NULL, 0, NULL), 0);
	/* Own descriptors are none of the alien's. */
	for (int fd = 960; fd < 964; fd++)
		assert_int_equal(add(kq, fd, EVFILT_READ, 0), -EBADF);
}

static void bad_calls(void **state)
{
	static const struct timespec bad[] = { { -1, 0 }, { 0, -1 }, { 0, 1000000000 } };
	struct kevent c[20] = { { p[0], EVFILT_READ, EV_ADD, 0, 0, 0, { 0 } } };
	struct kevent *edge;
	struct kevent e;
	char *map;

	(void)state;
	harness_catch_faults();
	assert_int_equal(kevent(p[0], NULL, 0, &e, 1, NULL), -EBADF);
	assert_int_equal(kevent(-1, NULL, 0, &e, 1, NULL), -EBADF);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(kevent(kq, NULL, 0, &e, 1, &bad[i]), -EINVAL);
		/* Nobody looks at the time where nothing is waited for. */
		assert_int_equal(kevent(kq, NULL, 0, NULL, 0, &bad[i]), 0);
	}
	assert_int_equal(kevent(kq, NULL, 0, &e, -1, NULL), -EINVAL);
	assert_int_equal(kevent(kq, NULL, -1, &e, 1, NULL), -EINVAL);
	assert_int_equal(kevent(kq, (void *)8, 1, &e, 1, NULL), -EFAULT);
	assert_int_equal(kevent(kq, NULL, 0, &e, 1, (void *)8), -EFAULT);
	/* The eight changes before a bad page are done. */
	map = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	munmap(map + 4096, 4096);
	edge = (struct kevent *)(map + 4096 - 8 * sizeof *edge);
	memcpy(edge, c, 8 * sizeof *edge);
	assert_int_equal(kevent(kq, edge, 16, NULL, 0, NULL), -EFAULT);
	put("a");
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(kevent(kq, NULL, 0, (void *)(map + 4096), 1, NULL), -EFAULT);
}

static void keep_udata(void **state)
{
	struct kevent e;

	(void)state;
	change(kq, p[0], EVFILT_READ, EV_ADD, 0, 0, 11);
	change(kq, p[0], EVFILT_READ, EV_ENABLE | EV_KEEPUDATA, 0, 0, 22);
	put("a");
	ready(kq, &e, 1);
	assert_int_equal(e.udata, 11);
	change(kq, p[0], EVFILT_READ, EV_ADD, 0, 0, 33);
	ready(kq, &e, 1);
	assert_int_equal(e.udata, 33);
	/* Its flags are those it was added with first. */
	change(kq, p[0], EVFILT_READ, EV_ADD | EV_CLEAR, 0, 0, 0);
	ready(kq, &e, 1);
	assert_int_equal(e.flags, 0);
}

static void force_oneshot(void **state)
{
	struct kevent e;

	(void)state;
	change(kq, p[0], EVFILT_READ, EV_ADD, 0, 0, 9);
	assert_int_equal(change(kq, p[0], EVFILT_READ, EV_FORCEONESHOT, 0, 0, 9), 0);
	assert_true(readable(kq));
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.ident, p[0]);
	assert_int_equal(e.flags, EV_ONESHOT);
	assert_int_equal(change(kq, p[0], EVFILT_READ, EV_DELETE, 0, 0, 0), -ENOENT);
}

/* One descriptor, two filters, one reporting edges and the other levels. */
static void filters_of_one_descriptor(void **state)
{
	struct kevent e[4];
	int s[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
	change(kq, s[0], EVFILT_READ, EV_ADD | EV_CLEAR, 0, 0, 1);
	change(kq, s[0], EVFILT_WRITE, EV_ADD, 0, 0, 2);
	assert_int_equal(ready(kq, e, 4), 1);
	assert_int_equal(e[0].filter, EVFILT_WRITE);
	assert_int_equal(e[0].udata, 2);
	assert_true(e[0].data > 1000);
	assert_int_equal(write(s[1], "x", 1), 1);
	assert_int_equal(ready(kq, e, 4), 2);
	assert_int_equal(e[0].udata + e[1].udata, 3);
	assert_int_equal(ready(kq, e, 4), 1);
	assert_int_equal(e[0].filter, EVFILT_WRITE);
	change(kq, s[0], EVFILT_WRITE, EV_DELETE, 0, 0, 0);
	assert_none(kq);
	/* Data coming in does not make a writer's edge. */
	change(kq, s[0], EVFILT_WRITE, EV_ADD | EV_CLEAR, 0, 0, 2);
	assert_int_equal(ready(kq, e, 4), 1);
	assert_int_equal(write(s[1], "x", 1), 1);
	assert_int_equal(ready(kq, e, 4), 1);
	assert_int_equal(e[0].filter, EVFILT_READ);
	close_fd(s[0]);
	close_fd(s[1]);
}

/* Go relies on it; libkqueue cannot. */
static void close_drops_knotes(void **state)
{
	int copy = dup(p[0]), old = p[0];

	(void)state;
	add(kq, p[0], EVFILT_READ, 0);
	add(kq, copy, EVFILT_READ, EV_CLEAR);
	put("a");
	close_fd(copy);
	close_fd(p[0]);
	p[0] = -1;
	assert_none(kq);
	assert_false(readable(kq));
	assert_int_equal(change(kq, old, EVFILT_READ, EV_DELETE, 0, 0, 0), -EBADF);
	/* The number's next file has no knote of the last one's. */
	assert_int_equal(dup(p[1]), old);
	assert_int_equal(change(kq, old, EVFILT_READ, EV_DELETE, 0, 0, 0), -ENOENT);
	p[0] = old;
}

static void ranges_are_closed(void **state)
{
	struct kevent e;

	(void)state;
	add(kq, p[0], EVFILT_READ, 0);
	put("a");
	event_fds_closed(p[0] + 1, kq - 1);
	event_fds_closed(kq + 1, p[0] - 1);
	assert_int_equal(ready(kq, &e, 1), 1);
	event_fds_closed(kq + 1, 0xffffffff);
	event_fds_closed(0, kq - 1);
	assert_none(kq);
	event_fds_closed(0, 0xffffffff);
	assert_int_equal(ready(kq, &e, 1), -EBADF);
}

static void old_layout(void **state)
{
	struct kevent11 k[2] = { { p[0], EVFILT_READ, EV_ADD, 0, 0, 1 },
				 { p[1], EVFILT_WRITE, EV_ADD, 0, 0, 2 } };
	static const struct timespec now;

	(void)state;
	put("abcd");
	assert_int_equal(call_map(map_kevent_old, kq, k, 2, k, 2, &now), 2);
	assert_int_equal(k[0].ident + k[1].ident, p[0] + p[1]);
	assert_int_equal(k[0].filter + k[1].filter, EVFILT_READ + EVFILT_WRITE);
	assert_int_equal(k[k[0].filter == EVFILT_READ ? 0 : 1].data, 4);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		T(level_stays_until_read),
		T(clear_reports_new_data_only),
		T(oneshot_goes),
		T(dispatch_disables),
		T(disable_and_enable),
		T(receipts_and_errors),
		T(refused_changes),
		T(bad_calls),
		T(keep_udata),
		T(force_oneshot),
		T(filters_of_one_descriptor),
		T(close_drops_knotes),
		T(ranges_are_closed),
		T(old_layout),
	};

	harness_start(abis[0]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
