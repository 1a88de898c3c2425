/* NetBSD's structures of sockets (sys/socket.h, sys/un.h). */
#ifndef ABI_TABLES_NETBSD_NET_H
#define ABI_TABLES_NETBSD_NET_H

#include <sys/socket.h>

#include "abi-tables/bsd44/msghdr.h"
#include "abi-tables/members.h"
#include "abi-tables/net.h"

struct netbsd_unpcbid {
	int32_t unp_pid;
	uint32_t unp_euid, unp_egid;
};
SIZE_IS(struct netbsd_unpcbid, 12);

/* Its groups are as many as there are. */
struct netbsd_sockcred {
	int32_t sc_pid;
	uint32_t sc_uid, sc_euid, sc_gid, sc_egid;
	int32_t sc_ngroups;
	uint32_t sc_groups[1];
};
SIZE_IS(struct netbsd_sockcred, 28);

void netbsd_peer_to_alien(void *alien, const void *host);
void netbsd_sender_to_alien(void *alien, const void *host);
void netbsd_path_mtu_to_alien(void *alien, const void *host);

#define NETBSD_NET_LAYOUTS                                                                         \
	[LAYOUT_msghdr] = { sizeof(struct msghdr), sizeof(struct bsd44_msghdr),                    \
			    bsd44_msghdr_to_alien, bsd44_msghdr_to_host },                         \
	[LAYOUT_peer] = { sizeof(struct host_peer), sizeof(struct netbsd_unpcbid),                 \
			  netbsd_peer_to_alien, NULL },                                            \
	[LAYOUT_sender_once] = { sizeof(struct host_sender), sizeof(struct netbsd_sockcred),       \
				 netbsd_sender_to_alien, NULL },                                   \
	[LAYOUT_path_mtu] = { 32, 32, netbsd_path_mtu_to_alien, NULL },

#endif
