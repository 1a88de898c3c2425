/* Opening files and descriptors: FreeBSD's rows. */
#include "tests/map/files.h"

#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#define OPEN   5
#define CLOSE  6
#define OPENAT 499

static void open_translates_its_flags(void **state)
{
	long fd = call_nr(OPEN, "new", BSD_RDWR | BSD_CREAT | BSD_EXCL | BSD_CLOEXEC, 01644);
	struct stat st;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(fcntl(fd, F_GETFL) & O_ACCMODE, O_RDWR);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644); /* never sticky */
	assert_int_equal(call_nr(CLOSE, fd), 0);
	assert_int_equal(call_nr(CLOSE, fd), -EBADF);
	assert_int_equal(call_nr(OPEN, "new", BSD_CREAT | BSD_EXCL, 0600), -EEXIST);
	assert_int_equal(call_nr(OPEN, BAD, 0, 0), -EFAULT);
	assert_int_equal(call_nr(OPEN, "new", 3, 0), -EINVAL);
	assert_int_equal(call_nr(OPEN, "new", 0x40000000, 0), -EINVAL);
	assert_int_equal(call_nr(OPENAT, BSD_AT_FDCWD, "nothing", 0, 0), -ENOENT);
}

static void open_of_a_link_is_emlink(void **state)
{
	(void)state;
	assert_int_equal(symlink("new", "link"), 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_int_equal(call_nr(OPEN, "link", BSD_NOFOLLOW, 0), -EMLINK);
	assert_int_equal(call_nr(OPEN, "loop", 0, 0), -ELOOP);
	assert_int_equal(call_nr(OPEN, "loop/x", BSD_NOFOLLOW, 0), -ELOOP);
}

static void open_of_a_socket_is_not_supported(void **state)
{
	struct sockaddr_un un = { AF_UNIX, "socket" };
	int s = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	assert_int_equal(bind(s, (void *)&un, sizeof un), 0);
	assert_int_equal(call_nr(OPEN, "socket", 0, 0), -EOPNOTSUPP);
	close(s);
}

static void open_makes_no_directory(void **state)
{
	(void)state;
	assert_int_equal(call_nr(OPEN, "nothing", BSD_CREAT | BSD_DIRECTORY, 0700), -ENOENT);
	assert_int_equal(call_nr(OPEN, ".", BSD_CREAT | BSD_DIRECTORY | BSD_EXCL, 0700), -EINVAL);
}

static void open_locks(void **state)
{
	long a, b;
	struct stat st;

	(void)state;
	make_file("lock", "text");
	a = call_nr(OPEN, "lock", BSD_RDWR | BSD_EXLOCK, 0);
	assert_true(a >= 0);
	assert_int_equal(call_nr(OPEN, "lock", BSD_RDWR | BSD_SHLOCK | BSD_NONBLOCK | BSD_TRUNC, 0),
			 -EAGAIN);
	assert_int_equal(stat("lock", &st), 0);
	assert_int_equal(st.st_size, 4); /* not truncated before the lock */
	close(a);
	a = call_nr(OPEN, "lock", BSD_RDONLY | BSD_SHLOCK, 0);
	b = call_nr(OPEN, "lock", BSD_RDONLY | BSD_SHLOCK | BSD_NONBLOCK | BSD_TRUNC, 0);
	assert_true(a >= 0 && b >= 0);
	assert_int_equal(fstat(b, &st), 0);
	assert_int_equal(st.st_size, 0);
	assert_int_equal(flock(a, LOCK_EX | LOCK_NB), -1);
	close(a);
	close(b);
}

static void open_for_execution_only(void **state)
{
	char byte;
	long fd;

	(void)state;
	make_file("program", "#!/bin/sh\n");
	chmod("program", 0600);
	assert_int_equal(call_nr(OPEN, "program", BSD_EXEC, 0), -EACCES);
	chmod("program", 0700);
	fd = call_nr(OPEN, "program", BSD_EXEC, 0);
	assert_true(fd >= 0);
	assert_int_equal(read(fd, &byte, 1), -1);
	close(fd);
	assert_int_equal(call_nr(OPEN, "program", BSD_EXEC | BSD_RDWR, 0), -EINVAL);
	fd = call_nr(OPEN, ".", BSD_EXEC | BSD_DIRECTORY, 0); /* O_SEARCH */
	assert_true(fd >= 0);
	assert_int_equal(fchdir(fd), 0);
	close(fd);
}

static void open_beneath_stays_beneath(void **state)
{
	long dir, fd;

	(void)state;
	mkdir("dir", 0700);
	make_file("dir/in", "");
	dir = open("dir", O_RDONLY | O_DIRECTORY);
	fd = call_nr(OPENAT, dir, "in", BSD_RESOLVE_BENEATH, 0);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(call_nr(OPENAT, dir, "../new", BSD_RESOLVE_BENEATH, 0), -NOTCAPABLE);
	fd = call_nr(OPENAT, dir, "made", BSD_RESOLVE_BENEATH | BSD_CREAT | BSD_WRONLY, 0600);
	assert_true(fd >= 0);
	close(fd);
	close(dir);
}

static void open_again_by_descriptor(void **state)
{
	long path, fd;
	char text[5] = "";

	(void)state;
	make_file("again", "text");
	path = call_nr(OPEN, "again", BSD_PATH, 0);
	assert_true(path >= 0);
	assert_int_equal(read(path, text, 4), -1);
	fd = call_nr(OPENAT, path, "", BSD_EMPTY_PATH, 0);
	assert_true(fd >= 0);
	assert_int_equal(read(fd, text, 4), 4);
	assert_string_equal(text, "text");
	close(fd);
	close(path);
	assert_int_equal(call_nr(OPENAT, BSD_AT_FDCWD, BAD, BSD_EMPTY_PATH, 0), -EFAULT);
}

static void dup2_keeps_to_its_rules(void **state)
{
	int fd = open("new", O_RDONLY);

	(void)state;
	assert_int_equal(call_nr(90, fd, 200), 200);
	assert_int_equal(fcntl(200, F_GETFD), 0);
	assert_int_equal(call_nr(90, 200, 200), 200);
	assert_int_equal(call_nr(90, -1, 200), -EBADF);
	assert_int_equal(fcntl(200, F_GETFD), 0); /* still open */
	assert_int_equal(call_nr(90, fd, -1), -EBADF);
	assert_int_equal(call_nr(41, fd) > fd, 1);
	close(fd);
}

static void closing_ranges(void **state)
{
	(void)state;
	for (int fd = 300; fd < 310; fd++)
		assert_int_equal(dup2(2, fd), fd);
	assert_int_equal(call_nr(575, 302, 303, 0), 0);
	assert_int_equal(fcntl(301, F_GETFD), 0);
	assert_int_equal(fcntl(302, F_GETFD), -1);
	assert_int_equal(fcntl(303, F_GETFD), -1);
	assert_int_equal(call_nr(575, 304, 305, 4), 0);
	assert_int_equal(fcntl(305, F_GETFD), FD_CLOEXEC);
	assert_int_equal(call_nr(575, 305, 304, 0), -EINVAL);
	assert_int_equal(call_nr(575, 304, 305, 8), -EINVAL);
	assert_int_equal(call_nr(509, 306), 0);
	assert_int_equal(fcntl(305, F_GETFD), FD_CLOEXEC);
	assert_int_equal(fcntl(306, F_GETFD), -1);
	assert_int_equal(fcntl(309, F_GETFD), -1);
}

static void the_old_pipe_has_two_results(void **state)
{
	struct call c = { .row = &abi->rows[42] };
	long fd;
	char byte;

	(void)state;
	c.alien = c.list;
	fd = abi->rows[42].map(&c);
	assert_true(fd >= 0);
	assert_int_equal(write((int)c.reg[2], "x", 1), 1);
	assert_int_equal(read(fd, &byte, 1), 1);
	close(fd);
	close((int)c.reg[2]);
}

static void fallocate_and_fadvise_give_errnos(void **state)
{
	int fd = open("space", O_RDWR | O_CREAT, 0600), pipes[2];
	struct stat st;

	(void)state;
	assert_int_equal(call_nr(530, fd, 0, 8192), 0);
	fstat(fd, &st);
	assert_int_equal(st.st_size, 8192);
	assert_int_equal(call_nr(530, fd, -1, 8192), EINVAL);
	assert_int_equal(call_nr(530, -1, 0, 1), EBADF);
	assert_int_equal(call_nr(531, fd, 0, 0, 3), 0);
	assert_int_equal(call_nr(531, fd, 0, 0, 77), EINVAL);
	assert_int_equal(pipe(pipes), 0);
	assert_int_equal(call_nr(531, pipes[0], 0, 0, 3), ESPIPE);
	close(fd);
	close(pipes[0]);
	close(pipes[1]);
}

static void fspacectl_punches_holes(void **state)
{
	int fd = open("hole", O_RDWR | O_CREAT, 0600);
	int64_t range[2] = { 4096, 4096 }, rest[2] = { 1, 1 };
	char byte = 'x';

	(void)state;
	for (int i = 0; i < 3 * 4096; i++)
		assert_int_equal(write(fd, "x", 1), 1);
	assert_int_equal(call_nr(580, fd, 1, range, 0, rest), 0);
	assert_int_equal(rest[0], 8192);
	assert_int_equal(rest[1], 0);
	assert_int_equal(pread(fd, &byte, 1, 5000), 1);
	assert_int_equal(byte, 0);
	assert_int_equal(call_nr(580, fd, 1, BAD, 0, NULL), -EFAULT);
	assert_int_equal(call_nr(580, fd, 2, range, 0, NULL), -EINVAL);
	close(fd);
}

static void copy_between_files_of_any_kind(void **state)
{
	int in = open("/proc/self/status", O_RDONLY), out = open("copy", O_RDWR | O_CREAT, 0600);
	int64_t at = 0;
	long n = call_nr(569, in, NULL, out, &at, 100000, 0);

	(void)state;
	assert_true(n == 0 || n > 100); /* the host may say that /proc's files are empty */
	close(in);
	make_file("from", "0123456789");
	in = open("from", O_RDONLY);
	at = 2;
	assert_int_equal(call_nr(569, in, &at, out, NULL, 4, 0), 4);
	assert_int_equal(at, 6);
	assert_int_equal(call_nr(569, in, NULL, out, NULL, 4, 1), -EINVAL);
	close(in);
	close(out);
}

static void the_other_end_of_a_terminal_is_open(void **state)
{
	long fd = call_nr(504, BSD_RDWR | 0x8000 | BSD_CLOEXEC); /* O_NOCTTY */
	int number, slave;
	char name[32];

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(ioctl(fd, TIOCGPTN, &number), 0);
	snprintf(name, sizeof name, "/dev/pts/%d", number);
	slave = open(name, O_RDWR | O_NOCTTY);
	assert_true(slave >= 0 || errno == ENOENT); /* no /dev/pts in some containers */
	assert_int_equal(call_nr(504, BSD_RDWR | BSD_APPEND), -EINVAL);
	close(slave);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(open_translates_its_flags),
		cmocka_unit_test(open_of_a_link_is_emlink),
		cmocka_unit_test(open_of_a_socket_is_not_supported),
		cmocka_unit_test(open_makes_no_directory),
		cmocka_unit_test(open_locks),
		cmocka_unit_test(open_for_execution_only),
		cmocka_unit_test(open_beneath_stays_beneath),
		cmocka_unit_test(open_again_by_descriptor),
		cmocka_unit_test(dup2_keeps_to_its_rules),
		cmocka_unit_test(the_old_pipe_has_two_results),
		cmocka_unit_test(fallocate_and_fadvise_give_errnos),
		cmocka_unit_test(fspacectl_punches_holes),
		cmocka_unit_test(copy_between_files_of_any_kind),
		cmocka_unit_test(the_other_end_of_a_terminal_is_open),
		cmocka_unit_test(closing_ranges),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
