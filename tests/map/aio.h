/* A FreeBSD program's view of aio, for the tests of aio*.c: sys/aio.h. */
#ifndef TESTS_MAP_AIO_H
#define TESTS_MAP_AIO_H

#include "abi-tables/freebsd/aio.h"
#include "abi-tables/freebsd/freebsd.h"
#include "shim/worker.h"
#include "syscall-map/aio.h"
#include "tests/map/kqueue.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>

#define BAD ((void *)8)

enum {
	CLOSE = 6,
	AIO_READ = 255,
	AIO_WRITE,
	LIO_LISTIO,
	AIO_RETURN = 314,
	AIO_SUSPEND,
	AIO_CANCEL,
	AIO_ERROR,
	OLD_AIO_READ,
	OLD_AIO_WRITE,
	OLD_LIO_LISTIO,
	AIO_WAITCOMPLETE = 359,
	AIO_FSYNC = 465,
	AIO_MLOCK = 543,
	AIO_WRITEV = 578,
	AIO_READV
};

enum { CANCELED = 1, NOTCANCELED, ALLDONE };
enum { NOWAIT, WAIT };
enum { OP_NOP, OP_WRITE, OP_READ, OP_WRITEV = 5, OP_READV, OP_SYNC = 8, OP_FOFFSET = 0x40 };
enum { TELL_NONE, TELL_SIGNAL, TELL_THREAD, TELL_KEVENT };
enum { BSD_EAGAIN = 35, BSD_EINPROGRESS = 36, BSD_ECANCELED = 85, BSD_EFAULT = 14 };

/* A request for n bytes at the start of the file. */
static inline struct freebsd_aiocb request(int fd, void *buf, size_t n)
{
	return (
	    struct freebsd_aiocb){ .aio_fildes = fd, .aio_buf = (uint64_t)buf, .aio_nbytes = n };
}

/* Wait for one, and what it answers. */
static inline long outcome(struct freebsd_aiocb *cb)
{
	static const struct timespec limit = { 10, 0 };
	struct freebsd_aiocb *list[] = { cb };

	assert_int_equal(call_nr(AIO_SUSPEND, list, 1, &limit), 0);
	return call_nr(AIO_RETURN, cb);
}

/* Time enough for a worker to have begun. */
static inline void moment(void)
{
	struct timespec t = { 0, 20000000 };

	nanosleep(&t, NULL);
}

static inline int temporary_file(void)
{
	char name[] = "/tmp/abirun-aio-XXXXXX";
	int fd = mkstemp(name);

	assert_true(fd >= 0);
	unlink(name);
	return fd;
}

static inline void make_sockets(int s[2])
{
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
}

static inline void close_both(const int s[2])
{
	close(s[0]);
	close(s[1]);
}

/* Nothing is left of what a test asked for. */
static inline int all_is_forgotten(void **state)
{
	(void)state;
	return aio_count_requests() != 0;
}

#endif
