/* Trace lines and counts, over a small system made up here. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>
#include <pthread.h>
#include <cmocka.h>

#include "abi-tables/event.h"
#include "abi-tables/ioctl.h"
#include "abi-tables/net.h"
#include "shim/stats.h"
#include "shim/trace.h"

/* Signals and errnos are numbered as nowhere else, so that a host's number shows. */
static const struct value_name errnos[] = { { "ENOENT", 72, ENOENT }, { "EODD", 99, -1 }, { 0 } };
static const struct value_name signals[] = {
	{ "SIGSEGV", 41, 11 }, { "SIGHUP", 42, 1 }, { "SIGUSR1", 43, 10 }, { 0 }
};
static const uint16_t errno_to[HOST_ERRNO_COUNT] = { [ENOENT] = 72 };
static const uint8_t to_alien[HOST_SIGNAL_COUNT] = { [11] = 41, [1] = 42, [10] = 43 };
static const uint8_t to_host[ALIEN_SIGNAL_COUNT] = { [41] = 11, [42] = 1, [43] = 10 };

static const struct xlat open_rows[] = {
	{ "O_RDONLY", 3, 0, 0 },
	{ "O_WRONLY", 3, 1, 1 },
	{ "O_CREAT", 0x200, 0x200, 0100 },
	{ "O_CLOEXEC", 0x100000, 0x100000, 02000000 },
};
static const struct xlat clock_rows[] = { { "CLOCK_REALTIME", ~0ul, 0, 0 },
					  { "CLOCK_MONOTONIC", ~0ul, 4, 1 } };
static const struct xlat code_rows[] = { { "SI_USER", ~0ul, 0x10001, 0 } };
static const struct xlat segv_rows[] = { { "SEGV_ODD", ~0ul, 1, 1 } };
static const struct xlat family_rows[] = { { "AF_UNIX", ~0ul, 51, 1 },
					   { "AF_INET", ~0ul, 52, 2 },
					   { "AF_INET6", ~0ul, 58, 10 } };
static const struct sockopt_row options[] = { { .name = "SO_OTHER", .level = 6, .option = 4 },
					      { .name = "SO_ODD", .level = 5, .option = 4 },
					      { 0 } };
static const struct net_abi net = { .has_length = true, .options = options };
static const struct ioctl_row requests[] = { { .name = "TIOCODD", .alien = 0x1234 }, { 0 } };
static const struct ioctl_abi ioctls = { .rows = requests };

/* The older kind has no flags and its members the other way round. */
static const struct event_abi events = {
	.now = { .size = 32,
		 .ident = { 0, 8, 0 },
		 .filter = { 8, 2, 1 },
		 .flags = { 10, 2, 0 },
		 .fflags = { 12, 4, 0 },
		 .data = { 16, 8, 1 },
		 .udata = { 24, 8, 0 } },
	.old = { .size = 16, .ident = { 8, 8, 0 }, .filter = { 0, 4, 1 }, .fflags = { 4, 4, 0 } },
};
static const struct xlat filter_rows[] = { { "EVFILT_ODD", ~0u, (uint32_t)-7, FILTER_TIMER },
					   { "EVFILT_USER", ~0u, (uint32_t)-8, FILTER_USER } };
static const struct xlat evflag_rows[] = { { "EV_ADD", 2, 2, EVENT_ADD } };
static const struct xlat note_rows[] = { { "NOTE_ODD", 4, 4, 1 } };

static const struct xlat_table xlats[XLAT_COUNT] = {
	[XLAT_open] = { open_rows, 4 },       [XLAT_clock] = { clock_rows, 2 },
	[XLAT_evfilter] = { filter_rows, 2 }, [XLAT_evflags] = { evflag_rows, 1 },
	[XLAT_note_timer] = { note_rows, 1 }, [XLAT_family] = { family_rows, 3 },
	[XLAT_sicode] = { code_rows, 1 },     [XLAT_code_segv] = { segv_rows, 1 },
};

static const struct field timespec_fields[] = { { "tv_sec", 0, 8, ARG_LONG, 0 },
						{ "tv_nsec", 8, 8, ARG_LONG, 0 },
						{ 0 } };
