/* OpenBSD's sockets: options, control messages and the structures of sys/socket.h. */
#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "abi-tables/net.h"
#include "abi-tables/openbsd/openbsd.h"
#include "abi-tables/openbsd/structs.h"

#define LEVEL_SOL_SOCKET     0xffff
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
#include "abi-tables/openbsd/sockopt.def"
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
	CMSG(SOL_SOCKET, SCM_TIMESTAMP, 4, SOL_SOCKET, SCM_TIMESTAMP, RAW, CMSG_IN, 0)
	CMSG(IPPROTO_IP, IP_RECVDSTADDR, 7, IPPROTO_IP, IP_ORIGDSTADDR, DSTADDR, CMSG_IN, 0)
	CMSG(IPPROTO_IP, IP_SENDSRCADDR, 7, IPPROTO_IP, IP_PKTINFO, SRCADDR, CMSG_OUT, 0)
	CMSG(IPPROTO_IP, IP_RECVIF, 30, IPPROTO_IP, IP_PKTINFO, LINK, CMSG_IN, 0)
	CMSG(IPPROTO_IP, IP_RECVTTL, 31, IPPROTO_IP, IP_TTL, BYTE, CMSG_IN, 0)
	CMSG(IPPROTO_IPV6, IPV6_PKTINFO, 46, IPPROTO_IPV6, IPV6_PKTINFO, RAW, CMSG_IN | CMSG_OUT, 0)
	CMSG(IPPROTO_IPV6, IPV6_HOPLIMIT, 47, IPPROTO_IPV6, IPV6_HOPLIMIT, RAW, CMSG_IN | CMSG_OUT, 0)
	CMSG(IPPROTO_IPV6, IPV6_HOPOPTS, 49, IPPROTO_IPV6, IPV6_HOPOPTS, RAW, CMSG_IN | CMSG_OUT, 0)
	CMSG(IPPROTO_IPV6, IPV6_DSTOPTS, 50, IPPROTO_IPV6, IPV6_DSTOPTS, RAW, CMSG_IN | CMSG_OUT, 0)
	CMSG(IPPROTO_IPV6, IPV6_RTHDR, 51, IPPROTO_IPV6, IPV6_RTHDR, RAW, CMSG_IN | CMSG_OUT, 0)
	CMSG(IPPROTO_IPV6, IPV6_TCLASS, 61, IPPROTO_IPV6, IPV6_TCLASS, RAW, CMSG_IN | CMSG_OUT, 0)
	{ 0 }
};
/* clang-format on */

static const struct name_pair names[] = { { NULL, NULL } };

const struct net_abi openbsd_net = {
	.has_length = true,
	.unnamed_length = 2, /* sun_len and sun_family */
	.address_max = 255,  /* MLEN, at least */
	.link_family = 18,
	.link_length = 32,
	.cmsg_header = 12,
	.cmsg_align = 8,
	.control_max = 2048, /* MCLBYTES */
	.accept_inherits = true,
	.v6only = true, /* ip6(4): always */
	.own_groups = true,
	.msghdr = LAYOUT_msghdr,
	.default_level = LEVEL_SOL_SOCKET,
	.options = options,
	.cmsgs = cmsgs,
	.names = names,
};

void openbsd_msghdr_to_alien(void *alien, const void *host)
{
	const struct msghdr *h = host;

	*(struct openbsd_msghdr *)alien = (struct openbsd_msghdr){
		.msg_name = (uint64_t)h->msg_name,
		.msg_namelen = h->msg_namelen,
		.msg_iov = (uint64_t)h->msg_iov,
		.msg_iovlen = (uint32_t)h->msg_iovlen,
		.msg_control = (uint64_t)h->msg_control,
		.msg_controllen = (uint32_t)h->msg_controllen,
		.msg_flags = h->msg_flags,
	};
}

long openbsd_msghdr_to_host(void *host, const void *alien)
{
	const struct openbsd_msghdr *a = alien;

	if (a->msg_iovlen > 1024) /* IOV_MAX */
		return -EMSGSIZE;
	*(struct msghdr *)host = (struct msghdr){
		.msg_name = (void *)a->msg_name, /* NOLINT */
		.msg_namelen = a->msg_namelen,
		.msg_iov = (struct iovec *)a->msg_iov, /* NOLINT */
		.msg_iovlen = a->msg_iovlen,
		.msg_control = (void *)a->msg_control, /* NOLINT */
		.msg_controllen = a->msg_controllen,
		.msg_flags = a->msg_flags,
	};
	return 0;
}

void openbsd_peer_to_alien(void *alien, const void *host)
{
	const struct host_peer *h = host;

	*(struct openbsd_peer *)alien =
	    (struct openbsd_peer){ .uid = h->uid, .gid = h->gid, .pid = h->pid };
}

void openbsd_path_mtu_to_alien(void *alien, const void *host)
{
	uint8_t *a = alien;

	__builtin_memcpy(a, host, 32);
	a[0] = 28;
	a[1] = 24;
}
