/* FreeBSD's locales as programs see them.  Sources: the headers named. */
#ifndef ABI_TABLES_FREEBSD_LOCALE_H
#define ABI_TABLES_FREEBSD_LOCALE_H

#include <stdint.h>

/* _ctype.h: what a character is; its value as a digit is in the lowest eight bits. */
#define FREEBSD_CTYPE_A   0x00000100ul /* alpha */
#define FREEBSD_CTYPE_C   0x00000200ul /* control */
#define FREEBSD_CTYPE_D   0x00000400ul /* digit */
#define FREEBSD_CTYPE_G   0x00000800ul /* graph */
#define FREEBSD_CTYPE_L   0x00001000ul /* lower */
#define FREEBSD_CTYPE_P   0x00002000ul /* punct */
#define FREEBSD_CTYPE_S   0x00004000ul /* space */
#define FREEBSD_CTYPE_U   0x00008000ul /* upper */
#define FREEBSD_CTYPE_X   0x00010000ul /* hexadecimal digit */
#define FREEBSD_CTYPE_B   0x00020000ul /* blank */
#define FREEBSD_CTYPE_R   0x00040000ul /* print */
#define FREEBSD_CTYPE_I   0x00080000ul /* ideogram */
#define FREEBSD_CTYPE_T   0x00100000ul /* special */
#define FREEBSD_CTYPE_Q   0x00200000ul /* phonogram */
#define FREEBSD_CTYPE_N   0x00400000ul /* number */
#define FREEBSD_CTYPE_SW0 0x20000000ul /* columns that it takes */
#define FREEBSD_CTYPE_SW1 0x40000000ul
#define FREEBSD_CTYPE_SW2 0x80000000ul

/* runetype.h: _RuneLocale */
#define FREEBSD_CACHED_RUNES 256
struct freebsd_rune_range {
	int32_t count, pad;
	void *ranges;
};
struct freebsd_rune_locale {
	char magic[8], encoding[32];
	void *get, *put; /* of old programs */
	int32_t invalid, pad0;
	uint64_t type[FREEBSD_CACHED_RUNES];
	int32_t lower[FREEBSD_CACHED_RUNES], upper[FREEBSD_CACHED_RUNES];
	struct freebsd_rune_range type_ext, lower_ext, upper_ext; /* none: see ___runetype */
	void *variable;
	int32_t variable_length, pad1;
};
_Static_assert(sizeof(struct freebsd_rune_locale) == 4224, "_RuneLocale");

/* locale.h */
#define FREEBSD_LC_ALL      0
#define FREEBSD_LC_COLLATE  1
#define FREEBSD_LC_CTYPE    2
#define FREEBSD_LC_MONETARY 3
#define FREEBSD_LC_NUMERIC  4
#define FREEBSD_LC_TIME     5
#define FREEBSD_LC_MESSAGES 6
#define FREEBSD_LC_LAST     7

#endif
