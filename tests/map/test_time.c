/* Sleeping, timers, file times: FreeBSD's rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/structs.h"
#include "tests/map/harness.h"

#define BAD ((void *)8)

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void on_alien_signal(int sig)
{
	(void)sig;
	this_thread()->interrupted = true;
}

static void on_own_signal(int sig)
{
	(void)sig;
}

/* A signal in 30 ms. */
static void signal_soon(void (*handler)(int))
{
	struct sigaction sa = { .sa_handler = handler };
	struct itimerval soon = { .it_value.tv_usec = 30000 };

	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
}

static void nanosleep_sleeps(void **state)
{
	struct freebsd_timespec t = { 0, 20000000 }, left = { 7, 7 };
	int64_t start = now_ms();

	(void)state;
	assert_int_equal(call_nr(240, &t, &left), 0);
	assert_true(now_ms() - start >= 20);
	assert_int_equal(left.tv_sec, 7);
}

static void nanosleep_takes_no_nonsense(void **state)
{
	struct freebsd_timespec t = { -5, 0 }, left = { 7, 7 };

	(void)state;
	assert_int_equal(call_nr(240, &t, &left), 0);
	t = (struct freebsd_timespec){ 0, 1000000000 };
	assert_int_equal(call_nr(240, &t, &left), -EINVAL);
	t.tv_nsec = -1;
	assert_int_equal(call_nr(240, &t, &left), -EINVAL);
	assert_int_equal(call_nr(240, BAD, &left), -EFAULT);
	assert_int_equal(left.tv_sec, 7);
}

static void nanosleep_says_what_is_left(void **state)
{
	struct freebsd_timespec t = { 5, 0 }, left = { 7, 7 };

	(void)state;
	signal_soon(on_alien_signal);
	assert_int_equal(call_nr(240, &t, &left), -EINTR);
	assert_int_equal(left.tv_sec, 4);
	signal_soon(on_alien_signal);
	assert_int_equal(call_nr(240, &t, NULL), -EINTR);
	signal_soon(on_alien_signal);
	assert_int_equal(call_nr(240, &t, BAD), -EFAULT);
}

static void nanosleep_sleeps_on_after_a_signal_that_is_ours(void **state)
{
	struct freebsd_timespec t = { 0, 90000000 }, left = { 7, 7 };
	int64_t start = now_ms();

	(void)state;
	signal_soon(on_own_signal);
	assert_int_equal(call_nr(240, &t, &left), 0);
	assert_in_range(now_ms() - start, 90, 190);
	start = now_ms();
	signal_soon(on_own_signal);
	assert_int_equal(call_nr(244, 4, 0, &t, &left), 0);
	assert_in_range(now_ms() - start, 90, 190);
}

/* clock_nanosleep(2): the errno is the value. */
static void clock_nanosleep_returns_errnos(void **state)
{
	struct freebsd_timespec t = { 0, 1000 }, left = { 7, 7 };

	(void)state;
	assert_int_equal(call_nr(244, 0, 0, &t, &left), 0);
	assert_int_equal(call_nr(244, 12, 0, &t, &left), 0);
	assert_int_equal(call_nr(244, 15, 0, &t, &left), 45); /* ENOTSUP */
	assert_int_equal(call_nr(244, 14, 0, &t, &left), 22);
	assert_int_equal(call_nr(244, 3, 0, &t, &left), 22);
	assert_int_equal(call_nr(244, 4, 2, &t, &left), 22);
	assert_int_equal(call_nr(244, 4, 0, BAD, &left), 14);
	t = (struct freebsd_timespec){ 5, 0 };
	signal_soon(on_alien_signal);
	assert_int_equal(call_nr(244, 4, 0, &t, &left), 4);
	assert_int_equal(left.tv_sec, 4);
}

static void clock_nanosleep_until(void **state)
{
	struct freebsd_timespec until, left = { 7, 7 };
	int64_t start = now_ms();

	(void)state;
	clock_gettime(CLOCK_MONOTONIC, (struct timespec *)&until);
	until.tv_sec += (until.tv_nsec + 30000000) / 1000000000;
	until.tv_nsec = (until.tv_nsec + 30000000) % 1000000000;
	assert_int_equal(call_nr(244, 11, 1, &until, &left), 0);
	assert_true(now_ms() - start >= 29);
	assert_int_equal(left.tv_sec, 7);
}

static void setitimer_without_a_value_only_reads(void **state)
{
	struct freebsd_itimerval v = { { 0, 0 }, { 100, 0 } }, old;

	(void)state;
	assert_int_equal(call_nr(83, 0, &v, NULL), 0);
	assert_int_equal(call_nr(83, 0, NULL, &old), 0);
	assert_in_range(old.it_value.tv_sec, 98, 100);
	assert_int_equal(call_nr(86, 0, &old), 0);
	assert_in_range(old.it_value.tv_sec, 98, 100);
	v.it_value.tv_sec = 0;
	assert_int_equal(call_nr(83, 0, &v, &old), 0);
	assert_in_range(old.it_value.tv_sec, 98, 100);
	assert_int_equal(call_nr(83, 3, &v, NULL), -EINVAL);
	/* Nothing is faster than a tick. */
	v = (struct freebsd_itimerval){ .it_interval = { 0, 1 }, .it_value = { 100, 0 } };
	assert_int_equal(call_nr(83, 0, &v, NULL), 0);
	assert_int_equal(call_nr(86, 0, &old), 0);
	assert_int_equal(old.it_interval.tv_usec, 1000);
	v.it_value.tv_sec = 0;
	assert_int_equal(call_nr(83, 0, &v, NULL), 0);
}

