/*
 * FreeBSD's routing messages (net/route.h, net/if.h, net/if_dl.h), as
 * sysctl(3)'s net.routetable says them.
 */
#ifndef ABI_TABLES_FREEBSD_ROUTE_H
#define ABI_TABLES_FREEBSD_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi-tables/bsd44/route_addr.h"

#define RTM_VERSION_FREEBSD 5

/* RTM_ types, and bits and places of the addresses behind a message (RTA_, RTAX_). */
enum { MESSAGE_GET = 4, MESSAGE_NEWADDR = 0xc, MESSAGE_IFINFO = 0xe, MESSAGE_NEWMADDR = 0xf };
enum { AT_DST, AT_GATEWAY, AT_NETMASK, AT_GENMASK, AT_IFP, AT_IFA, AT_AUTHOR, AT_BRD, AT_COUNT };
/* NET_RT_ */
enum { ASK_DUMP = 1, ASK_FLAGS, ASK_IFLIST, ASK_IFMALIST, ASK_IFLISTL };
/* RTF_ */
enum {
	ROUTE_UP = 1,
	ROUTE_GATEWAY = 2,
	ROUTE_HOST = 4,
	ROUTE_REJECT = 8,
	ROUTE_DYNAMIC = 0x10,
	ROUTE_DONE = 0x40,
	ROUTE_STATIC = 0x800,
	ROUTE_BLACKHOLE = 0x1000
};

#define IFT_OTHER 1 /* net/if_types.h */

enum { BSD_INET = 2, BSD_INET6 = 28 };

/* What every message starts with. */
struct message_head {
	uint16_t length;
	uint8_t version, type;
};

struct if_data {
	uint8_t type, physical, addrlen, hdrlen, link_state, vhid;
	uint16_t datalen;
	uint32_t mtu, metric;
	uint64_t baudrate, ipackets, ierrors, opackets, oerrors, collisions, ibytes, obytes,
	    imcasts, omcasts, iqdrops, oqdrops, noproto, hwassist, epoch, lastchange[2];
};
_Static_assert(sizeof(struct if_data) == 152, "struct if_data");

struct if_msghdr {
	struct message_head head;
	int32_t addrs, flags;
	uint16_t index, spare;
	struct if_data data;
};
_Static_assert(sizeof(struct if_msghdr) == 168, "struct if_msghdr");

struct if_msghdrl {
	struct message_head head;
	int32_t addrs, flags;
	uint16_t index, spare, len, data_off;
	int32_t spare2;
	struct if_data data;
};
_Static_assert(sizeof(struct if_msghdrl) == 176, "struct if_msghdrl");

struct ifa_msghdr {
	struct message_head head;
	int32_t addrs, flags;
	uint16_t index, spare;
	int32_t metric;
};
_Static_assert(sizeof(struct ifa_msghdr) == 20, "struct ifa_msghdr");

struct ifa_msghdrl {
	struct message_head head;
	int32_t addrs, flags;
	uint16_t index, spare, len, data_off;
	int32_t metric;
	struct if_data data;
};
_Static_assert(sizeof(struct ifa_msghdrl) == 176, "struct ifa_msghdrl");

struct ifma_msghdr {
	struct message_head head;
	int32_t addrs, flags;
	uint16_t index, spare;
};
_Static_assert(sizeof(struct ifma_msghdr) == 16, "struct ifma_msghdr");

struct rt_msghdr {
	struct message_head head;
	uint16_t index, spare;
	int32_t flags, addrs, pid, seq, error, fmask;
	uint64_t inits;
	uint64_t locks, mtu, hopcount, expire, recvpipe, sendpipe, ssthresh, rtt, rttvar, pksent,
	    weight, nhidx, filler[2];
};
_Static_assert(sizeof(struct rt_msghdr) == 152, "struct rt_msghdr");

#define LINK_LENGTH 56 /* of an interface's address */

/* A question about net.routetable under way. */
struct question {
	struct sysctl *s;
	unsigned family; /* the alien's, 0: all */
	unsigned what, argument;
	bool long_form; /* NET_RT_IFLISTL */
	unsigned index; /* of the interface whose addresses are being said */
	struct bsd_addr link;
	struct if_data data;
};

/* Say a message and the addresses behind it, each rounded up to 8 bytes; *addrs is its bits for
 * them. */
long say_message(struct question *q, void *message, size_t size, int32_t *addrs,
		 const struct bsd_addr *const list[AT_COUNT]);

/* Calls for netlink_dump: say a link and its addresses; keep the link q->index in q->link and
 * q->data. */
struct nlmsghdr;
long say_link(const struct nlmsghdr *m, void *arg);
long find_link(const struct nlmsghdr *m, void *arg);

#endif
