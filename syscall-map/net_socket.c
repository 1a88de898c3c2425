/* socket(2), socketpair, accept, and the names of sockets. */
#include <fcntl.h>
#include <poll.h>

#include "shim/signal.h"
#include "syscall-map/clofork.h"
#include "syscall-map/file.h"
#include "syscall-map/net.h"
#include "syscall-map/parse.h"
#include "syscall-map/quiet.h"

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

/* A new socket gets what its type asks for beyond the host's flags. */
static void settle_type(long fd, long alien)
{
	uint64_t type;

	if (fd < 0 || xlat_to_host(XLAT_socktype, (uint64_t)alien, &type))
		return;
	clofork_set(fd, type & OPEN_CLOFORK);
	if (type & SOCKET_NO_SIGPIPE)
		quiet_set((int)fd, 1);
}

static long finish_pair(struct call *c, long ret)
{
	int fd[2];

	if (!ret && !copy_from_alien(fd, (unsigned long)c->alien[3], sizeof fd)) {
		settle_type(fd[0], c->alien[1]);
		settle_type(fd[1], c->alien[1]);
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
	settle_type(fd, c->alien[1]);
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
	if (family != AF_UNIX || type > HOST_BITS)
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
	if (type > HOST_BITS)
		c->finish = finish_pair;
	return CALL_HOST;
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

map_fn map_accept4;

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

static long finish_accept_own(struct call *c, long fd)
{
	fd = finish_accept(c, fd);
	settle_type(fd, c->alien[3]);
	return fd;
}

/* Whether accept would sleep: of a socket that does not listen it says so at once. */
static bool waits_for_peers(int fd)
{
	int listens = 0;
	uint32_t size = sizeof listens;

	return !host_call(__NR_getsockopt, fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) &&
	       listens && !(host_call(__NR_fcntl, fd, F_GETFL) & O_NONBLOCK);
}

/*
 * paccept(2): (socket, address, size, mask, flags): while it sleeps the mask is another.
 * The host's accept takes none, so what it would wait for is waited for first.
 */
long map_paccept(struct call *c)
{
	struct sigset mask;
	struct pollfd ready = { .fd = (int)c->alien[0], .events = POLLIN };
	long ret = 0;

	if (c->alien[3]) {
		ret = copy_from_alien(&mask, (unsigned long)c->alien[3], sizeof mask);
		if (ret)
			return ret;
		if (waits_for_peers((int)c->alien[0])) {
			mask_for_sleep(&mask);
			ret = host_sleep(__NR_ppoll, &ready, 1, NULL, &this_thread()->host_mask, 8);
			mask_after_sleep(ret == -EINTR);
		}
		if (ret < 0)
			return ret;
	}
	for (int i = 0; i < 3; i++)
		c->list[i] = c->alien[i];
	c->list[3] = c->alien[4];
	c->alien = c->list;
	return map_accept4(c);
}

long map_accept4(struct call *c)
{
	uint64_t flags = 0;
	long ret;

	if (c->alien[3] & 0xf || xlat_to_host(XLAT_socktype, (uint64_t)c->alien[3], &flags))
		return -EINVAL;
	ret = accept_with(c, (long)(flags & HOST_BITS));
	if (flags > HOST_BITS && ret == CALL_HOST)
		c->finish = finish_accept_own;
	return ret;
}