static void timers_run(void **state)
{
	struct freebsd_sigevent ev = { .sigev_notify = 0 };
	struct freebsd_itimerspec v = { { 0, 0 }, { 100, 0 } }, old;
	int id = -1;

	(void)state;
	assert_int_equal(call_nr(235, 4, &ev, &id), 0);
	assert_int_equal(call_nr(237, id, 0, &v, NULL), 0);
	assert_int_equal(call_nr(238, id, &old), 0);
	assert_in_range(old.it_value.tv_sec, 98, 100);
	v.it_interval.tv_nsec = 1;
	assert_int_equal(call_nr(237, id, 0, &v, NULL), 0);
	assert_int_equal(call_nr(238, id, &old), 0);
	assert_int_equal(old.it_interval.tv_nsec, 1000000);
	assert_int_equal(call_nr(239, id), 0);
	assert_int_equal(call_nr(236, id), 0);
	assert_int_equal(call_nr(236, id), -EINVAL);
	ev = (struct freebsd_sigevent){ .sigev_notify = 1, .sigev_signo = 200 };
	assert_int_equal(call_nr(235, 4, &ev, &id), -EINVAL);
	ev.sigev_signo = 30;
	assert_int_equal(call_nr(235, 14, &ev, &id), -EINVAL);
	assert_int_equal(call_nr(235, 4, &ev, &id), 0);
	assert_int_equal(call_nr(236, id), 0);
	ev.sigev_notify = 3;
	assert_int_equal(call_nr(235, 4, &ev, &id), -EINVAL);
}

static void timerfds_run(void **state)
{
	struct freebsd_itimerspec v = { { 0, 0 }, { 0, 1000 } };
	uint64_t count = 0;
	long fd = call_nr(585, 5, 0x100000);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(call_nr(587, fd, 0, &v, NULL), 0);
	assert_int_equal(read(fd, &count, 8), 8);
	assert_int_equal(count, 1);
	close(fd);
}

static void file_times(void **state)
{
	char path[] = "/tmp/test_time.XXXXXX", link[64];
	struct freebsd_utimes t = { { { 1000, 250000 }, { 2000, 999999 } } };
	struct stat st;
	int fd = mkstemp(path);

	(void)state;
	assert_int_equal(call_nr(138, path, &t), 0);
	fstat(fd, &st);
	assert_int_equal(st.st_atim.tv_sec, 1000);
	assert_int_equal(st.st_atim.tv_nsec, 250000000);
	assert_int_equal(st.st_mtim.tv_nsec, 999999000);
	t.t[0].tv_sec = 3000;
	assert_int_equal(call_nr(206, fd, &t), 0);
	fstat(fd, &st);
	assert_int_equal(st.st_atim.tv_sec, 3000);
	t.t[0].tv_sec = 4000;
	assert_int_equal(call_nr(494, -100, path, &t), 0);
	fstat(fd, &st);
	assert_int_equal(st.st_atim.tv_sec, 4000);
	t.t[0].tv_usec = 1000000;
	assert_int_equal(call_nr(138, path, &t), -EINVAL);
	t.t[0].tv_usec = -1;
	assert_int_equal(call_nr(138, path, &t), -EINVAL);
	/* The link itself. */
	snprintf(link, sizeof link, "%s.link", path);
	assert_int_equal(symlink(path, link), 0);
	t.t[0] = (struct freebsd_timeval){ 5000, 0 };
	assert_int_equal(call_nr(276, link, &t), 0);
	stat(link, &st);
	assert_int_equal(st.st_atim.tv_sec, 4000);
	lstat(link, &st);
	assert_int_equal(st.st_mtim.tv_sec, 2000);
	unlink(link);
	/* NULL is now. */
	assert_int_equal(call_nr(138, path, NULL), 0);
	fstat(fd, &st);
	assert_true(st.st_mtim.tv_sec >= time(NULL) - 2);
	unlink(path);
	close(fd);
}

