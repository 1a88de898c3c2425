/* The kernel's own semaphores: FreeBSD's rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/structs.h"
#include "tests/map/harness.h"

#define BAD ((void *)8)

enum { CLOSE = 400, POST, WAIT, TRYWAIT, INIT, OPEN, UNLINK, GETVALUE, DESTROY, TIMEDWAIT = 441 };
enum { CREAT = 0x200, EXCL = 0x800 };

static char name[64], file[96];

static int value_of(int64_t id)
{
	int value = -1;

	assert_int_equal(call_nr(GETVALUE, id, &value), 0);
	return value;
}

static int64_t unnamed(unsigned value)
{
	int64_t id = -1;

	assert_int_equal(call_nr(INIT, &id, value), 0);
	assert_true(id >= 0 && id <= INT32_MAX);
	return id;
}

static void counts_up_and_down(void **state)
{
	int64_t id = unnamed(1);

	(void)state;
	assert_int_equal(fcntl(id, F_GETFD), FD_CLOEXEC);
	assert_int_equal(value_of(id), 1);
	assert_int_equal(call_nr(WAIT, id), 0);
	assert_int_equal(call_nr(TRYWAIT, id), -EAGAIN);
	assert_int_equal(call_nr(POST, id), 0);
	assert_int_equal(call_nr(POST, id), 0);
	assert_int_equal(call_nr(TRYWAIT, id), 0);
	assert_int_equal(value_of(id), 1);
	assert_int_equal(call_nr(GETVALUE, id, BAD), -EFAULT);
	assert_int_equal(call_nr(CLOSE, id), -EINVAL); /* that is for one with a name */
	assert_int_equal(call_nr(DESTROY, id), 0);
	assert_int_equal(fcntl(id, F_GETFD), -1);
	assert_int_equal(call_nr(POST, id), -EINVAL);
	assert_int_equal(call_nr(DESTROY, id), -EINVAL);
}

static void values_have_an_end(void **state)
{
	int64_t id = 77;

	(void)state;
	assert_int_equal(call_nr(INIT, &id, 0x80000000u), -EINVAL);
	assert_int_equal(call_nr(OPEN, &id, name, CREAT, 0600, 0x80000000u), -EINVAL);
	assert_int_equal(id, 77);
	id = unnamed(INT32_MAX);
	assert_int_equal(call_nr(POST, id), -EOVERFLOW);
	assert_int_equal(value_of(id), INT32_MAX);
	assert_int_equal(call_nr(DESTROY, id), 0);
}

static void limits_are_absolute(void **state)
{
	struct timespec past = { time(NULL) - 5, 0 }, odd = { 0, 1000000000 }, soon;
	struct timespec ancient = { -1, 0 };
	struct timespec before, after;
	int64_t id = unnamed(1);

	(void)state;
	/* What can be had is not waited for, and no time is looked at. */
	assert_int_equal(call_nr(TIMEDWAIT, id, &past), 0);
	assert_int_equal(call_nr(TIMEDWAIT, id, &past), -ETIMEDOUT);
	assert_int_equal(call_nr(TIMEDWAIT, id, &ancient), -ETIMEDOUT);
	assert_int_equal(call_nr(TIMEDWAIT, id, &odd), -EINVAL);
	assert_int_equal(call_nr(TIMEDWAIT, id, BAD), -EFAULT);
	clock_gettime(CLOCK_REALTIME, &before);
	soon.tv_sec = before.tv_sec + (before.tv_nsec + 50000000) / 1000000000;
	soon.tv_nsec = (before.tv_nsec + 50000000) % 1000000000;
	assert_int_equal(call_nr(TIMEDWAIT, id, &soon), -ETIMEDOUT);
	clock_gettime(CLOCK_REALTIME, &after);
	assert_true(after.tv_sec > soon.tv_sec ||
		    (after.tv_sec == soon.tv_sec && after.tv_nsec >= soon.tv_nsec));
	assert_int_equal(call_nr(POST, id), 0);
	assert_int_equal(call_nr(TIMEDWAIT, id, NULL), 0);
	assert_int_equal(call_nr(DESTROY, id), 0);
}

static void a_name_is_everybodys(void **state)
{
	int64_t id, again, new;
	struct stat st;

	(void)state;
	assert_int_equal(call_nr(OPEN, &id, name, 0, 0, 0), -ENOENT);
	assert_int_equal(call_nr(OPEN, &id, name, CREAT, 0640, 3), 0);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(call_nr(OPEN, &again, name, CREAT | EXCL, 0600, 1), -EEXIST);
	assert_int_equal(call_nr(OPEN, &again, name, CREAT, 0600, 1), 0);
	assert_true(again != id);
	assert_int_equal(call_nr(WAIT, again), 0);
	assert_int_equal(value_of(id), 2);
	assert_int_equal(call_nr(DESTROY, id), -EINVAL);
	assert_int_equal(call_nr(UNLINK, name), 0);
	assert_int_equal(call_nr(UNLINK, name), -ENOENT);
	/* The old one lives on beside a new one of the same name. */
	assert_int_equal(call_nr(OPEN, &new, name, CREAT | EXCL, 0600, 9), 0);
	assert_int_equal(value_of(id), 2);
	assert_int_equal(value_of(new), 9);
	assert_int_equal(call_nr(CLOSE, new), 0);
	assert_int_equal(call_nr(CLOSE, new), -EINVAL);
	assert_int_equal(call_nr(CLOSE, id), 0);
	assert_int_equal(value_of(again), 2);
	assert_int_equal(call_nr(CLOSE, again), 0);
	assert_int_equal(call_nr(UNLINK, name), 0);
}

