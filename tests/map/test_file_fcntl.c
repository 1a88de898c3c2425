/* fcntl: FreeBSD's commands. */
#include "tests/map/files.h"

#include <sys/mman.h>
#include <sys/wait.h>

#define FCNTL 92

enum { RDLCK = 1, UNLCK = 2, WRLCK = 3 }; /* sys/fcntl.h */

static void descriptors_are_duplicated(void **state)
{
	int fd = open("f", O_RDWR | O_CREAT, 0600);
	long copy = call_nr(FCNTL, fd, 17, 50); /* F_DUPFD_CLOEXEC */

	(void)state;
	assert_true(copy >= 50);
	assert_int_equal(call_nr(FCNTL, copy, 1), 1);
	assert_int_equal(call_nr(FCNTL, copy, 2, 0), 0);
	assert_int_equal(call_nr(FCNTL, copy, 1), 0);
	assert_int_equal(call_nr(FCNTL, copy, 2, 8), -EINVAL);
	assert_true(call_nr(FCNTL, fd, 0, 60) >= 60);
	assert_int_equal(call_nr(FCNTL, fd, 10, 77), 77); /* F_DUP2FD */
	assert_int_equal(call_nr(FCNTL, 77, 1), 0);
	assert_int_equal(call_nr(FCNTL, fd, 18, 77), 77); /* F_DUP2FD_CLOEXEC */
	assert_int_equal(call_nr(FCNTL, 77, 1), 1);
	assert_int_equal(call_nr(FCNTL, fd, 0, -1), -EINVAL);
	assert_int_equal(call_nr(FCNTL, fd, 99), -EINVAL);
	close(fd);
}

static void status_flags_go_both_ways(void **state)
{
	int fd = open("f", O_RDWR | O_CREAT | O_DIRECTORY * 0, 0600);

	(void)state;
	assert_int_equal(call_nr(FCNTL, fd, 3), BSD_RDWR);
	assert_int_equal(call_nr(FCNTL, fd, 4, BSD_RDWR | BSD_NONBLOCK | BSD_APPEND), 0);
	assert_int_equal(fcntl(fd, F_GETFL) & (O_NONBLOCK | O_APPEND), O_NONBLOCK | O_APPEND);
	assert_int_equal(call_nr(FCNTL, fd, 3), BSD_RDWR | BSD_NONBLOCK | BSD_APPEND);
	assert_int_equal(call_nr(FCNTL, fd, 4, 0), 0);
	assert_int_equal(call_nr(FCNTL, fd, 3), BSD_RDWR);
	close(fd);
}

static void owners_may_be_groups(void **state)
{
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(call_nr(FCNTL, fds[0], 5), 0);
	assert_int_equal(call_nr(FCNTL, fds[0], 6, getpid()), 0);
	assert_int_equal(call_nr(FCNTL, fds[0], 5), getpid());
	assert_int_equal(call_nr(FCNTL, fds[0], 6, -getpgrp()), 0);
	assert_int_equal((int)call_nr(FCNTL, fds[0], 5), -getpgrp());
	assert_true(call_nr(FCNTL, fds[0], 5) > 0); /* not to be taken for an errno */
	close(fds[0]);
	close(fds[1]);
}

/* Lock the first ten bytes from another process, and let `look` look. */
static void with_lock_of_another(int fd, void (*look)(int fd, int owner))
{
	int ready[2], done[2];
	char byte;
	pid_t pid;

	assert_int_equal(pipe(ready) | pipe(done), 0);
	pid = fork();
	if (pid == 0) {
		struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 10 };

		if (fcntl(fd, F_SETLK, &lock) || write(ready[1], "", 1) != 1)
			_exit(1);
		close(done[1]);
		_exit(read(done[0], &byte, 1) != 0);
	}
	close(done[0]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	look(fd, pid);
	close(done[1]);
	waitpid(pid, NULL, 0);
	close(ready[0]);
	close(ready[1]);
}

