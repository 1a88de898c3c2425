/* uuid(3).  A UUID is a structure there; statuses are numbers of DCE's. */
#include <endian.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib_calls.h"
#include "shim/lib/lib.h"

/* sys/uuid.h */
struct uuid {
	uint32_t low;
	uint16_t middle, high;
	uint8_t clock_high, clock_low, node[6];
};
enum { OK, BAD_VERSION, INVALID_STRING, NO_MEMORY };

static void say(uint32_t *status, uint32_t is)
{
	if (status)
		*status = is;
}

void lib_uuid_create(struct uuid *u, uint32_t *status)
{
	say(status, OK);
	lib_row(NR_uuidgen, u, 1);
}

void lib_uuid_create_nil(struct uuid *u, uint32_t *status)
{
	say(status, OK);
	memset(u, 0, sizeof *u);
}

int lib_uuid_is_nil(const struct uuid *u, uint32_t *status)
{
	static const struct uuid nil;

	say(status, OK);
	return !u || !memcmp(u, &nil, sizeof nil);
}

/* NULL is the nil one.  By its numbers, then its bytes. */
int lib_uuid_compare(const struct uuid *a, const struct uuid *b, uint32_t *status)
{
	static const struct uuid nil;

	say(status, OK);
	a = a ? a : &nil;
	b = b ? b : &nil;
	if (a->low != b->low)
		return a->low < b->low ? -1 : 1;
	if (a->middle != b->middle)
		return a->middle < b->middle ? -1 : 1;
	if (a->high != b->high)
		return a->high < b->high ? -1 : 1;
	for (size_t i = 0; i < 8; i++) {
		int d = (&a->clock_high)[i] - (&b->clock_high)[i];

		if (d)
			return d < 0 ? -1 : 1;
	}
	return 0;
}

int lib_uuid_equal(const struct uuid *a, const struct uuid *b, uint32_t *status)
{
	return lib_uuid_compare(a, b, status) == 0;
}

/* Sixteen bits of the time's lowest. */
uint16_t lib_uuid_hash(const struct uuid *u, uint32_t *status)
{
	say(status, OK);
	return u ? (uint16_t)u->low : 0;
}

void lib_uuid_to_string(const struct uuid *u, char **text, uint32_t *status)
{
	static const struct uuid nil;

	say(status, OK);
	if (!text)
		return;
	u = u ? u : &nil;
	if (asprintf(text, "%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x", u->low, u->middle,
		     u->high, u->clock_high, u->clock_low, u->node[0], u->node[1], u->node[2],
		     u->node[3], u->node[4], u->node[5]) < 0) {
		*text = NULL;
		say(status, NO_MEMORY);
	}
}

/* The empty string is the nil one. */
void lib_uuid_from_string(const char *text, struct uuid *u, uint32_t *status)
{
	unsigned v[11];

	lib_uuid_create_nil(u, status);
	if (!text || !*text)
		return;
	if (strlen(text) != 36 || text[8] != '-' ||
	    sscanf(text, "%8x-%4x-%4x-%2x%2x-%2x%2x%2x%2x%2x%2x", &v[0], &v[1], &v[2], &v[3], &v[4],
		   &v[5], &v[6], &v[7], &v[8], &v[9], &v[10]) != 11) {
		say(status, INVALID_STRING);
		return;
	}
	*u = (struct uuid){ v[0],
			    (uint16_t)v[1],
			    (uint16_t)v[2],
			    (uint8_t)v[3],
			    (uint8_t)v[4],
			    { (uint8_t)v[5], (uint8_t)v[6], (uint8_t)v[7], (uint8_t)v[8],
			      (uint8_t)v[9], (uint8_t)v[10] } };
	/* Of the variants only DCE's, and those before and after it, have meanings. */
	if ((u->clock_high & 0x80) && (u->clock_high & 0xc0) != 0x80 &&
	    (u->clock_high & 0xe0) != 0xc0)
		say(status, BAD_VERSION);
}

#define CODES(name, to32, to16, from32, from16)                                                    \
	void lib_uuid_enc_##name(void *to, const struct uuid *u)                                   \
	{                                                                                          \
		struct uuid v = *u;                                                                \
                                                                                                   \
		v.low = to32(v.low);                                                               \
		v.middle = to16(v.middle);                                                         \
		v.high = to16(v.high);                                                             \
		memcpy(to, &v, sizeof v);                                                          \
	}                                                                                          \
	void lib_uuid_dec_##name(const void *from, struct uuid *u)                                 \
	{                                                                                          \
		memcpy(u, from, sizeof *u);                                                        \
		u->low = from32(u->low);                                                           \
		u->middle = from16(u->middle);                                                     \
		u->high = from16(u->high);                                                         \
	}

CODES(be, htobe32, htobe16, be32toh, be16toh)
CODES(le, htole32, htole16, le32toh, le16toh)
