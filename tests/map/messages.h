/* What the tests of messages between sockets share: sockets, and messages with control data. */
#ifndef TESTS_MAP_MESSAGES_H
#define TESTS_MAP_MESSAGES_H

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cmocka.h>

#include "abi-tables/freebsd/freebsd.h"
#include "tests/map/bsd_net.h"
#include "tests/map/harness.h"

map_fn map_socket, map_bind, map_getsockname, map_sendto, map_recvfrom, map_sendmsg, map_recvmsg,
    map_setsockopt, map_getsockopt;

static inline void pair(int fds[2], int type)
{
	assert_int_equal(socketpair(AF_UNIX, type, 0, fds), 0);
}

static inline void close_both(int fds[2])
{
	close(fds[0]);
	close(fds[1]);
}

/* A UDP socket on the loopback. */
static inline int udp(struct bsd_in *at)
{
	int fd = (int)call_map(map_socket, BSD_AF_INET, 2, 0);
	uint32_t size = sizeof *at;

	*at = (struct bsd_in){ .len = 16, .family = BSD_AF_INET, .addr = LOOPBACK };
	assert_int_equal(call_map(map_bind, fd, at, sizeof *at), 0);
	assert_int_equal(call_map(map_getsockname, fd, at, &size), 0);
	return fd;
}

/* A message of one byte with control data. */
static inline long send_with(int fd, void *control, uint32_t size)
{
	struct iovec v = { "x", 1 };
	struct bsd_msghdr m = { .iov = &v, .iovlen = 1, .control = control, .controllen = size };

	return call_map(map_sendmsg, fd, &m, 0);
}

static inline long recv_with(int fd, void *control, struct bsd_msghdr *m, int flags)
{
	static char c;
	static struct iovec v = { &c, 1 };
	uint32_t size = m->controllen;

	*m = (struct bsd_msghdr){ .iov = &v, .iovlen = 1, .control = control, .controllen = size };
	return call_map(map_recvmsg, fd, m, flags);
}

#endif
