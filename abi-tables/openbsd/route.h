/* What routing messages and getifaddrs(3) say of an interface: net/if.h. */
#ifndef ABI_TABLES_OPENBSD_ROUTE_H
#define ABI_TABLES_OPENBSD_ROUTE_H

#include <stdint.h>

struct openbsd_if_data {
	uint8_t type, addrlen, hdrlen, link_state;
	uint32_t mtu, metric, domain;
	uint64_t baudrate, ipackets, ierrors, opackets, oerrors, collisions, ibytes, obytes,
	    imcasts, omcasts, iqdrops, oqdrops, noproto;
	uint32_t capabilities, pad;
	int64_t lastchange[2];
};
_Static_assert(sizeof(struct openbsd_if_data) == 144, "struct if_data");
#define OPENBSD_LINK_STATE_DOWN 2
#define OPENBSD_LINK_STATE_UP   4

#endif
