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

int main(void)
{
	const struct CMUnitTest tests[] = {
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
