/*
 * Every row of FreeBSD's that works, traced: no argument comes out as a bare number in hexadecimal
 * but those listed here, each with the reason.  And what the views show, by example.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/view.h"
#include "shim/dispatch.h"
#include "shim/trace.h"
#include "tests/map/harness.h"

/* How many there are: what is shown of a call makes none of them slow. */
#define THIN_ROWS 45

#define PLACE     "an address: where something is, or is to be"

/* Calls, the argument's place, and why nothing better can be shown. */
static const struct {
	const char *call;
	int at;
	const char *why;
} bare[] = {
	{ "syscall", 1, "the arguments of a call that there is not" },
	{ "syscall", 2, "the same" },
	{ "syscall", 3, "the same" },
	{ "syscall", 4, "the same" },
	{ "syscall", 5, "the same" },
	{ "__syscall", 1, "the same" },
	{ "__syscall", 2, "the same" },
	{ "__syscall", 3, "the same" },
	{ "__syscall", 4, "the same" },
	{ "__syscall", 5, "the same" },
	{ "semsys", 1, "the arguments of an operation that there is not" },
	{ "semsys", 2, "the same" },
	{ "semsys", 3, "the same" },
	{ "semsys", 4, "the same" },
	{ "shmsys", 1, "the same" },
	{ "shmsys", 2, "the same" },
	{ "shmsys", 3, "the same" },
	{ "msgsys", 1, "the same" },
	{ "msgsys", 2, "the same" },
	{ "msgsys", 3, "the same" },
	{ "msgsys", 4, "the same" },
	{ "msgsys", 5, "the same" },
	{ "ioctl", 1, "a request that has no name here" },
	{ "ioctl", 2, "what such a request takes" },
	{ "__semctl", 3, PLACE },
	{ "shmctl", 2, PLACE },
	{ "_umtx_op", 0, "the lock's address is its name" },
	{ "_umtx_op", 4, PLACE },
	{ "break", 0, PLACE },
	{ "mmap", 0, PLACE },
	{ "munmap", 0, PLACE },
	{ "mprotect", 0, PLACE },
	{ "msync", 0, PLACE },
	{ "madvise", 0, PLACE },
	{ "mincore", 0, PLACE },
	{ "minherit", 0, PLACE },
	{ "mlock", 0, PLACE },
	{ "munlock", 0, PLACE },
	{ "compat6.mmap", 0, PLACE },
	{ "shmat", 1, PLACE },
	{ "shmdt", 0, PLACE },
	{ "thr_exit", 0, "the address of a word to be set when the thread is gone" },
	{ "ptrace", 2, "an address in another process" },
	{ "fcntl", 2, "what a command is given that takes nothing" },
	{ "_umtx_op", 3, "what an operation is given that takes nothing there" },
	{ "__realpathat", 4, "flags of which there are none" },
	{ "fspacectl", 3, "flags of which there are none" },
	{ "sigqueue", 2, "a value that only the program knows" },
	{ "sigfastblock", 1, "the address of a word that the kernel is to look at" },
	{ "mknodat", 3, "a device's number" },
};
static bool used[sizeof bare / sizeof *bare];

static int wire[2];
static char line[9000];
static unsigned char memory[65536] __attribute__((aligned(16)));

static int setup(void **state)
{
	(void)state;
	abi = &freebsd_abi;
	trace_fd = -1;
	return trace_select(NULL) || pipe(wire);
}

static const char *traced(long nr, long ret, const long *arg)
{
	struct call c = { .nr = nr, .row = row_of(nr) };
	ssize_t n;

	harness_catch_faults();
	memcpy(c.reg, arg, 6 * sizeof(long));
	c.alien = (long *)arg;
	trace_fd = wire[1];
	trace_enter(&c);
	trace_leave(&c, ret);
	n = read(wire[0], line, sizeof line - 1);
	assert_true(n > 0);
	line[n - 1] = 0;
	return strstr(line, "] ") + 2;
}

