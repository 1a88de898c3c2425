/* socket(2), socketpair, bind, connect, accept, and the names of sockets. */
#include <fcntl.h>
#include <sys/stat.h>

#include "syscall-map/clofork.h"
#include "syscall-map/file.h"
#include "syscall-map/net.h"
#include "syscall-map/parse.h"

#ifndef IP_MULTICAST_ALL
#define IP_MULTICAST_ALL 49
#endif
#ifndef IPV6_MULTICAST_ALL
#define IPV6_MULTICAST_ALL 29
#endif

/* socket(2)'s three arguments.  An unknown family and type have errnos of their own. */
static long socket_args(struct call *c, uint64_t *family, uint64_t *type)
{
	if (xlat_to_host(XLAT_family, (uint64_t)c->alien[0], family))
		return -EAFNOSUPPORT;
	if (xlat_to_host(XLAT_socktype, (uint64_t)c->alien[1], type))
		return -EPROTOTYPE;
	return 0;
}

static void set_int(long fd, int level, int option, int value)
{
	host_call(__NR_setsockopt, fd, level, option, &value, sizeof value);
}

/* SOCK_CLOFORK, in the argument that has the type. */
static bool wants_clofork(long alien)
{
	uint64_t type;

	return !xlat_to_host(XLAT_socktype, (uint64_t)alien, &type) && type & OPEN_CLOFORK;
}

static long finish_pair(struct call *c, long ret)
{
	int fd[2];

	if (!ret && !copy_from_alien(fd, (unsigned long)c->alien[3], sizeof fd)) {
		clofork_set(fd[0], true);
		clofork_set(fd[1], true);
	}
	return ret;
}

/*
 * Defaults that differ: an IPv6 socket of FreeBSD's takes no IPv4 traffic, and a
 * datagram socket hears only the groups that it has joined itself.
 */
static long finish_socket(struct call *c, long fd)
{
	int family = (int)c->host[0], type = (int)c->host[1] & 0xf;

	if (fd < 0)
		return fd;
	clofork_set(fd, wants_clofork(c->alien[1]));
	if (family == AF_INET6 && abi->net->v6only && type != SOCK_RAW)
		set_int(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
	if (type != SOCK_STREAM && abi->net->own_groups) {
		if (family == AF_INET || family == AF_INET6)
			set_int(fd, IPPROTO_IP, IP_MULTICAST_ALL, 0);
		if (family == AF_INET6)
			set_int(fd, IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0);
	}
	return fd;
}

long map_socket(struct call *c)
{
	uint64_t family, type;
	long ret = socket_args(c, &family, &type);

	if (ret)
		return ret;
	c->host_nr = __NR_socket;
	c->host[0] = (long)family;
	c->host[1] = (long)(type & HOST_BITS);
	c->host[2] = (int)c->alien[2];
	if (family != AF_UNIX || type & OPEN_CLOFORK)
		c->finish = finish_socket;
	return CALL_HOST;
}

long map_socketpair(struct call *c)
{
	uint64_t family, type;
	long ret = socket_args(c, &family, &type);

	if (ret)
		return ret;
	c->host_nr = __NR_socketpair;
	c->host[0] = (long)family;
	c->host[1] = (long)(type & HOST_BITS);
	c->host[2] = (int)c->alien[2];
	c->host[3] = c->alien[3];
	if (type & OPEN_CLOFORK)
		c->finish = finish_pair;
	return CALL_HOST;
}

static struct host_addr *scratch_addr(struct call *c)
{
	struct host_addr *addr = call_scratch(c, sizeof *addr);

	if (addr) {
		memset(addr, 0, sizeof *addr);
		addr->size = sizeof addr->storage;
	}
	return addr;
}

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

/* The host wrote its address into the scratch; say it to the alien, (socket, address, size *). */
static long answer_name(struct call *c, long ret)
{
	const struct host_addr *addr = (const struct host_addr *)c->host[1];
	long error;

	if (ret < 0 || !c->alien[1])
		return ret;
	error = addr_answer(addr, (unsigned long)c->alien[1], (unsigned long)c->alien[2]);
	return error ? error : ret;
}

static long ask_name(struct call *c, long nr)
{
	struct host_addr *addr = scratch_addr(c);
	uint32_t room;

	if (get_alien_u32(&room, (unsigned long)c->alien[2]))
		return -EFAULT;
	if ((int32_t)room < 0)
		return -EINVAL;
	c->host_nr = nr;
	c->host[0] = c->alien[0];
	c->host[1] = (long)addr;
	c->host[2] = (long)&addr->size;
	c->finish = answer_name;
	return CALL_HOST;
}

long map_getsockname(struct call *c)
{
	return ask_name(c, __NR_getsockname);
}

long map_getpeername(struct call *c)
{
	return ask_name(c, __NR_getpeername);
}

/* A connection whose peer can't be said is closed again, as FreeBSD does it. */
static long finish_accept(struct call *c, long fd)
{
	long ret = answer_name(c, fd);

	if (ret >= 0)
		creds_inherit((int)c->alien[0], (int)fd);
	if (fd >= 0 && ret < 0)
		host_call(__NR_close, fd);
	return ret;
}

static long accept_with(struct call *c, long flags)
{
	struct host_addr *addr = scratch_addr(c);
	uint32_t room;

	if (c->alien[1]) {
		if (get_alien_u32(&room, (unsigned long)c->alien[2]))
			return -EFAULT;
		if ((int32_t)room < 0)
			return -EINVAL;
	}
	c->host_nr = __NR_accept4;
	c->host[0] = c->alien[0];
	c->host[1] = (long)addr;
	c->host[2] = (long)&addr->size;
	c->host[3] = flags;
	c->finish = finish_accept;
	return CALL_HOST;
}

/* accept(2) of FreeBSD's gives the new socket the listening one's O_NONBLOCK; the host does not. */
long map_accept(struct call *c)
{
	long flags = abi->net->accept_inherits ? host_call(__NR_fcntl, c->alien[0], F_GETFL) : 0;

	return accept_with(c, flags > 0 && flags & O_NONBLOCK ? SOCK_NONBLOCK : 0);
}

static long finish_accept_clofork(struct call *c, long fd)
{
	fd = finish_accept(c, fd);
	clofork_set(fd, true);
	return fd;
}

long map_accept4(struct call *c)
{
	uint64_t flags = 0;
	long ret;

	if (c->alien[3] & 0xf || xlat_to_host(XLAT_socktype, (uint64_t)c->alien[3], &flags))
		return -EINVAL;
	ret = accept_with(c, (long)(flags & HOST_BITS));
	if (flags & OPEN_CLOFORK && ret == CALL_HOST)
		c->finish = finish_accept_clofork;
	return ret;
}
