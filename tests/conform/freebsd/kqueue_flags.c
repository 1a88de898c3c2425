/* kevent(2), flag by flag, and how changes and events share a call. */
#include "kqueue.h"

static int ends[2];

static void put(const char *bytes)
{
	EXPECT_EQ(call(NR_write, ends[1], bytes, strlen(bytes)), strlen(bytes));
}

static void drain(void)
{
	char buf[64];

	EXPECT(call(NR_read, ends[0], buf, sizeof buf) > 0);
}

/* What is there already is reported when it is added, and for as long as it holds. */
static void test_levels(void)
{
	struct kevent e;

	put("ab");
	EXPECT_EQ(change_data(ends[0], EVFILT_READ, EV_ADD, 0, 0, (uintptr_t)&e), 0);
	for (int i = 0; i < 2; i++) {
		e = one();
		EXPECT_EQ(e.ident, ends[0]);
		EXPECT_EQ(e.filter, EVFILT_READ);
		EXPECT_EQ(e.flags, 0);
		EXPECT_EQ(e.data, 2);
		EXPECT_EQ(e.udata, &e);
	}
	drain();
	EXPECT_NONE();
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_DELETE, 0, 0), 0);
	put("a");
	EXPECT_NONE();
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_DELETE, 0, 0), -ENOENT);
	drain();
}

static void test_clear(void)
{
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_ADD | EV_CLEAR, 0, 0), 0);
	put("a");
	EXPECT_EQ(one().flags, EV_CLEAR);
	EXPECT_NONE();
	put("b");
	EXPECT_EQ(one().data, 2);
	EXPECT_NONE();
	drain();
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_DELETE, 0, 0), 0);
}

static void test_oneshot(void)
{
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_ADD | EV_ONESHOT, 0, 0), 0);
	put("a");
	EXPECT_EQ(one().flags, EV_ONESHOT);
	EXPECT_NONE();
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_ENABLE, 0, 0), -ENOENT);
	drain();
}

static void test_dispatch(void)
{
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_ADD | EV_DISPATCH, 0, 0), 0);
	put("a");
	EXPECT_EQ(one().flags, EV_DISPATCH);
	EXPECT_NONE();
	put("b");
	EXPECT_NONE();
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_ENABLE, 0, 0), 0);
	EXPECT_EQ(one().data, 2);
	EXPECT_NONE();
	drain();
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_DELETE, 0, 0), 0);
}

static void test_disable(void)
{
	put("a");
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_ADD | EV_DISABLE, 0, 0), 0);
	EXPECT_NONE();
	/* Adding it once more does not enable it: the kernel looks at EV_ENABLE alone. */
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_ADD, 0, 0), 0);
	EXPECT_NONE();
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_ENABLE, 0, 0), 0);
	EXPECT_EQ(one().data, 1);
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_DISABLE, 0, 0), 0);
	EXPECT_NONE();
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_ENABLE | EV_DISABLE, 0, 0), -EINVAL);
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_DELETE | EV_DISABLE, 0, 0), 0);
	drain();
}

/* A receipt is an event with EV_ERROR and 0, and takes room; nothing is collected then. */
static void test_receipt(void)
{
	struct kevent c = { ends[0], EVFILT_READ,   EV_ADD | EV_RECEIPT, 0,
			    7,       (uintptr_t)&c, { 1, 2, 3, 4 } },
		      e;

	put("a");
	EXPECT_EQ(call(NR_kevent, kq, &c, 1, &e, 1, 0), 1);
	EXPECT_EQ(e.flags, EV_ERROR);
	EXPECT_EQ(e.data, 0);
	EXPECT_EQ(e.udata, &c);
	EXPECT_EQ(e.ext[3], 4);
	/* It stays with the knote. */
	EXPECT_EQ(one().flags, EV_RECEIPT);
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_DELETE, 0, 0), 0);
	drain();
}

static void test_keep_udata(void)
{
	struct kevent c = { ends[0], EVFILT_READ, EV_ENABLE | EV_KEEPUDATA, 0, 0, 0, { 0 } };

	EXPECT_EQ(change_data(ends[0], EVFILT_READ, EV_ADD, 0, 0, (uintptr_t)&c), 0);
	put("a");
	EXPECT_EQ(call(NR_kevent, kq, &c, 1, 0, 0, 0), 0);
	EXPECT_EQ(one().udata, &c);
	c.flags = EV_ENABLE;
	EXPECT_EQ(call(NR_kevent, kq, &c, 1, 0, 0, 0), 0);
	EXPECT_EQ(one().udata, 0);
	c.flags = EV_ADD | EV_KEEPUDATA;
	EXPECT_EQ(call(NR_kevent, kq, &c, 1, 0, 0, 0), -EINVAL);
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_DELETE, 0, 0), 0);
	drain();
}

/* Reported once, though there is nothing to read, and then gone. */
static void test_force_oneshot(void)
{
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_ADD, 0, 0), 0);
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_FORCEONESHOT, 0, 0), 0);
	EXPECT_EQ(one().flags, EV_ONESHOT);
	EXPECT_NONE();
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_DELETE, 0, 0), -ENOENT);
}

/*
 * Changes are made in their order, before anything is collected; errors of changes are
 * told in the event list, and where there are some nothing else is; changes and events
 * may be one array.
 */
