/*
 * What FreeBSD's sockets look like: options, control messages, addresses and
 * structures.  Sources: sys/socket.h, sys/un.h, sys/ucred.h, net/if_dl.h,
 * netinet/in.h, netinet/tcp.h, netinet/tcp_fsm.h.
 */
#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <linux/tcp.h>

#include "abi-tables/abi.h"
#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/net.h"
#include "abi-tables/freebsd/structs.h"

#define LEVEL_SOL_SOCKET     0xffff
#define LEVEL_SOL_LOCAL      0
#define LEVEL_IPPROTO_IP     0
#define LEVEL_IPPROTO_TCP    6
#define LEVEL_IPPROTO_IPV6   41
#define LEVEL_IPPROTO_ICMPV6 58

#ifndef IPV6_AUTOFLOWLABEL
#define IPV6_AUTOFLOWLABEL 70
#endif

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
#include "abi-tables/freebsd/sockopt.def"
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
	CMSG(SOL_SOCKET, SCM_TIMESTAMP, 2, SOL_SOCKET, SCM_TIMESTAMP, RAW, CMSG_IN, 0)
	CMSG(SOL_SOCKET, SCM_CREDS, 3, SOL_SOCKET, SCM_CREDENTIALS, CREDS, CMSG_IN | CMSG_OUT,
	     LAYOUT_sender_own)
	CMSG(SOL_SOCKET, SCM_CREDS, 3, SOL_SOCKET, SCM_CREDENTIALS, CREDS_ONCE, CMSG_IN,
	     LAYOUT_sender_once)
	CMSG(SOL_SOCKET, SCM_BINTIME, 4, SOL_SOCKET, SCM_TIMESTAMPNS, STAMP, CMSG_IN, LAYOUT_stamp)
	CMSG(SOL_SOCKET, SCM_CREDS2, 8, SOL_SOCKET, SCM_CREDENTIALS, CREDS_ALWAYS, CMSG_IN,
	     LAYOUT_sender)
	CMSG(IPPROTO_IP, IP_TOS, 3, IPPROTO_IP, IP_TOS, BYTE, CMSG_OUT, 0)
	CMSG(IPPROTO_IP, IP_TTL, 4, IPPROTO_IP, IP_TTL, BYTE, CMSG_OUT, 0)
	CMSG(IPPROTO_IP, IP_SENDSRCADDR, 7, IPPROTO_IP, IP_PKTINFO, SRCADDR, CMSG_OUT, 0)
	CMSG(IPPROTO_IP, IP_RECVDSTADDR, 7, IPPROTO_IP, IP_ORIGDSTADDR, DSTADDR, CMSG_IN, 0)
	CMSG(IPPROTO_IP, IP_RECVIF, 20, IPPROTO_IP, IP_PKTINFO, LINK, CMSG_IN, 0)
	CMSG(IPPROTO_IP, IP_RECVTTL, 65, IPPROTO_IP, IP_TTL, BYTE, CMSG_IN, 0)
	CMSG(IPPROTO_IP, IP_RECVTOS, 68, IPPROTO_IP, IP_TOS, BYTE, CMSG_IN, 0)
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

/* cc_newreno(4), cc_cubic(4) */
static const struct name_pair names[] = {
	{ "newreno", "reno" },
	{ NULL, NULL },
};

const struct net_abi freebsd_net = {
	.has_length = true,
	.unnamed_length = 16, /* sizeof(struct sockaddr) */
	.address_max = 255,   /* SOCK_MAXADDRLEN */
	.link_family = 18,
	.link_length = 56,
	.cmsg_header = 12,
	.cmsg_align = 8,
	.control_max = 2048, /* MCLBYTES */
	.accept_inherits = true,
	.v6only = true, /* net.inet6.ip6.v6only */
	.own_groups = true,
	.flag_eof = 0x100,
	.msghdr = LAYOUT_msghdr,
	.sf_hdtr = LAYOUT_sf_hdtr,
	.default_level = LEVEL_SOL_SOCKET,
	.options = options,
	.cmsgs = cmsgs,
	.names = names,
};

/* cr_version is XUCRED_VERSION, 0; the first of the groups is the effective one. */
void freebsd_peer_to_alien(void *alien, const void *host)
{
	const struct host_peer *h = host;
	struct freebsd_xucred *a = alien;
	unsigned n = h->group_count < 15 ? h->group_count : 15;

	*a = (struct freebsd_xucred){ .cr_uid = h->uid, .cr_pid = h->pid };
	a->cr_ngroups = (int16_t)(n + 1);
	a->cr_groups[0] = h->gid;
	for (unsigned i = 0; i < n; i++)
		a->cr_groups[i + 1] = h->groups[i];
}

