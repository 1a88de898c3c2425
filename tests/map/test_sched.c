/* Scheduling, procctl(2), special descriptors, identifiers: FreeBSD's rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/structs.h"
#include "tests/map/harness.h"

#define BAD ((void *)8)

static void priorities_have_ranges(void **state)
{
	(void)state;
	assert_int_equal(call_nr(332, 1), 31);
	assert_int_equal(call_nr(332, 3), 31);
	assert_int_equal(call_nr(332, 2), 103);
	assert_int_equal(call_nr(333, 1), 0);
	assert_int_equal(call_nr(332, 0), -EINVAL);
	assert_int_equal(call_nr(333, 9), -EINVAL);
}

static void scheduler_of_the_caller(void **state)
{
	uint32_t priority = 7;

	(void)state;
	assert_int_equal(call_nr(330, 0), 2);
	assert_int_equal(call_nr(328, 0, &priority), 0);
	assert_int_equal(priority, 0);
	assert_int_equal(call_nr(328, 0, BAD), -EFAULT);
	priority = 50;
	assert_int_equal(call_nr(329, 0, 2, &priority), 0);
	assert_int_equal(call_nr(327, 0, &priority), 0);
	priority = 104;
	assert_int_equal(call_nr(327, 0, &priority), -EINVAL);
	priority = 32;
	assert_int_equal(call_nr(329, 0, 1, &priority), -EINVAL);
}

/* Real time, where it is allowed: 0..31 there is 1..32 here, and rtprio(2) counts down. */
static void real_time(void **state)
{
	struct freebsd_rtprio rtp = { 7, 7 };
	uint32_t priority = 10;
	struct sched_param host;
	long ret = call_nr(329, 0, 1, &priority);

	(void)state;
	assert_int_equal(call_nr(166, 2, 0, &rtp), -EINVAL);
	if (ret == -EPERM)
		skip();
	assert_int_equal(ret, 0);
	sched_getparam(0, &host);
	assert_int_equal(host.sched_priority, 11);
	assert_int_equal(call_nr(330, 0), 1);
	assert_int_equal(call_nr(466, 0, 0, &rtp), 0);
	assert_int_equal(rtp.type, 10);
	assert_int_equal(rtp.prio, 21);
	rtp = (struct freebsd_rtprio){ 2, 31 };
	assert_int_equal(call_nr(466, 1, 0, &rtp), 0);
	sched_getparam(0, &host);
	assert_int_equal(host.sched_priority, 1);
	assert_int_equal(sched_getscheduler(0), SCHED_RR);
	rtp = (struct freebsd_rtprio){ 3, 0 };
	assert_int_equal(call_nr(166, 1, 0, &rtp), 0);
	assert_int_equal(sched_getscheduler(0), SCHED_OTHER);
}

static void rtprio_looks_up(void **state)
{
	struct freebsd_rtprio rtp = { 7, 7 };

	(void)state;
	assert_int_equal(call_nr(166, 0, 0, &rtp), 0);
	assert_int_equal(rtp.type, 3);
	rtp.prio = 32;
	assert_int_equal(call_nr(466, 1, 0, &rtp), -EINVAL);
	rtp = (struct freebsd_rtprio){ 5, 0 };
	assert_int_equal(call_nr(466, 1, 0, &rtp), -EINVAL);
}

static void processor_and_barriers(void **state)
{
	long commands = call_nr(584, 0, 0, 0);

	(void)state;
	assert_in_range(call_nr(581), 0, 8191);
	if (commands == -ENOSYS)
		skip();
	assert_true(commands > 0);
	assert_int_equal(commands & ~0x7f, 0);
	assert_int_equal(call_nr(584, 0x80, 0, 0), -EINVAL);
	assert_int_equal(call_nr(584, 0x10, 1, 0), -EINVAL);
	if (commands & 0x10) {
		assert_int_equal(call_nr(584, 0x10, 0, 0), 0);
		assert_int_equal(call_nr(584, 0x8, 0, 0), 0);
	}
}

static long control(int command, int *value)
{
	return call_nr(544, 0, 0, command, value);
}

static void parent_death(void **state)
{
	int sig = 30; /* SIGUSR1 */

	(void)state;
	assert_int_equal(control(11, &sig), 0);
	prctl(PR_GET_PDEATHSIG, &sig);
	assert_int_equal(sig, SIGUSR1);
	assert_int_equal(control(12, &sig), 0);
	assert_int_equal(sig, 30);
	sig = 0;
	assert_int_equal(call_nr(544, 0, getpid(), 11, &sig), 0);
	assert_int_equal(control(12, &sig), 0);
	assert_int_equal(sig, 0);
	sig = 200;
	assert_int_equal(control(11, &sig), -EINVAL);
	assert_int_equal(control(11, BAD), -EFAULT);
	assert_int_equal(call_nr(544, 0, 1, 11, &sig), -EINVAL);
	assert_int_equal(control(99, &sig), -EINVAL);
}

