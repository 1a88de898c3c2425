/* Users, groups and login names: FreeBSD's rows, each test in a child of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <sys/wait.h>

#include "abi-tables/freebsd/freebsd.h"
#include "tests/map/harness.h"

/* In the child: the test ends with the number of the line that was wrong. */
#define CHECK(what)                                                                                \
	do {                                                                                       \
		if (!(what)) {                                                                     \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #what);                 \
			_exit(1);                                                                  \
		}                                                                                  \
	} while (0)

#define ALL(get, r, e, s)                                                                          \
	({                                                                                         \
		uid_t r_, e_, s_;                                                                  \
		get(&r_, &e_, &s_);                                                                \
		r_ == (uid_t)(r) && e_ == (uid_t)(e) && s_ == (uid_t)(s);                          \
	})
#define UIDS(r, e, s) ALL(getresuid, r, e, s)
#define GIDS(r, e, s) ALL(getresgid, r, e, s)

static void in_child(void (*test)(void))
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		harness_thread();
		test();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	assert_int_equal(status, 0);
}

static void become(uid_t r, uid_t e, uid_t s)
{
	CHECK(!setresuid(r, e, s));
}

/* setuid(2) sets all three ids for everybody who may set one. */
static void setuid_in_child(void)
{
	become(100, 200, 300);
	CHECK(call_nr(23, 400) == -EPERM);
	CHECK(call_nr(23, -1) == -EINVAL);
	CHECK(!call_nr(253) || UIDS(100, 200, 300)); /* real and effective differ: 1 */
	CHECK(call_nr(253) == 1);
	CHECK(call_nr(23, 300) == 0);
	CHECK(UIDS(300, 300, 300));
	CHECK(call_nr(253) == 1);
}

static void setuid_of_the_superuser(void)
{
	CHECK(call_nr(253) == 0);
	CHECK(call_nr(181, 7) == 0);
	CHECK(GIDS(7, 7, 7));
	CHECK(call_nr(23, 5) == 0);
	CHECK(UIDS(5, 5, 5));
	CHECK(call_nr(253) == 1);
	CHECK(call_nr(23, 0) == -EPERM);
}

static void seteuid_in_child(void)
{
	become(100, 200, 300);
	CHECK(call_nr(183, 300) == 0);
	CHECK(UIDS(100, 300, 300));
	CHECK(call_nr(183, 100) == 0);
	CHECK(UIDS(100, 100, 300));
	CHECK(call_nr(183, 200) == -EPERM);
}

/* setreuid(2): the real id may become the saved one, and not the effective one. */
static void setreuid_in_child(void)
{
	become(100, 200, 300);
	CHECK(call_nr(126, 200, -1) == -EPERM);
	CHECK(call_nr(126, 300, -1) == 0);
	CHECK(UIDS(300, 200, 200));
	CHECK(call_nr(126, -1, 300) == 0);
	CHECK(UIDS(300, 300, 200)); /* the two agree: saved stays */
}

static void setresuid_in_child(void)
{
	CHECK(call_nr(312, 1, 2, 3) == 0);
	CHECK(GIDS(1, 2, 3));
	CHECK(call_nr(182, 3) == 0);
	CHECK(GIDS(1, 3, 3));
	CHECK(call_nr(127, 1, 2) == 0);
	CHECK(GIDS(1, 2, 2));
	CHECK(call_nr(311, 100, 200, 300) == 0);
	CHECK(UIDS(100, 200, 300));
	CHECK(call_nr(311, -1, -1, 100) == 0);
	CHECK(UIDS(100, 200, 100));
}

/* Before FreeBSD 15 the first of the list is the effective group. */
static void groups_in_child(void)
{
	static const gid_t want[] = { 10, 20, 30 };
	gid_t list[8];

	CHECK(call_nr(80, 3, want) == 0);
	CHECK(getegid() == 10);
	CHECK(getgroups(8, list) == 2 && list[0] == 20 && list[1] == 30);
	CHECK(call_nr(79, 0, NULL) == 3);
	CHECK(call_nr(79, 2, list) == -EINVAL);
	CHECK(call_nr(79, 8, list) == 3);
	CHECK(!memcmp(list, want, sizeof want));
	/* An effective group that is among the others is said once. */
	CHECK(!setgroups(3, want));
	CHECK(call_nr(79, 8, list) == 3);
	CHECK(!memcmp(list, want, sizeof want));
	CHECK(call_nr(79, 8, 8) == -EFAULT);
	CHECK(call_nr(80, 2000, want) == -EINVAL);
	CHECK(call_nr(80, 3, 8) == -EFAULT);
	/* From 15 on it is none of them. */
	CHECK(call_nr(596, 2, want) == 0);
	CHECK(getegid() == 10);
	CHECK(call_nr(595, 8, list) == 2 && list[0] == 10 && list[1] == 20);
	become(100, 100, 100);
	CHECK(call_nr(80, 3, want) == -EPERM);
}

static void login_in_child(void)
{
	char name[64] = "untouched";

	CHECK(call_nr(50, "somebody") == 0);
	CHECK(call_nr(49, name, 9) == 0);
	CHECK(!strcmp(name, "somebody"));
	CHECK(call_nr(49, name, 8) == -ERANGE);
	CHECK(call_nr(50, "a name that is longer than a name may be") == -EINVAL);
	CHECK(call_nr(523, name, 64) == 0);
	CHECK(!strcmp(name, "default"));
	CHECK(call_nr(523, name, 4) == -ENAMETOOLONG);
	become(100, 100, 100);
	CHECK(call_nr(50, "other") == -EPERM);
}

#define AS_SUPERUSER(name)                                                                         \
	static void test_##name(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		if (geteuid())                                                                     \
			skip();                                                                    \
		in_child(name);                                                                    \
	}
AS_SUPERUSER(setuid_in_child)
AS_SUPERUSER(setuid_of_the_superuser)
AS_SUPERUSER(seteuid_in_child)
AS_SUPERUSER(setreuid_in_child)
AS_SUPERUSER(setresuid_in_child)
AS_SUPERUSER(groups_in_child)
AS_SUPERUSER(login_in_child)

static void as_anybody(void **state)
{
	gid_t list[1024];
	char name[64];
	long n;

	(void)state;
	assert_int_equal(call_nr(24), getuid());
	uid_t ids[3] = { 1, 1, 1 };

	assert_int_equal(call_nr(360, &ids[0], NULL, &ids[2]), 0);
	assert_int_equal(ids[0], getuid());
	assert_int_equal(ids[1], 1);
	assert_int_equal(call_nr(361, NULL, NULL, 8), -EFAULT);
	assert_int_equal(call_nr(23, getuid()), 0);
	assert_int_equal(call_nr(126, -1, -1), 0);
	n = call_nr(79, 1024, list);
	assert_true(n > 0);
	assert_int_equal(list[0], getegid());
	assert_int_equal(call_nr(595, 0, NULL), getgroups(0, NULL));
	assert_int_equal(call_nr(49, name, sizeof name), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_setuid_of_the_superuser),
		cmocka_unit_test(test_setuid_in_child),
		cmocka_unit_test(test_seteuid_in_child),
		cmocka_unit_test(test_setreuid_in_child),
		cmocka_unit_test(test_setresuid_in_child),
		cmocka_unit_test(test_groups_in_child),
		cmocka_unit_test(test_login_in_child),
		cmocka_unit_test(as_anybody),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
