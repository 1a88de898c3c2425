/* A small system made up for the tests of trace lines and counts, and calls of it. */
#ifndef TESTS_DOORS_TRACE_LAB_H
#define TESTS_DOORS_TRACE_LAB_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cmocka.h>

#include "abi-tables/event.h"
#include "abi-tables/ioctl.h"
#include "abi-tables/net.h"
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

static inline int setup(void **state)
{
	(void)state;
	abi = &made_up;
	trace_errno_text[ENOENT] = "nothing there";
	trace_fd = -1;
	return trace_select(NULL) || pipe(wire);
}

/* What has been written, without the [tid] that is checked here. */
static inline const char *line(void)
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

static inline void enter(struct call *c, int nr, const long *arg)
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
static inline const char *called(int nr, long ret, const long *arg)
{
	struct call c;

	enter(&c, nr, arg);
	trace_leave(&c, ret);
	return line();
}

#define TEST(f) cmocka_unit_test_setup(f, setup)

#endif
