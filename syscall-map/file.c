/* Descriptors: closing, copying, pipes; space in files. */
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/falloc.h>
#include <stddef.h>

#include "syscall-map/aio.h"
#include "syscall-map/clofork.h"
#include "syscall-map/event.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"
#include "syscall-map/own_fd.h"
#include "syscall-map/procdesc.h"

/*
 * A BSD's knotes end with the descriptor they watch; the host's watch the open file.
 * Its requests of aio(4) do not.
 */
static void about_to_close(unsigned first, unsigned last)
{
	aio_fds_closed(first, last);
	event_fds_closed(first, last);
	clofork_closed(first, last);
}

long map_close(struct call *c)
{
	unsigned fd = (unsigned)c->alien[0];

	if (fd_is_own(fd))
		return -EBADF;
	about_to_close(fd, fd);
	if (procdesc_any() && procdesc_is(fd)) {
		long ret = host_call(__NR_close, fd);

		procdesc_fds_closed();
		return ret;
	}
	return map_args(c);
}

/* Everything from first to last but what abirun holds for itself. */
static long close_all(uint32_t first, uint32_t last)
{
	for (;;) {
		long own = own_fd_next(first);
		bool more = own >= 0 && own <= last;
		uint32_t end = more ? (uint32_t)own - 1 : last;
		long error = 0;

		if (own != first)
			error = host_call(__NR_close_range, first, end, 0);
		if (error || !more || own == last)
			return error;
		first = (uint32_t)own + 1;
	}
}

/* First, last, flags. */
long map_close_range(struct call *c)
{
	long error = map_args(c);
	uint32_t first = (uint32_t)c->host[0], last = (uint32_t)c->host[1];

	if (error != CALL_HOST || first > last)
		return error == CALL_HOST ? -EINVAL : error;
	if (c->host[2] & CLOSE_RANGE_CLOEXEC)
		return CALL_HOST;
	about_to_close(first, last);
	error = close_all(first, last);
	procdesc_fds_closed();
	return error;
}

long close_from(int first)
{
	long error;

	about_to_close((unsigned)first, ~0u);
	error = close_all(first, ~0u);
	procdesc_fds_closed();
	return error;
}

void close_everything(void)
{
	close_from(0);
}

long map_closefrom(struct call *c)
{
	int first = (int)c->alien[0];

	return close_from(first < 0 ? 0 : first);
}

long finish_dup(struct call *c, long ret)
{
	if (ret >= 0)
		event_fd_duplicated((int)c->host[0], (int)ret);
	return ret;
}

/* dup, and fcntl's ways of duplicating to any free number. */
long map_dup(struct call *c)
{
	long error = map_args(c);

	if (error == CALL_HOST && fd_is_own(c->host[0]))
		return -EBADF;
	c->finish = finish_dup;
	return error;
}

/*
 * A descriptor that is replaced is closed; one that is duplicated onto itself is
 * not.  flags: 0 or O_CLOEXEC.
 */
long duplicate_to(long from, long to, long flags)
{
	bool was_process;
	long ret;

	if (fd_is_own(from) || fd_is_own(to) || host_call(__NR_fcntl, from, F_GETFD) < 0)
		return -EBADF;
	if ((int)from == (int)to) {
		if (flags)
			host_call(__NR_fcntl, from, F_SETFD, FD_CLOEXEC);
		return (int)to;
	}
	about_to_close((unsigned)to, (unsigned)to);
	was_process = procdesc_any() && procdesc_is(to);
	ret = host_call(__NR_dup3, from, to, flags);
	if (ret >= 0)
		event_fd_duplicated((int)from, (int)ret);
	if (was_process)
		procdesc_fds_closed();
	return ret;
}

long map_dup2(struct call *c)
{
	return duplicate_to(c->alien[0], c->alien[1], 0);
}

/* Two descriptors, flags. */
long map_pipe2(struct call *c)
{
	long error = map_args(c);
	int fd[2];

	if (error != CALL_HOST || !((uint64_t)c->host[1] & OPEN_CLOFORK))
		return error;
	error = host_call(__NR_pipe2, fd, (uint64_t)c->host[1] & HOST_BITS);
	if (error)
		return error;
	error = copy_to_alien((unsigned long)c->host[0], fd, sizeof fd);
	for (int i = 0; i < 2; i++) {
		if (error)
			host_call(__NR_close, fd[i]);
		else
			clofork_set(fd[i], true);
	}
	return error;
}

