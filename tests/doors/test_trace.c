/* Trace lines: how calls, arguments, results and events are said. */
#include "tests/doors/trace_lab.h"

#include <sys/uio.h>

static void test_plain(void **state)
{
	(void)state;
	assert_string_equal(CALLED(NR_READ, 3, 5, (long)"a\n\"\1", 100),
			    "read(5, \"a\\n\\\"\", 100) = 3");
	assert_string_equal(CALLED(NR_READ, 0, -1, 0, 100), "read(-1, NULL, 100) = 0");
	assert_string_equal(
	    CALLED(NR_READ, 40, 0, (long)"0123456789012345678901234567890123456789", 64),
	    "read(0, \"01234567890123456789012345678901\"..., 64) = 40");
	assert_string_equal(CALLED(NR_OPEN, 3, (long)"/etc/passwd", 0x100000, 0644),
			    "open(\"/etc/passwd\", O_RDONLY|O_CLOEXEC, 0644) = 3");
	assert_string_equal(CALLED(NR_OPEN, 3, (long)"x", 0x40000201, 0600),
			    "open(\"x\", O_WRONLY|O_CREAT|0x40000000, 0600) = 3");
	assert_string_equal(CALLED(NR_KILL, 0, -1, 42), "kill(-1, SIGHUP) = 0");
	assert_string_equal(CALLED(NR_KILL, 0, 7, 77), "kill(7, 77) = 0");
	assert_string_equal(CALLED(NR_PIPE, 0x812345678000), "pipe() = 0x812345678000");
}

static void test_errors(void **state)
{
	(void)state;
	assert_string_equal(CALLED(NR_OPEN, -ENOENT, (long)"a", 0, 0),
			    "open(\"a\", O_RDONLY, 0) = -1 ENOENT (nothing there)");
	/* The row's own errno. */
	assert_string_equal(CALLED(NR_OPEN, -ELOOP, (long)"a", 0, 0),
			    "open(\"a\", O_RDONLY, 0) = -1 ENOENT");
	assert_string_equal(CALLED(NR_KILL, -ALIEN_ERRNO(99), 1, 43), "kill(1, SIGUSR1) = -1 EODD");
	assert_string_equal(CALLED(NR_KILL, -512, 1, 43), "kill(1, SIGUSR1) = ? ERESTART");
	assert_string_equal(CALLED(NR_GONE, -ENOENT, 1, 2, 3, 4, 5, 6),
			    "gone(0x1, 0x2, 0x3, 0x4, 0x5, 0x6) = -1 ENOENT (it is gone)");
	assert_string_equal(CALLED(NR_ABSENT, -ENOENT, 0),
			    "syscall_6(0x0, 0x0, 0x0, 0x0, 0x0, 0x0) = -1 ENOENT (nothing there)");
	/* What the call would have filled is not shown. */
	assert_string_equal(CALLED(NR_READ, -ENOENT, 5, 0x1000, 100),
			    "read(5, 0x1000, 100) = -1 ENOENT (nothing there)");
}

static void test_structures(void **state)
{
	long time[4] = { 1, -5, 2, 0 };
	struct iovec iov[2] = { { "abc", 3 }, { "", 0 } };
	const char *argv[] = { "sh", "-c", NULL };
	uint8_t set[16] = { [5] = 2, [15] = 0x80 };

	(void)state;
	assert_string_equal(CALLED(NR_CLOCK, 0, 4, (long)time),
			    "clock_gettime(CLOCK_MONOTONIC, {tv_sec=1, tv_nsec=-5}) = 0");
	assert_string_equal(CALLED(NR_CLOCK, 0, 9, 0), "clock_gettime(9, NULL) = 0");
	assert_string_equal(CALLED(NR_WRITEV, 3, 1, (long)iov, 2),
			    "writev(1, [{\"abc\", 3}, {\"\", 0}], 2) = 3");
	assert_string_equal(
	    CALLED(NR_EXEC, -ENOENT, (long)"/bin/sh", (long)argv, 0x10),
	    "execve(\"/bin/sh\", [\"sh\", \"-c\"], 0x10) = -1 ENOENT (nothing there)");
	assert_string_equal(CALLED(NR_LIST, 1, (long)time, 2, (long)time, 2),
			    "list([{tv_sec=1, tv_nsec=-5}, {tv_sec=2, tv_nsec=0}], 2, "
			    "[{tv_sec=1, tv_nsec=-5}], 2) = 1");
	assert_string_equal(CALLED(NR_MASK, 0, (long)set), "mask([SIGHUP 128]) = 0");
}