static void look_at_lock(int fd, int owner)
{
	struct freebsd_flock lock = { .l_len = 5, .l_type = RDLCK, .l_sysid = 77 };
	struct freebsd_oflock old = { .l_len = 5, .l_type = WRLCK };

	assert_int_equal(call_nr(FCNTL, fd, 11, &lock), 0);
	assert_int_equal(lock.l_type, WRLCK);
	assert_int_equal(lock.l_pid, owner);
	assert_int_equal(lock.l_len, 10);
	assert_int_equal(lock.l_sysid, 0);
	assert_int_equal(call_nr(FCNTL, fd, 7, &old), 0);
	assert_int_equal(old.l_type, WRLCK);
	assert_int_equal(old.l_pid, owner);
	lock = (struct freebsd_flock){ .l_len = 5, .l_type = WRLCK };
	assert_int_equal(call_nr(FCNTL, fd, 12, &lock), -EAGAIN);
}

static void locks_of_bytes(void **state)
{
	int fd = open("f", O_RDWR | O_CREAT, 0600);
	struct freebsd_flock lock = { .l_len = 5, .l_type = WRLCK };

	(void)state;
	with_lock_of_another(fd, look_at_lock);
	assert_int_equal(call_nr(FCNTL, fd, 13, &lock), 0);
	assert_int_equal(call_nr(FCNTL, fd, 11, &lock), 0);
	assert_int_equal(lock.l_type, UNLCK);
	lock.l_type = 4; /* F_UNLCKSYS */
	assert_int_equal(call_nr(FCNTL, fd, 12, &lock), -EINVAL);
	lock.l_type = UNLCK;
	lock.l_whence = 9;
	assert_int_equal(call_nr(FCNTL, fd, 12, &lock), -EINVAL);
	assert_int_equal(call_nr(FCNTL, fd, 12, BAD), -EFAULT);
	close(fd);
}

static void seals(void **state)
{
	int fd = memfd_create("m", MFD_ALLOW_SEALING);

	(void)state;
	assert_int_equal(call_nr(FCNTL, fd, 20), 0);
	assert_int_equal(call_nr(FCNTL, fd, 19, 0x2 | 0x4), 0);
	assert_int_equal(ftruncate(fd, 10), -1);
	assert_int_equal(call_nr(FCNTL, fd, 20), 0x6);
	assert_int_equal(call_nr(FCNTL, fd, 19, 0x100), -EINVAL);
	close(fd);
}

static void reading_ahead(void **state)
{
	int fd = open("f", O_RDWR | O_CREAT, 0600), fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(call_nr(FCNTL, fd, 16, 1), 0);
	assert_int_equal(call_nr(FCNTL, fd, 15, 65536), 0);
	assert_int_equal(call_nr(FCNTL, fd, 15, -1), 0);
	assert_int_equal(call_nr(FCNTL, fds[0], 16, 1), -EBADF);
	assert_int_equal(call_nr(FCNTL, fd, 21), 0);
	assert_int_equal(call_nr(FCNTL, -1, 21), -EBADF);
	close(fd);
}

/* The first members of struct kinfo_file, sys/user.h, and its last. */
struct kinfo {
	int32_t size, type, fd, refs, flags, pad;
	int64_t offset;
	uint8_t rest[336];
	char path[1024];
};

static void what_is_known_of_a_descriptor(void **state)
{
	struct kinfo k = { .size = sizeof k };
	int fd = open("f", O_RDWR | O_CREAT | O_APPEND, 0600);
	char want[128];

	(void)state;
	assert_int_equal(sizeof k, 1392);
	lseek(fd, 7, SEEK_SET);
	snprintf(want, sizeof want, "%s/f", folder);
	assert_int_equal(call_nr(FCNTL, fd, 22, &k), 0);
	assert_string_equal(k.path, want);
	assert_int_equal(k.type, 1); /* KF_TYPE_VNODE */
	assert_int_equal(k.fd, fd);
	assert_int_equal(k.flags, 1 | 2 | 4); /* read, write, append */
	assert_int_equal(k.offset, 7);
	assert_int_equal(k.size, sizeof k);
	assert_int_equal(call_nr(FCNTL, 99, 22, &k), -EBADF);
	k.size = 8;
	assert_int_equal(call_nr(FCNTL, fd, 22, &k), -EINVAL);
	assert_int_equal(call_nr(FCNTL, fd, 22, BAD), -EFAULT);
	close(fd);
}