static void test_one_array(void)
{
	struct kevent k[4] = { { ends[0], EVFILT_READ, EV_ADD, 0, 0, 1, { 0 } },
			       { 900, EVFILT_READ, EV_ADD, 0, 0, 2, { 0 } },
			       { ends[0], EVFILT_READ, EV_DISABLE, 0, 0, 3, { 0 } },
			       { ends[0], EVFILT_READ, EV_ENABLE, 0, 0, 4, { 0 } } };

	put("a");
	EXPECT_EQ(call(NR_kevent, kq, k, 4, k, 4, 0), 1);
	EXPECT_EQ(k[0].flags, EV_ERROR);
	EXPECT_EQ(k[0].data, EBADF);
	EXPECT_EQ(k[0].ident, 900);
	EXPECT_EQ(k[0].udata, 2);
	EXPECT_EQ(one().udata, 4);
	k[0] = (struct kevent){ ends[0], EVFILT_READ, EV_DELETE, 0, 0, 0, { 0 } };
	k[1] = (struct kevent){ ends[0], EVFILT_READ, EV_DELETE, 0, 0, 0, { 0 } };
	/* No room: the error is the call's, and what stands behind it is not done. */
	EXPECT_EQ(call(NR_kevent, kq, k, 2, 0, 0, 0), -ENOENT);
	drain();
}

/* What has no room now is reported by the next calls, and each gets its turn. */
static void test_little_room(void)
{
	int seen[10] = { 0 };
	struct kevent e[3];

	for (long i = 0; i < 10; i++) {
		EXPECT_EQ(change(i, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 0), 0);
		EXPECT_EQ(change(i, EVFILT_USER, 0, NOTE_TRIGGER, 0), 0);
	}
	for (int round = 0; round < 4; round++) {
		long n = take(e, 3, 0);

		EXPECT_EQ(n, round < 3 ? 3 : 1);
		for (long i = 0; i < n; i++)
			seen[e[i].ident]++;
	}
	EXPECT_NONE();
	for (long i = 0; i < 10; i++) {
		EXPECT_EQ(seen[i], 1);
		EXPECT_EQ(change(i, EVFILT_USER, EV_DELETE, 0, 0), 0);
	}
}

static void test_errors(void)
{
	struct kevent k = { 1, EVFILT_USER, EV_ADD, 0, 0, 0, { 0 } }, e;
	struct timespec bad = { 0, -1 };

	EXPECT_EQ(change(1, 0, EV_ADD, 0, 0), 0); /* passed over */
	EXPECT_EQ(change(1, 1, EV_ADD, 0, 0), -EINVAL);
	EXPECT_EQ(change(1, -40, EV_ADD, 0, 0), -EINVAL);
	EXPECT_EQ(change(1, EVFILT_AIO, EV_ADD, 0, 0), -EPERM);
	EXPECT_EQ(change(-1, EVFILT_READ, EV_ADD, 0, 0), -EBADF);
	EXPECT_EQ(change(1l << 32, EVFILT_READ, EV_ADD, 0, 0), -EBADF);
	EXPECT_EQ(change(kq, EVFILT_READ, EV_ADD, 0, 0), -EINVAL);
	EXPECT_EQ(change(kq, EVFILT_WRITE, EV_ADD, 0, 0), -EINVAL);
	/* The time is only looked at where there is something to wait for. */
	EXPECT_EQ(call(NR_kevent, kq, &k, 1, 0, 0, &bad), 0);
	EXPECT_EQ(call(NR_kevent, kq, 0, 0, &e, 1, &bad), -EINVAL);
	EXPECT_EQ(call(NR_kevent, kq, 0, 0, &e, -1, 0), -EINVAL);
	EXPECT_EQ(change(1, EVFILT_USER, EV_DELETE, 0, 0), 0);
	EXPECT_EQ(call(NR_kevent, -1, 0, 0, 0, 0, 0), -EBADF);
}

/* FreeBSD 11's kevent has 32 bytes; both see the same knotes. */
static void test_old_layout(void)
{
	struct kevent11 k[2] = { { 5, EVFILT_USER, EV_ADD | EV_CLEAR, NOTE_FFCOPY | 3, 9,
				   (uintptr_t)&kq },
				 { 6, EVFILT_USER, EV_ADD, 0, 0, 0 } };

	EXPECT_EQ(call(NR_kevent_FBSD_1_0, kq, k, 2, 0, 0, 0), 0);
	EXPECT_EQ(change(6, EVFILT_USER, EV_DELETE, 0, 0), 0);
	EXPECT_EQ(change_data(5, EVFILT_USER, 0, NOTE_TRIGGER, 10, (uintptr_t)&ends), 0);
	EXPECT_EQ(call(NR_kevent_FBSD_1_0, kq, 0, 0, k, 2, 0), 1);
	EXPECT_EQ(k[0].ident, 5);
	EXPECT_EQ(k[0].fflags, 3);
	EXPECT_EQ(k[0].data, 10);
	EXPECT_EQ(k[0].udata, &ends);
	EXPECT_EQ(k[1].ident, 6);
	EXPECT_EQ(change(5, EVFILT_USER, EV_DELETE, 0, 0), 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	EXPECT((kq = call(NR_kqueue)) >= 0);
	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	test_levels();
	test_clear();
	test_oneshot();
	test_dispatch();
	test_disable();
	test_receipt();
	test_keep_udata();
	test_force_oneshot();
	test_one_array();
	test_little_room();
	test_errors();
	test_old_layout();
	return result();
}
