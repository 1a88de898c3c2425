/* Status, attributes and limits of files and file systems: FreeBSD's rows. */
#include "tests/map/files.h"

#include <limits.h>
#include <sys/statfs.h>
#include <sys/xattr.h>

static void status_has_what_the_host_says(void **state)
{
	struct freebsd_stat st;
	struct stat host;

	(void)state;
	make_file("f", "12345");
	chmod("f", 0640);
	assert_int_equal(symlink("f", "l"), 0);
	stat("f", &host);
	assert_int_equal(call_nr(552, BSD_AT_FDCWD, "f", &st, 0), 0);
	assert_int_equal(st.st_size, 5);
	assert_int_equal(st.st_mode, S_IFREG | 0640);
	assert_int_equal(st.st_ino, host.st_ino);
	assert_int_equal(st.st_dev, freebsd_dev_to_alien(host.st_dev));
	assert_int_equal(st.st_nlink, 1);
	assert_int_equal(st.st_uid, getuid());
	assert_int_equal(st.st_mtim.tv_sec, host.st_mtim.tv_sec);
	assert_int_equal(st.st_mtim.tv_nsec, host.st_mtim.tv_nsec);
	assert_int_equal(st.st_blksize, host.st_blksize);
	assert_int_equal(st.st_blocks, host.st_blocks);
	assert_int_equal(st.st_flags, 0);
	assert_true(st.st_birthtim.tv_sec == -1 || st.st_birthtim.tv_sec <= st.st_mtim.tv_sec);
	assert_int_equal(call_nr(552, BSD_AT_FDCWD, "l", &st, BSD_AT_SYMLINK_NOFOLLOW), 0);
	assert_int_equal(st.st_mode & S_IFMT, S_IFLNK);
	assert_int_equal(call_nr(552, BSD_AT_FDCWD, "f", &st, 0x100), -EINVAL);
}

static void status_of_descriptors(void **state)
{
	int fd = open("/dev/null", O_RDONLY);
	struct freebsd_stat st;

	(void)state;
	assert_int_equal(call_nr(551, fd, &st), 0);
	assert_int_equal(st.st_mode & S_IFMT, S_IFCHR);
	assert_int_equal(st.st_rdev, 0x103);
	assert_int_equal(call_nr(552, fd, "", &st, BSD_AT_EMPTY_PATH), 0);
	assert_int_equal(st.st_rdev, 0x103);
	assert_int_equal(call_nr(551, -1, &st), -EBADF);
	assert_int_equal(call_nr(551, AT_FDCWD, &st), -EBADF);
	assert_int_equal(call_nr(551, fd, BAD), -EFAULT);
	assert_int_equal(call_nr(551, fd, NULL), -EFAULT);
	assert_int_equal(call_nr(552, fd, NULL, &st, BSD_AT_EMPTY_PATH), -EFAULT);
	close(fd);
}

static void old_status(void **state)
{
	struct freebsd_stat11 st;
	struct freebsd_nstat n;

	(void)state;
	assert_int_equal(call_nr(188, "l", &st), 0);
	assert_int_equal(st.st_size, 5);
	assert_int_equal(call_nr(190, "l", &st), 0);
	assert_int_equal(st.st_mode & S_IFMT, S_IFLNK);
	assert_int_equal(call_nr(278, "f", &n), 0);
	assert_int_equal(n.st_mode, S_IFREG | 0640);
	assert_int_equal(n.st_size, 5);
}

static void modes(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(call_nr(490, BSD_AT_FDCWD, "f", 0600, 0), 0);
	assert_int_equal(call_nr(490, BSD_AT_FDCWD, "f", 0604, BSD_AT_SYMLINK_NOFOLLOW), 0);
	stat("f", &st);
	assert_int_equal(st.st_mode & 07777, 0604);
	assert_int_equal(call_nr(274, "l", 0600), -EOPNOTSUPP);
	stat("f", &st);
	assert_int_equal(st.st_mode & 07777, 0604);
	assert_int_equal(call_nr(490, BSD_AT_FDCWD, "f", 0600, 0x800), -EINVAL);
	assert_int_equal(call_nr(376, "f", 4), 0);
	assert_int_equal(call_nr(489, BSD_AT_FDCWD, "nothing", 0, 0x100), -ENOENT);
}