#define FCNTL      92
#define O_CLOFORK_ 0x8000000

/* The flag goes with the number: it is set, asked for, duplicated on demand, closed. */
static void descriptors_closed_at_fork(void **state)
{
	long a, b, s;
	int fd[2];

	(void)state;
	make_file("clofork", "");
	a = call_nr(5, "clofork", BSD_RDWR | O_CLOFORK_, 0);
	assert_true(a >= 0);
	assert_int_equal(call_nr(FCNTL, a, 1, 0), 4); /* F_GETFD, FD_CLOFORK */
	assert_int_equal(call_nr(FCNTL, a, 2, 1), 0); /* F_SETFD, FD_CLOEXEC */
	assert_int_equal(call_nr(FCNTL, a, 1, 0), 1);
	assert_int_equal(call_nr(FCNTL, a, 2, 5), 0);
	assert_int_equal(call_nr(FCNTL, a, 1, 0), 5);
	assert_int_equal(call_nr(FCNTL, -1, 2, 4), -EBADF);
	b = call_nr(41, a); /* dup */
	assert_int_equal(call_nr(FCNTL, b, 1, 0), 0);
	assert_int_equal(call_nr(FCNTL, a, 24 | 5 << 16, b), b); /* F_DUP3FD */
	assert_int_equal(call_nr(FCNTL, b, 1, 0), 5);
	assert_int_equal(call_nr(FCNTL, a, 24 | 1 << 16, b), b);
	assert_int_equal(call_nr(FCNTL, b, 1, 0), 1);
	assert_int_equal(call_nr(FCNTL, a, 24, b), b);
	assert_int_equal(call_nr(FCNTL, b, 1, 0), 0);
	assert_int_equal(call_nr(FCNTL, a, 24, a), -EINVAL);
	assert_int_equal(call_nr(FCNTL, a, 24 | 2 << 16, b), -EINVAL);
	assert_int_equal(call_nr(FCNTL, a, 24, -1), -EBADF);
	s = call_nr(FCNTL, a, 23, 100); /* F_DUPFD_CLOFORK */
	assert_true(s >= 100);
	assert_int_equal(call_nr(FCNTL, s, 1, 0), 4);
	assert_int_equal(call_nr(6, s), 0);
	assert_int_equal(dup2((int)a, (int)s), s);
	assert_int_equal(call_nr(FCNTL, s, 1, 0), 0); /* not the one that was closed */
	close((int)s);
	assert_int_equal(call_nr(542, fd, O_CLOFORK_ | 0x100000), 0); /* pipe2 */
	assert_int_equal(call_nr(FCNTL, fd[0], 1, 0), 5);
	assert_int_equal(call_nr(FCNTL, fd[1], 1, 0), 5);
	assert_int_equal(call_nr(575, fd[0], fd[1], 0), 0); /* close_range */
	assert_int_equal(call_nr(542, BAD, O_CLOFORK_), -EFAULT);
	assert_int_equal(call_nr(135, 1, 1 | 0x40000000, 0, fd), 0); /* socketpair */
	assert_int_equal(call_nr(FCNTL, fd[0], 1, 0), 4);
	assert_int_equal(call_nr(FCNTL, fd[1], 1, 0), 4);
	s = call_nr(97, 2, 2 | 0x40000000 | 0x10000000, 0); /* socket */
	assert_int_equal(call_nr(FCNTL, s, 1, 0), 5);
	call_nr(6, s);
	call_nr(6, fd[0]);
	call_nr(6, fd[1]);
	call_nr(6, a);
	call_nr(6, b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(descriptors_closed_at_fork),
		cmocka_unit_test(descriptors_are_duplicated),
		cmocka_unit_test(status_flags_go_both_ways),
		cmocka_unit_test(owners_may_be_groups),
		cmocka_unit_test(locks_of_bytes),
		cmocka_unit_test(seals),
		cmocka_unit_test(what_is_known_of_a_descriptor),
		cmocka_unit_test(reading_ahead),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
