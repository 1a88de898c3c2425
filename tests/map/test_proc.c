/* Waiting for children, limits, priorities: FreeBSD's rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/structs.h"
#include "tests/map/harness.h"

#define BAD ((void *)8)

enum { WNOHANG_ = 1, WUNTRACED_ = 2, WCONTINUED_ = 4, WNOWAIT_ = 8, WEXITED_ = 16 };
enum { P_PID_ = 0, P_PGID_ = 2, P_ALL_ = 7 };

/* A child that ends with a status, or stands still until it is told otherwise. */
static pid_t child(int status)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	if (status >= 0)
		_exit(status);
	for (;;)
		pause();
}

static void wait4_tells_exit_status(void **state)
{
	struct freebsd_rusage usage;
	uint32_t status = 0;
	pid_t pid = child(42);

	(void)state;
	memset(&usage, 0xff, sizeof usage);
	assert_int_equal(call_nr(7, pid, &status, 0, &usage), pid);
	assert_int_equal(status, 42 << 8);
	assert_int_equal(usage.ru_utime.tv_sec, 0);
	assert_true(usage.ru_maxrss > 0);
	assert_int_equal(call_nr(7, pid, &status, 0, &usage), -ECHILD);
}

static void wait4_tells_signals_in_the_aliens_numbers(void **state)
{
	uint32_t status = 0;
	pid_t pid = child(-1);

	(void)state;
	assert_int_equal(call_nr(7, -1, &status, WNOHANG_, NULL), 0);
	kill(pid, SIGSTOP);
	assert_int_equal(call_nr(7, -1, &status, WUNTRACED_, NULL), pid);
	assert_int_equal(status, 17 << 8 | 0x7f);
	kill(pid, SIGCONT);
	assert_int_equal(call_nr(7, 0, &status, WCONTINUED_, NULL), pid);
	assert_int_equal(status, 0x13);
	kill(pid, SIGUSR1);
	assert_int_equal(call_nr(7, -getpgrp(), &status, 0, NULL), pid);
	assert_int_equal(status, 30);
}

static void wait4_can_leave_the_child(void **state)
{
	uint32_t status = 0;
	pid_t pid = child(1);

	(void)state;
	assert_int_equal(call_nr(7, pid, &status, WNOWAIT_, NULL), pid);
	assert_int_equal(call_nr(7, pid, NULL, 0, NULL), pid);
	assert_int_equal(call_nr(7, pid, NULL, 64, NULL), -EINVAL);
}

static void wait4_takes_bad_pointers(void **state)
{
	pid_t pid = child(1);

	(void)state;
	assert_int_equal(call_nr(7, pid, BAD, 0, NULL), -EFAULT);
	pid = child(1);
	assert_int_equal(call_nr(7, pid, NULL, 0, BAD), -EFAULT);
}

static void wait6_tells_everything(void **state)
{
	struct freebsd_rusage usage[2];
	uint32_t status = 7, info[20];
	pid_t pid = child(300);

	(void)state;
	memset(usage, 0xff, sizeof usage);
	assert_int_equal(call_nr(532, P_PID_, pid, &status, WEXITED_ | WNOWAIT_, usage, info), pid);
	assert_int_equal(status, (300 & 0xff) << 8);
	assert_int_equal(info[0], 20); /* SIGCHLD */
	assert_int_equal(info[2], 1);  /* CLD_EXITED */
	assert_int_equal(info[3], pid);
	assert_true(usage[0].ru_maxrss > 0);
	assert_int_equal(usage[1].ru_maxrss, 0);
	assert_int_equal(call_nr(532, P_ALL_, 0, &status, WEXITED_, NULL, NULL), pid);
	assert_int_equal(call_nr(532, P_ALL_, 0, &status, WEXITED_, NULL, NULL), -ECHILD);
}

static void wait6_finds_nothing(void **state)
{
	uint32_t status = 7, info[20];
	pid_t pid = child(-1);

	(void)state;
	memset(info, 0xff, sizeof info);
	assert_int_equal(call_nr(532, P_PGID_, getpgrp(), &status, WEXITED_ | WNOHANG_, NULL, info),
			 0);
	assert_int_equal(status, 7);
	assert_int_equal(info[3], 0);
	assert_int_equal(call_nr(532, P_ALL_, 0, &status, WNOHANG_, NULL, info), -EINVAL);
	assert_int_equal(call_nr(532, 4, 0, &status, WEXITED_, NULL, info), -EINVAL);
	assert_int_equal(call_nr(532, P_PID_, 0, &status, WEXITED_, NULL, info), -ECHILD);
	kill(pid, SIGKILL);
	assert_int_equal(call_nr(532, P_PID_, pid, &status, WEXITED_, NULL, info), pid);
	assert_int_equal(status, 9);
	assert_int_equal(info[2], 2); /* CLD_KILLED */
	assert_int_equal(info[5], 9);
}

