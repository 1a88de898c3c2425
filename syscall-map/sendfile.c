/*
 * FreeBSD's sendfile(2).  It sends all it is asked for, where the host's may
 * stop short; it sends headers and trailers; and it says how much it sent also
 * when it failed, in *sbytes.
 */
#include <sys/stat.h>
#include <sys/uio.h>

#include "syscall-map/net.h"

#define HOST_MOST 0x7ffff000ul /* sendfile(2) of the host: most at a time */
#define PARTS_MAX 1024         /* UIO_MAXIOV of both */

struct sending {
	int file, socket;
	int64_t offset;
	uint64_t sent;
	int flags; /* of the sends: MSG_NOSIGNAL */
};

/* As FreeBSD checks them: a connected stream, and something that has pages. */
static long check(const struct sending *s)
{
	struct host_addr peer;
	uint32_t size = sizeof peer.storage;
	struct stat st;
	int type = 0;
	uint32_t room = sizeof type;
	long ret = host_call(__NR_fstat, s->file, &st);

	if (!ret)
		ret = host_call(__NR_getsockopt, s->socket, SOL_SOCKET, SO_TYPE, &type, &room);
	if (ret)
		return ret;
	if (type != SOCK_STREAM || !S_ISREG(st.st_mode) || s->offset < 0)
		return -EINVAL;
	return host_call(__NR_getpeername, s->socket, &peer, &size);
}

static long total_of(uint64_t parts, uint64_t count, uint64_t *total)
{
	*total = 0;
	if (count > PARTS_MAX)
		return -EINVAL;
	for (uint64_t i = 0; i < count; i++) {
		struct iovec v;

		if (copy_from_alien(&v, parts + i * sizeof v, sizeof v))
			return -EFAULT;
		*total += v.iov_len;
	}
	return 0;
}

/* 0 where all of it went out. */
static long send_parts(struct sending *s, uint64_t parts, uint64_t count, int more)
{
	struct msghdr m = { .msg_iov = (struct iovec *)parts, .msg_iovlen = count };
	uint64_t total;
	long ret = total_of(parts, count, &total);

	if (ret || !total)
		return ret;
	ret = send_result(s->socket, 0, host_sleep(__NR_sendmsg, s->socket, &m, s->flags | more));
	if (ret < 0)
		return ret;
	s->sent += (uint64_t)ret;
	return (uint64_t)ret < total ? -EAGAIN : 0;
}

/* `left` bytes, all there are where it is 0. */
static long send_file(struct sending *s, uint64_t left)
{
	bool all = !left;

	while (all || left) {
		uint64_t most = all || left > HOST_MOST ? HOST_MOST : left;
		long ret = host_sleep(__NR_sendfile, s->socket, s->file, &s->offset, most);

		if (ret <= 0)
			return ret;
		s->sent += (uint64_t)ret;
		left -= all ? 0 : (uint64_t)ret;
	}
	return 0;
}

static long send_all(struct sending *s, uint64_t size, const struct host_sf_hdtr *h)
{
	long ret = 0;

	if (h->before)
		ret = send_parts(s, h->before, h->before_count, MSG_MORE);
	if (!ret)
		ret = send_file(s, size);
	if (!ret && h->behind)
		ret = send_parts(s, h->behind, h->behind_count, 0);
	return ret;
}

/*
 * Headers and trailers are looked at before anything is sent; those at address 0 are
 * none, whatever their number is.  How many bytes the headers are.
 */
static long check_parts(const struct host_sf_hdtr *h, uint64_t *headers)
{
	uint64_t trailers;
	long error = h->before ? total_of(h->before, h->before_count, headers) : 0;

	if (!error && h->behind)
		error = total_of(h->behind, h->behind_count, &trailers);
	return error;
}

/* Until FreeBSD 5 the headers counted among the bytes asked for; none left meant all of the file.
 */
static uint64_t without_headers(uint64_t size, uint64_t headers)
{
	return size > headers ? size - headers : 0;
}

/* file, socket, offset, bytes, headers, sbytes, flags */
static long send_as(struct call *c, bool old)
{
	const long *a = c->alien;
	struct sending s = { .file = (int)a[0], .socket = (int)a[1], .offset = a[2] };
	struct host_sf_hdtr h = { 0 };
	uint64_t flags, size = (uint64_t)a[3], headers = 0;
	/* The high half of the flags is how far to read ahead. */
	long ret = xlat_to_host(XLAT_sendfile, (uint64_t)a[6] & 0xffff, &flags);

	if (!ret)
		ret = check(&s);
	if (!ret && a[4])
		ret = layout_from_alien(abi->net->sf_hdtr, &h, (unsigned long)a[4]);
	if (!ret)
		ret = check_parts(&h, &headers);
	if (!ret && old && h.before)
		size = without_headers(size, headers);
	if (!ret)
		ret = send_flags(0, &flags);
	if (ret)
		return ret;
	s.flags = (int)flags;
	ret = send_all(&s, size, &h);
	if (a[5]) /* a bad address is nobody's concern (sys/kern/kern_sendfile.c) */
		put_alien_u64((unsigned long)a[5], s.sent);
	return ret;
}

long map_sendfile(struct call *c)
{
	return send_as(c, false);
}

/* FreeBSD 4's. */
long map_sendfile_old(struct call *c)
{
	return send_as(c, true);
}
