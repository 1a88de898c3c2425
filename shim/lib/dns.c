/* Addresses and messages of the Internet as bytes and text: arpa/inet.h, arpa/nameser.h, resolv.h.
 */
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "shim/lib/lib.h"

char *lib_inet_ntoa_r(struct in_addr a, char *to, uint32_t size)
{
	const uint8_t *b = (const uint8_t *)&a;

	if ((uint32_t)snprintf(to, size, "%u.%u.%u.%u", b[0], b[1], b[2], b[3]) >= size) {
		errno = ENOSPC;
		return NULL;
	}
	return to;
}

/* Numbers of DNS messages: arpa/nameser.h. */
unsigned lib_ns_get16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

unsigned long lib_ns_get32(const uint8_t *p)
{
	return (unsigned long)lib_ns_get16(p) << 16 | lib_ns_get16(p + 2);
}

int lib_h_errno_set(int value)
{
	int *__h_errno_location(void);

	return *__h_errno_location() = value;
}

/* The labels of a name of DNS: "*" is none, and a last dot says nothing. */
int lib_dn_count_labels(const char *name)
{
	size_t size = strlen(name);
	int count = 0;

	for (size_t i = 0; i < size; i++)
		count += name[i] == '.';
	if (count && name[0] == '*')
		count--;
	if (size && name[size - 1] != '.')
		count++;
	return count;
}

static const char digits64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The length; -1 where it does not fit. */
int lib_b64_ntop(const uint8_t *from, size_t size, char *to, size_t room)
{
	size_t n = 0;

	if ((size + 2) / 3 * 4 + 1 > room)
		return -1;
	for (size_t i = 0; i < size; i += 3) {
		unsigned v = (unsigned)from[i] << 16 | (i + 1 < size ? from[i + 1] << 8 : 0) |
			     (i + 2 < size ? from[i + 2] : 0);

		to[n++] = digits64[v >> 18];
		to[n++] = digits64[v >> 12 & 63];
		to[n++] = i + 1 < size ? digits64[v >> 6 & 63] : '=';
		to[n++] = i + 2 < size ? digits64[v & 63] : '=';
	}
	to[n] = 0;
	return (int)n;
}

/* How many bytes; -1: it is none, or does not fit.  Blanks say nothing. */
int lib_b64_pton(const char *from, uint8_t *to, size_t room)
{
	unsigned bits = 0, have = 0, padding = 0, digits = 0;
	size_t n = 0;

	for (; *from; from++) {
		const char *at = strchr(digits64, *from);

		if (strchr(" \t\n\v\f\r", *from))
			continue;
		if (*from == '=') {
			padding++;
			continue;
		}
		if (!at || padding)
			return -1;
		digits++;
		bits = bits << 6 | (unsigned)(at - digits64);
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		if (to && n >= room)
			return -1;
		if (to)
			to[n] = (uint8_t)(bits >> have);
		n++;
	}
	return (digits + padding) % 4 || padding > 2 || bits & ((1u << have) - 1) ? -1 : (int)n;
}
