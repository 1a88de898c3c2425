/*
 * vis(3).  OpenBSD's writes a control character as "\\^C" and one of 128 and more as "\\M-C",
 * where FreeBSD's has numbers, knows no character of several bytes, and has other flags.
 */
#include <stdlib.h>
#include <string.h>

#include "shim/lib/lib.h"

/* vis.h */
#define OCTAL   0x001
#define CSTYLE  0x002
#define SP      0x004
#define TAB     0x008
#define NL      0x010
#define SAFE    0x020
#define NOSLASH 0x040
#define GLOB    0x100
#define DQ      0x200
#define ALL     0x400

static bool is_graphic(int c)
{
	return c > ' ' && c < 0x7f;
}

static bool stays(int c, int flags)
{
	if (flags & ALL)
		return c == '\\';
	switch (c) {
	case ' ':
		return !(flags & SP);
	case '\t':
		return !(flags & TAB);
	case '\n':
		return !(flags & NL);
	case '\b':
	case '\a':
	case '\r':
		return flags & SAFE;
	default:
		return is_graphic(c) && !(flags & GLOB && strchr("*?[#", c));
	}
}

/* The letter behind a backslash; 0: there is none. */
static char letter_of(int c)
{
	static const char *const pairs = "\nn\rr\bb\aa\vv\tt\ff s";

	for (const char *p = pairs; *p; p += 2)
		if (*p == c)
			return p[1];
	return 0;
}

char *openbsd_vis(char *to, int c, int flags, int next)
{
	c = (unsigned char)c;
	if (stays(c, flags)) {
		if ((c == '\\' && !(flags & NOSLASH)) || (c == '"' && flags & DQ))
			*to++ = '\\';
		*to++ = (char)c;
	} else if (flags & CSTYLE && letter_of(c)) {
		*to++ = '\\';
		*to++ = letter_of(c);
	} else if (flags & CSTYLE && !c) {
		*to++ = '\\';
		*to++ = '0';
		if (next >= '0' && next <= '7') {
			*to++ = '0';
			*to++ = '0';
		}
	} else if ((c & 0x7f) == ' ' || flags & (OCTAL | GLOB)) {
		*to++ = '\\';
		*to++ = (char)('0' + (c >> 6));
		*to++ = (char)('0' + (c >> 3 & 7));
		*to++ = (char)('0' + (c & 7));
	} else {
		if (!(flags & NOSLASH))
			*to++ = '\\';
		if (c & 0x80)
			*to++ = 'M';
		c &= 0x7f;
		*to++ = c < ' ' || c == 0x7f ? '^' : '-';
		*to++ = (char)(c == 0x7f ? '?' : c < ' ' ? c + '@' : c);
	}
	*to = 0;
	return to;
}

int openbsd_strvisx(char *to, const char *from, size_t size, int flags)
{
	char *start = to;

	*to = 0;
	for (size_t i = 0; i < size; i++)
		to = openbsd_vis(to, from[i], flags, i + 1 < size ? from[i + 1] : 0);
	return (int)(to - start);
}

int openbsd_strvis(char *to, const char *from, int flags)
{
	return openbsd_strvisx(to, from, strlen(from), flags);
}

/* Malloc'ed. */
int openbsd_stravis(char **to, const char *from, int flags)
{
	*to = calloc(4, strlen(from) + 1);
	return *to ? openbsd_strvis(*to, from, flags) : -1;
}

/* How long the whole would be; what there is room for, in whole characters. */
int openbsd_strnvis(char *to, const char *from, size_t room, int flags)
{
	size_t total = 0, written = 0;
	bool full = !room;

	for (size_t i = 0; from[i]; i++) {
		char one[5];
		size_t n = (size_t)(openbsd_vis(one, from[i], flags, from[i + 1]) - one);

		full |= written + n >= room;
		if (!full) {
			memcpy(to + written, one, n);
			written += n;
		}
		total += n;
	}
	if (room)
		to[written] = 0;
	return (int)total;
}