static const struct field set_fields[] = { { "", 0, 16, ARG_SIGNAL, 0 }, { 0 } };
static const struct field *const fields[LAYOUT_COUNT] = {
	[LAYOUT_timespec] = timespec_fields, [LAYOUT_rlimit] = set_fields
};
static const struct layout layouts[LAYOUT_COUNT] = { [LAYOUT_timespec] = { 16, 16, NULL, NULL } };
static const struct errors errors[ERRORS_COUNT] = { [ERRORS_open] = { .over = { { ELOOP, 72 } } } };

enum {
	NR_READ,
	NR_OPEN,
	NR_CLOCK,
	NR_WRITEV,
	NR_GONE,
	NR_KILL,
	NR_ABSENT,
	NR_PIPE,
	NR_EXEC,
	NR_SLEEP,
	NR_LIST,
	NR_MASK,
	NR_NAME,
	NR_BIND,
	NR_ACCEPT,
	NR_MKDIRAT,
	NR_POLL,
	NR_KEVENT,
	NR_IOCTL,
	NR_SOCKOPT,
	NR_COUNT
};

#define A(k)                                                                                       \
	{                                                                                          \
		ARG_##k, 0                                                                         \
	}
#define T(k, x, n)                                                                                 \
	{                                                                                          \
		ARG_##k, x##_##n                                                                   \
	}
/* clang-format off */
static const struct row rows[] = {
	[NR_READ] = { .symbol = "read@X", .kind = ROW_CALL, .host = SYS_read,
		      .args = { A(FD), A(BUF_OUT), A(SIZE) } },
	[NR_OPEN] = { .symbol = "open@X", .kind = ROW_CALL, .host = SYS_openat, .errors = ERRORS_open,
		      .args = { A(CWD), A(PATH), T(FLAGS, XLAT, open), A(MODE) } },
	[NR_CLOCK] = { .symbol = "clock_gettime@X", .kind = ROW_CALL, .host = SYS_clock_gettime,
		       .args = { T(ENUM, XLAT, clock), T(OUT, LAYOUT, timespec) } },
	[NR_WRITEV] = { .symbol = "writev@X", .kind = ROW_CALL, .host = SYS_writev,
			.args = { A(FD), A(IOV_IN), A(INT) } },
	[NR_GONE] = { .symbol = "gone@X", .kind = ROW_NONE, .error = ENOENT, .reason = "it is gone" },
	[NR_KILL] = { .symbol = "kill@X", .kind = ROW_CALL, .host = SYS_kill,
		      .args = { A(PID), A(SIGNAL) } },
	[NR_PIPE] = { .symbol = "pipe@X", .kind = ROW_HAND, .host = SYS_none },
	[NR_EXEC] = { .symbol = "execve@X", .kind = ROW_HAND, .host = SYS_execve,
		      .args = { A(PATH), A(STRINGS), A(PTR) } },
	[NR_SLEEP] = { .symbol = "nanosleep@X", .kind = ROW_CALL, .host = SYS_nanosleep,
		       .args = { T(INOUT, LAYOUT, timespec) } },
	[NR_LIST] = { .symbol = "list@X", .kind = ROW_HAND, .host = SYS_none,
		      .args = { T(LIST_IN, LAYOUT, timespec), A(INT), T(LIST_OUT, LAYOUT, timespec), A(INT) } },
	[NR_MASK] = { .symbol = "mask@X", .kind = ROW_HAND, .host = SYS_none,
		      .args = { T(IN, LAYOUT, rlimit) } },
	[NR_NAME] = { .symbol = "getsockname@X", .kind = ROW_HAND, .host = SYS_getsockname,
		      .args = { A(FD), A(LEN_PTR) } },
	[NR_BIND] = { .symbol = "bind@X", .kind = ROW_HAND, .host = SYS_bind,
		      .args = { A(FD), A(ADDR_IN), A(UINT) } },
	[NR_MKDIRAT] = { .symbol = "mkdirat@X", .kind = ROW_CALL, .host = SYS_mkdirat,
			 .args = { A(DIRFD), A(PATH), A(MODE) } },
	[NR_POLL] = { .symbol = "poll@X", .kind = ROW_HAND, .host = SYS_poll,
		      .args = { T(LIST, LAYOUT, timespec), A(UINT) } },
	[NR_KEVENT] = { .symbol = "kevent@X", .kind = ROW_HAND, .host = SYS_none,
			.args = { A(FD), T(KEVENTS_IN, KEVENT, now), A(INT),
				  T(KEVENTS_OUT, KEVENT, old), A(INT) } },
	[NR_IOCTL] = { .symbol = "ioctl@X", .kind = ROW_HAND, .host = SYS_ioctl,
		       .args = { A(FD), A(REQUEST), A(PTR) } },
	[NR_SOCKOPT] = { .symbol = "setsockopt@X", .kind = ROW_HAND, .host = SYS_setsockopt,
			 .args = { A(FD), A(HEX), A(SOCKOPT), A(BUF_IN), A(SIZE) } },
	[NR_ACCEPT] = { .symbol = "accept@X", .kind = ROW_HAND, .host = SYS_accept,
			.args = { A(FD), A(ADDR_OUT), A(LEN_PTR) } },
};
/* clang-format on */

