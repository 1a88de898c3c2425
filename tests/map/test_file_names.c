/* Names of files, made, changed, read and removed: FreeBSD's rows. */
#include "tests/map/files.h"

#include <limits.h>
#include <sys/sysmacros.h>

/* A folder with a file f and a link l to it. */
static int setup(void **state)
{
	if (enter_folder(state))
		return -1;
	make_file("f", "12345");
	return symlink("f", "l");
}

static void links_follow_links(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(call_nr(9, "l", "hard"), 0);
	assert_int_equal(lstat("hard", &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(call_nr(495, BSD_AT_FDCWD, "l", BSD_AT_FDCWD, "hardlink", 0), 0);
	assert_int_equal(lstat("hardlink", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(call_nr(9, "l", "hard"), -EEXIST);
}

static void linking_an_open_file(void **state)
{
	int fd = open("f", O_RDONLY);

	(void)state;
	assert_int_equal(call_nr(495, fd, "", BSD_AT_FDCWD, "linked", BSD_AT_EMPTY_PATH), 0);
	assert_int_equal(access("linked", F_OK), 0);
	close(fd);
}

static void directories_are_not_made_sticky(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(call_nr(136, "d", 01755), 0);
	stat("d", &st);
	assert_int_equal(st.st_mode & 07777, 0755);
	assert_int_equal(call_nr(496, BSD_AT_FDCWD, "d", 0755), -EEXIST);
}

static void nodes(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(call_nr(132, "fifo", 0600), 0);
	stat("fifo", &st);
	assert_true(S_ISFIFO(st.st_mode));
	assert_int_equal(call_nr(559, BSD_AT_FDCWD, "node", S_IFREG | 0600, 0), -EINVAL);
	assert_int_equal(call_nr(559, BSD_AT_FDCWD, "node", S_IFIFO | 0600, 0), 0);
	assert_int_equal(call_nr(14, "old", S_IFIFO | 0600, 0), 0);
	if (geteuid() == 0 && call_nr(559, BSD_AT_FDCWD, "null", S_IFCHR | 0600, 0x103) == 0) {
		stat("null", &st);
		assert_int_equal(st.st_rdev, makedev(1, 3));
	}
}

static void removing(void **state)
{
	int fd = open("f", O_RDONLY), other = open("fifo", O_RDONLY | O_NONBLOCK);

	(void)state;
	assert_int_equal(call_nr(10, "d"), -EISDIR);
	assert_int_equal(abi->errors[abi->rows[10].errors].over[0].alien, 1); /* EPERM */
	assert_int_equal(call_nr(503, BSD_AT_FDCWD, "d", BSD_AT_REMOVEDIR), 0);
	assert_int_equal(call_nr(568, BSD_AT_FDCWD, "hard", other, 0), -EDEADLK);
	assert_int_equal(call_nr(568, BSD_AT_FDCWD, "hard", fd, 0), 0);
	assert_int_equal(call_nr(568, BSD_AT_FDCWD, "hardlink", -200, 0), 0);
	assert_int_equal(access("hard", F_OK), -1);
	assert_int_equal(call_nr(568, BSD_AT_FDCWD, "f", -1, 0), -EBADF);
	close(fd);
	close(other);
}

static void renaming_a_dot(void **state)
{
	(void)state;
	mkdir("d", 0700);
	assert_int_equal(call_nr(128, "d", "e"), 0);
	assert_int_equal(call_nr(128, "e/.", "d"), -EINVAL);
	assert_int_equal(call_nr(501, BSD_AT_FDCWD, "e", BSD_AT_FDCWD, ".."), -EINVAL);
	assert_int_equal(call_nr(128, BAD, "d"), -EFAULT);
}

static void reading_links(void **state)
{
	char name[16] = "";

	(void)state;
	assert_int_equal(call_nr(58, "l", name, (size_t)1 << 40), 1);
	assert_string_equal(name, "f");
	assert_int_equal(call_nr(58, "l", name, 0), 0);
	assert_int_equal(call_nr(58, "f", name, 0), -EINVAL);
	assert_int_equal(call_nr(500, BSD_AT_FDCWD, "l", name, -1), -EINVAL);
}

static void the_current_directory(void **state)
{
	char name[PATH_MAX] = "", host[PATH_MAX];

	(void)state;
	assert_int_equal(call_nr(326, name, sizeof name), 0);
	assert_string_equal(name, getcwd(host, sizeof host));
	assert_int_equal(call_nr(326, name, 4), -ERANGE);
	assert_int_equal(call_nr(326, name, 1), -EINVAL);
	assert_int_equal(call_nr(326, BAD, 100), -EFAULT);
}

static void real_paths(void **state)
{
	char name[PATH_MAX] = "", want[PATH_MAX];

	(void)state;
	snprintf(want, sizeof want, "%s/f", folder);
	assert_int_equal(call_nr(574, BSD_AT_FDCWD, "e/../l", name, sizeof name, 0), 0);
	assert_string_equal(name, want);
	assert_int_equal(call_nr(574, BSD_AT_FDCWD, "l", name, 3, 0), -ENAMETOOLONG);
	assert_int_equal(call_nr(574, BSD_AT_FDCWD, "nothing", name, 100, 0), -ENOENT);
	assert_int_equal(call_nr(574, BSD_AT_FDCWD, "l", name, 100, 1), -EINVAL);
}

/* Each of the calls that take AT_RESOLVE_BENEATH, on a path that stays and on one that leaves. */
static long beneath(int nr, int dir, const char *path)
{
	struct freebsd_stat st;
	struct freebsd_timespec times[2] = { { 1, 0 }, { 2, 0 } };
	const int flag = BSD_AT_RESOLVE_BENEATH;

	switch (nr) {
	case 489:
		return call_nr(nr, dir, path, 4, flag);
	case 490:
		return call_nr(nr, dir, path, 0640, flag);
	case 491:
		return call_nr(nr, dir, path, -1, -1, flag);
	case 495:
		return call_nr(nr, dir, path, dir, "linked", flag);
	case 503:
		return call_nr(nr, dir, path, flag);
	case 540:
		return call_nr(nr, dir, path, 0, flag);
	case 547:
		return call_nr(nr, dir, path, times, flag);
	case 552:
		return call_nr(nr, dir, path, &st, flag);
	default:
		return call_nr(nr, dir, path, -200, flag);
	}
}

static void paths_that_stay_beneath(void **state)
{
	static const int calls[] = { 489, 490, 491, 495, 540, 547, 552, 503, 568 };
	int dir;
	struct stat st;

	(void)state;
	mkdir("b", 0700);
	make_file("out", "");
	make_file("b/in", "");
	dir = open("b", O_RDONLY | O_DIRECTORY);
	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
		if (calls[i] == 568)
			make_file("b/in", "");
		assert_int_equal(beneath(calls[i], dir, "../out"), -NOTCAPABLE);
		assert_int_equal(beneath(calls[i], dir, "nothing/in"), -ENOENT);
		assert_int_equal(beneath(calls[i], dir, "../b/in"), -NOTCAPABLE);
		assert_int_equal(beneath(calls[i], dir, "./in"), 0);
		if (calls[i] == 547) {
			assert_int_equal(stat("b/in", &st), 0);
			assert_int_equal(st.st_mtim.tv_sec, 2);
			assert_int_equal(st.st_mode & 0777, 0640);
		}
	}
	assert_int_equal(access("b/in", F_OK), -1);
	assert_int_equal(access("b/linked", F_OK), 0);
	close(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_follow_links),
		cmocka_unit_test(linking_an_open_file),
		cmocka_unit_test(directories_are_not_made_sticky),
		cmocka_unit_test(nodes),
		cmocka_unit_test(removing),
		cmocka_unit_test(renaming_a_dot),
		cmocka_unit_test(reading_links),
		cmocka_unit_test(the_current_directory),
		cmocka_unit_test(real_paths),
		cmocka_unit_test(paths_that_stay_beneath),
	};

	harness_start(&freebsd_abi);
	umask(022);
	return cmocka_run_group_tests(tests, setup, leave_folder);
}
