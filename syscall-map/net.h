/* Sockets: what the files of syscall-map/net*.c share. */
#ifndef SYSCALL_MAP_NET_H
#define SYSCALL_MAP_NET_H

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "abi-tables/net.h"
#include "syscall-map/map.h"

/* An address as the host has it.  `size` is what the kernel is told, or said. */
struct host_addr {
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
		struct sockaddr_storage storage;
	};
	uint32_t size;
};

/* The longest address of the alien's that is ever said. */
#define ALIEN_ADDR_MAX 128

/*
 * Read an address of `size` bytes.  0, -EFAULT, -EINVAL for a length that its
 * family does not have, -ENAMETOOLONG, -EAFNOSUPPORT.
 */
long addr_from_alien(struct host_addr *host, unsigned long alien, uint32_t size);
/* The same from bytes of the alien's that are here already. */
long addr_to_host(struct host_addr *host, const uint8_t *alien, uint32_t size);

/* An address as the alien has it; its length, 0 where the host said none. */
uint32_t addr_to_alien(uint8_t alien[ALIEN_ADDR_MAX], const struct host_addr *host);

/*
 * Give the alien an address for a buffer whose size stands at `size_at`, where
 * the length that was written is stored.  0, -EFAULT, -EINVAL.
 */
long addr_answer(const struct host_addr *host, unsigned long alien, unsigned long size_at);

/* An empty address with all its room, in the call's scratch. */
struct host_addr *scratch_addr(struct call *c);

/* A host socket option that is an int; `other` where it can't be asked. */
int socket_int(int fd, int level, int option, int other);
/* The host's family of a socket; AF_UNSPEC where it is none. */
int socket_family(int fd);

/* Flags of send in host terms, with MSG_NOSIGNAL: what comes of it goes to send_result. */
long send_flags(long alien, uint64_t *host);

/* Control messages (net_cmsg.c).  `size` bytes of the alien's into the host's; the host's size or
 * -errno. */
long control_to_host(uint8_t *host, size_t room, const uint8_t *alien, size_t size);
/*
 * The other way, for a buffer of `room` bytes; creds: which form credentials have.  The
 * alien's size.  *whole: how far in the host's messages none had to be cut; descriptors in
 * that one and the rest are closed, as on FreeBSD.
 */
size_t control_to_alien(uint8_t *alien, size_t room, const uint8_t *host, size_t size,
			enum cmsg_kind creds, size_t *whole);
/* Close the descriptors in the host's messages: the alien does not get them. */
void control_drop(const uint8_t *host, size_t size);

/*
 * Which form credentials have that come to a socket (net_creds.c): CMSG_CREDS where the
 * alien has asked for none, and has only those that a sender sends.
 */
enum cmsg_kind creds_form(int fd);
/* They came: to a stream they come once. */
void creds_came(int fd, enum cmsg_kind form);
/*
 * recvmsg(2) that also hears credentials which the sender sent and nobody asked for.  The
 * host's result, or -errno.
 */
long creds_receive(int fd, struct msghdr *m, uint64_t flags);
/* An accepted socket is told of its senders as the listening one is. */
void creds_inherit(int listening, int fd);

/*
 * What a send that gave `ret` answers: EPIPE on the host is ENOTCONN for a stream that was
 * never connected, and comes with SIGPIPE whatever the kind of socket; flags: the alien's.
 */
long send_result(int fd, long flags, long ret);

/* The host's name of an interface, 16 bytes with its NUL; "" where there is none. */
void interface_name(unsigned index, char name[16]);

#endif
