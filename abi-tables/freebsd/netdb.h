/* FreeBSD's data bases of users, hosts and interfaces.  Sources: the headers named. */
#ifndef ABI_TABLES_FREEBSD_NETDB_H
#define ABI_TABLES_FREEBSD_NETDB_H

#include <stdint.h>

/* pwd.h */
#define FREEBSD_PWF_ALL 0x3ff /* _PWF_NAME to _PWF_EXPIRE: what was filled in */

/* netdb.h */
#define FREEBSD_EAI_ADDRFAMILY 1
#define FREEBSD_EAI_AGAIN      2
#define FREEBSD_EAI_BADFLAGS   3
#define FREEBSD_EAI_FAIL       4
#define FREEBSD_EAI_FAMILY     5
#define FREEBSD_EAI_MEMORY     6
#define FREEBSD_EAI_NODATA     7
#define FREEBSD_EAI_NONAME     8
#define FREEBSD_EAI_SERVICE    9
#define FREEBSD_EAI_SOCKTYPE   10
#define FREEBSD_EAI_SYSTEM     11
#define FREEBSD_EAI_BADHINTS   12
#define FREEBSD_EAI_PROTOCOL   13
#define FREEBSD_EAI_OVERFLOW   14

/* ifaddrs.h: the host's has the same members */

/* net/if_dl.h: an interface's own address */
struct freebsd_sockaddr_dl {
	uint8_t length, family;
	uint16_t index;
	uint8_t type, name_length, address_length, selector_length;
	char data[46];
};
_Static_assert(sizeof(struct freebsd_sockaddr_dl) == 54, "struct sockaddr_dl");
#define FREEBSD_AF_LINK   18
#define FREEBSD_IFT_OTHER 1 /* net/if_types.h */
#define FREEBSD_IFT_ETHER 6
#define FREEBSD_IFT_LOOP  24

/* net/if.h: struct if_data, what of it the host's counters say */
struct freebsd_if_data {
	uint8_t type, physical, address_length, header_length, link_state, vhid;
	uint16_t size;
	uint32_t mtu, metric;
	uint64_t baud, in_packets, in_errors, out_packets, out_errors, collisions, in_bytes,
	    out_bytes, in_multicasts, out_multicasts, in_drops, out_drops, no_protocol, hwassist,
	    epoch;
	int64_t changed[2];
};
_Static_assert(sizeof(struct freebsd_if_data) == 152, "struct if_data");
#define FREEBSD_LINK_STATE_DOWN 1
#define FREEBSD_LINK_STATE_UP   2

#endif
