/* poll, ppoll, select and pselect (syscall-map/poll.c, select.c). */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>

#include <cmocka.h>

#include "abi-tables/freebsd/freebsd.h"
#include "tests/map/harness.h"

map_fn map_poll, map_ppoll, map_select, map_pselect;

/* sys/poll.h of FreeBSD's */
enum { IN = 1, OUT = 4, ERR = 8, HUP = 0x10, NVAL = 0x20, RDNORM = 0x40, RDHUP = 0x4000 };

static void close_both(int fds[2])
{
	close(fds[0]);
	close(fds[1]);
}

static void events_are_freebsd_s(void **state)
{
	int s[2];
	struct pollfd p[3];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
	p[0] = (struct pollfd){ s[0], IN | RDNORM | RDHUP, -1 };
	p[1] = (struct pollfd){ s[1], OUT, -1 };
	p[2] = (struct pollfd){ -1, IN, -1 };
	assert_int_equal(call_map(map_poll, p, 3, 0), 1);
	assert_int_equal(p[0].revents, 0);
	assert_int_equal(p[1].revents, OUT);
	assert_int_equal(p[2].revents, 0);
	shutdown(s[1], SHUT_WR);
	assert_int_equal(call_map(map_poll, p, 1, -1), 1);
	assert_int_equal(p[0].revents, IN | RDNORM | RDHUP);
	assert_int_equal(p[0].events, IN | RDNORM | RDHUP);
	close_both(s);
	assert_int_equal(call_map(map_poll, p, 1, 0), 1);
	assert_int_equal(p[0].revents, NVAL);
}

/* The host: POLLHUP alone to the reader, POLLERR to the writer. */
static void the_end_of_a_pipe_can_be_read(void **state)
{
	int fds[2];
	struct pollfd p;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	close(fds[1]);
	p = (struct pollfd){ fds[0], IN, 0 };
	assert_int_equal(call_map(map_poll, &p, 1, 0), 1);
	assert_int_equal(p.revents, IN | HUP);
	close(fds[0]);
	assert_int_equal(pipe(fds), 0);
	close(fds[0]);
	p = (struct pollfd){ fds[1], OUT, 0 };
	assert_int_equal(call_map(map_poll, &p, 1, 0), 1);
	assert_int_equal(p.revents, OUT | HUP);
	close(fds[1]);
}

static void many_descriptors_can_be_polled(void **state)
{
	static struct pollfd p[500];
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	for (int i = 0; i < 500; i++)
		p[i] = (struct pollfd){ i == 499 ? fds[1] : fds[0], i == 499 ? OUT : IN, 9 };
	assert_int_equal(call_map(map_poll, p, 500, -1), 1);
	assert_int_equal(p[499].revents, OUT);
	assert_int_equal(p[0].revents, 0);
	close_both(fds);
}

static void bad_limits_and_pointers_are_refused(void **state)
{
	struct pollfd p = { 0, IN, 0 };
	struct timespec bad = { 0, 1000000000 };
	struct timeval big = { 0, 1000000 };

	(void)state;
	assert_int_equal(call_map(map_poll, &p, 1, -2), -EINVAL);
	assert_int_equal(call_map(map_ppoll, &p, 0, &bad, 0), -EINVAL);
	assert_int_equal(call_map(map_select, 0, 0, 0, 0, &big), -EINVAL);
	assert_int_equal(call_map(map_select, -1, 0, 0, 0, 0), -EINVAL);
	harness_catch_faults();
	assert_int_equal(call_map(map_poll, 8, 1, 0), -EFAULT);
	assert_int_equal(call_map(map_poll, 8, 100, 0), -EFAULT);
	assert_int_equal(call_map(map_ppoll, &p, 0, 8, 0), -EFAULT);
	assert_int_equal(call_map(map_select, 0, 0, 0, 0, 8), -EFAULT);
	assert_int_equal(call_map(map_pselect, 0, 0, 0, 0, 0, 8), -EFAULT);
}

/* The host writes what is left of a limit. */
static void limits_are_only_read(void **state)
{
	struct timespec limit = { 0, 2000000 };
	struct timeval t = { 0, 2000 };
	struct sigset mask = { { 0 } };
	struct pollfd p = { -1, 0, 0 };

	(void)state;
	assert_int_equal(call_map(map_ppoll, &p, 1, &limit, 0), 0);
	assert_int_equal(call_map(map_ppoll, &p, 1, &limit, &mask), 0);
	assert_int_equal(call_map(map_pselect, 0, 0, 0, 0, &limit, 0), 0);
	assert_int_equal(call_map(map_pselect, 0, 0, 0, 0, &limit, &mask), 0);
	assert_int_equal(limit.tv_nsec, 2000000);
	assert_int_equal(call_map(map_select, 0, 0, 0, 0, &t), 0);
	assert_int_equal(t.tv_usec, 2000);
}

static void sets_are_the_same(void **state)
{
	int fds[2];
	fd_set in, out;
	struct timeval t = { 0, 0 };

	(void)state;
	assert_int_equal(pipe(fds), 0);
	FD_ZERO(&in);
	FD_ZERO(&out);
	FD_SET(fds[0], &in);
	FD_SET(fds[1], &out);
	assert_int_equal(call_map(map_select, fds[1] + 1, &in, &out, 0, &t), 1);
	assert_false(FD_ISSET(fds[0], &in));
	assert_true(FD_ISSET(fds[1], &out));
	close_both(fds);
	FD_SET(fds[0], &in);
	assert_int_equal(call_map(map_select, fds[1] + 1, &in, 0, 0, &t), -EBADF);
}

/* While it sleeps the mask is another; behind it the old one. */
static void a_mask_holds_while_it_sleeps(void **state)
{
	struct thread *t = this_thread();
	struct sigset mask = { { 0 } };
	struct timespec limit = { 0, 1000000 };
	struct pollfd p = { -1, 0, 0 };

	(void)state;
	sigset_add(&t->mask, 30); /* SIGUSR1 */
	sigset_add(&mask, 31);
	assert_int_equal(call_map(map_ppoll, &p, 1, &limit, &mask), 0);
	assert_true(sigset_has(&t->mask, 30));
	assert_false(sigset_has(&t->mask, 31));
	assert_false(t->mask_saved);
	sigset_del(&t->mask, 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_are_freebsd_s),
		cmocka_unit_test(the_end_of_a_pipe_can_be_read),
		cmocka_unit_test(many_descriptors_can_be_polled),
		cmocka_unit_test(bad_limits_and_pointers_are_refused),
		cmocka_unit_test(limits_are_only_read),
		cmocka_unit_test(sets_are_the_same),
		cmocka_unit_test(a_mask_holds_while_it_sleeps),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
