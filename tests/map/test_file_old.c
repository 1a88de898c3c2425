/* FreeBSD 4's calls, as kernels with COMPAT_FREEBSD4 still answer them. */
#include "tests/map/files.h"

#include <sched.h>
#include <sys/statfs.h>

static void file_systems_of_the_first_layout(void **state)
{
	static struct freebsd_statfs4 fs, all[256];
	struct statfs host;
	long n;

	(void)state;
	assert_int_equal(statfs("/proc", &host), 0);
	assert_int_equal(call_nr(157, "/proc", &fs), 0);
	assert_string_equal(fs.f_fstypename, "proc");
	assert_string_equal(fs.f_mntonname, "/proc");
	assert_int_equal(fs.f_iosize, host.f_bsize);
	memset(&fs, 0xff, sizeof fs);
	assert_int_equal(call_nr(158, open("/", O_RDONLY), &fs), 0);
	assert_string_equal(fs.f_mntonname, "/");
	assert_true(fs.f_flags & 0x4000); /* MNT_ROOTFS */
	assert_true(fs.f_blocks > 0 && fs.f_blocks >= fs.f_bfree);
	assert_int_equal(fs.f_spare[1], 0);
	n = call_nr(18, NULL, 0, 2);
	assert_true(n > 1);
	assert_true(call_nr(18, all, sizeof all, 2) >= n);
	assert_int_equal(call_nr(18, all, sizeof fs + sizeof fs / 2, 1), 1);
	assert_int_equal(call_nr(18, all, -1, 1), -EINVAL);
	assert_int_equal(call_nr(157, "/nowhere", &fs), -ENOENT);
	assert_int_equal(call_nr(157, "/", BAD), -EFAULT);
	assert_int_equal(call_nr(158, -1, &fs), -EBADF);
}

static void the_systems_names(void **state)
{
	char name[5][32], host[65];

	(void)state;
	memset(name, 'x', sizeof name);
	assert_int_equal(gethostname(host, sizeof host), 0);
	if (strlen(host) >= sizeof name[0]) {
		assert_int_equal(call_nr(164, name), -ENOMEM);
		return;
	}
	assert_int_equal(call_nr(164, name), 0);
	assert_string_equal(name[0], "FreeBSD");
	assert_string_equal(name[1], host);
	assert_true(name[2][0] >= '1' && name[2][0] <= '9');
	assert_null(strchr(name[3], 'x'));
	assert_string_equal(name[4], "amd64");
	assert_int_equal(call_nr(164, BAD), -EFAULT);
}

static void the_domain(void **state)
{
	char name[256] = "x";

	(void)state;
	assert_int_equal(call_nr(162, name, 256), 0);
	assert_true(strlen(name) < 64);
	assert_int_equal(call_nr(162, BAD, 256), -EFAULT);
	assert_int_equal(call_nr(162, name, 0), -ENOMEM);
	memset(name, 'd', sizeof name);
	assert_int_equal(call_nr(163, name, 200), -EINVAL);
	if (geteuid() != 0)
		assert_int_equal(call_nr(163, "new.org", 7), -EPERM);
	if (unshare(CLONE_NEWUTS) != 0) /* the machine's own stays what it is */
		return;
	assert_int_equal(call_nr(163, "new.org", 7), 0);
	assert_int_equal(call_nr(162, name, 8), 0);
	assert_string_equal(name, "new.org");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(file_systems_of_the_first_layout),
		cmocka_unit_test(the_systems_names),
		cmocka_unit_test(the_domain),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