static void test_addresses(void **state)
{
	unsigned char inet[16] = { 16, 52, 0, 80, 127, 0, 0, 1 };
	unsigned char inet6[28] = { 28, 58, 0x1f, 0x90, 0, 0, 0, 0, 0xfe, 0x80, [23] = 1 };
	unsigned char unix_path[16] = { 16, 51, '/', 't', 'm', 'p' };
	unsigned char odd[4] = { 4, 99, 'x', 1 };
	uint32_t length = 28;

	(void)state;
	assert_string_equal(CALLED(NR_BIND, 0, 3, (long)inet, 16),
			    "bind(3, {AF_INET, 127.0.0.1:80}, 16) = 0");
	assert_string_equal(CALLED(NR_BIND, 0, 3, (long)unix_path, 16),
			    "bind(3, {AF_UNIX, \"/tmp\"}, 16) = 0");
	assert_string_equal(CALLED(NR_BIND, 0, 3, (long)odd, 4),
			    "bind(3, {99, \"x\\001\"}, 4) = 0");
	assert_string_equal(CALLED(NR_ACCEPT, 4, 3, (long)inet6, (long)&length),
			    "accept(3, {AF_INET6, [fe80::1]:8080}, [28]) = 4");
	memset(inet6 + 8, 0, 16);
	assert_string_equal(CALLED(NR_ACCEPT, 4, 3, (long)inet6, (long)&length),
			    "accept(3, {AF_INET6, [::]:8080}, [28]) = 4");
	assert_string_equal(CALLED(NR_ACCEPT, 4, 3, 0, 0), "accept(3, NULL, NULL) = 4");
}

static void test_kinds_of_others(void **state)
{
	struct {
		uint64_t ident;
		int16_t filter;
		uint16_t flags;
		uint32_t fflags;
		int64_t data;
		uint64_t udata;
	} now[2] = { { 1, -7, 3, 5, -2, 16 }, { 2, -8, 2, 4, 0, 0 } };
	struct {
		int32_t filter;
		uint32_t fflags;
		uint64_t ident;
	} old = { -7, 4, 9 };
	long entry[2] = { 1, 2 };
	struct call c;

	(void)state;
	assert_string_equal(
	    CALLED(NR_KEVENT, 1, 3, (long)now, 2, (long)&old, 1),
	    "kevent(3, [{ident=1, filter=EVFILT_ODD, flags=EV_ADD|0x1, "
	    "fflags=NOTE_ODD|0x1, data=-2, udata=0x10}, {ident=2, filter=EVFILT_USER, "
	    "flags=EV_ADD, fflags=0x4, data=0, udata=0x0}], 2, [{ident=9, "
	    "filter=EVFILT_ODD, flags=0, fflags=NOTE_ODD, data=0, udata=0x0}], 1) = 1");
	assert_string_equal(CALLED(NR_KEVENT, 0, 3, 0, 0, (long)&old, 1),
			    "kevent(3, NULL, 0, [], 1) = 0");
	assert_string_equal(CALLED(NR_IOCTL, 0, 3, 0x1234, 0), "ioctl(3, TIOCODD, NULL) = 0");
	assert_string_equal(CALLED(NR_IOCTL, 0, 3, 0x1235, 0), "ioctl(3, 0x1235, NULL) = 0");
	assert_string_equal(CALLED(NR_SOCKOPT, 0, 3, 5, 4, 0, 0),
			    "setsockopt(3, 0x5, SO_ODD, NULL, 0) = 0");
	assert_string_equal(CALLED(NR_SOCKOPT, 0, 3, 5, 9, 0, 0),
			    "setsockopt(3, 0x5, 9, NULL, 0) = 0");
	enter(&c, NR_POLL, (long[6]){ (long)entry, 1 });
	entry[1] = 3;
	trace_leave(&c, 1);
	assert_string_equal(line(),
			    "poll([{tv_sec=1, tv_nsec=2}] => [{tv_sec=1, tv_nsec=3}], 1) = 1");
}

