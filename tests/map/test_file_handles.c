/* File handles (syscall-map/handle.c). */
#include "tests/map/files.h"

#include <sys/statfs.h>

#define LGETFH     160
#define GETFH      161
#define FHOPEN     298
#define FHSTAT     553
#define FHSTATFS   558
#define GETFHAT    564
#define FHLINK     565
#define FHLINKAT   566
#define FHREADLINK 567

/* Whether the folder's file system has handles that fit, and we may open them. */
static bool usable(void)
{
	struct freebsd_fhandle h;
	long ret, fd;

	make_file("probe", "");
	ret = call_nr(GETFH, "probe", &h);
	if (geteuid() != 0)
		assert_int_equal(ret, -EPERM);
	else
		assert_true(ret == 0 || ret == -EOPNOTSUPP);
	if (ret)
		return false;
	fd = call_nr(FHOPEN, &h, BSD_RDONLY);
	if (fd == -EPERM) /* no CAP_DAC_READ_SEARCH: a container */
		return false;
	assert_true(fd >= 0);
	close(fd);
	return true;
}

static void a_handle_opens_its_file(void **state)
{
	struct freebsd_fhandle h, again, other;
	struct freebsd_stat st;
	char text[8] = "";
	struct stat host;
	long fd;

	(void)state;
	if (!usable())
		skip();
	make_file("f", "text");
	make_file("g", "");
	assert_int_equal(call_nr(GETFH, "f", &h), 0);
	assert_int_equal(call_nr(LGETFH, "f", &again), 0);
	assert_memory_equal(&h, &again, sizeof h);
	assert_int_equal(call_nr(GETFH, "g", &other), 0);
	assert_memory_not_equal(&h, &other, sizeof h);
	assert_int_equal(rename("f", "f2"), 0);
	fd = call_nr(FHOPEN, &h, BSD_RDWR | BSD_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(read(fd, text, sizeof text), 4);
	assert_string_equal(text, "text");
	assert_int_equal(write(fd, "!", 1), 1);
	close(fd);
	assert_int_equal(stat("f2", &host), 0);
	assert_int_equal(call_nr(FHSTAT, &h, &st), 0);
	assert_int_equal(st.st_ino, host.st_ino);
	assert_int_equal(st.st_size, 5);
	assert_int_equal(call_nr(FHOPEN, &h, BSD_CREAT), -EINVAL);
	assert_int_equal(call_nr(FHOPEN, &h, BSD_EXEC), -EINVAL);
	assert_int_equal(unlink("f2"), 0);
	assert_int_equal(call_nr(FHOPEN, &h, BSD_RDONLY), -ESTALE);
	h.fh_fsid[0] ^= 1;
	assert_int_equal(call_nr(FHSTAT, &h, &st), -ESTALE);
	h.fid_len = 40;
	assert_int_equal(call_nr(FHSTAT, &h, &st), -ESTALE);
	assert_int_equal(call_nr(FHSTAT, BAD, &st), -EFAULT);
	assert_int_equal(call_nr(FHSTAT, NULL, &st), -EFAULT);
	assert_int_equal(call_nr(FHSTAT, &other, BAD), -EFAULT);
	assert_int_equal(call_nr(GETFH, "g", NULL), -EFAULT);
}

static void handles_of_links(void **state)
{
	struct freebsd_fhandle link, file, at;
	char text[16] = "";
	struct stat a, b;

	(void)state;
	if (!usable())
		skip();
	make_file("file", "");
	assert_int_equal(symlink("file", "sym"), 0);
	assert_int_equal(call_nr(LGETFH, "sym", &link), 0);
	assert_int_equal(call_nr(GETFH, "sym", &file), 0);
	assert_memory_not_equal(&link, &file, sizeof link);
	assert_int_equal(call_nr(GETFHAT, BSD_AT_FDCWD, "sym", &at, BSD_AT_SYMLINK_NOFOLLOW), 0);
	assert_memory_equal(&link, &at, sizeof at);
	assert_int_equal(call_nr(GETFHAT, BSD_AT_FDCWD, "sym", &at, BSD_AT_EMPTY_PATH), -EINVAL);
	assert_int_equal(call_nr(GETFHAT, BSD_AT_FDCWD, "/tmp", &at, BSD_AT_RESOLVE_BENEATH),
			 -NOTCAPABLE);
	assert_int_equal(call_nr(FHREADLINK, &link, text, 3), 3);
	assert_string_equal(text, "fil");
	assert_int_equal(call_nr(FHREADLINK, &file, text, 3), -EINVAL);
	assert_int_equal(call_nr(FHREADLINK, &link, text, -1), -EINVAL);
	assert_int_equal(call_nr(FHREADLINK, &link, BAD, 3), -EFAULT);
	assert_int_equal(call_nr(FHOPEN, &link, BSD_RDONLY), -EMLINK);
	assert_int_equal(call_nr(FHLINK, &file, "second"), 0);
	assert_int_equal(call_nr(FHLINKAT, &file, BSD_AT_FDCWD, "third"), 0);
	assert_int_equal(call_nr(FHLINK, &file, "third"), -EEXIST);
	assert_int_equal(stat("file", &a), 0);
	assert_int_equal(stat("second", &b), 0);
	assert_int_equal(a.st_ino, b.st_ino);
	assert_int_equal(a.st_nlink, 3);
}

static void file_systems_of_handles(void **state)
{
	static struct freebsd_statfs fs, same;
	static struct freebsd_statfs11 fs11;
	static struct freebsd_statfs4 fs4;
	struct freebsd_stat11 st11;
	struct freebsd_fhandle h;

	(void)state;
	if (!usable())
		skip();
	assert_int_equal(call_nr(GETFH, ".", &h), 0);
	assert_int_equal(call_nr(FHSTATFS, &h, &fs), 0);
	assert_int_equal(call_nr(555, ".", &same), 0);
	assert_memory_equal(fs.f_fsid, same.f_fsid, sizeof fs.f_fsid);
	assert_memory_equal(fs.f_fsid, h.fh_fsid, sizeof fs.f_fsid);
	assert_string_equal(fs.f_fstypename, same.f_fstypename);
	assert_int_equal(call_nr(398, &h, &fs11), 0);
	assert_string_equal(fs11.f_fstypename, same.f_fstypename);
	assert_int_equal(call_nr(297, &h, &fs4), 0);
	assert_string_equal(fs4.f_fstypename, same.f_fstypename);
	assert_int_equal(call_nr(299, &h, &st11), 0);
	assert_true(S_ISDIR(st11.st_mode));
	assert_int_equal(call_nr(FHSTATFS, &h, BAD), -EFAULT);
}

static void handles_are_the_superusers(void **state)
{
	struct freebsd_fhandle h = { 0 };

	(void)state;
	if (geteuid() == 0 && seteuid(65534) != 0)
		skip();
	assert_int_equal(call_nr(GETFH, ".", &h), -EPERM);
	assert_int_equal(call_nr(FHOPEN, BAD, 0), -EPERM);
	assert_int_equal(call_nr(FHREADLINK, &h, BAD, 4), -EPERM);
	assert_int_equal(seteuid(getuid()), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_handle_opens_its_file),
		cmocka_unit_test(handles_of_links),
		cmocka_unit_test(file_systems_of_handles),
		cmocka_unit_test(handles_are_the_superusers),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
