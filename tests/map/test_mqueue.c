/* POSIX message queues: FreeBSD's rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/structs.h"
#include "tests/map/kqueue.h"

#define BAD ((void *)8)

enum { KMQ_OPEN = 457, SETATTR, RECEIVE, SEND, NOTIFY, UNLINK };
enum { RDONLY, WRONLY, RDWR, NONBLOCK = 4, CREAT = 0x200, EXCL = 0x800, CLOEXEC = 0x100000 };

static char name[64];

/* A new queue of two messages of 16 bytes. */
static long new_queue(int flags)
{
	/* Its flags are nobody's business when it is opened. */
	struct freebsd_mq_attr attr = { .mq_flags = -1, .mq_maxmsg = 2, .mq_msgsize = 16 };

	return call_nr(KMQ_OPEN, name, flags | RDWR | CREAT | EXCL, 0600, &attr);
}

static void done(long fd)
{
	assert_int_equal(close(fd), 0);
	assert_int_equal(call_nr(UNLINK, name), 0);
}

static void messages_come_by_priority(void **state)
{
	struct freebsd_mq_attr attr;
	long fd = new_queue(0);
	char text[16];
	unsigned priority;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(new_queue(0), -EEXIST);
	assert_int_equal(call_nr(SEND, fd, "low", 4, 1, NULL), 0);
	assert_int_equal(call_nr(SEND, fd, "high", 5, 7, NULL), 0);
	memset(&attr, 0xff, sizeof attr);
	assert_int_equal(call_nr(SETATTR, fd, NULL, &attr), 0);
	assert_int_equal(attr.mq_flags, 0);
	assert_int_equal(attr.mq_maxmsg, 2);
	assert_int_equal(attr.mq_msgsize, 16);
	assert_int_equal(attr.mq_curmsgs, 2);
	assert_int_equal(attr.mq_reserved[3], 0);
	assert_int_equal(call_nr(RECEIVE, fd, text, 15, NULL, NULL), -EMSGSIZE);
	assert_int_equal(call_nr(RECEIVE, fd, text, 16, &priority, NULL), 5);
	assert_string_equal(text, "high");
	assert_int_equal(priority, 7);
	assert_int_equal(call_nr(RECEIVE, fd, text, 16, NULL, NULL), 4);
	assert_string_equal(text, "low");
	assert_int_equal(call_nr(SEND, fd, text, 17, 0, NULL), -EMSGSIZE);
	assert_int_equal(call_nr(SEND, fd, BAD, 4, 0, NULL), -EFAULT);
	done(fd);
}

static void waiting_is_limited(void **state)
{
	struct freebsd_mq_attr attr = { .mq_flags = NONBLOCK }, old;
	struct freebsd_timespec past = { time(NULL) - 5, 0 };
	long fd = new_queue(0);
	char text[16];

	(void)state;
	assert_int_equal(call_nr(RECEIVE, fd, text, 16, NULL, &past), -ETIMEDOUT);
	assert_int_equal(call_nr(RECEIVE, fd, text, 16, NULL, BAD), -EFAULT);
	assert_int_equal(call_nr(SETATTR, fd, &attr, &old), 0);
	assert_int_equal(old.mq_flags, 0);
	assert_int_equal(call_nr(SETATTR, fd, NULL, &old), 0);
	assert_int_equal(old.mq_flags, NONBLOCK);
	assert_int_equal(call_nr(RECEIVE, fd, text, 16, NULL, NULL), -EAGAIN);
	attr.mq_flags = 04000; /* the host's O_NONBLOCK */
	assert_int_equal(call_nr(SETATTR, fd, &attr, NULL), -EINVAL);
	done(fd);
}