static void tracing_and_privileges_in_a_child(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (!pid) {
		int v = 7;

		harness_thread();
		if (control(8, &v) || v != 0)
			_exit(1);
		v = 2;
		if (control(7, &v) || control(8, &v) || v != -1)
			_exit(2);
		v = 3;
		if (control(7, &v) != -EINVAL)
			_exit(3);
		v = 1;
		if (control(7, &v) || control(8, &v) || v != 0)
			_exit(4);
		/* Whoever runs the test may have given up privileges already. */
		if (control(20, &v) || v != (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) ? 1 : 2))
			_exit(5);
		v = 2;
		if (control(19, &v) != -EINVAL)
			_exit(6);
		v = 1;
		if (control(19, &v) || control(20, &v) || v != 1)
			_exit(7);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	assert_int_equal(status, 0);
}

static void orphans(void **state)
{
	int on = 0;

	(void)state;
	assert_int_equal(control(3, NULL), -EINVAL);
	assert_int_equal(control(2, NULL), 0);
	prctl(PR_GET_CHILD_SUBREAPER, &on);
	assert_int_equal(on, 1);
	assert_int_equal(control(2, NULL), -EBUSY);
	assert_int_equal(control(3, NULL), 0);
}

static void eventfds(void **state)
{
	uint32_t request[2] = { 5, 0x100005 };
	uint64_t value = 0;
	long fd = call_nr(577, 1, request, 8);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(read(fd, &value, 8), 8);
	assert_int_equal(value, 1); /* a semaphore */
	close(fd);
	assert_int_equal(call_nr(577, 1, request, 4), -EINVAL);
	assert_int_equal(call_nr(577, 1, BAD, 8), -EFAULT);
	assert_int_equal(call_nr(577, 3, request, 8), -EINVAL);
	request[1] = 2;
	assert_int_equal(call_nr(577, 1, request, 8), -EINVAL);
}

static void inotify_from_a_directory(void **state)
{
	char dir[] = "/tmp/test_sched.XXXXXX", path[64], buffer[256];
	uint32_t flags = 0x100004;
	long fd, wd;
	int at;

	(void)state;
	assert_non_null(mkdtemp(dir));
	at = open(dir, O_RDONLY | O_DIRECTORY);
	fd = call_nr(577, 2, &flags, 4);
	assert_true(fd >= 0);
	wd = call_nr(593, fd, at, ".", 0x100);
	assert_true(wd > 0);
	assert_int_equal(call_nr(593, fd, -100, dir, 0x100), wd);
	assert_int_equal(call_nr(593, fd, 12345, dir, 0x100), wd);
	assert_int_equal(call_nr(593, fd, at, "none", 0x100), -ENOENT);
	assert_int_equal(call_nr(593, fd, at, BAD, 0x100), -EFAULT);
	assert_int_equal(call_nr(593, fd, at, ".", 0x08000000), -EINVAL);
	snprintf(path, sizeof path, "%s/file", dir);
	close(open(path, O_CREAT | O_WRONLY, 0600));
	assert_true(read(fd, buffer, sizeof buffer) >= (long)sizeof(struct inotify_event));
	assert_int_equal(((struct inotify_event *)buffer)->mask, 0x100);
	assert_int_equal(call_nr(594, fd, wd), 0);
	assert_int_equal(call_nr(594, fd, wd), -EINVAL);
	unlink(path);
	rmdir(dir);
	close(at);
	close(fd);
}

static void identifiers_are_all_different(void **state)
{
	uint8_t id[64][16];

	(void)state;
	assert_int_equal(call_nr(392, id, 64), 0);
	for (int i = 0; i < 64; i++) {
		assert_int_equal(id[i][7] >> 4, 1); /* version: the high byte of time_high */
		assert_int_equal(id[i][8] >> 6, 2); /* variant */
		for (int j = 0; j < i; j++)
			assert_memory_not_equal(id[i], id[j], 16);
	}
	assert_int_equal(call_nr(392, id, 0), -EINVAL);
	assert_int_equal(call_nr(392, id, 2049), -EINVAL);
	assert_int_equal(call_nr(392, BAD, 1), -EFAULT);
}

static void processes_are_compared(void **state)
{
	(void)state;
	assert_int_equal(call_nr(588, getpid(), getpid(), 104, 0, 0), 0);
	assert_int_equal(call_nr(588, getpid(), getpid(), 101, 0, 0), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(priorities_have_ranges),
		cmocka_unit_test(scheduler_of_the_caller),
		cmocka_unit_test(rtprio_looks_up),
		cmocka_unit_test(real_time),
		cmocka_unit_test(processor_and_barriers),
		cmocka_unit_test(parent_death),
		cmocka_unit_test(tracing_and_privileges_in_a_child),
		cmocka_unit_test(orphans),
		cmocka_unit_test(eventfds),
		cmocka_unit_test(inotify_from_a_directory),
		cmocka_unit_test(identifiers_are_all_different),
		cmocka_unit_test(processes_are_compared),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
