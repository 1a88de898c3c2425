/* Which calls' names are looked up in the tree, and that a link at a name's end is meant or not. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "abi-tables/freebsd/freebsd.h"
#include "tests/map/harness.h"
#include "syscall-map/sysroot.h"

static char tree[PATH_MAX], file[PATH_MAX], missing[] = "/abirun-test/missing";
/* A name in the tree, and a link of the tree's to it, which the host has not. */
static const char name[] = "/abirun-test/file", link_name[] = "/abirun-test/link";

static int set_up(void **state)
{
	char command[4 * PATH_MAX];

	(void)state;
	strcpy(tree, "/tmp/abirun-sysroot-XXXXXX");
	assert_non_null(mkdtemp(tree));
	snprintf(file, sizeof file, "%s%s", tree, name);
	snprintf(command, sizeof command, "mkdir %s/abirun-test && : >%s && ln -s %s %s%s", tree,
		 file, name, tree, link_name);
	assert_int_equal(system(command), 0);
	assert_int_equal(sysroot_set(tree), 0);
	return 0;
}

static int tear_down(void **state)
{
	char command[2 * PATH_MAX];

	(void)state;
	snprintf(command, sizeof command, "rm -r %s", tree);
	return system(command);
}

/* What the argument `at` of the row becomes where all pointers are to `path`. */
static const char *becomes(const struct row *row, int at, const char *path, long flags)
{
	static struct call c;
	int i = 0;

	memset(&c, 0, sizeof c);
	c.row = row;
	c.alien = c.reg;
	for (const struct arg *a = row->args; a < row->args + ROW_ARGS && a->kind; a++) {
		if (a->kind == ARG_CWD || a->kind == ARG_ZERO || i == 6)
			continue;
		c.reg[i++] = a->kind == ARG_PATH || a->kind == ARG_LPATH || a->kind == ARG_STR
				 ? (long)path
			     : a->kind == ARG_FLAGS ? flags
						    : 0;
	}
	harness_catch_faults();
	sysroot_arguments(&c);
	/* What is no name is as it was; and so are the registers, for a call made again. */
	for (i = 0; i < 6; i++)
		if (c.alien != c.reg && c.list[i] != c.reg[i])
			assert_true(c.list[i] == (long)c.path[0] || c.list[i] == (long)c.path[1]);
	return (const char *)c.alien[at];
}

/* Every row with a name: each one given is found in the tree. */
static void every_row(void **state)
{
	int rows = 0;

	(void)state;
	for (size_t nr = 0; nr < abi->row_count; nr++) {
		const struct row *row = &abi->rows[nr];
		int at = 0;

		if (row->kind != ROW_CALL && row->kind != ROW_HAND)
			continue;
		for (const struct arg *a = row->args; a < row->args + ROW_ARGS && a->kind; a++) {
			if (a->kind == ARG_CWD || a->kind == ARG_ZERO)
				continue;
			if (a->kind == ARG_PATH || a->kind == ARG_LPATH) {
				assert_string_equal(becomes(row, at, name, 0), file);
				rows++;
			} else if (a->kind == ARG_STR) {
				assert_string_equal(becomes(row, at, name, 0), name);
			}
			at++;
		}
	}
	assert_true(rows > 60);
}

static const struct row *row(const char *symbol)
{
	for (size_t nr = 0; nr < abi->row_count; nr++)
		if (abi->rows[nr].symbol && !strcmp(abi->rows[nr].symbol, symbol))
			return &abi->rows[nr];
	fail_msg("no row %s", symbol);
	return NULL;
}

/* sys/fcntl.h: AT_SYMLINK_NOFOLLOW 0x200, AT_SYMLINK_FOLLOW 0x400, O_NOFOLLOW 0x100. */
static void links(void **state)
{
	static const struct {
		const char *symbol;
		int at;
		long flags;
		bool follows;
	} calls[] = {
		{ "open@FBSD_1.0", 0, 0, true },           { "open@FBSD_1.0", 0, 0x100, false },
		{ "openat@FBSD_1.1", 1, 0xa00, false }, /* O_CREAT | O_EXCL */
		{ "fstatat@FBSD_1.5", 1, 0, true },        { "fstatat@FBSD_1.5", 1, 0x200, false },
		{ "faccessat@FBSD_1.1", 1, 0x200, false }, { "lstat@FBSD_1.0", 0, 0, false },
		{ "stat@FBSD_1.0", 0, 0, true },           { "readlink@FBSD_1.0", 0, 0, false },
		{ "unlink@FBSD_1.0", 0, 0, false },        { "unlinkat@FBSD_1.1", 1, 0, false },
		{ "rename@FBSD_1.0", 1, 0, false },        { "link@FBSD_1.0", 0, 0, true },
		{ "link@FBSD_1.0", 1, 0, false },          { "linkat@FBSD_1.1", 1, 0, false },
		{ "linkat@FBSD_1.1", 1, 0x400, true },     { "chown@FBSD_1.0", 0, 0, true },
		{ "lchown@FBSD_1.0", 0, 0, false },        { "execve@FBSD_1.0", 0, 0, true },
	};
	char link_file[2 * PATH_MAX];

	(void)state;
	snprintf(link_file, sizeof link_file, "%s%s", tree, link_name);
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		assert_string_equal(
		    becomes(row(calls[i].symbol), calls[i].at, link_name, calls[i].flags),
		    calls[i].follows ? file : link_file);
}

static void what_is_the_hosts(void **state)
{
	char found[SYSROOT_NAME_MAX];
	char wanted[2 * PATH_MAX];

	(void)state;
	assert_false(sysroot_find("/", true, found));
	assert_false(sysroot_find("/..", true, found));
	assert_false(sysroot_find("//", false, found));
	assert_false(sysroot_find("abirun-test/file", true, found));
	assert_false(sysroot_find("", true, found));
	assert_false(sysroot_find("/proc/self/fd/1", true, found));
	assert_false(sysroot_find("/nowhere/at/all", true, found));
	assert_false(sysroot_find(file, true, found));
	/* The directory is the tree's alone. */
	snprintf(wanted, sizeof wanted, "%s%s", tree, missing);
	assert_true(sysroot_find(missing, true, found));
	assert_string_equal(found, wanted);
	assert_ptr_equal(becomes(row("open@FBSD_1.0"), 0, NULL, 0), NULL);
	assert_ptr_equal(becomes(row("open@FBSD_1.0"), 0, (char *)8, 0), (char *)8);
}

/* Names as long as they may be, and longer. */
static void long_names(void **state)
{
	static char path[2 * SYSROOT_NAME_MAX];
	char found[SYSROOT_NAME_MAX];

	(void)state;
	for (size_t n = SYSROOT_NAME_MAX - 300; n < SYSROOT_NAME_MAX + 2; n++) {
		size_t at = 0;

		while (at + 2 <= n - sizeof "abirun-test/new" + 1) {
			path[at++] = '/';
			path[at++] = '.';
		}
		strcpy(path + at, "/abirun-test/new");
		found[0] = 0;
		if (sysroot_find(path, true, found))
			assert_true(strlen(found) < SYSROOT_NAME_MAX && found[0] == '/');
		strcpy(path + at, name);
		becomes(row("open@FBSD_1.0"), 0, path, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row),
		cmocka_unit_test(links),
		cmocka_unit_test(what_is_the_hosts),
		cmocka_unit_test(long_names),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
