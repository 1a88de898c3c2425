/* EVFILT_AIO and EVFILT_LIO, as aio's calls register them: sys/event.h, vfs_aio.c. */
#include "abi-tables/freebsd/freebsd.h"
#include "tests/map/kqueue.h"

static struct event_request request(uint64_t ident, uint64_t id, uint32_t flags)
{
	return (struct event_request){ FILTER_AIO, flags, ident, .udata = ident + 1, .id = id };
}

static void an_end_is_told(void **state)
{
	struct event_request r = request(0x1000, 1, 0);
	struct kevent all[4], e;

	(void)state;
	assert_int_equal(event_request_add(kq, &r), 0);
	assert_none(kq);
	assert_false(readable(kq));
	event_request_done(&r, 5);
	assert_true(readable(kq));
	for (int i = 0; i < 4; i++)
		assert_int_equal(await(kq, all, 4), 1);
	/* Until it is forgotten. */
	for (int i = 0; i < 2; i++) {
		assert_int_equal(await(kq, &e, 1), 1);
		assert_int_equal(e.ident, 0x1000);
		assert_int_equal(e.filter, EVFILT_AIO);
		assert_int_equal(e.flags, EV_EOF);
		assert_int_equal(e.data, 5);
		assert_int_equal(e.udata, 0x1001);
	}
	event_request_gone(&r);
	assert_none(kq);
	assert_int_equal(change(kq, 0x1000, EVFILT_AIO, EV_DELETE, 0, 0, 0), -ENOENT);
}

static void a_list_is_told_without_eof(void **state)
{
	struct event_request r = request(0x2000, 2, 0);
	struct kevent e;

	(void)state;
	r.filter = FILTER_LIO;
	assert_int_equal(event_request_add(kq, &r), 0);
	event_request_done(&r, 0);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.filter, EVFILT_LIO);
	assert_int_equal(e.flags, 0);
	event_request_gone(&r);
}

static void flags_do_what_they_do_elsewhere(void **state)
{
	struct event_request once = request(0x3000, 3, EVENT_ONESHOT);
	struct event_request clear = request(0x4000, 4, EVENT_CLEAR);
	struct event_request dispatch = request(0x5000, 5, EVENT_DISPATCH);
	struct kevent e[4];

	(void)state;
	assert_int_equal(event_request_add(kq, &once), 0);
	assert_int_equal(event_request_add(kq, &clear), 0);
	assert_int_equal(event_request_add(kq, &dispatch), 0);
	event_request_done(&once, 0);
	event_request_done(&clear, 0);
	event_request_done(&dispatch, 0);
	assert_int_equal(await(kq, e, 4), 3);
	assert_none(kq);
	assert_int_equal(change(kq, 0x3000, EVFILT_AIO, EV_DELETE, 0, 0, 0), -ENOENT);
	assert_int_equal(change(kq, 0x4000, EVFILT_AIO, EV_DELETE, 0, 0, 0), 0);
	assert_int_equal(change(kq, 0x5000, EVFILT_AIO, EV_ENABLE, 0, 0, 77), 0);
	assert_int_equal(await(kq, e, 4), 1);
	assert_int_equal(e[0].udata, 77);
	event_request_gone(&dispatch);
}

/* An ident may be used again before the first request is forgotten. */
static void another_of_the_same_name(void **state)
{
	struct event_request old = request(0x6000, 6, 0), new = request(0x6000, 7, 0);

	(void)state;
	assert_int_equal(event_request_add(kq, &old), 0);
	event_request_gone(&new);
	event_request_done(&new, 0);
	assert_none(kq);
	assert_int_equal(change(kq, 0x6000, EVFILT_AIO, EV_DELETE, 0, 0, 0), 0);
}

static void *end_them(void *requests)
{
	const struct event_request *r = requests;

	harness_thread();
	for (int i = 0; i < 64; i++)
		event_request_done(&r[i], 0);
	return NULL;
}

/* While others end, none is told twice in one call. */
static void none_is_told_twice_at_once(void **state)
{
	struct event_request r[64];
	struct kevent e[128];
	pthread_t thread;
	long n = 0;

	(void)state;
	for (int round = 0; round < 50; round++) {
		for (int i = 0; i < 64; i++) {
			r[i] = request(0x10000 + i, 100 + i, 0);
			assert_int_equal(event_request_add(kq, &r[i]), 0);
		}
		pthread_create(&thread, NULL, end_them, r);
		while (n < 64) {
			uint64_t seen = 0;

			n = await(kq, e, 128);
			assert_true(n > 0);
			for (int i = 0; i < n; i++) {
				assert_false(seen >> (e[i].ident - 0x10000) & 1);
				seen |= 1ull << (e[i].ident - 0x10000);
			}
		}
		pthread_join(thread, NULL);
		for (int i = 0; i < 64; i++)
			event_request_gone(&r[i]);
		n = 0;
	}
}

static void not_a_kqueue(void **state)
{
	struct event_request r = request(0x7000, 8, 0);
	int other = make_kqueue();

	(void)state;
	assert_int_equal(event_request_add(0, &r), -EBADF);
	assert_int_equal(event_request_add(-1, &r), -EBADF);
	/* A kqueue that is closed meanwhile is told nothing. */
	assert_int_equal(event_request_add(other, &r), 0);
	close_fd(other);
	event_request_done(&r, 0);
	event_request_gone(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_QUEUE(an_end_is_told),
		ON_QUEUE(a_list_is_told_without_eof),
		ON_QUEUE(flags_do_what_they_do_elsewhere),
		ON_QUEUE(another_of_the_same_name),
		ON_QUEUE(none_is_told_twice_at_once),
		ON_QUEUE(not_a_kqueue),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