static void names_and_flags(void **state)
{
	char longest[300];
	struct freebsd_mq_attr attr = { .mq_maxmsg = 0, .mq_msgsize = 16 };

	(void)state;
	assert_int_equal(call_nr(KMQ_OPEN, name, RDWR, 0, NULL), -ENOENT);
	assert_int_equal(call_nr(UNLINK, name), -ENOENT);
	assert_int_equal(call_nr(KMQ_OPEN, name, 3, 0, NULL), -EINVAL);
	assert_int_equal(call_nr(KMQ_OPEN, name, RDWR | 0x40000, 0, NULL), -EINVAL);
	assert_int_equal(call_nr(KMQ_OPEN, name, RDWR | CREAT, 0600, &attr), -EINVAL);
	assert_int_equal(call_nr(KMQ_OPEN, name, RDWR | CREAT, 0600, BAD), -EFAULT);
	/* Without O_CREAT nobody looks there. */
	assert_int_equal(call_nr(KMQ_OPEN, name, RDWR, 0600, BAD), -ENOENT);
	assert_int_equal(call_nr(KMQ_OPEN, "abirun", RDWR, 0, NULL), -EINVAL);
	assert_int_equal(call_nr(KMQ_OPEN, "/", RDWR, 0, NULL), -EINVAL);
	assert_int_equal(call_nr(UNLINK, "/a/b"), -EINVAL);
	assert_int_equal(call_nr(UNLINK, BAD), -EFAULT);
	memset(longest, 'a', sizeof longest);
	longest[0] = '/';
	longest[sizeof longest - 1] = 0;
	assert_int_equal(call_nr(UNLINK, longest), -ENAMETOOLONG);
	assert_int_equal(call_nr(SEND, 0, "x", 1, 0, NULL), -EBADF);
}

static void a_signal_tells(void **state)
{
	struct freebsd_sigevent event = { .sigev_notify = 1, .sigev_signo = 30, .sigev_value = 99 };
	struct timespec no_time = { 0 };
	long fd = new_queue(0);
	sigset_t set = harness_block(SIGUSR1);
	siginfo_t si;

	(void)state;
	assert_int_equal(call_nr(NOTIFY, fd, &event), 0);
	assert_int_equal(call_nr(NOTIFY, fd, &event), -EBUSY);
	assert_int_equal(call_nr(SEND, fd, "x", 1, 0, NULL), 0);
	assert_int_equal(sigtimedwait(&set, &si, &no_time), SIGUSR1);
	assert_int_equal(si.si_code, SI_MESGQ);
	assert_int_equal(si.si_value.sival_int, 99);
	assert_int_equal(call_nr(NOTIFY, fd, &event), 0);
	assert_int_equal(call_nr(NOTIFY, fd, NULL), 0);
	event.sigev_notify = 4; /* SIGEV_THREAD_ID: tests/conform/freebsd/threadids.c */
	assert_int_equal(call_nr(NOTIFY, fd + 100, &event), -EBADF);
	assert_int_equal(call_nr(NOTIFY, STDIN_FILENO, &event), -EBADF);
	assert_int_equal(call_nr(NOTIFY, fd, BAD), -EFAULT);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	done(fd);
}

static void a_kqueue_watches(void **state)
{
	long fd = new_queue(0);
	int kq = make_kqueue();
	struct kevent e;
	char text[16];

	(void)state;
	assert_int_equal(add(kq, fd, EVFILT_READ, 0), 0);
	assert_none(kq);
	assert_int_equal(call_nr(SEND, fd, "x", 1, 0, NULL), 0);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.ident, fd);
	assert_int_equal(e.filter, EVFILT_READ);
	assert_int_equal(add(kq, fd, EVFILT_WRITE, EV_ONESHOT), 0);
	assert_int_equal(call_nr(RECEIVE, fd, text, 16, NULL, NULL), 1);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.filter, EVFILT_WRITE);
	assert_none(kq);
	close_fd(kq);
	event_fd_closed(fd);
	done(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_come_by_priority), cmocka_unit_test(waiting_is_limited),
		cmocka_unit_test(names_and_flags),           cmocka_unit_test(a_signal_tells),
		cmocka_unit_test(a_kqueue_watches),
	};

	harness_start(&freebsd_abi);
	snprintf(name, sizeof name, "/abirun-test-%d", (int)getpid());
	return cmocka_run_group_tests(tests, NULL, NULL);
}