static int free_number(void)
{
	int fd = dup(0);

	close(fd);
	return fd;
}

static void failures_leave_nothing(void **state)
{
	char longest[300];
	int64_t id;
	int number = free_number();

	(void)state;
	memset(longest, 'a', sizeof longest);
	longest[0] = '/';
	longest[sizeof longest - 1] = 0;
	assert_int_equal(call_nr(OPEN, &id, name, 0x2, 0600, 0), -EINVAL);
	assert_int_equal(call_nr(OPEN, &id, name + 1, CREAT, 0600, 0), -EINVAL);
	assert_int_equal(call_nr(OPEN, &id, longest, CREAT, 0600, 0), -ENAMETOOLONG);
	assert_int_equal(call_nr(OPEN, &id, BAD, CREAT, 0600, 0), -EFAULT);
	assert_int_equal(call_nr(OPEN, BAD, name, CREAT, 0600, 0), -EFAULT);
	assert_int_equal(access(file, F_OK), -1);
	assert_int_equal(call_nr(INIT, BAD, 0), -EFAULT);
	assert_int_equal(call_nr(UNLINK, BAD), -EFAULT);
	assert_int_equal(call_nr(UNLINK, "abirun"), -ENOENT);
	assert_int_equal(free_number(), number);
}

static void other_descriptors_are_none(void **state)
{
	char text[16] = "sixteen bytes...";
	int fd = memfd_create("other", 0);

	(void)state;
	assert_int_equal(write(fd, text, 16), 16);
	assert_int_equal(call_nr(POST, (long)fd), -EINVAL);
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_int_equal(call_nr(WAIT, (long)fd), -EINVAL);
	assert_int_equal(call_nr(TRYWAIT, -1L), -EINVAL);
	close(fd);
}

/* Cut short by who holds the descriptor: an error, not a fault. */
static void a_file_that_shrinks(void **state)
{
	int64_t id;

	(void)state;
	assert_int_equal(call_nr(OPEN, &id, name, CREAT | EXCL, 0600, 1), 0);
	assert_int_equal(ftruncate(id, 0), 0);
	assert_int_equal(call_nr(WAIT, id), -EINVAL);
	assert_int_equal(call_nr(UNLINK, name), 0);
	close(id);
	id = unnamed(0);
	assert_int_equal(ftruncate(id, 0), -1);
	assert_int_equal(call_nr(DESTROY, id), 0);
}

static int64_t shared;
static volatile int got;

static void *waiter(void *unused)
{
	harness_thread();
	got = call_nr(WAIT, shared) == 0;
	return unused;
}

static void a_waiter_is_woken(void **state)
{
	struct timespec moment = { 0, 50000000 };
	pthread_t thread;

	(void)state;
	shared = unnamed(0);
	pthread_create(&thread, NULL, waiter, NULL);
	nanosleep(&moment, NULL);
	assert_int_equal(got, 0);
	assert_int_equal(call_nr(DESTROY, shared), -EBUSY);
	assert_int_equal(call_nr(POST, shared), 0);
	pthread_join(thread, NULL);
	assert_int_equal(got, 1);
	assert_int_equal(call_nr(DESTROY, shared), 0);
}

static void a_child_has_it_too(void **state)
{
	int64_t id = unnamed(0);
	int status;
	pid_t pid = fork();

	(void)state;
	if (!pid) {
		this_thread()->tid = syscall(SYS_gettid);
		_exit(call_nr(POST, id) == 0 ? 7 : 1);
	}
	assert_int_equal(call_nr(WAIT, id), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), 7);
	assert_int_equal(call_nr(DESTROY, id), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_up_and_down),
		cmocka_unit_test(values_have_an_end),
		cmocka_unit_test(limits_are_absolute),
		cmocka_unit_test(a_name_is_everybodys),
		cmocka_unit_test(failures_leave_nothing),
		cmocka_unit_test(a_file_that_shrinks),
		cmocka_unit_test(other_descriptors_are_none),
		cmocka_unit_test(a_waiter_is_woken),
		cmocka_unit_test(a_child_has_it_too),
	};

	harness_start(&freebsd_abi);
	umask(022);
	snprintf(name, sizeof name, "/abirun-test-%d", (int)getpid());
	snprintf(file, sizeof file, "/dev/shm/ksem.%s", name + 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
