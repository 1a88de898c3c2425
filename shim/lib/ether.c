/* ethers(3): struct ether_addr is the same; FreeBSD writes two digits for each byte. */
#include <ctype.h>
#include <net/ethernet.h>
#include <netinet/ether.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/lib.h"

char *lib_ether_ntoa_r(const struct ether_addr *a, char *to)
{
	const uint8_t *b = a->ether_addr_octet;

	sprintf(to, "%02x:%02x:%02x:%02x:%02x:%02x", b[0], b[1], b[2], b[3], b[4], b[5]);
	return to;
}

char *lib_ether_ntoa(const struct ether_addr *a)
{
	static char text[18];

	return lib_ether_ntoa_r(a, text);
}

/* Eight bytes: struct eui64, eui64(3). */
int lib_eui64_ntoa(const uint8_t id[8], char *to, size_t size)
{
	int n = snprintf(to, size, "%02x-%02x-%02x-%02x-%02x-%02x-%02x-%02x", id[0], id[1], id[2],
			 id[3], id[4], id[5], id[6], id[7]);

	return n < 0 || (size_t)n >= size ? -1 : 0;
}

/* Eight of them with a dash or a colon between, as one number, or an Ethernet address's six. */
int lib_eui64_aton(const char *text, uint8_t id[8])
{
	uint8_t bytes[8];
	char *end = (char *)text;
	int n = 0;

	while (n < 8) {
		unsigned long byte = strtoul(text, &end, 16);

		if (end == text || end > text + 2 || byte > 255)
			return -1;
		bytes[n++] = (uint8_t)byte;
		if (*end != '-' && *end != ':')
			break;
		text = end + 1;
	}
	if (*end && !isspace((unsigned char)*end))
		return -1;
	if (n == 6) {
		/* An identifier made of it: IEEE 802, "ff-fe" in the middle. */
		memmove(bytes + 5, bytes + 3, 3);
		bytes[3] = 0xff;
		bytes[4] = 0xfe;
	} else if (n != 8) {
		return -1;
	}
	memcpy(id, bytes, 8);
	return 0;
}
