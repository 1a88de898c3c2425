/*
 * Socket addresses.  Where the family stands, and how wide, differs between
 * systems (the BSDs have a length before it); what follows is alike for the
 * families shown here: the port and the address of inet(4) and inet6(4), the
 * path of unix(4).
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "abi-tables/net.h"
#include "shim/alien_mem.h"
#include "shim/trace_show.h"

#define SHOWN_ADDRESS 128 /* struct sockaddr_storage */

/* The host's number for an alien family; -1: it has none. */
static int host_family(uint64_t alien)
{
	const struct xlat_table *table = abi->xlats ? &abi->xlats[XLAT_family] : NULL;

	for (size_t i = 0; table && i < table->count; i++)
		if (table->rows[i].alien == alien)
			return table->rows[i].host;
	return -1;
}

static void show_inet(struct text *t, const unsigned char *a)
{
	for (int i = 0; i < 4; i++) {
		if (i)
			text_char(t, '.');
		text_udec(t, a[i]);
	}
}

/* The longest run of zero groups becomes "::" (RFC 5952). */
static void show_inet6(struct text *t, const unsigned char *a)
{
	int best = 8, length = 1;

	for (int i = 0; i < 8; i++) {
		int n = 0;

		while (i + n < 8 && !a[2 * (i + n)] && !a[2 * (i + n) + 1])
			n++;
		if (n > length) {
			best = i;
			length = n;
		}
	}
	for (int i = 0; i < 8; i++) {
		char hex[24];
		struct text group = { hex, hex + sizeof hex };

		if (i == best) {
			text_str(t, "::");
			i += length - 1;
			continue;
		}
		if (i && i != best + length)
			text_char(t, ':');
		text_hex(&group, a[2 * i] << 8 | a[2 * i + 1]);
		text_bytes(t, hex + 2, group.at - hex - 2);
	}
}

static void show_port(struct text *t, const unsigned char *sa)
{
	text_char(t, ':');
	text_udec(t, sa[2] << 8 | sa[3]);
}

static void show_by_family(struct text *t, int family, const unsigned char *sa,
			   unsigned long length)
{
	unsigned long n;

	text_str(t, ", ");
	if (family == AF_INET && length >= 8) {
		show_inet(t, sa + offsetof(struct sockaddr_in, sin_addr));
		show_port(t, sa);
	} else if (family == AF_INET6 && length >= 24) {
		text_char(t, '[');
		show_inet6(t, sa + offsetof(struct sockaddr_in6, sin6_addr));
		text_char(t, ']');
		show_port(t, sa);
	} else if (family == AF_UNIX) {
		for (n = 2; n < length && sa[n]; n++)
			;
		text_quoted(t, (const char *)sa + 2, n - 2);
	} else {
		text_quoted(t, (const char *)sa + 2, length - 2);
	}
}

void show_sockaddr(struct text *t, unsigned long address, unsigned long length)
{
	unsigned char sa[SHOWN_ADDRESS];
	uint64_t family;

	if (length > sizeof sa)
		length = sizeof sa;
	if (!abi->net || length < 2 || !address || copy_from_alien(sa, address, length) < 0) {
		show_address(t, address);
		return;
	}
	family = abi->net->has_length ? sa[1] : sa[0] | sa[1] << 8;
	text_char(t, '{');
	show_enum(t, XLAT_family, family);
	show_by_family(t, host_family(family), sa, length);
	text_char(t, '}');
}