static void file_times_in_nanoseconds(void **state)
{
	char path[] = "/tmp/test_time.XXXXXX";
	struct freebsd_utimens t = { { { 1000, 7 }, { 5, FREEBSD_UTIME_OMIT } } };
	struct stat before, st;
	int fd = mkstemp(path);

	(void)state;
	fstat(fd, &before);
	assert_int_equal(call_nr(546, fd, &t), 0);
	fstat(fd, &st);
	assert_int_equal(st.st_atim.tv_sec, 1000);
	assert_int_equal(st.st_atim.tv_nsec, 7);
	assert_int_equal(st.st_mtim.tv_sec, before.st_mtim.tv_sec);
	t.t[0].tv_nsec = FREEBSD_UTIME_NOW;
	assert_int_equal(call_nr(547, -100, path, &t, 0), 0);
	fstat(fd, &st);
	assert_true(st.st_atim.tv_sec >= before.st_atim.tv_sec);
	t.t[0].tv_nsec = UTIME_NOW; /* the host's number is nonsense there */
	assert_int_equal(call_nr(546, fd, &t), -EINVAL);
	unlink(path);
	close(fd);
}

static void clocks_are_read(void **state)
{
	struct freebsd_timespec t, second;

	(void)state;
	assert_int_equal(call_nr(232, 13, &t), 0);
	assert_int_equal(t.tv_nsec, 0);
	assert_int_equal(call_nr(232, 0, &second), 0);
	assert_in_range(second.tv_sec - t.tv_sec, 0, 1);
	assert_int_equal(call_nr(232, 1, &t), 0);
	assert_int_equal(call_nr(232, 15, &second), 0);
	assert_true(t.tv_sec <= second.tv_sec);
	assert_int_equal(call_nr(232, 3, &t), -EINVAL);
	assert_int_equal(call_nr(234, 13, &t), 0);
	assert_true(t.tv_sec == 1 && t.tv_nsec == 0);
	assert_int_equal(call_nr(234, 4, &t), 0);
	assert_true(t.tv_sec == 0 && t.tv_nsec > 0);
	assert_int_equal(call_nr(234, 4, NULL), 0);
}

/* The clock of another's CPU time, clock_getcpuclockid(3). */
static void clocks_of_processes(void **state)
{
	struct freebsd_timespec mine, again;
	uint32_t clock = 0;

	(void)state;
	assert_int_equal(call_nr(247, 0, 0, &clock), 0);
	assert_int_equal(clock, 0xc0000000u | (uint32_t)getpid());
	assert_int_equal(call_nr(232, clock, &mine), 0);
	assert_int_equal(call_nr(232, 15, &again), 0);
	assert_true(mine.tv_sec <= again.tv_sec);
	assert_int_equal(call_nr(247, thread_id_to_alien(gettid()), 1, &clock), 0);
	assert_int_equal(clock, 0x80000000u | (uint32_t)thread_id_to_alien(gettid()));
	assert_int_equal(call_nr(232, clock, &mine), 0);
	assert_int_equal(call_nr(247, 0x3ffffff, 0, &clock), -ESRCH);
	assert_int_equal(call_nr(247, 0, 2, &clock), -EINVAL);
	assert_int_equal(call_nr(247, 0, 0, BAD), -EFAULT);
}

static void ntp_tells(void **state)
{
	struct freebsd_timex t = { .modes = 0 };
	struct freebsd_ntptime n = { .tai = -1 };
	struct freebsd_timespec now;
	long told = call_nr(248, &n);

	(void)state;
	assert_in_range(told, 0, 5);
	assert_int_equal(n.time_state, told);
	assert_int_equal(call_nr(232, 0, &now), 0);
	assert_in_range(now.tv_sec - n.time.tv_sec, 0, 1);
	assert_in_range(n.time.tv_nsec, 0, 999999999);
	assert_in_range(call_nr(176, &t), 0, 5);
	assert_true(t.tolerance > 0);
	assert_int_equal(t.maxerror >= n.maxerror, 1);
	t.modes = 0x40;
	assert_int_equal(call_nr(176, &t), -EINVAL);
	assert_int_equal(call_nr(176, BAD), -EFAULT);
	assert_int_equal(call_nr(248, BAD), -EFAULT);
}

static void adjtime_reads(void **state)
{
	struct freebsd_timeval old = { 9, 9 };

	(void)state;
	assert_int_equal(call_nr(140, NULL, &old), 0);
	assert_true(old.tv_sec != 9 || old.tv_usec != 9);
	assert_int_equal(call_nr(140, BAD, &old), -EFAULT);
	if (geteuid()) {
		old = (struct freebsd_timeval){ 0, 0 };
		assert_int_equal(call_nr(140, &old, NULL), -EPERM);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nanosleep_sleeps),
		cmocka_unit_test(nanosleep_takes_no_nonsense),
		cmocka_unit_test(nanosleep_says_what_is_left),
		cmocka_unit_test(nanosleep_sleeps_on_after_a_signal_that_is_ours),
		cmocka_unit_test(clock_nanosleep_returns_errnos),
		cmocka_unit_test(clock_nanosleep_until),
		cmocka_unit_test(setitimer_without_a_value_only_reads),
		cmocka_unit_test(timers_run),
		cmocka_unit_test(timerfds_run),
		cmocka_unit_test(file_times),
		cmocka_unit_test(file_times_in_nanoseconds),
		cmocka_unit_test(clocks_are_read),
		cmocka_unit_test(clocks_of_processes),
		cmocka_unit_test(ntp_tells),
		cmocka_unit_test(adjtime_reads),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
