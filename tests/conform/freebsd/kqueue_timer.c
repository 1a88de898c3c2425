/* EVFILT_TIMER and EVFILT_USER.  kevent(2). */
#include "kqueue.h"

#define MS 1000000l

static long real_now(void)
{
	struct timespec ts;

	EXPECT_EQ(call(NR_clock_gettime, CLOCK_REALTIME, &ts), 0);
	return ts.tv_sec * 1000 * MS + ts.tv_nsec;
}

static void test_units(void)
{
	static const struct {
		unsigned unit;
		long data, ns;
	} c[] = { { 0, 20, 20 * MS },
		  { NOTE_MSECONDS, 15, 15 * MS },
		  { NOTE_USECONDS, 12000, 12 * MS },
		  { NOTE_NSECONDS, 11 * MS, 11 * MS },
		  { NOTE_SECONDS, 1, 1000 * MS } };

	for (unsigned i = 0; i < sizeof c / sizeof *c; i++) {
		long from = now();
		struct kevent e;

		EXPECT_EQ(change(i, EVFILT_TIMER, EV_ADD | EV_ONESHOT, c[i].unit, c[i].data), 0);
		e = one();
		EXPECT(now() - from >= c[i].ns);
		EXPECT_EQ(e.ident, i);
		EXPECT_EQ(e.data, 1);
		EXPECT_EQ(e.fflags, 0);
		EXPECT_EQ(e.flags, EV_ONESHOT | EV_CLEAR);
		EXPECT_EQ(change(i, EVFILT_TIMER, EV_DELETE, 0, 0), -ENOENT);
	}
}

/* A period counts how often it came; disabled it goes on; an update starts it anew. */
static void test_period(void)
{
	struct kevent e;

	EXPECT_EQ(change(1, EVFILT_TIMER, EV_ADD, NOTE_MSECONDS, 10), 0);
	pause_ms(55);
	EXPECT(one().data >= 5);
	EXPECT_EQ(change(1, EVFILT_TIMER, EV_DISABLE, 0, 0), 0);
	pause_ms(35);
	EXPECT_NONE();
	EXPECT_EQ(change(1, EVFILT_TIMER, EV_ENABLE, 0, 0), 0);
	e = one();
	EXPECT(e.data >= 3);
	EXPECT_EQ(e.flags, EV_CLEAR);
	pause_ms(15);
	EXPECT_EQ(change(1, EVFILT_TIMER, EV_ADD, NOTE_SECONDS, 100), 0);
	EXPECT_NONE();
	/* One that is there does not become a oneshot: it expires each millisecond. */
	EXPECT_EQ(change(1, EVFILT_TIMER, EV_ADD | EV_ONESHOT, NOTE_MSECONDS, 0), 0);
	EXPECT(one().data >= 1);
	EXPECT_EQ(change(1, EVFILT_TIMER, EV_DELETE, 0, 0), 0);
	EXPECT_NONE();
	/* Dispatched, it is silent until it is enabled. */
	EXPECT_EQ(change(2, EVFILT_TIMER, EV_ADD | EV_DISPATCH, NOTE_MSECONDS, 5), 0);
	EXPECT(one().data >= 1);
	pause_ms(12);
	EXPECT_NONE();
	EXPECT_EQ(change(2, EVFILT_TIMER, EV_ENABLE | EV_DELETE, 0, 0), 0);
}

static void test_absolute(void)
{
	long at = real_now() + 25 * MS;
	struct kevent e;

	EXPECT_EQ(change(3, EVFILT_TIMER, EV_ADD | EV_ONESHOT, NOTE_ABSTIME | NOTE_NSECONDS, at),
		  0);
	EXPECT_NONE();
	e = one();
	EXPECT(real_now() >= at);
	EXPECT_EQ(e.data, 1);
	EXPECT_EQ(e.flags, EV_ONESHOT);
	/* What is over comes at once. */
	EXPECT_EQ(change(3, EVFILT_TIMER, EV_ADD | EV_ONESHOT, NOTE_ABSTIME | NOTE_SECONDS, 1000),
		  0);
	EXPECT_EQ(one().data, 1);
	EXPECT_EQ(
	    change(3, EVFILT_TIMER, EV_ADD, NOTE_ABSTIME | NOTE_SECONDS, at / MS / 1000 + 100), 0);
	EXPECT_NONE();
	EXPECT_EQ(change(3, EVFILT_TIMER, EV_DELETE, 0, 0), 0);
}

