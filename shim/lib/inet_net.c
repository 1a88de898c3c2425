/* inet_net(3), link_addr(3): networks' and interfaces' addresses as text. */
#include <ctype.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/netdb.h"
#include "shim/lib/lib.h"

static char *fits(int n, char *to, size_t room)
{
	if (n >= 0 && (size_t)n < room)
		return to;
	errno = 40; /* EMSGSIZE */
	return NULL;
}

/* As many bytes as `bits` say, and "/bits"; of version 4. */
char *lib_inet_net_ntop(int family, const void *from, int bits, char *to, size_t room)
{
	const uint8_t *b = from;
	char text[32] = "0";
	int n = 0;

	if (family != AF_INET) {
		errno = lib_errno(EAFNOSUPPORT);
		return NULL;
	}
	if (bits < 0 || bits > 32) {
		errno = EINVAL;
		return NULL;
	}
	for (int i = 0; i < bits; i += 8) {
		unsigned byte = b[i / 8];

		if (bits - i < 8)
			byte &= 0xff00u >> (bits - i) & 0xff ? (0xff00u >> (bits - i)) & 0xff : 0;
		n += sprintf(text + n, i ? ".%u" : "%u", byte);
	}
	return fits(snprintf(to, room, "%s/%d", text, bits), to, room);
}

/* The bits it says, or those that its class has; -1 with ENOENT: that is no network. */
int lib_inet_net_pton(int family, const char *text, void *to, size_t room)
{
	uint8_t bytes[4] = { 0 };
	int count = 0, bits = -1;
	char *end;

	if (family != AF_INET) {
		errno = lib_errno(EAFNOSUPPORT);
		return -1;
	}
	do {
		unsigned long value = isdigit((unsigned char)*text) ? strtoul(text, &end, 10) : 256;

		if (value > 255 || count == 4)
			goto none;
		bytes[count++] = (uint8_t)value;
		text = end;
	} while (*text++ == '.');
	if (text[-1] == '/') {
		bits = isdigit((unsigned char)*text) ? (int)strtoul(text, &end, 10) : 33;
		text = end + 1;
	}
	if (text[-1] || bits > 32)
		goto none;
	if (bits < 0)
		bits = bytes[0] >= 240   ? 32
		       : bytes[0] >= 224 ? 4
		       : bytes[0] >= 192 ? 24
		       : bytes[0] >= 128 ? 16
					 : 8;
	if (bits < 8 * count && bits != 4)
		bits = bits < 8 * count ? (bits > 8 * (count - 1) ? bits : 8 * count) : bits;
	if ((size_t)(bits + 7) / 8 > room) {
		errno = 40; /* EMSGSIZE */
		return -1;
	}
	memcpy(to, bytes, (size_t)(bits + 7) / 8);
	return bits;
none:
	errno = ENOENT;
	return -1;
}

/* A network's number, without its leading zeros. */
char *lib_inet_neta(uint64_t net, char *to, size_t room)
{
	char text[32] = "0.0.0.0";
	int n = 0;

	for (int shift = 24; shift >= 0; shift -= 8)
		if (n || net >> shift & 0xff)
			n += sprintf(text + n, n ? ".%u" : "%u", (unsigned)(net >> shift & 0xff));
	return fits(snprintf(to, room, "%s", text), to, room);
}

/* "name:a.b.c", bytes in hexadecimal: net/if_dl.h */
char *lib_link_ntoa(const struct freebsd_sockaddr_dl *a)
{
	static char text[64 + 3 * 64];
	int n = snprintf(text, sizeof text, "%.*s%s", a->name_length, a->data,
			 a->name_length && a->address_length ? ":" : "");

	for (int i = 0; i < a->address_length; i++)
		n += snprintf(text + n, sizeof text - (size_t)n, i ? ".%x" : "%x",
			      (uint8_t)a->data[a->name_length + i]);
	return text;
}

void lib_link_addr(const char *text, struct freebsd_sockaddr_dl *a)
{
	const char *colon = strchr(text, ':');
	size_t name = colon ? (size_t)(colon - text) : 0;
	char *end;

	if (name > sizeof a->data)
		name = sizeof a->data;
	a->family = FREEBSD_AF_LINK;
	a->name_length = (uint8_t)name;
	a->address_length = a->selector_length = 0;
	a->index = 0;
	a->type = 0;
	memcpy(a->data, text, name);
	text = colon ? colon + 1 : text;
	while (*text && name + a->address_length < sizeof a->data) {
		a->data[name + a->address_length++] = (char)strtoul(text, &end, 16);
		if (end == text || !*end)
			break;
		text = end + 1;
	}
}