void freebsd_sender_to_alien(void *alien, const void *host)
{
	const struct host_sender *h = host;
	struct freebsd_sockcred2 *a = alien;

	*a = (struct freebsd_sockcred2){
		.sc_pid = h->pid,
		.sc_uid = h->uid,
		.sc_euid = h->uid,
		.sc_gid = h->gid,
		.sc_egid = h->gid,
		.sc_ngroups = 1,
		.sc_groups = { h->gid },
	};
}

/* Of the sender's groups the host says one. */
void freebsd_sender_once_to_alien(void *alien, const void *host)
{
	const struct host_sender *h = host;

	*(struct freebsd_sockcred *)alien = (struct freebsd_sockcred){
		h->uid, h->uid, h->gid, h->gid, 1, { h->gid },
	};
}

void freebsd_sender_own_to_alien(void *alien, const void *host)
{
	const struct host_sender *h = host;

	*(struct freebsd_cmsgcred *)alien = (struct freebsd_cmsgcred){
		.cmcred_pid = h->pid,
		.cmcred_uid = h->uid,
		.cmcred_euid = h->uid,
		.cmcred_gid = h->gid,
		.cmcred_ngroups = 1,
		.cmcred_groups = { h->gid },
	};
}

/* struct bintime: 64 bits of a second. */
void freebsd_stamp_to_alien(void *alien, const void *host)
{
	const int64_t *h = host;
	uint64_t *a = alien;

	a[0] = (uint64_t)h[0];
	a[1] = (uint64_t)h[1] * 18446744073ull;
}

void freebsd_path_mtu_to_alien(void *alien, const void *host)
{
	uint8_t *a = alien;

	__builtin_memcpy(a, host, 32);
	a[0] = 28;
	a[1] = 28;
}

/* TCPS_ by the host's TCP_ states, 1 to 11. */
static const uint8_t tcp_states[] = { 0, 4, 2, 3, 6, 9, 10, 0, 5, 8, 1, 7 };

/*
 * The members up to tcpi_rcv_space are the host's, in its order; but FreeBSD
 * counts windows in bytes and times in microseconds.
 */
void freebsd_tcp_info_to_alien(void *alien, const void *host)
{
	const struct tcp_info *h = host;
	struct freebsd_tcp_info *a = alien;

	*a = (struct freebsd_tcp_info){
		.tcpi_state = h->tcpi_state < sizeof tcp_states ? tcp_states[h->tcpi_state] : 0,
		.tcpi_options = h->tcpi_options & 0xf,
		.wscale = (uint8_t)(h->tcpi_snd_wscale | h->tcpi_rcv_wscale << 4),
		.tcpi_rto = h->tcpi_rto,
		.tcpi_snd_mss = h->tcpi_snd_mss,
		.tcpi_rcv_mss = h->tcpi_rcv_mss,
		.tcpi_last_data_recv = h->tcpi_last_data_recv * 1000,
		.tcpi_rtt = h->tcpi_rtt,
		.tcpi_rttvar = h->tcpi_rttvar,
		.tcpi_snd_ssthresh = h->tcpi_snd_ssthresh >= 0x7fffffff
					 ? h->tcpi_snd_ssthresh
					 : h->tcpi_snd_ssthresh * h->tcpi_snd_mss,
		.tcpi_snd_cwnd = h->tcpi_snd_cwnd * h->tcpi_snd_mss,
		.tcpi_rcv_space = h->tcpi_rcv_space,
		.tcpi_snd_wnd = h->tcpi_snd_wnd,
		.tcpi_snd_rexmitpack = h->tcpi_total_retrans,
		.tcpi_rcv_ooopack = h->tcpi_rcv_ooopack,
	};
}

long freebsd_sf_hdtr_to_host(void *host, const void *alien)
{
	const struct freebsd_sf_hdtr *a = alien;
	struct host_sf_hdtr *h = host;

	if (a->hdr_cnt < 0 || a->trl_cnt < 0)
		return -EINVAL;
	*h = (struct host_sf_hdtr){
		.before = a->headers,
		.before_count = (uint64_t)a->hdr_cnt,
		.behind = a->trailers,
		.behind_count = (uint64_t)a->trl_cnt,
	};
	return 0;
}

_Static_assert(sizeof(struct tcp_info) == FREEBSD_HOST_TCP_INFO, "struct tcp_info");