static const struct abi made_up = {
	.net = &net,
	.ioctls = &ioctls,
	.events = &events,
	.at_fdcwd = -77,
	.name = "made-up",
	.rows = rows,
	.row_count = NR_COUNT,
	.xlats = xlats,
	.fields = fields,
	.layouts = layouts,
	.errors = errors,
	.errnos = errnos,
	.signals = signals,
	.errno_to_alien = errno_to,
	.signal_to_alien = to_alien,
	.signal_to_host = to_host,
	.signal_limit = 129,
};

static int wire[2];
static char got[9000];

static int setup(void **state)
{
	(void)state;
	abi = &made_up;
	trace_errno_text[ENOENT] = "nothing there";
	trace_fd = -1;
	return trace_select(NULL) || pipe(wire);
}

/* What has been written, without the [tid] that is checked here. */
static const char *line(void)
{
	char head[32];
	ssize_t n = read(wire[0], got, sizeof got - 1);

	assert_true(n > 0);
	got[n] = 0;
	snprintf(head, sizeof head, "[%d] ", (int)syscall(SYS_gettid));
	assert_memory_equal(got, head, strlen(head));
	assert_int_equal(got[n - 1], '\n');
	got[n - 1] = 0;
	return got + strlen(head);
}

static void enter(struct call *c, int nr, const long *arg)
{
	memset(c, 0, sizeof *c);
	memcpy(c->reg, arg, sizeof c->reg);
	c->nr = nr;
	c->row = &rows[nr];
	c->alien = c->reg;
	trace_fd = wire[1];
	trace_enter(c);
}

#define CALLED(nr, ret, ...) called(nr, ret, (long[6]){ __VA_ARGS__ })
static const char *called(int nr, long ret, const long *arg)
{
	struct call c;

	enter(&c, nr, arg);
	trace_leave(&c, ret);
	return line();
}

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

static void only(const char *set)
{
	assert_int_equal(trace_select("!call,!file,!desc,!net,!signal,!process,!memory,!hole"), 0);
	assert_int_equal(trace_select(set), 0);
}

static void test_sets(void **state)
{
	(void)state;
	only("file");
	assert_true(trace_wants(&rows[NR_OPEN]));
	assert_true(trace_wants(&rows[NR_EXEC]));
	assert_false(trace_wants(&rows[NR_READ]));
	only("desc");
	assert_true(trace_wants(&rows[NR_READ]));
	assert_false(trace_wants(&rows[NR_KILL]));
	only("signal,net");
	assert_true(trace_wants(&rows[NR_KILL]));
	assert_true(trace_wants(&rows[NR_NAME]));
	assert_true(trace_wants_set(TRACE_signal));
	assert_false(trace_wants_set(TRACE_hole));
	assert_false(trace_wants(&rows[NR_EXEC]));
	only("hole");
	assert_true(trace_wants(&rows[NR_GONE]));
	assert_false(trace_wants(&rows[NR_READ]));
	only("open,kill");
	assert_true(trace_wants(&rows[NR_OPEN]));
	assert_false(trace_wants(&rows[NR_READ]));
	only("call,!read");
	assert_true(trace_wants(&rows[NR_CLOCK]));
	assert_false(trace_wants(&rows[NR_READ]));
	assert_int_equal(trace_select("!kill"), 0);
	assert_true(trace_wants(&rows[NR_READ]));
	assert_false(trace_wants(&rows[NR_KILL]));
	assert_int_equal(trace_select("file,opne"), -EINVAL);
	assert_string_equal(trace_unknown, "opne");
	assert_int_equal(trace_select("file,,net"), -EINVAL);
	/* "open" is a call; what only begins so is none. */
	assert_int_equal(trace_select("op"), -EINVAL);
}