/* pipe(2) as it was: no argument, the two ends are the two results. */
long map_pipe_two_results(struct call *c)
{
	int fd[2];
	long error = host_call(__NR_pipe2, fd, 0);

	if (error)
		return error;
	call_set_second(c, fd[1]);
	return fd[0];
}

/* posix_fallocate(2) and posix_fadvise(2) give their errno as the result, and never fail. */
static long finish_errno_result(struct call *c, long ret)
{
	(void)c;
	return ret < 0 ? errno_to_alien((int)-ret) : 0;
}

static long finish_fallocate(struct call *c, long ret)
{
	while (ret == -EINTR) /* what has been done stays done; the rest goes quickly */
		ret = host_call(__NR_fallocate, c->host[0], 0, c->host[2], c->host[3]);
	return finish_errno_result(c, ret);
}

/* Descriptor, offset, length. */
long map_fallocate(struct call *c)
{
	c->host_nr = __NR_fallocate;
	c->host[0] = c->alien[0];
	c->host[1] = 0;
	c->host[2] = c->alien[1];
	c->host[3] = c->alien[2];
	c->finish = finish_fallocate;
	return CALL_HOST;
}

long map_fadvise(struct call *c)
{
	long error = map_args(c);

	if (error != CALL_HOST)
		return error == -EINVAL ? errno_to_alien(EINVAL) : error;
	c->finish = finish_errno_result;
	return CALL_HOST;
}

/* Bytes from one descriptor to another by hand: where the host's call can't do it. */
static long copy_by_hand(long in, uint64_t *in_at, long out, uint64_t *out_at, uint64_t left)
{
	char buf[4096];
	long done = 0;

	while (left) {
		uint64_t part = left < sizeof buf ? left : sizeof buf;
		long got = in_at ? host_sleep(__NR_pread64, in, buf, part, *in_at)
				 : host_sleep(__NR_read, in, buf, part);
		long put;

		if (got <= 0)
			return done ? done : got;
		put = out_at ? host_sleep(__NR_pwrite64, out, buf, got, *out_at)
			     : host_sleep(__NR_write, out, buf, got);
		if (put < got && !in_at) /* what was read and not written goes back */
			host_call(__NR_lseek, in, (put < 0 ? 0 : put) - got, 1);
		if (put < 0)
			return done ? done : put;
		done += put;
		left -= (uint64_t)put;
		if (in_at)
			*in_at += (uint64_t)put;
		if (out_at)
			*out_at += (uint64_t)put;
		if (put < got)
			break;
	}
	return done;
}

/*
 * The host copies between two files of one file system, or of some others; a
 * BSD's call copies between any two regular files (copy_file_range(2)).
 */
static long finish_copy(struct call *c, long ret)
{
	unsigned long in_ptr = (unsigned long)c->host[1], out_ptr = (unsigned long)c->host[3];
	uint64_t in_at = 0, out_at = 0;

	if (ret != -EXDEV && ret != -EOPNOTSUPP && ret != -ENOSYS)
		return ret;
	if ((in_ptr && get_alien_u64(&in_at, in_ptr)) ||
	    (out_ptr && get_alien_u64(&out_at, out_ptr)))
		return -EFAULT;
	ret = copy_by_hand(c->host[0], in_ptr ? &in_at : NULL, c->host[2], out_ptr ? &out_at : NULL,
			   (uint64_t)c->host[4]);
	if (ret > 0 && ((in_ptr && put_alien_u64(in_ptr, in_at)) ||
			(out_ptr && put_alien_u64(out_ptr, out_at))))
		return -EFAULT;
	return ret;
}

/* In, its offset, out, its offset, length, flags. */
long map_copy_file_range(struct call *c)
{
	long error = map_args(c);

	if (error == CALL_HOST)
		c->finish = finish_copy;
	return error;
}

struct space_range {
	int64_t offset, length;
};

/*
 * Descriptor, command, the range, flags, and where the range that is left is
 * written.  The only command there is gives the space back; what is left after it
 * is nothing (fspacectl(2)).
 */
long map_fspacectl(struct call *c)
{
	unsigned long rest = (unsigned long)c->alien[4];
	struct space_range range;
	long error = map_args(c);

	if (error != CALL_HOST)
		return error;
	error = copy_from_alien(&range, (unsigned long)c->alien[2], sizeof range);
	if (error)
		return error;
	if (range.offset < 0 || range.length <= 0 || (int)c->alien[3])
		return -EINVAL;
	error = host_call(__NR_fallocate, c->host[0], c->host[1], range.offset, range.length);
	if (error || !rest)
		return error;
	range.offset += range.length;
	range.length = 0;
	return copy_to_alien(rest, &range, sizeof range);
}
