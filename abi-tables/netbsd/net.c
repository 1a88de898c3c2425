/*
 * What NetBSD's sockets look like: options, control messages, addresses and
 * structures.  Sources: sys/socket.h, sys/un.h, net/if_dl.h, netinet/in.h,
 * netinet/tcp.h.
 */
#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <linux/tcp.h>

#include "abi-tables/netbsd/net.h"
#include "abi-tables/netbsd/netbsd.h"

#define LEVEL_SOL_SOCKET     0xffff
#define LEVEL_SOL_LOCAL      0
#define LEVEL_IPPROTO_IP     0
#define LEVEL_IPPROTO_TCP    6
#define LEVEL_IPPROTO_IPV6   41
#define LEVEL_IPPROTO_ICMPV6 58

#define ROW(level_, name_, number, family_, host_level_, host_, kind_, arg_)                       \
	{ .name = name_,                                                                           \
	  .level = level_,                                                                         \
	  .option = number,                                                                        \
	  .family = family_,                                                                       \
	  .host_level = host_level_,                                                               \
	  .host = host_,                                                                           \
	  .kind = OPT_##kind_,                                                                     \
	  .arg = arg_ },
#define OPT(level, name, number, host_level, host, kind, arg)                                      \
	ROW(LEVEL_##level, #name, number, 0, host_level, host, kind, arg)
#define LOCAL(level, name, number, host_level, host, kind, arg)                                    \
	ROW(LEVEL_##level, #name, number, AF_UNIX, host_level, host, kind, arg)

static const struct sockopt_row options[] = {
#include "abi-tables/netbsd/sockopt.def"
	{ 0 }
};

#define CMSG(level_, name_, number, host_level_, host_, kind_, ways_, arg_)                        \
	{ .name = #name_,                                                                          \
	  .level = LEVEL_##level_,                                                                 \
	  .type = number,                                                                          \
	  .host_level = host_level_,                                                               \
	  .host = host_,                                                                           \
	  .kind = CMSG_##kind_,                                                                    \
	  .ways = ways_,                                                                           \
	  .arg = arg_ },

/* clang-format off */
static const struct cmsg_row cmsgs[] = {
	CMSG(SOL_SOCKET, SCM_RIGHTS, 1, SOL_SOCKET, SCM_RIGHTS, FDS, CMSG_IN | CMSG_OUT, 0)
	CMSG(SOL_SOCKET, SCM_TIMESTAMP, 8, SOL_SOCKET, SCM_TIMESTAMP, RAW, CMSG_IN, 0)
	CMSG(SOL_SOCKET, SCM_CREDS, 0x10, SOL_SOCKET, SCM_CREDENTIALS, CREDS_ONCE, CMSG_IN,
	     LAYOUT_sender_once)
	CMSG(IPPROTO_IP, IP_RECVDSTADDR, 7, IPPROTO_IP, IP_ORIGDSTADDR, DSTADDR, CMSG_IN, 0)
	CMSG(IPPROTO_IP, IP_SENDSRCADDR, 7, IPPROTO_IP, IP_PKTINFO, SRCADDR, CMSG_OUT, 0)
	CMSG(IPPROTO_IP, IP_RECVIF, 20, IPPROTO_IP, IP_PKTINFO, LINK, CMSG_IN, 0)
	CMSG(IPPROTO_IP, IP_RECVTTL, 23, IPPROTO_IP, IP_TTL, BYTE, CMSG_IN, 0)
	CMSG(IPPROTO_IPV6, IPV6_PKTINFO, 46, IPPROTO_IPV6, IPV6_PKTINFO, RAW, CMSG_IN | CMSG_OUT, 0)
	CMSG(IPPROTO_IPV6, IPV6_HOPLIMIT, 47, IPPROTO_IPV6, IPV6_HOPLIMIT, RAW, CMSG_IN | CMSG_OUT, 0)
	CMSG(IPPROTO_IPV6, IPV6_HOPOPTS, 49, IPPROTO_IPV6, IPV6_HOPOPTS, RAW, CMSG_IN | CMSG_OUT, 0)
	CMSG(IPPROTO_IPV6, IPV6_DSTOPTS, 50, IPPROTO_IPV6, IPV6_DSTOPTS, RAW, CMSG_IN | CMSG_OUT, 0)
	CMSG(IPPROTO_IPV6, IPV6_RTHDR, 51, IPPROTO_IPV6, IPV6_RTHDR, RAW, CMSG_IN | CMSG_OUT, 0)
	CMSG(IPPROTO_IPV6, IPV6_TCLASS, 61, IPPROTO_IPV6, IPV6_TCLASS, RAW, CMSG_IN | CMSG_OUT, 0)
	CMSG(IPPROTO_IPV6, IPV6_DONTFRAG, 62, IPPROTO_IPV6, IPV6_DONTFRAG, RAW, CMSG_OUT, 0)
	{ 0 }
};
/* clang-format on */

/* tcp(4): net.inet.tcp.congctl.available */
static const struct name_pair names[] = {
	{ "newreno", "reno" },
	{ NULL, NULL },
};

const struct net_abi netbsd_net = {
	.has_length = true,
	.unnamed_length = 2, /* uipc_usrreq.c: sun_noname */
	.address_max = 255,  /* sockargs: UCHAR_MAX */
	.link_family = 18,
	.link_length = 20,
	.cmsg_header = 12,
	.cmsg_align = 8,
	.control_max = 2048, /* MCLBYTES */
	.accept_inherits = true,
	.v6only = true, /* net.inet6.ip6.v6only */
	.own_groups = true,
	.msghdr = LAYOUT_msghdr,
	.default_level = LEVEL_SOL_SOCKET,
	.options = options,
	.cmsgs = cmsgs,
	.names = names,
};

void netbsd_peer_to_alien(void *alien, const void *host)
{
	const struct host_peer *h = host;

	*(struct netbsd_unpcbid *)alien = (struct netbsd_unpcbid){ h->pid, h->uid, h->gid };
}

/* Of the sender's groups the host says one. */
void netbsd_sender_to_alien(void *alien, const void *host)
{
	const struct host_sender *h = host;

	*(struct netbsd_sockcred *)alien = (struct netbsd_sockcred){
		h->pid, h->uid, h->uid, h->gid, h->gid, 1, { h->gid },
	};
}

void netbsd_path_mtu_to_alien(void *alien, const void *host)
{
	uint8_t *a = alien;

	__builtin_memcpy(a, host, 32);
	a[0] = 28;
	a[1] = 24; /* AF_INET6 */
}