/* What the alien may pass for an argument of this kind. */
static long plausible(const struct arg *a)
{
	switch (a->kind) {
	case ARG_HEX:
		return 0x7e57;
	case ARG_SIZE:
		return 16;
	case ARG_FLAGS:
	case ARG_ENUM:
		return (long)freebsd_abi.xlats[a->table].rows[0].alien;
	case ARG_FD:
	case ARG_DIRFD:
	case ARG_INT:
	case ARG_UINT:
	case ARG_LONG:
	case ARG_OFF:
	case ARG_MODE:
	case ARG_PID:
	case ARG_UID:
	case ARG_GID:
	case ARG_DEV:
	case ARG_SIGNAL:
	case ARG_REQUEST:
	case ARG_SOCKOPT:
		return 1;
	default:
		return (long)memory;
	}
}

static bool is_listed(const char *call, int at)
{
	bool found = false;

	for (size_t i = 0; i < sizeof bare / sizeof *bare; i++)
		if (bare[i].at == at && !strcmp(bare[i].call, call))
			found = used[i] = true;
	return found;
}

/* The text of each argument: those between the line's outermost brackets. */
static unsigned check_arguments(const char *text)
{
	char call[64], *to = call;
	unsigned wrong = 0;
	int depth = 0, at = 0;
	bool begins = true;

	while (*text != '(')
		*to++ = *text++;
	*to = 0;
	for (text++; depth >= 0 && *text; text++) {
		if (begins && !strncmp(text, "0x", 2) && !is_listed(call, at)) {
			print_error("%s: argument %d is bare: %s\n", call, at, text);
			wrong++;
		}
		begins = false;
		if (*text == '"')
			while (*++text != '"')
				text += *text == '\\';
		depth += strchr("([{", *text) != NULL;
		depth -= strchr(")]}", *text) != NULL;
		if (!depth && !strncmp(text, ", ", 2)) {
			at++;
			text++;
			begins = true;
		}
	}
	return wrong;
}

/* How many values the row's first enumeration has; 1 where it has none. */
static size_t operations(const struct row *row, int *place)
{
	*place = -1;
	for (int i = 0, passed = 0; i < ROW_ARGS && row->args[i].kind; i++) {
		if (row->args[i].kind == ARG_ENUM && *place < 0 &&
		    freebsd_abi.xlats[row->args[i].table].count) {
			*place = passed;
			return freebsd_abi.xlats[row->args[i].table].count;
		}
		passed += row->args[i].kind != ARG_CWD && row->args[i].kind != ARG_ZERO;
	}
	return 1;
}

static unsigned walk(long nr)
{
	const struct row *row = row_of(nr);
	long arg[8] = { 0 };
	int place, passed = 0;
	unsigned wrong = 0;
	size_t count = operations(row, &place);
	unsigned table = 0;

	for (int i = 0; i < ROW_ARGS && row->args[i].kind; i++) {
		if (row->args[i].kind == ARG_CWD || row->args[i].kind == ARG_ZERO)
			continue;
		if (passed == place)
			table = row->args[i].table;
		if (passed < 8)
			arg[passed++] = plausible(&row->args[i]);
	}
	for (size_t i = 0; i < count; i++) {
		if (table)
			arg[place] = (long)freebsd_abi.xlats[table].rows[i].alien;
		wrong += check_arguments(traced(nr, 1, arg));
	}
	return wrong;
}

static void arguments_are_decoded(void **state)
{
	unsigned wrong = 0;

	(void)state;
	memcpy(memory, (unsigned[]){ 0x210 }, 4); /* a length; and 16 bytes of AF_INET */
	for (long nr = 0; nr < (long)freebsd_abi.row_count; nr++)
		if (row_of(nr)->kind == ROW_CALL || row_of(nr)->kind == ROW_HAND)
			wrong += walk(nr);
	for (size_t i = 0; i < sizeof bare / sizeof *bare; i++)
		if (!used[i]) {
			print_error("%s, argument %d, is listed and not bare\n", bare[i].call,
				    bare[i].at);
			wrong++;
		}
	assert_int_equal(wrong, 0);
}

/* What is shown makes no row slow: a view is of kinds that the thin path takes. */
static void views_keep_rows_thin(void **state)
{
	unsigned thin = 0;

	(void)state;
	for (long nr = 0; nr < (long)freebsd_abi.row_count; nr++)
		thin += thin_host_number(nr) >= 0;
	print_message("thin rows: %u\n", thin);
	assert_true(thin >= THIN_ROWS);
}