static void test_before_and_after(void **state)
{
	long time[2] = { 1, 0 };
	uint32_t length = 16;
	char buf[] = "before";
	struct call c;

	(void)state;
	enter(&c, NR_SLEEP, (long[6]){ (long)time });
	time[0] = 0;
	trace_leave(&c, 0);
	assert_string_equal(line(),
			    "nanosleep({tv_sec=1, tv_nsec=0} => {tv_sec=0, tv_nsec=0}) = 0");
	assert_string_equal(CALLED(NR_SLEEP, 0, (long)time),
			    "nanosleep({tv_sec=0, tv_nsec=0}) = 0");
	enter(&c, NR_NAME, (long[6]){ 3, (long)&length });
	length = 8;
	trace_leave(&c, 0);
	assert_string_equal(line(), "getsockname(3, [16] => [8]) = 0");
	/* A path is shown as the call found it, bytes as the call left them. */
	enter(&c, NR_OPEN, (long[6]){ (long)buf });
	strcpy(buf, "after");
	trace_leave(&c, 0);
	assert_string_equal(line(), "open(\"before\", O_RDONLY, 0) = 0");
	/* A second result, where there is one. */
	enter(&c, NR_PIPE, (long[6]){ 0 });
	call_set_second(&c, 4);
	trace_leave(&c, 3);
	assert_string_equal(line(), "pipe() = 3, 4");
}

static void test_vanish(void **state)
{
	struct call c;

	(void)state;
	enter(&c, NR_EXEC, (long[6]){ (long)"/bin/sh" });
	trace_vanish(&c, false);
	assert_string_equal(line(), "execve(\"/bin/sh\", NULL, NULL) = ?");
	trace_leave(&c, -ENOENT);
	assert_string_equal(line(), "<... execve resumed> = -1 ENOENT (nothing there)");
	enter(&c, NR_KILL, (long[6]){ 1, 42 });
	trace_vanish(&c, true);
	assert_string_equal(line(), "kill(1, SIGHUP) = ?");
	assert_null(c.line);
	/* syscall(2) shows as the call that it makes. */
	enter(&c, NR_PIPE, (long[6]){ NR_KILL, 1, 42 });
	c.row = &rows[NR_KILL];
	c.alien = c.reg + 1;
	trace_rename(&c);
	trace_leave(&c, 0);
	assert_string_equal(line(), "kill(1, SIGHUP) = 0");
	/* A negative value that is no error. */
	enter(&c, NR_PIPE, (long[6]){ 0 });
	c.negative = true;
	trace_leave(&c, -5);
	assert_string_equal(line(), "pipe() = -5");
}

static void test_events(void **state)
{
	(void)state;
	trace_fd = wire[1];
	trace_signal(43, 0x10001, 77);
	assert_string_equal(line(), "--- SIGUSR1 {si_code=SI_USER, si_pid=77} ---");
	trace_signal(41, 1, 0x123);
	assert_string_equal(line(), "--- SIGSEGV {si_code=SEGV_ODD, si_addr=0x123} ---");
	trace_hole("open flags", 0x40);
	assert_string_equal(line(), "hole: open flags (0x40)");
	trace_exit(3 << 8);
	assert_string_equal(line(), "+++ exited with 3 +++");
	trace_exit(11);
	assert_string_equal(line(), "+++ killed by SIGSEGV +++");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_plain),     TEST(test_errors),          TEST(test_structures),
		TEST(test_addresses), TEST(test_kinds_of_others), TEST(test_before_and_after),
		TEST(test_vanish),    TEST(test_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