static void times_need_a_path(void **state)
{
	int fd = open("f", O_RDONLY);

	(void)state;
	assert_int_equal(call_nr(547, fd, NULL, NULL, 0), -EFAULT);
	assert_int_equal(call_nr(494, fd, NULL, NULL), -EFAULT);
	assert_int_equal(call_nr(547, BSD_AT_FDCWD, "f", NULL, 0), 0);
	close(fd);
}

static void flags_of_files(void **state)
{
	struct freebsd_stat st;
	int fd = open("f", O_RDONLY);

	(void)state;
	assert_int_equal(call_nr(34, "f", 0), 0);
	assert_int_equal(call_nr(35, fd, 0), 0);
	assert_int_equal(call_nr(391, "l", 0), 0);
	assert_int_equal(call_nr(34, "nothing", 0), -ENOENT);
	assert_int_equal(call_nr(34, BAD, 0), -EFAULT);
	assert_int_equal(call_nr(35, -1, 0), -EBADF);
	assert_int_equal(call_nr(34, "f", 0x8000), -EOPNOTSUPP); /* UF_HIDDEN */
	if (call_nr(34, "f", 1) == 0) { /* UF_NODUMP; not every file system has it */
		assert_int_equal(call_nr(551, fd, &st), 0);
		assert_int_equal(st.st_flags, 1);
		assert_int_equal(call_nr(540, BSD_AT_FDCWD, "f", 0, 0), 0);
		assert_int_equal(call_nr(551, fd, &st), 0);
		assert_int_equal(st.st_flags, 0);
	}
	if (call_nr(34, "f", 0x2) == 0) { /* UF_IMMUTABLE, for the superuser */
		assert_int_equal(call_nr(551, fd, &st), 0);
		assert_int_equal(st.st_flags, 0x20000); /* SF_IMMUTABLE */
		assert_int_equal(unlink("f"), -1);
		assert_int_equal(call_nr(34, "f", 0), 0);
	}
	close(fd);
}

