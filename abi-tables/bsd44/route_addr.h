/* Addresses as a BSD's routing messages have them. */
#ifndef ABI_TABLES_BSD44_ROUTE_ADDR_H
#define ABI_TABLES_BSD44_ROUTE_ADDR_H

#include <stdint.h>

/* Any address of theirs. */
struct bsd_addr {
	uint8_t length, family;
	uint8_t data[62];
};

/* sockaddr_dl of an interface, `least` bytes long or more: name and hardware address, n bytes. */
void bsd_link(struct bsd_addr *a, unsigned least, unsigned index, unsigned type, const char *name,
	      const uint8_t *hardware, unsigned n);
/* sockaddr_in or sockaddr_in6 from the host's family and address bytes. */
void bsd_inet(struct bsd_addr *a, int host_family, const uint8_t *address, unsigned scope);
/* The mask with that many bits. */
void bsd_mask(struct bsd_addr *a, int host_family, unsigned bits);

#endif
