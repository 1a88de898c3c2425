/* vis(3): text in which every character can be seen.  The host has no such functions. */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/lib.h"

/* vis.h */
#define OCTAL   0x0001
#define CSTYLE  0x0002
#define SP      0x0004
#define TAB     0x0008
#define NL      0x0010
#define SAFE    0x0020
#define NOSLASH 0x0040
#define HTTP    0x0080
#define GLOB    0x0100
#define MIME    0x0200
#define SHELL   0x2000
#define DQ      0x8000

/* What else is to be encoded, besides what can't be seen. */
struct how {
	int flags;
	char extra[512];
};

static void add(struct how *h, const char *more)
{
	strncat(h->extra, more, sizeof h->extra - strlen(h->extra) - 1);
}

static struct how how_of(int flags, const char *extra)
{
	struct how h = { .flags = flags };

	add(&h, extra);
	add(&h, flags & GLOB ? "*?[#" : "");
	add(&h, flags & SHELL ? "'`\";&<>()|{}]\\$!^~" : "");
	add(&h, flags & SP ? " " : "");
	add(&h, flags & TAB ? "\t" : "");
	add(&h, flags & NL ? "\n" : "");
	add(&h, flags & DQ ? "\"" : "");
	add(&h, flags & NOSLASH ? "" : "\\");
	return h;
}

static bool is_octal(int c)
{
	return c >= '0' && c <= '7';
}

static bool is_graph(int c)
{
	return c > ' ' && c < 127;
}

/* A letter behind a backslash; NULL: there is none. */
static const char *letter_of(int c, int next, char plain[3])
{
	static const char from[] = "\n\r\b\a\v\t\f ", to[] = "nrbavtfs";
	const char *at = c ? strchr(from, c) : NULL;

	if (!c)
		return is_octal(next) ? "\\000" : "\\0";
	if (at) {
		plain[1] = to[at - from];
		return plain;
	}
	/* Letters that would mean something else there. */
	if (is_graph(c) && !is_octal(c) && !strchr("nrbavtfsxEFM^-$", c)) {
		plain[1] = (char)c;
		return plain;
	}
	return NULL;
}

static char *encode(char *to, const struct how *h, int c, int next)
{
	bool extra = strchr(h->extra, c); /* NUL, too */
	char plain[3] = "\\";
	const char *letter;

	if (h->flags & HTTP && !(isascii(c) && isalnum(c)) && !(c && strchr("$-_.+!*'(),", c)))
		return to + sprintf(to, "%%%02x", c);
	if (h->flags & MIME && c != '\n' &&
	    ((!strchr(" \t\r\v\f", c) && (c < 33 || c == '=' || c > 126)) || !c ||
	     strchr("#$@[\\]^`{|}~", c)))
		return to + sprintf(to, "=%02X", c);
	if (!extra && (is_graph(c) || c == ' ' || c == '\t' || c == '\n' ||
		       (h->flags & SAFE && (c == '\b' || c == '\a' || c == '\r')))) {
		*to++ = (char)c;
		return to;
	}
	letter = h->flags & CSTYLE ? letter_of(c, next, plain) : NULL;
	if (letter)
		return stpcpy(to, letter);
	if (extra || (c & 0177) == ' ' || h->flags & OCTAL)
		return to + sprintf(to, "\\%03o", c);
	if (!(h->flags & NOSLASH))
		*to++ = '\\';
	if (c & 0200) {
		*to++ = 'M';
		c &= 0177;
	}
	*to++ = c < ' ' || c == 0177 ? '^' : '-';
	*to++ = (char)(c == 0177 ? '?' : c < ' ' ? c + '@' : c);
	return to;
}

/* room 0: there is enough.  The length, or -1 with ENOSPC. */
static int encode_all(char *to, size_t room, const char *from, size_t size, int flags,
		      const char *extra)
{
	struct how h = how_of(flags, extra);
	char *start = to;

	for (size_t i = 0; i < size; i++) {
		char one[16], *end = encode(one, &h, (unsigned char)from[i],
					    i + 1 < size ? (unsigned char)from[i + 1] : 0);
		size_t n = (size_t)(end - one);

		if (room && (size_t)(to - start) + n >= room) {
			errno = ENOSPC;
			return -1;
		}
		memcpy(to, one, n);
		to += n;
	}
	*to = 0;
	return (int)(to - start);
}

int lib_strvis(char *to, const char *from, int flags)
{
	return encode_all(to, 0, from, strlen(from), flags, "");
}

int lib_strnvis(char *to, size_t room, const char *from, int flags)
{
	return encode_all(to, room, from, strlen(from), flags, "");
}

int lib_strvisx(char *to, const char *from, size_t size, int flags)
{
	return encode_all(to, 0, from, size, flags, "");
}

int lib_strnvisx(char *to, size_t room, const char *from, size_t size, int flags)
{
	return encode_all(to, room, from, size, flags, "");
}

int lib_strsvis(char *to, const char *from, int flags, const char *extra)
{
	return encode_all(to, 0, from, strlen(from), flags, extra);
}

int lib_strsnvis(char *to, size_t room, const char *from, int flags, const char *extra)
{
	return encode_all(to, room, from, strlen(from), flags, extra);
}

int lib_strsvisx(char *to, const char *from, size_t size, int flags, const char *extra)
{
	return encode_all(to, 0, from, size, flags, extra);
}

int lib_strsnvisx(char *to, size_t room, const char *from, size_t size, int flags,
		  const char *extra)
{
	return encode_all(to, room, from, size, flags, extra);
}

/* Malloc'ed. */
int lib_stravis(char **to, const char *from, int flags)
{
	*to = calloc(4, strlen(from) + 1);
	return *to ? lib_strvis(*to, from, flags) : -1;
}

/* One character, for what follows it; the end of what was written. */
char *lib_snvis(char *to, size_t room, int c, int flags, int next, const char *extra)
{
	struct how h = how_of(flags, extra);
	char one[16], *end = encode(one, &h, (unsigned char)c, (unsigned char)next);

	*end++ = 0;
	if ((size_t)(end - one) > room) {
		errno = ENOSPC;
		return NULL;
	}
	memcpy(to, one, (size_t)(end - one));
	return to + (end - one) - 1;
}

char *lib_svis(char *to, int c, int flags, int next, const char *extra)
{
	return lib_snvis(to, SIZE_MAX, c, flags, next, extra);
}

char *lib_nvis(char *to, size_t room, int c, int flags, int next)
{
	return lib_snvis(to, room, c, flags, next, "");
}

char *lib_vis(char *to, int c, int flags, int next)
{
	return lib_nvis(to, SIZE_MAX, c, flags, next);
}

/* vis(3): `error` is where characters that are none would be said; bytes are what is encoded. */
int lib_strenvisx(char *to, size_t room, const char *from, size_t size, int flags, int *error)
{
	(void)error;
	return encode_all(to, room, from, size, flags, "");
}

int lib_strsenvisx(char *to, size_t room, const char *from, size_t size, int flags,
		   const char *extra, int *error)
{
	(void)error;
	return encode_all(to, room, from, size, flags, extra);
}
