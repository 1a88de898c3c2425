/* EVFILT_TIMER and EVFILT_USER.  kqueue(2); sys/event.h. */
#include "tests/map/kqueue.h"

static long timer(int ident, int flags, uint32_t unit, int64_t data)
{
	return change(kq, ident, EVFILT_TIMER, EV_ADD | flags, unit, data, 0);
}

static void units(void **state)
{
	static const struct {
		uint32_t unit;
		int64_t data, ns;
	} cases[] = { { 0, 20, 20000000 },
		      { NOTE_MSECONDS, 20, 20000000 },
		      { NOTE_USECONDS, 30000, 30000000 },
		      { NOTE_NSECONDS, 25000000, 25000000 },
		      { NOTE_SECONDS, 1, 1000000000 } };
	static const struct timespec long_time = { 5, 0 };
	struct kevent e;
	int64_t from, took;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		from = now(CLOCK_MONOTONIC);
		assert_int_equal(timer(i, EV_ONESHOT, cases[i].unit, cases[i].data), 0);
		assert_none(kq);
		assert_int_equal(kevent(kq, NULL, 0, &e, 1, &long_time), 1);
		took = now(CLOCK_MONOTONIC) - from;
		assert_in_range(took, cases[i].ns, cases[i].ns + 400000000);
		assert_int_equal(e.ident, i);
		assert_int_equal(e.data, 1);
		assert_int_equal(e.flags, EV_ONESHOT | EV_CLEAR);
	}
	assert_int_equal(change(kq, 0, EVFILT_TIMER, EV_DELETE, 0, 0, 0), -ENOENT);
}

static void periods_are_counted(void **state)
{
	struct kevent e;

	(void)state;
	timer(1, 0, NOTE_MSECONDS, 10);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.data, 1);
	assert_int_equal(e.flags, EV_CLEAR);
	usleep(105000);
	assert_true(readable(kq));
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_in_range(e.data, 10, 60);
	assert_false(readable(kq));
	assert_int_equal(await(kq, &e, 1), 1);
	/* Disabled, it goes on counting. */
	change(kq, 1, EVFILT_TIMER, EV_DISABLE, 0, 0, 0);
	usleep(35000);
	assert_none(kq);
	change(kq, 1, EVFILT_TIMER, EV_ENABLE, 0, 0, 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_true(e.data >= 3);
}

static void absolute(void **state)
{
	struct kevent e;

	(void)state;
	timer(1, 0, NOTE_NSECONDS | NOTE_ABSTIME, now(CLOCK_REALTIME) + 30000000);
	assert_none(kq);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.data, 1);
	/* It is no edge, and once is all. */
	assert_int_equal(e.flags, 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_true(readable(kq));
	/* A time that is over comes at once. */
	timer(1, 0, NOTE_SECONDS | NOTE_ABSTIME, 1);
	assert_int_equal(await(kq, &e, 1), 1);
}

static void again(void **state)
{
	struct kevent e;

	(void)state;
	timer(1, 0, NOTE_MSECONDS, 1);
	usleep(5000);
	/* Added again: what had expired is forgotten, and the new time counts. */
	timer(1, 0, NOTE_MSECONDS, 40);
	assert_none(kq);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.data, 1);
	/* Other changes leave the time as it is. */
	change(kq, 1, EVFILT_TIMER, EV_ENABLE, 0, 0, 0);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(change(kq, 1, EVFILT_TIMER, EV_DELETE, 0, 0, 0), 0);
	usleep(50000);
	assert_none(kq);
}

/* Late as it may be, it comes once. */
static void once(void **state)
{
	struct kevent e;

	(void)state;
	timer(1, EV_ONESHOT, NOTE_MSECONDS, 2);
	usleep(20000);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 1);
	assert_none(kq);
}

static void refused_timers(void **state)
{
	struct kevent e;

	(void)state;
	assert_int_equal(timer(1, 0, NOTE_SECONDS | NOTE_MSECONDS, 1), -EINVAL);
	assert_int_equal(timer(1, 0, 0x40, 1), -EINVAL);
	assert_int_equal(timer(1, 0, 0, -1), -EINVAL);
	assert_int_equal(timer(1, 0, NOTE_SECONDS, INT64_MAX), 0);
	assert_none(kq);
	/* One that is there already tells of it in an event. */
	assert_int_equal(timer(1, 0, 0, -1), 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.flags, EV_CLEAR | EV_ERROR);
	assert_int_equal(e.data, BSD_EINVAL);
}

