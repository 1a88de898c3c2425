/* FreeBSD's structures of sockets (sys/socket.h, sys/ucred.h, netinet/tcp.h). */
#ifndef ABI_TABLES_FREEBSD_NET_H
#define ABI_TABLES_FREEBSD_NET_H

#include <sys/socket.h>

#include "abi-tables/bsd44/msghdr.h"
#include "abi-tables/freebsd/structs.h"
#include "abi-tables/net.h"

extern const struct net_abi freebsd_net;

struct freebsd_sf_hdtr {
	uint64_t headers;
	int32_t hdr_cnt, pad0;
	uint64_t trailers;
	int32_t trl_cnt, pad1;
};
SIZE_IS(struct freebsd_sf_hdtr, 32);

struct freebsd_xucred {
	uint32_t cr_version, cr_uid;
	int16_t cr_ngroups, pad0;
	uint32_t cr_groups[16];
	uint32_t pad1;
	int32_t cr_pid, pad2;
};
SIZE_IS(struct freebsd_xucred, 88);
OFFSET_IS(struct freebsd_xucred, cr_pid, 80);

struct freebsd_sockcred2 {
	int32_t sc_version, sc_pid;
	uint32_t sc_uid, sc_euid, sc_gid, sc_egid;
	int32_t sc_ngroups;
	uint32_t sc_groups[1];
};
SIZE_IS(struct freebsd_sockcred2, 32);

/* Its groups are as many as there are. */
struct freebsd_sockcred {
	uint32_t sc_uid, sc_euid, sc_gid, sc_egid;
	int32_t sc_ngroups;
	uint32_t sc_groups[1];
};
SIZE_IS(struct freebsd_sockcred, 24);

struct freebsd_cmsgcred {
	int32_t cmcred_pid;
	uint32_t cmcred_uid, cmcred_euid, cmcred_gid;
	int16_t cmcred_ngroups;
	uint32_t cmcred_groups[16];
};
SIZE_IS(struct freebsd_cmsgcred, 84);

struct freebsd_tcp_info {
	uint8_t tcpi_state, ca_state, retransmits, probes, backoff, tcpi_options, wscale, pad0;
	uint32_t tcpi_rto, ato, tcpi_snd_mss, tcpi_rcv_mss, unacked, sacked, lost, retrans, fackets,
	    last_data_sent, last_ack_sent, tcpi_last_data_recv, last_ack_recv, pmtu, rcv_ssthresh,
	    tcpi_rtt, tcpi_rttvar, tcpi_snd_ssthresh, tcpi_snd_cwnd, advmss, reordering, rcv_rtt,
	    tcpi_rcv_space, tcpi_snd_wnd, tcpi_snd_bwnd, tcpi_snd_nxt, tcpi_rcv_nxt, tcpi_toe_tid,
	    tcpi_snd_rexmitpack, tcpi_rcv_ooopack, tcpi_snd_zerowin, ecn[8], total_tlp;
	uint64_t total_tlp_bytes;
	uint32_t tcpi_snd_una, tcpi_snd_max, tcpi_rcv_numsacks, tcpi_rcv_adv, tcpi_dupacks, pad[10];
};
SIZE_IS(struct freebsd_tcp_info, 240);
OFFSET_IS(struct freebsd_tcp_info, tcpi_rcv_space, 96);

long freebsd_sf_hdtr_to_host(void *host, const void *alien);
void freebsd_peer_to_alien(void *alien, const void *host);
void freebsd_sender_to_alien(void *alien, const void *host);
void freebsd_sender_once_to_alien(void *alien, const void *host);
void freebsd_sender_own_to_alien(void *alien, const void *host);
void freebsd_stamp_to_alien(void *alien, const void *host);
void freebsd_path_mtu_to_alien(void *alien, const void *host);
void freebsd_tcp_info_to_alien(void *alien, const void *host);

/* Those of their layouts (abi-tables/layouts.def) for freebsd_layouts. */
#define FREEBSD_NET_LAYOUTS                                                                        \
	[LAYOUT_msghdr] = { sizeof(struct msghdr), sizeof(struct bsd44_msghdr),                  \
			    bsd44_msghdr_to_alien, bsd44_msghdr_to_host },                     \
	[LAYOUT_sf_hdtr] = { sizeof(struct host_sf_hdtr), sizeof(struct freebsd_sf_hdtr), NULL,    \
			     freebsd_sf_hdtr_to_host },                                            \
	[LAYOUT_peer] = { sizeof(struct host_peer), sizeof(struct freebsd_xucred),                 \
			  freebsd_peer_to_alien, NULL },                                           \
	[LAYOUT_sender] = { sizeof(struct host_sender), sizeof(struct freebsd_sockcred2),          \
			    freebsd_sender_to_alien, NULL },                                       \
	[LAYOUT_sender_once] = { sizeof(struct host_sender), sizeof(struct freebsd_sockcred),      \
				 freebsd_sender_once_to_alien, NULL },                             \
	[LAYOUT_sender_own] = { sizeof(struct host_sender), sizeof(struct freebsd_cmsgcred),       \
				freebsd_sender_own_to_alien, NULL },                               \
	[LAYOUT_stamp] = { 16, 16, freebsd_stamp_to_alien, NULL },                                 \
	[LAYOUT_path_mtu] = { 32, 32, freebsd_path_mtu_to_alien, NULL },                           \
	[LAYOUT_tcp_info] = { FREEBSD_HOST_TCP_INFO, sizeof(struct freebsd_tcp_info),              \
			      freebsd_tcp_info_to_alien, NULL },

/* sizeof(struct tcp_info) of linux/tcp.h, which can't stand beside netinet/tcp.h (net.c checks it).
 */
#define FREEBSD_HOST_TCP_INFO 232

#endif
