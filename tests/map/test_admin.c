/* Calls of administrators: revoke, swapon, swapoff; and utrace, which asks nobody. */
#include "tests/map/files.h"

#define REVOKE      56
#define SWAPON      85
#define UTRACE      335
#define SWAPOFF_OLD 424
#define SWAPOFF     582

static void a_terminal_is_taken_away(void **state)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave;
	char byte;
	long ret;

	(void)state;
	assert_true(master >= 0);
	assert_int_equal(unlockpt(master), 0);
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	assert_true(slave >= 0);
	assert_int_equal(write(slave, "x", 1), 1);
	ret = call_nr(REVOKE, ptsname(master));
	if (ret == -EPERM) { /* not the superuser's capabilities */
		assert_int_equal(write(slave, "x", 1), 1);
	} else {
		assert_int_equal(ret, 0);
		assert_int_equal(write(slave, "x", 1), -1);
		assert_int_equal(read(slave, &byte, 1), 0);
	}
	close(slave);
	close(master);
}

static void only_a_terminal(void **state)
{
	(void)state;
	make_file("f", "");
	assert_int_equal(call_nr(REVOKE, "f"), -EINVAL);
	assert_int_equal(call_nr(REVOKE, "nothing"), -ENOENT);
	assert_int_equal(call_nr(REVOKE, BAD), -EFAULT);
	assert_int_equal(call_nr(REVOKE, "/dev/null"), -EPERM);
}

static void swapping_is_the_superusers(void **state)
{
	bool root = geteuid() == 0;
	long ret;

	(void)state;
	make_file("swap", "no swap signature");
	ret = call_nr(SWAPON, "swap");
	assert_true(ret == -EPERM || (root && ret == -EINVAL));
	ret = call_nr(SWAPOFF, "swap", 1);
	assert_true(ret == -EPERM || (root && ret == -EINVAL));
	ret = call_nr(SWAPOFF_OLD, "nothing");
	assert_true(ret == -EPERM || (root && ret == -ENOENT));
	assert_int_equal(call_nr(SWAPOFF, "swap", 2), -EINVAL);
}

static void utrace_asks_nobody(void **state)
{
	(void)state;
	assert_int_equal(call_nr(UTRACE, "bytes", 5), 0);
	assert_int_equal(call_nr(UTRACE, BAD, 1 << 20), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_terminal_is_taken_away),
		cmocka_unit_test(only_a_terminal),
		cmocka_unit_test(swapping_is_the_superusers),
		cmocka_unit_test(utrace_asks_nobody),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