static void test_refused(void)
{
	struct kevent e;

	EXPECT_EQ(change(4, EVFILT_TIMER, EV_ADD, 0, -1), -EINVAL);
	EXPECT_EQ(change(4, EVFILT_TIMER, EV_ADD, NOTE_SECONDS | NOTE_NSECONDS, 1), -EINVAL);
	EXPECT_EQ(change(4, EVFILT_TIMER, EV_ADD, 0x100, 1), -EINVAL);
	EXPECT_EQ(change(4, EVFILT_TIMER, EV_ENABLE, 0, 1), -ENOENT);
	/* As long as can be said, in every unit. */
	for (unsigned unit = 0; unit <= NOTE_NSECONDS; unit = unit ? unit * 2 : 1)
		EXPECT_EQ(change(4, EVFILT_TIMER, EV_ADD, unit, 0x7fffffffffffffff), 0);
	EXPECT_NONE();
	/* An update that is wrong is told of by an event. */
	EXPECT_EQ(change(4, EVFILT_TIMER, EV_ADD, 0, -1), 0);
	e = one();
	EXPECT_EQ(e.flags, EV_CLEAR | EV_ERROR);
	EXPECT_EQ(e.data, EINVAL);
	EXPECT_EQ(change(4, EVFILT_TIMER, EV_DELETE, 0, 0), 0);
}

/* Of many the first comes first, whatever the order they were set in. */
static void test_order(void)
{
	long at = real_now() + 200 * MS;
	struct kevent e[64];
	long n = 0;

	for (long i = 0; i < 64; i++)
		EXPECT_EQ(change(i, EVFILT_TIMER, EV_ADD | EV_ONESHOT, NOTE_ABSTIME | NOTE_NSECONDS,
				 at + i * 37 % 64 * 100000),
			  0);
	while (n < 64) {
		long got = take(e, 64, 1000);

		EXPECT(got > 0);
		if (got <= 0)
			return;
		for (long i = 0; i < got; i++)
			EXPECT_EQ(e[i].ident * 37 % 64, n + i);
		n += got;
	}
	EXPECT_NONE();
}

static unsigned user(unsigned fflags)
{
	EXPECT_EQ(change(7, EVFILT_USER, 0, fflags, 3), 0);
	return one().fflags;
}

static void test_user(void)
{
	EXPECT_EQ(change(7, EVFILT_USER, EV_ADD, NOTE_FFCOPY | 0x12, 1), 0);
	EXPECT_NONE();
	EXPECT_EQ(user(NOTE_TRIGGER), 0x12);
	EXPECT_EQ(user(NOTE_FFOR | 0x101), 0x113);
	EXPECT_EQ(user(NOTE_FFAND | 0xff), 0x13);
	EXPECT_EQ(user(0xffff), 0x13);
	EXPECT_EQ(user(NOTE_FFCOPY | 0xabcdef), 0xabcdef);
	EXPECT_EQ(one().data, 3);
	/* EV_CLEAR in a change takes the trigger back. */
	EXPECT_EQ(change(7, EVFILT_USER, EV_CLEAR, 0, 0), 0);
	EXPECT_NONE();
	EXPECT_EQ(change(7, EVFILT_USER, EV_DELETE, 0, 0), 0);
	/* Triggered while it is disabled. */
	EXPECT_EQ(change(8, EVFILT_USER, EV_ADD | EV_DISABLE | EV_ONESHOT, 0, 0), 0);
	EXPECT_EQ(change(8, EVFILT_USER, 0, NOTE_TRIGGER, 0), 0);
	EXPECT_NONE();
	EXPECT_EQ(change(8, EVFILT_USER, EV_ENABLE, 0, 0), 0);
	EXPECT_EQ(one().flags, EV_ONESHOT);
	EXPECT_EQ(change(8, EVFILT_USER, 0, NOTE_TRIGGER, 0), -ENOENT);
	/* Triggers merge until they are taken. */
	EXPECT_EQ(change(9, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 0), 0);
	for (int i = 0; i < 3; i++)
		EXPECT_EQ(change(9, EVFILT_USER, 0, NOTE_TRIGGER, 0), 0);
	EXPECT_EQ(one().ident, 9);
	EXPECT_NONE();
	EXPECT_EQ(change(9, EVFILT_USER, EV_DELETE, 0, 0), 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	EXPECT((kq = call(NR_kqueue)) >= 0);
	test_units();
	test_period();
	test_absolute();
	test_refused();
	test_order();
	test_user();
	return result();
}
