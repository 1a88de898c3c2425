/* bind(2), connect(2), and the same below a directory. */
#include <fcntl.h>
#include <sys/stat.h>

#include "syscall-map/net.h"
#include "syscall-map/parse.h"

/* An address of another family than the socket's; AF_UNSPEC is one to all but IPv4's. */
static long finish_bind(struct call *c, long ret)
{
	const struct host_addr *addr = (const struct host_addr *)c->host[1];

	return ret == -EINVAL && addr->any.sa_family != socket_family((int)c->host[0])
		   ? -EAFNOSUPPORT
		   : ret;
}

long map_bind(struct call *c)
{
	struct host_addr *addr = scratch_addr(c);
	long ret = addr_from_alien(addr, (unsigned long)c->alien[1], (uint32_t)c->alien[2]);

	if (ret)
		return ret;
	c->host_nr = __NR_bind;
	c->host[0] = c->alien[0];
	c->host[1] = (long)&addr->any;
	c->host[2] = addr->size;
	c->finish = finish_bind;
	return CALL_HOST;
}

/*
 * An address without a family: FreeBSD drops a datagram socket's peer and says
 * EAFNOSUPPORT; to other sockets it says just that.  The host would drop a
 * stream's connection.
 */
static long connect_nowhere(int fd, const struct host_addr *addr)
{
	if (socket_int(fd, SOL_SOCKET, SO_TYPE, 0) == SOCK_DGRAM)
		host_call(__NR_connect, fd, &addr->any, addr->size);
	return -EAFNOSUPPORT;
}

/*
 * After a connection that was made in the background, the host says 0 to the
 * next connect; FreeBSD says EISCONN.
 */
static bool is_connected(int fd)
{
	struct host_addr peer;
	uint32_t size = sizeof peer.storage;

	return socket_int(fd, SOL_SOCKET, SO_TYPE, 0) == SOCK_STREAM &&
	       host_call(__NR_getpeername, fd, &peer, &size) == 0;
}

/* A path that is no socket: the host refuses the connection, FreeBSD says what is wrong. */
static long finish_connect(struct call *c, long ret)
{
	const struct host_addr *addr = (const struct host_addr *)c->host[1];
	struct stat st;

	if (ret != -ECONNREFUSED || addr->any.sa_family != AF_UNIX)
		return ret;
	if (host_call(__NR_newfstatat, AT_FDCWD, addr->un.sun_path, &st, 0) || S_ISSOCK(st.st_mode))
		return ret;
	return -ENOTSOCK;
}

/* The host has EAGAIN for a full queue of a unix socket, where it does not wait; see errno.def. */
static long connect_addr(struct call *c, int fd, struct host_addr *addr)
{
	if (addr->any.sa_family == AF_UNSPEC)
		return connect_nowhere(fd, addr);
	if (is_connected(fd))
		return -EISCONN;
	c->host_nr = __NR_connect;
	c->host[0] = fd;
	c->host[1] = (long)&addr->any;
	c->host[2] = addr->size;
	c->finish = finish_connect;
	return CALL_HOST;
}

long map_connect(struct call *c)
{
	struct host_addr *addr = scratch_addr(c);
	long ret = addr_from_alien(addr, (unsigned long)c->alien[1], (uint32_t)c->alien[2]);

	return ret ? ret : connect_addr(c, (int)c->alien[0], addr);
}

/*
 * bindat and connectat: a unix path below a directory.  The host has no such
 * call; it reaches the directory through /proc.
 */
static long addr_below(struct call *c, struct host_addr *addr)
{
	int dir = (int)c->alien[0];
	char path[sizeof addr->un.sun_path];
	struct word w;
	long ret = addr_from_alien(addr, (unsigned long)c->alien[2], (uint32_t)c->alien[3]);

	if (ret)
		return ret;
	if (addr->any.sa_family != AF_UNIX)
		return dir == abi->at_fdcwd ? 0 : -EAFNOSUPPORT;
	if (dir == abi->at_fdcwd || addr->un.sun_path[0] == '/')
		return 0;
	word_begin(&w, path, sizeof path);
	word_add(&w, "/proc/self/fd/");
	word_add_number(&w, (unsigned)dir);
	word_add(&w, "/");
	if (w.at + string_length(addr->un.sun_path) >= w.end)
		return -ENAMETOOLONG;
	word_add(&w, addr->un.sun_path);
	memcpy(addr->un.sun_path, path, sizeof path);
	addr->size = (uint32_t)(offsetof(struct sockaddr_un, sun_path) + string_length(path) + 1);
	return 0;
}

/* (dir, socket, address, size), as the other two from the second argument on. */
long map_bindat(struct call *c)
{
	struct host_addr *addr = scratch_addr(c);
	long ret = addr_below(c, addr);

	if (ret)
		return ret;
	c->host_nr = __NR_bind;
	c->host[0] = c->alien[1];
	c->host[1] = (long)&addr->any;
	c->host[2] = addr->size;
	return CALL_HOST;
}

long map_connectat(struct call *c)
{
	struct host_addr *addr = scratch_addr(c);
	long ret = addr_below(c, addr);

	return ret ? ret : connect_addr(c, (int)c->alien[1], addr);
}
