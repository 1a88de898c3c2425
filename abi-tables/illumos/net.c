/* illumos' sockets: options, control messages and the structures of sys/socket.h. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "abi-tables/net.h"
#include "abi-tables/illumos/illumos.h"
#include "abi-tables/illumos/structs.h"

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

static const struct sockopt_row options[] = {
#include "abi-tables/illumos/sockopt.def"
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
	CMSG(SOL_SOCKET, SCM_RIGHTS, 0x1010, SOL_SOCKET, SCM_RIGHTS, FDS, CMSG_IN | CMSG_OUT, 0)
	CMSG(SOL_SOCKET, SCM_TIMESTAMP, 0x1013, SOL_SOCKET, SCM_TIMESTAMP, RAW, CMSG_IN, 0)
	CMSG(IPPROTO_IPV6, IPV6_PKTINFO, 0xb, IPPROTO_IPV6, IPV6_PKTINFO, RAW, CMSG_IN | CMSG_OUT, 0)
	CMSG(IPPROTO_IPV6, IPV6_HOPLIMIT, 0xc, IPPROTO_IPV6, IPV6_HOPLIMIT, RAW, CMSG_IN | CMSG_OUT, 0)
	{ 0 }
};
/* clang-format on */

static const struct name_pair names[] = { { NULL, NULL } };

const struct net_abi illumos_net = {
	.in6_size = 32, /* netinet/in.h: with __sin6_src_id */
	.has_length = false,
	.unnamed_length = 2,
	.address_max = 252, /* sizeof(struct sockaddr_dl), the longest */
	.link_family = 25,
	.link_length = 252,
	.cmsg_header = 12,
	.cmsg_align = 4,
	.control_max = 2048,
	.accept_inherits = false,
	.v6only = false,
	.msghdr = LAYOUT_msghdr,
	.default_level = LEVEL_SOL_SOCKET,
	.options = options,
	.cmsgs = cmsgs,
	.names = names,
};

void illumos_msghdr_to_alien(void *alien, const void *host)
{
	const struct msghdr *h = host;

	*(struct illumos_msghdr *)alien = (struct illumos_msghdr){
		.msg_name = (uint64_t)h->msg_name,
		.msg_namelen = h->msg_namelen,
		.msg_iov = (uint64_t)h->msg_iov,
		.msg_iovlen = (int32_t)h->msg_iovlen,
		.msg_control = (uint64_t)h->msg_control,
		.msg_controllen = (uint32_t)h->msg_controllen,
		.msg_flags = h->msg_flags,
	};
}

long illumos_msghdr_to_host(void *host, const void *alien)
{
	const struct illumos_msghdr *a = alien;

	if (a->msg_iovlen < 0 || a->msg_iovlen > 1024) /* IOV_MAX */
		return -EMSGSIZE;
	*(struct msghdr *)host = (struct msghdr){
		.msg_name = (void *)a->msg_name, /* NOLINT */
		.msg_namelen = a->msg_namelen,
		.msg_iov = (struct iovec *)a->msg_iov, /* NOLINT */
		.msg_iovlen = (size_t)a->msg_iovlen,
		.msg_control = (void *)a->msg_control, /* NOLINT */
		.msg_controllen = a->msg_controllen,
		.msg_flags = a->msg_flags,
	};
	return 0;
}