/* A child that has used time and memory, and a child of whose has, too. */
static void burn(int64_t msec)
{
	struct rusage u;

	for (volatile long i = 0;; i++) {
		getrusage(RUSAGE_SELF, &u);
		if (u.ru_utime.tv_sec * 1000 + u.ru_utime.tv_usec / 1000 +
			u.ru_stime.tv_sec * 1000 + u.ru_stime.tv_usec / 1000 >=
		    msec)
			return;
	}
}

static int64_t msec_of(const struct freebsd_rusage *u)
{
	return (u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1000 +
	       (u->ru_utime.tv_usec + u->ru_stime.tv_usec) / 1000;
}

static pid_t busy_family(void)
{
	pid_t pid = fork(), grandchild;

	if (pid)
		return pid;
	grandchild = fork();
	if (!grandchild) {
		burn(200);
		_exit(0);
	}
	waitpid(grandchild, NULL, 0);
	burn(50);
	_exit(0);
}

static void usages_are_told_apart(void **state)
{
	struct freebsd_rusage usage[2];
	uint32_t status;
	pid_t pid = busy_family();

	(void)state;
	memset(usage, 0xff, sizeof usage);
	assert_int_equal(call_nr(532, P_PID_, pid, &status, WEXITED_ | WNOWAIT_, usage, NULL), pid);
	assert_in_range(msec_of(&usage[0]), 30, 150);
	assert_in_range(msec_of(&usage[1]), 170, 10000);
	assert_true(usage[1].ru_minflt > 0);
	memset(usage, 0xff, sizeof usage);
	assert_int_equal(call_nr(7, -1, &status, 0, usage), pid);
	assert_in_range(msec_of(&usage[0]), 30, 150);
	assert_int_equal(call_nr(7, -1, &status, 0, usage), -ECHILD);
}

/* P_SID, P_UID, P_GID, and the one prison's number. */
static void wait6_knows_sessions_and_users(void **state)
{
	enum { P_SID_ = 3, P_UID_ = 5, P_GID_ = 6, P_JAILID_ = 12 };
	struct freebsd_rusage usage[2];
	uint32_t status = 0;
	pid_t stays = child(-1), pid;

	(void)state;
	assert_int_equal(call_nr(532, P_UID_, geteuid(), &status, WEXITED_ | WNOHANG_, 0, 0), 0);
	assert_int_equal(call_nr(532, P_UID_, 54321, &status, WEXITED_, 0, 0), -ECHILD);
	assert_int_equal(call_nr(532, P_GID_, 54321, &status, WEXITED_, 0, 0), -ECHILD);
	assert_int_equal(call_nr(532, P_JAILID_, 1, &status, WEXITED_, 0, 0), -ECHILD);
	pid = child(3);
	assert_int_equal(call_nr(532, P_UID_, geteuid(), &status, WEXITED_, usage, 0), pid);
	assert_int_equal(status, 3 << 8);
	pid = child(4);
	assert_int_equal(call_nr(532, P_GID_, getegid(), &status, WEXITED_, 0, 0), pid);
	pid = child(4);
	assert_int_equal(call_nr(532, P_JAILID_, 0, &status, WEXITED_, 0, 0), pid);
	assert_int_equal(call_nr(532, P_SID_, 1, &status, WEXITED_ | WNOHANG_, 0, 0), -ECHILD);
	/* One of another session ends first and is left. */
	pid = fork();
	if (!pid) {
		setsid();
		_exit(1);
	}
	usleep(20000);
	kill(stays, SIGSTOP);
	assert_int_equal(call_nr(532, P_SID_, getsid(0), &status, WUNTRACED_, 0, 0), stays);
	assert_int_equal(status, 17 << 8 | 0x7f);
	kill(stays, SIGKILL);
	assert_int_equal(call_nr(532, P_SID_, getsid(0), &status, WEXITED_, 0, 0), stays);
	assert_int_equal(status, 9);
	assert_int_equal(call_nr(532, P_SID_, getsid(0), &status, WEXITED_, 0, 0), -ECHILD);
	assert_int_equal(call_nr(532, P_SID_, pid, &status, WEXITED_, 0, 0), pid);
	assert_int_equal(status, 1 << 8);
}

static void limits(void **state)
{
	struct freebsd_rlimit l, set;
	struct rlimit host;

	(void)state;
	assert_int_equal(call_nr(194, 8, &l), 0);
	getrlimit(RLIMIT_NOFILE, &host);
	assert_int_equal(l.rlim_cur, host.rlim_cur);
	assert_int_equal(call_nr(89), host.rlim_cur);
	/* Infinity, and a limit that the host has not. */
	assert_int_equal(call_nr(194, 9, &l), 0);
	assert_int_equal(l.rlim_cur, INT64_MAX);
	assert_int_equal(call_nr(195, 9, &l), 0);
	l.rlim_cur = 5;
	assert_int_equal(call_nr(195, 9, &l), -EPERM);
	assert_int_equal(call_nr(194, 17, &l), -EINVAL);
	assert_int_equal(call_nr(194, 8, BAD), -EFAULT);
	/* A soft limit above the hard one is lowered. */
	assert_int_equal(call_nr(194, 4, &l), 0);
	set = (struct freebsd_rlimit){ INT64_MAX, l.rlim_max < 4096 ? l.rlim_max : 4096 };
	assert_int_equal(call_nr(195, 4, &set), 0);
	getrlimit(RLIMIT_CORE, &host);
	assert_int_equal(host.rlim_cur, set.rlim_max);
}

static void usage(void **state)
{
	struct freebsd_rusage u = { 0 };

	(void)state;
	assert_int_equal(call_nr(117, 0, &u), 0);
	assert_true(u.ru_maxrss > 0);
	assert_int_equal(call_nr(117, -1, &u), 0);
	assert_int_equal(call_nr(117, 5, &u), -EINVAL);
}

static void priorities_in_a_child(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (!pid) {
		harness_thread();
		if (call_nr(96, 0, 0, 7) || call_nr(100, 0, 0) != 7)
			_exit(1);
		if (call_nr(96, 0, getpid(), 9) || call_nr(100, 0, getpid()) != 9)
			_exit(2);
		/* The superuser may go below zero, and the answer is no error. */
		if (!geteuid() && (call_nr(96, 0, 0, -5) || call_nr(100, 0, 0) != -5))
			_exit(3);
		if (call_nr(96, 3, 0, 0) != -EINVAL || call_nr(100, 3, 0) != -EINVAL)
			_exit(4);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	assert_int_equal(status, 0);
	pid = child(-1);
	assert_int_equal(call_nr(96, 0, pid, 11), 0);
	assert_int_equal(call_nr(100, 0, pid), 11);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_int_equal(call_nr(96, 0, pid, 11), -ESRCH);
}

static int abort2_of(int count, const char *why)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		struct rlimit no_core = { 0, 0 };
		sigset_t all;

		setrlimit(RLIMIT_CORE, &no_core);
		harness_thread();
		signal(SIGABRT, SIG_IGN);
		sigemptyset(&all);
		sigaddset(&all, SIGABRT);
		sigprocmask(SIG_SETMASK, &all, NULL);
		call_nr(463, why, count, BAD);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return status & 0x7f;
}

static void abort2_ends_whoever_listens(void **state)
{
	(void)state;
	assert_int_equal(abort2_of(0, "a test"), SIGABRT);
	assert_int_equal(abort2_of(0, NULL), SIGABRT);
	assert_int_equal(abort2_of(0, BAD), SIGKILL);
	assert_int_equal(abort2_of(1, "a test"), SIGKILL);
	assert_int_equal(abort2_of(17, "a test"), SIGKILL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wait4_tells_exit_status),
		cmocka_unit_test(wait4_tells_signals_in_the_aliens_numbers),
		cmocka_unit_test(wait4_can_leave_the_child),
		cmocka_unit_test(wait4_takes_bad_pointers),
		cmocka_unit_test(wait6_tells_everything),
		cmocka_unit_test(wait6_finds_nothing),
		cmocka_unit_test(usages_are_told_apart),
		cmocka_unit_test(wait6_knows_sessions_and_users),
		cmocka_unit_test(limits),
		cmocka_unit_test(usage),
		cmocka_unit_test(priorities_in_a_child),
		cmocka_unit_test(abort2_ends_whoever_listens),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