/* Other users than the superuser: what is no directory is not made sticky, no device made. */
static void for_others(void **state)
{
	struct stat st;
	int fd;

	(void)state;
	make_file("own", "");
	mkdir("own-dir", 0700);
	fd = open("own", O_RDONLY);
	if (geteuid() == 0) {
		assert_int_equal(call_nr(15, "own", 01600), 0);
		assert_int_equal(call_nr(15, "own", 0600), 0);
		assert_int_equal(chown("own", 65534, 65534), 0);
		assert_int_equal(chown("own-dir", 65534, 65534), 0);
		assert_int_equal(chmod(".", 0777), 0);
		assert_int_equal(seteuid(65534), 0);
	}
	assert_int_equal(call_nr(15, "own", 01600), -ALIEN_ERRNO(79)); /* EFTYPE */
	assert_int_equal(call_nr(124, fd, 01600), -ALIEN_ERRNO(79));
	assert_int_equal(call_nr(274, "own", 01600), -ALIEN_ERRNO(79));
	assert_int_equal(call_nr(490, BSD_AT_FDCWD, "own", 01600, 0), -ALIEN_ERRNO(79));
	assert_int_equal(call_nr(15, "own", 0640), 0);
	assert_int_equal(call_nr(15, "own-dir", 01700), 0);
	assert_int_equal(call_nr(15, "nothing", 01700), -ENOENT);
	assert_int_equal(call_nr(15, BAD, 01700), -EFAULT);
	assert_int_equal(call_nr(14, "device", S_IFCHR | 0600, 0), -EPERM);
	assert_int_equal(call_nr(559, BSD_AT_FDCWD, "device", S_IFCHR | 0600, 0), -EPERM);
	assert_int_equal(stat("own", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(seteuid(getuid()), 0);
	close(fd);
}

static void limits(void **state)
{
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(call_nr(191, "f", 4), 255);      /* _PC_NAME_MAX */
	assert_int_equal(call_nr(191, "f", 5), PATH_MAX); /* _PC_PATH_MAX */
	assert_int_equal(call_nr(192, fds[0], 6), PIPE_BUF);
	assert_int_equal(call_nr(191, "f", 7), 1);
	assert_int_equal((int)call_nr(191, "f", 15), -1);
	assert_int_equal(call_nr(513, "l", 12), 64);
	assert_int_equal(call_nr(191, "f", 1000), -EINVAL);
	assert_int_equal(call_nr(191, "nothing", 4), -ENOENT);
	assert_int_equal(call_nr(192, -1, 4), -EBADF);
	close(fds[0]);
	close(fds[1]);
}

static void file_systems(void **state)
{
	static struct freebsd_statfs fs, all[256];
	struct freebsd_statfs11 old;
	struct statfs host;
	long n;

	(void)state;
	statfs("/proc", &host);
	assert_int_equal(call_nr(555, "/proc", &fs), 0);
	assert_int_equal(fs.f_version, 0x20140518);
	assert_string_equal(fs.f_fstypename, "proc");
	assert_string_equal(fs.f_mntonname, "/proc");
	assert_int_equal(fs.f_namemax, host.f_namelen);
	assert_int_equal(call_nr(396, "/", &old), 0);
	assert_int_equal(old.f_version, 0x20030518);
	assert_string_equal(old.f_mntonname, "/");
	assert_true(old.f_flags & 0x4000); /* MNT_ROOTFS */
	n = call_nr(557, NULL, 0, 2);
	assert_true(n > 1);
	assert_true(call_nr(557, all, sizeof all, 2) >= n);
	assert_int_equal(call_nr(557, all, 2 * sizeof fs, 1), 2);
	assert_int_equal(call_nr(557, BAD, sizeof all, 2), -EFAULT);
	assert_int_equal(call_nr(557, all, sizeof all, 7), -EINVAL);
	assert_int_equal(call_nr(556, -1, &fs), -EBADF);
	assert_int_equal(call_nr(555, "/proc", BAD), -EFAULT);
}

static void extended_attributes(void **state)
{
	char value[16] = "", list[64];
	long n;

	(void)state;
	if (setxattr("f", "user.probe", "x", 1, 0))
		skip();
	removexattr("f", "user.probe");
	assert_int_equal(call_nr(356, "f", 1, "name", "value", 5), 5);
	assert_int_equal(call_nr(357, "f", 1, "name", NULL, 0), 5);
	assert_int_equal(call_nr(357, "f", 1, "name", value, sizeof value), 5);
	assert_string_equal(value, "value");
	memset(value, 0, sizeof value);
	assert_int_equal(call_nr(357, "f", 1, "name", value, 3), 3);
	assert_string_equal(value, "val");
	assert_int_equal(call_nr(438, "f", 1, NULL, 0), 5);
	n = call_nr(438, "f", 1, list, sizeof list);
	assert_int_equal(n, 5);
	assert_memory_equal(list, "\4name", 5);
	assert_int_equal(call_nr(358, "f", 1, "name"), 0);
	assert_int_equal(call_nr(357, "f", 1, "name", value, 3), -ENODATA);
	assert_int_equal(call_nr(357, "f", 9, "name", value, 3), -EINVAL);
	assert_int_equal(call_nr(357, "f", 1, BAD, value, 3), -EFAULT);
	/* The host keeps none of them for a link, or for what is no file. */
	assert_int_equal(symlink("f", "to-f"), 0);
	assert_int_equal(call_nr(412, "to-f", 1, "name", "value", 5), -EOPNOTSUPP);
	assert_int_equal(call_nr(356, "to-f", 1, "name", "value", 5), 5);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(call_nr(356, "fifo", 1, "name", "value", 5), -EOPNOTSUPP);
	unlink("to-f");
	unlink("fifo");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(status_has_what_the_host_says),
		cmocka_unit_test(status_of_descriptors),
		cmocka_unit_test(old_status),
		cmocka_unit_test(modes),
		cmocka_unit_test(times_need_a_path),
		cmocka_unit_test(flags_of_files),
		cmocka_unit_test(for_others),
		cmocka_unit_test(limits),
		cmocka_unit_test(file_systems),
		cmocka_unit_test(extended_attributes),
	};

	harness_start(&freebsd_abi);
	umask(022);
	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
