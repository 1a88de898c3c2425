/* Addresses as a BSD's routing messages have them (net/if_dl.h, netinet/in.h). */
#include <sys/socket.h>

#include "abi-tables/bsd44/route_addr.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

#define AF_LINK_BSD 18 /* every BSD's; the host has no such family */

void bsd_link(struct bsd_addr *a, unsigned least, unsigned index, unsigned type, const char *name,
	      const uint8_t *hardware, unsigned n)
{
	size_t length = string_length(name);

	memset(a, 0, sizeof *a);
	a->family = AF_LINK_BSD;
	a->data[0] = (uint8_t)index;
	a->data[1] = (uint8_t)(index >> 8);
	a->data[2] = (uint8_t)type;
	if (length > 15)
		length = 15;
	if (n > 20)
		n = 20;
	a->data[3] = (uint8_t)length;
	a->data[4] = (uint8_t)n;
	memcpy(a->data + 6, name, length);
	if (n)
		memcpy(a->data + 6 + length, hardware, n);
	a->length = (uint8_t)(8 + length + n > least ? 8 + length + n : least);
}

void bsd_inet(struct bsd_addr *a, int host_family, const uint8_t *address, unsigned scope)
{
	uint64_t family = 0;

	memset(a, 0, sizeof *a);
	xlat_to_alien(XLAT_family, (uint64_t)host_family, &family);
	a->family = (uint8_t)family;
	if (host_family == AF_INET) {
		a->length = 16;
		memcpy(a->data + 2, address, 4);
		return;
	}
	a->length = 28;
	memcpy(a->data + 6, address, 16);
	/* Only addresses of a link's own scope have one. */
	if ((address[0] == 0xfe && (address[1] & 0xc0) == 0x80) ||
	    (address[0] == 0xff && (address[1] & 15) <= 2))
		memcpy(a->data + 22, &scope, 4);
}

void bsd_mask(struct bsd_addr *a, int host_family, unsigned bits)
{
	uint8_t mask[16] = { 0 };

	for (unsigned i = 0; i < bits && i < 128; i++)
		mask[i / 8] |= (uint8_t)(0x80 >> i % 8);
	bsd_inet(a, host_family, mask, 0);
}
