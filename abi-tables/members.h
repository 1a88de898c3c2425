/*
 * Structures that are converted member by member.  Each has one list of members,
 *
 *	F(type, kind, table, member, host member, conversion)
 *
 * from which come both ways of converting it and its description for trace.  A
 * conversion c is c_to_alien(v) and c_to_host(v); where it needs more than the member,
 * `a` and `h` are the two structures.
 *
 *	TO_ALIEN(id, alien type, host type, LIST)	one way
 *	BOTH_WAYS(...)					both
 *	LAYOUT_OUT(id, host type, alien type)		its row of the table of layouts
 *	LAYOUT_BOTH(...)
 */
#ifndef ABI_TABLES_MEMBERS_H
#define ABI_TABLES_MEMBERS_H

#include <stddef.h>
#include <stdint.h>

#include "abi-tables/abi.h"

#define SIZE_IS(type, size) _Static_assert(sizeof(type) == (size), #type)
#define OFFSET_IS(type, member, offset)                                                            \
	_Static_assert(offsetof(type, member) == (offset), #type "." #member)

#define PUT_MEMBER(type, kind, table, member, host, conv) a->member = conv##_to_alien(h->host);
#define GET_MEMBER(type, kind, table, member, host, conv) h->host = conv##_to_host(a->member);
#define DESCRIBE(type, kind, table, member, host, conv)                                            \
	{ #member, offsetof(type, member), sizeof(((type *)0)->member), ARG_##kind, XLAT_##table },

/*
 * Zeros, word by word: what the compiler makes of memset without vector registers
 * (rep stos) takes longer than the rest of a conversion.
 */
static inline void clear(void *at, size_t size)
{
	uint64_t *word = at;

	for (; size >= sizeof *word; size -= sizeof *word) {
		*word++ = 0;
		__asm__("" : "+r"(word));
	}
	__builtin_memset(word, 0, size);
}

#define TO_ALIEN(id, alien_type, host_type, LIST)                                                  \
	static void id##_to_alien(void *alien, const void *host)                                   \
	{                                                                                          \
		alien_type *a = alien;                                                             \
		const host_type *h = host;                                                         \
                                                                                                   \
		clear(a, sizeof *a);                                                               \
		LIST(PUT_MEMBER, alien_type)                                                       \
	}                                                                                          \
	static const struct field id##_fields[] = { LIST(DESCRIBE, alien_type){ 0 } };

#define BOTH_WAYS(id, alien_type, host_type, LIST)                                                 \
	TO_ALIEN(id, alien_type, host_type, LIST)                                                  \
	static long id##_to_host(void *host, const void *alien)                                    \
	{                                                                                          \
		const alien_type *a = alien;                                                       \
		host_type *h = host;                                                               \
                                                                                                   \
		__builtin_memset(h, 0, sizeof *h);                                                 \
		LIST(GET_MEMBER, alien_type)                                                       \
		return 0;                                                                          \
	}

/* The conversions of one member. */
#define same_to_alien(v) (v)
#define same_to_host(v)  (v)

#define LAYOUT_BOTH(id, host_type, alien_type)                                                     \
	[LAYOUT_##id] = { sizeof(host_type), sizeof(alien_type), id##_to_alien, id##_to_host }
#define LAYOUT_OUT(id, host_type, alien_type)                                                      \
	[LAYOUT_##id] = { sizeof(host_type), sizeof(alien_type), id##_to_alien, NULL }

#endif