#define SHOWS(text, nr, ret, ...)                                                                  \
	assert_string_equal(traced(nr, ret, (long[8]){ __VA_ARGS__ }), text)

static void operations_say_what_follows(void **state)
{
	int number = 7;
	long lock[4] = { 5, 6, 0 };
	unsigned short operation[3] = { 2, 0xffff, 04000 };
	struct {
		long seconds, nanoseconds;
		int flags, clock;
	} until = { 1, 2, 1, 4 };

	((short *)lock)[10] = 3;
	(void)state;
	SHOWS("fcntl(3, F_DUPFD, 10) = 10", 92, 10, 3, 0, 10);
	SHOWS("fcntl(3, F_SETFD, FD_CLOEXEC) = 0", 92, 0, 3, 2, 1);
	SHOWS("fcntl(3, F_SETLK, {l_start=5, l_len=6, l_pid=0, l_type=F_WRLCK, l_whence=SEEK_SET, "
	      "l_sysid=0}) = 0",
	      92, 0, 3, 12, (long)lock);
	SHOWS("ioctl(3, FIONREAD, 7) = 0", 54, 0, 3, 0x4004667f, (long)&number);
	SHOWS("semop(1, [{sem_num=2, sem_op=-1, sem_flg=IPC_NOWAIT}], 1) = 0", 222, 0, 1,
	      (long)operation, 1);
	SHOWS("semget(9, 1, IPC_CREAT|0600) = 0", 221, 0, 9, 1, 01600);
	SHOWS("procctl(P_PID, 0, PROC_PDEATHSIG_CTL, SIGSYS) = 0", 544, 0, 0, 0, 11,
	      (long)(int[]){ 12 });
	lock[0] = 0;
	SHOWS("_umtx_op(NULL, UMTX_OP_WAIT_UINT_PRIVATE, 7, 24, {_timeout={tv_sec=1, tv_nsec=2}, "
	      "_flags=UMTX_ABSTIME, _clockid=CLOCK_MONOTONIC}) = 0",
	      454, 0, 0, 15, 7, 24, (long)&until);
	SHOWS("_umtx_op(NULL, UMTX_OP_WAIT, 7, 16, {_timeout={tv_sec=1, tv_nsec=2}}) = 0", 454, 0,
	      0, 2, 7, 16, (long)&until);
}

static void sets_and_lengths(void **state)
{
	unsigned char few[16] = { 9 }, most[16];
	long size = 3;

	(void)state;
	memset(most, 0xff, sizeof most);
	most[1] &= (unsigned char)~1;
	SHOWS("select(4, [0 3], NULL, NULL, NULL) = 2", 93, 2, 4, (long)few);
	SHOWS("cpuset_getaffinity(CPU_LEVEL_WHICH, CPU_WHICH_PID, -1, 16, [0 3]) = 0", 487, 0, 3, 2,
	      -1, 16, (long)few);
	SHOWS("wait4(5, [exited 3], 0, NULL) = 5", 7, 5, 5, (long)(int[]){ 0x300 }, 0, 0);
	SHOWS("wait4(5, [killed SIGKILL], 0, NULL) = 5", 7, 5, 5, (long)(int[]){ 9 }, 0, 0);
	SHOWS("sigsuspend([SIGHUP SIGILL]) = 0", 341, 0, (long)few);
	SHOWS("sigsuspend(~[SIGKILL]) = 0", 341, 0, (long)most);
	SHOWS("__sysctl({kern.ostype}, 2, \"abc\", 3, NULL, 0) = 0", 202, 0, (long)(int[]){ 1, 1 },
	      2, (long)"abcdef", (long)&size, 0, 0);
	SHOWS("select(4, 0x8, NULL, NULL, NULL) = 2", 93, 2, 4, 8);
	SHOWS("setsockopt(3, SOL_SOCKET, SO_REUSEADDR, \"\\001\", 1) = 0", 105, 0, 3, 0xffff, 4,
	      (long)"\1", 1);
	SHOWS("shm_open(SHM_ANON, O_RDWR, 0600) = 4", 482, 4, 1, 2, 0600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(arguments_are_decoded, setup),
		cmocka_unit_test_setup(views_keep_rows_thin, setup),
		cmocka_unit_test_setup(operations_say_what_follows, setup),
		cmocka_unit_test_setup(sets_and_lengths, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
