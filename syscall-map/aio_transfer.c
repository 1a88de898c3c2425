/* What a worker does for a request of aio: see aio.h. */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/poll.h>
#include <sys/socket.h>

#include "shim/host_signal.h"
#include "syscall-map/aio_job.h"
#include "syscall-map/quiet.h"

#define AT_ONCE 0x7ffff000ul /* bytes that the host moves in one call: MAX_RW_COUNT */
/* A pipe that has room at all has room for this much (pipe(7)), so that a write does not block. */
#define PIECE       4096ul
#define PIECE_PARTS 8

static enum transfer end(struct job *j, long ret)
{
	j->status = is_error(ret) ? -1 : ret;
	j->error = is_error(ret) ? (int)-ret : 0;
	return TRANSFER_ENDED;
}

short job_events(const struct job *j)
{
	return j->op == AIO_OP_READ ? POLLIN : POLLOUT;
}

/* n bytes have been moved. */
static void advance(struct job *j, size_t n)
{
	j->moved += n;
	j->left -= n;
	j->offset += (int64_t)n;
	while (n && n >= j->iov->iov_len) {
		n -= j->iov->iov_len;
		j->iov++;
		j->iov_count--;
	}
	if (n) {
		j->iov->iov_base = (char *)j->iov->iov_base + n;
		j->iov->iov_len -= n;
	}
}

/* The first `limit` bytes, in at most PIECE_PARTS parts; how many parts. */
static unsigned first_piece(const struct job *j, struct iovec part[PIECE_PARTS], size_t limit)
{
	unsigned n = 0;

	for (unsigned i = 0; i < j->iov_count && n < PIECE_PARTS && limit; i++) {
		if (!j->iov[i].iov_len)
			continue;
		part[n] = j->iov[i];
		if (part[n].iov_len > limit)
			part[n].iov_len = limit;
		limit -= part[n++].iov_len;
	}
	return n;
}

static long move(const struct job *j, const struct iovec *iov, unsigned count)
{
	bool reads = j->op == AIO_OP_READ;
	long ret = -ESPIPE;

	if (!j->at_current)
		ret =
		    host_call(reads ? __NR_preadv : __NR_pwritev, j->fd, iov, count, j->offset, 0);
	if (ret == -ESPIPE)
		ret = host_call(reads ? __NR_readv : __NR_writev, j->fd, iov, count);
	return ret;
}

/* All of it, as far as there is more: the host moves two gigabytes in one call at most. */
static enum transfer move_file(struct job *j)
{
	struct iovec part[PIECE_PARTS];
	long n;

	do {
		/* A buffer may be longer than memory is, where the file is short. */
		if (j->left > AT_ONCE)
			n = move(j, part, first_piece(j, part, AT_ONCE));
		else
			n = move(j, j->iov, j->iov_count);
		if (is_error(n))
			return end(j, j->moved ? (long)j->moved : n);
		advance(j, (size_t)n);
	} while (n >= (long)AT_ONCE && j->left);
	return end(j, (long)j->moved);
}

static bool is_ready(const struct job *j)
{
	struct pollfd p = { .fd = j->fd, .events = job_events(j) };

	return host_call(__NR_poll, &p, 1, 0) > 0;
}

static bool never_waits(const struct job *j)
{
	long flags = host_call(__NR_fcntl, j->fd, F_GETFL);

	return !is_error(flags) && flags & O_NONBLOCK;
}

/* -EAGAIN: it would wait. */
static long move_socket(const struct job *j)
{
	struct msghdr m = { .msg_iov = j->iov, .msg_iovlen = j->iov_count };
	struct iovec part[PIECE_PARTS];

	if (j->left > AT_ONCE) {
		m.msg_iov = part;
		m.msg_iovlen = first_piece(j, part, AT_ONCE);
	}
	if (j->op == AIO_OP_READ)
		return host_call(__NR_recvmsg, j->fd, &m, MSG_DONTWAIT);
	return host_call(__NR_sendmsg, j->fd, &m, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/*
 * What follows may take its time: a stream that was ready may be so no longer, and much
 * may be left to write.  false: the request was cancelled before that.
 */
static bool begin_long(struct job *j)
{
	lock_take(&aio.lock);
	j->may_last = !j->cancelled;
	aio_attempted();
	lock_drop(&aio.lock);
	return j->may_last;
}

static long move_stream(struct job *j)
{
	struct iovec part[PIECE_PARTS];

	if ((!never_waits(j) && !is_ready(j)) || !begin_long(j))
		return -EAGAIN;
	if (j->op == AIO_OP_READ)
		return move(j, j->iov, j->iov_count);
	return move(j, part, first_piece(j, part, PIECE));
}

/*
 * The worker that met a broken stream keeps the signal for itself.  FreeBSD signals
 * the process where the stream is a socket, and elsewhere only where something was
 * written before it broke (vfs_aio.c, sys_socket.c).
 */
static void broken(const struct job *j)
{
	if (j->kind == JOB_SOCKET ? !is_quiet(j->fd) : j->moved > 0)
		host_call(__NR_kill, host_call(__NR_getpid), HOST_SIGPIPE);
}

/*
 * A read ends with what there is, a write when all is written.  Of what does not wait
 * a socket waits for its first byte all the same, and nothing else does.
 */
static enum transfer move_along(struct job *j)
{
	bool socket = j->kind == JOB_SOCKET;
	long n;

	do {
		n = socket ? move_socket(j) : move_stream(j);
		if (n == -EINTR)
			return TRANSFER_WAITS;
		if (n == -EAGAIN && (socket ? !j->moved || !never_waits(j) : !never_waits(j)))
			return TRANSFER_WAITS;
		if (n == -EAGAIN && j->moved)
			break;
		if (n == -EPIPE && j->op == AIO_OP_WRITE)
			broken(j);
		if (is_error(n))
			return end(j, n);
		advance(j, (size_t)n);
	} while (n && j->op == AIO_OP_WRITE && j->left && begin_long(j));
	return end(j, (long)j->moved);
}

enum transfer job_transfer(struct job *j)
{
	switch (j->op) {
	case AIO_OP_SYNC:
		return end(j, host_call(__NR_fsync, j->fd));
	case AIO_OP_SYNC_DATA:
		return end(j, host_call(__NR_fdatasync, j->fd));
	case AIO_OP_LOCK:
		return end(j, host_call(__NR_mlock, j->iov->iov_base, j->iov->iov_len));
	}
	/* Nothing is read of nothing; an empty message is a message. */
	if (!j->left && (j->op == AIO_OP_READ || j->kind != JOB_SOCKET))
		return end(j, 0);
	return j->kind == JOB_FILE ? move_file(j) : move_along(j);
}