/* Many timers come in the order of their times. */
static void order(void **state)
{
	/* Late enough that all are set before the first is due, on a busy machine too. */
	int64_t base = now(CLOCK_REALTIME) + 700000000;
	struct kevent e;

	(void)state;
	for (int i = 0; i < 2000; i++)
		assert_int_equal(timer(i, EV_ONESHOT, NOTE_NSECONDS | NOTE_ABSTIME,
				       base + i * 7919 % 2000 * 50000),
				 0);
	for (int i = 0; i < 2000; i += 2)
		assert_int_equal(change(kq, i, EVFILT_TIMER, EV_DELETE, 0, 0, 0), 0);
	for (int i = 0, last = 0; i < 1000; i++) {
		assert_int_equal(await(kq, &e, 1), 1);
		assert_int_equal(e.ident % 2, 1);
		assert_true((int)(e.ident * 7919 % 2000) >= last);
		last = e.ident * 7919 % 2000;
	}
	assert_none(kq);
}

static void user_events(void **state)
{
	struct kevent e;

	(void)state;
	change(kq, 7, EVFILT_USER, EV_ADD, NOTE_FFCOPY | 0x12, 3, 1);
	assert_none(kq);
	change(kq, 7, EVFILT_USER, 0, NOTE_TRIGGER, 4, 2);
	for (int i = 0; i < 2; i++) {
		assert_true(readable(kq));
		assert_int_equal(ready(kq, &e, 1), 1);
		assert_int_equal(e.fflags, 0x12);
		assert_int_equal(e.data, 4);
		assert_int_equal(e.udata, 2);
		assert_int_equal(e.flags, 0);
	}
	change(kq, 7, EVFILT_USER, 0, NOTE_FFOR | 0x101, 0, 0);
	ready(kq, &e, 1);
	assert_int_equal(e.fflags, 0x113);
	change(kq, 7, EVFILT_USER, 0, NOTE_FFAND | 0xff, 0, 0);
	ready(kq, &e, 1);
	assert_int_equal(e.fflags, 0x13);
	change(kq, 7, EVFILT_USER, 0, 0xffff, 0, 0);
	ready(kq, &e, 1);
	assert_int_equal(e.fflags, 0x13);
	change(kq, 7, EVFILT_USER, 0, NOTE_FFCOPY | 0xabcdef, 0, 0);
	ready(kq, &e, 1);
	assert_int_equal(e.fflags, 0xabcdef);
	/* EV_CLEAR in a change puts it back. */
	change(kq, 7, EVFILT_USER, EV_CLEAR, 0, 0, 0);
	assert_none(kq);
	assert_int_equal(change(kq, 7, EVFILT_USER, 0, 0x02000000, 0, 0), -EINVAL);
	assert_int_equal(change(kq, 8, EVFILT_USER, 0, NOTE_TRIGGER, 0, 0), -ENOENT);
}

static void user_modes(void **state)
{
	struct kevent e;

	(void)state;
	change(kq, 1, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 0, 0);
	for (int i = 0; i < 3; i++) {
		change(kq, 1, EVFILT_USER, 0, NOTE_TRIGGER, 0, 0);
		change(kq, 1, EVFILT_USER, 0, NOTE_TRIGGER, 0, 0);
		assert_int_equal(ready(kq, &e, 1), 1);
		assert_none(kq);
		assert_false(readable(kq));
	}
	change(kq, 2, EVFILT_USER, EV_ADD | EV_DISPATCH, 0, 0, 0);
	change(kq, 2, EVFILT_USER, 0, NOTE_TRIGGER, 0, 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_none(kq);
	change(kq, 2, EVFILT_USER, EV_ENABLE, 0, 0, 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	change(kq, 3, EVFILT_USER, EV_ADD | EV_ONESHOT, 0, 0, 0);
	change(kq, 3, EVFILT_USER, EV_DISABLE, NOTE_TRIGGER, 0, 0);
	assert_none(kq);
	change(kq, 3, EVFILT_USER, EV_ENABLE, 0, 0, 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(change(kq, 3, EVFILT_USER, EV_DELETE, 0, 0, 0), -ENOENT);
}

/* Where there is room for few, nobody waits for ever. */
static void turns(void **state)
{
	int p[2], seen[3] = { 0 };
	struct kevent e;

	(void)state;
	assert_int_equal(pipe(p), 0);
	assert_int_equal(write(p[1], "x", 1), 1);
	change(kq, p[0], EVFILT_READ, EV_ADD, 0, 0, 0);
	for (int i = 1; i < 3; i++) {
		change(kq, i, EVFILT_USER, EV_ADD, 0, 0, i);
		change(kq, i, EVFILT_USER, 0, NOTE_TRIGGER, 0, i);
	}
	for (int i = 0; i < 12; i++) {
		assert_int_equal(ready(kq, &e, 1), 1);
		seen[e.udata]++;
	}
	for (int i = 0; i < 3; i++)
		assert_true(seen[i] >= 2);
	close_fd(p[0]);
	close_fd(p[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_QUEUE(units),      ON_QUEUE(periods_are_counted),
		ON_QUEUE(absolute),   ON_QUEUE(again),
		ON_QUEUE(once),       ON_QUEUE(refused_timers),
		ON_QUEUE(order),      ON_QUEUE(user_events),
		ON_QUEUE(user_modes), ON_QUEUE(turns),
	};

	harness_start(abis[0]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
