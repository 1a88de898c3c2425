/* FreeBSD's numbers and structures of sockets, for the tests (sys/socket.h, netinet/in.h,
 * sys/un.h). */
#ifndef TESTS_MAP_BSD_NET_H
#define TESTS_MAP_BSD_NET_H

#include <stdint.h>

enum {
	BSD_AF_UNIX = 1,
	BSD_AF_INET = 2,
	BSD_AF_INET6 = 28,
	BSD_SOCK_CLOEXEC = 0x10000000,
	BSD_SOCK_NONBLOCK = 0x20000000,
	BSD_SOL_SOCKET = 0xffff,
	BSD_MSG_PEEK = 2,
	BSD_MSG_TRUNC = 0x10,
	BSD_MSG_CTRUNC = 0x20,
	BSD_MSG_DONTWAIT = 0x80,
	BSD_MSG_EOF = 0x100,
	BSD_MSG_NOSIGNAL = 0x20000,
	BSD_MSG_CMSG_CLOEXEC = 0x40000
};

struct bsd_in {
	uint8_t len, family;
	uint16_t port;
	uint32_t addr;
	uint8_t zero[8];
};

struct bsd_in6 {
	uint8_t len, family;
	uint16_t port;
	uint32_t flow;
	uint8_t addr[16];
	uint32_t scope;
};

struct bsd_un {
	uint8_t len, family;
	char path[104];
};

struct bsd_msghdr {
	void *name;
	uint32_t namelen;
	void *iov;
	int iovlen;
	void *control;
	uint32_t controllen;
	int flags;
};

struct bsd_cmsghdr {
	uint32_t len;
	int level, type;
};
#define BSD_CMSG_DATA(p) ((unsigned char *)(p) + 16)

#define LOOPBACK         0x0100007f /* 127.0.0.1 as it stands in memory */

#endif