static void test_unwanted(void **state)
{
	struct call c;

	(void)state;
	only("file");
	enter(&c, NR_KILL, (long[6]){ 1, 42 });
	trace_leave(&c, 0);
	assert_string_equal(CALLED(NR_OPEN, 3, (long)"a", 0, 0), "open(\"a\", O_RDONLY, 0) = 3");
}

static void test_cut(void **state)
{
	static char path[260];
	const char *argv[20];

	(void)state;
	memset(path, 1, sizeof path - 1);
	for (int i = 0; i < 19; i++)
		argv[i] = path;
	argv[19] = NULL;
	CALLED(NR_EXEC, 0, (long)path, (long)argv, 0);
	assert_true(strlen(got) < 4096);
	assert_non_null(strstr(got, "..."));
}

static void *many(void *arg)
{
	for (int i = 0; i < 200; i++) {
		struct call c;

		enter(&c, NR_OPEN, (long[6]){ (long)"/etc/passwd", 0x100000 });
		trace_leave(&c, i);
	}
	return arg;
}

static void test_threads(void **state)
{
	static const char want[] = "open(\"/etc/passwd\", O_RDONLY|O_CLOEXEC, 0) = ";
	pthread_t thread[4];
	FILE *lines = fdopen(wire[0], "r");
	int count = 0;

	(void)state;
	trace_fd = wire[1];
	for (int i = 0; i < 4; i++)
		pthread_create(&thread[i], NULL, many, NULL);
	while (count < 800 && fgets(got, sizeof got, lines)) {
		char *text = strchr(got, ' ');

		assert_int_equal(got[0], '[');
		assert_non_null(text);
		assert_memory_equal(text + 1, want, sizeof want - 1);
		count++;
	}
	for (int i = 0; i < 4; i++)
		pthread_join(thread[i], NULL);
	assert_int_equal(count, 800);
}

static void count_one(int nr, long ret)
{
	struct call c = { .row = &rows[nr] };

	stats_enter(&c);
	stats_leave(&c, ret);
}

static const char *table(void)
{
	ssize_t n;

	usleep(2000);
	stats_print(wire[1]);
	write(wire[1], "", 1);
	n = read(wire[0], got, sizeof got - 1);
	got[n] = 0;
	return got;
}

static void test_stats(void **state)
{
	struct call slow = { .row = &rows[NR_SLEEP] };
	static const struct row absent;
	long calls, failed, usecs;
	const char *at;
	int status;

	(void)state;
	assert_int_equal(stats_start(), 0);
	for (int i = 0; i < 3; i++)
		count_one(NR_READ, i ? 5 : -EIO);
	stats_enter(&slow);
	usleep(20000);
	stats_leave(&slow, 0);
	slow.row = &absent;
	stats_leave(&slow, -ENOSYS);
	table();
	assert_non_null(strstr(got, "         3         1 "));
	assert_non_null(strstr(got, "  read\n"));
	assert_null(strstr(got, "open"));
	/* Most time first, so many microseconds as were slept. */
	assert_true(strstr(got, "nanosleep") < strstr(got, "read"));
	assert_non_null(strstr(got, "(no such call)\n"));
	for (at = strstr(got, "nanosleep"); at[-1] != '\n'; at--)
		;
	assert_int_equal(sscanf(at, "%ld %ld %ld", &calls, &failed, &usecs), 3);
	assert_int_equal(calls, 1);
	assert_int_equal(failed, 0);
	assert_in_range(usecs, 19000, 500000);
	if (!fork()) {
		count_one(NR_OPEN, 3);
		table();
		_exit(!strstr(got, "  open\n") || strstr(got, "read"));
	}
	wait(&status);
	assert_int_equal(status, 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup(f, setup)
	const struct CMUnitTest tests[] = {
		TEST(test_plain),
		TEST(test_errors),
		TEST(test_structures),
		TEST(test_addresses),
		TEST(test_kinds_of_others),
		TEST(test_before_and_after),
		TEST(test_vanish),
		TEST(test_events),
		TEST(test_sets),
		TEST(test_unwanted),
		TEST(test_cut),
		TEST(test_threads),
		TEST(test_stats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
