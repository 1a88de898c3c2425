/* stringlist(3), wcslcpy(3), fmtcheck(3), getbsize(3), times of old files: FreeBSD's own. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "shim/lib/err.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

/* stringlist.h */
struct list {
	char **strings;
	size_t room, count;
};

struct list *lib_sl_init(void)
{
	struct list *l = calloc(1, sizeof *l);

	if (l) {
		l->room = 20;
		l->strings = calloc(l->room, sizeof *l->strings);
		if (!l->strings) {
			free(l);
			return NULL;
		}
	}
	return l;
}

int lib_sl_add(struct list *l, char *string)
{
	if (l->count == l->room) {
		char **more = reallocarray(l->strings, l->room + 20, sizeof *more);

		if (!more)
			return -1;
		l->strings = more;
		l->room += 20;
	}
	l->strings[l->count++] = string;
	return 0;
}

/* And the strings, where `all`. */
void lib_sl_free(struct list *l, int all)
{
	if (!l)
		return;
	for (size_t i = 0; all && i < l->count; i++)
		free(l->strings[i]);
	free(l->strings);
	free(l);
}

char *lib_sl_find(struct list *l, const char *string)
{
	for (size_t i = 0; i < l->count; i++)
		if (!strcmp(l->strings[i], string))
			return l->strings[i];
	return NULL;
}

size_t lib_wcslcpy(wchar_t *to, const wchar_t *from, size_t size)
{
	size_t length = wcslen(from);

	if (size) {
		size_t n = length < size ? length : size - 1;

		wmemcpy(to, from, n);
		to[n] = 0;
	}
	return length;
}

size_t lib_wcslcat(wchar_t *to, const wchar_t *from, size_t size)
{
	size_t used = wcsnlen(to, size);

	return used + (used == size ? wcslen(from) : lib_wcslcpy(to + used, from, size - used));
}

/* What the next directive of a format takes: a word that is the same for the same arguments. */
static const char *next_directive(const char *p, char word[8])
{
	size_t n = 0;

	word[0] = 0;
	while ((p = strchr(p, '%'))) {
		const char *length;

		p++;
		p += strspn(p, "-+ #0'123456789.$");
		length = p;
		p += strspn(p, "hlqjztL");
		if (*p == '%') {
			p++;
			continue;
		}
		for (; length < p && n < 4; length++)
			word[n++] =
			    *length == 'q' || *length == 'j' || *length == 'z' || *length == 't'
				? 'l'
				: *length;
		word[n++] = strchr("diouxXc", *p) && *p    ? 'd'
			    : strchr("eEfFgGaA", *p) && *p ? 'f'
							   : *p;
		word[n] = 0;
		return *p ? p + 1 : p;
	}
	return "";
}

/* The suspicious format if it takes what the other takes, else the other. */
const char *lib_fmtcheck(const char *suspicious, const char *other)
{
	const char *p = suspicious, *q = other;
	char a[8], b[8];

	if (!suspicious)
		return other;
	do {
		p = next_directive(p, a);
		q = next_directive(q, b);
		if (*a && strcmp(a, b) != 0)
			return other;
	} while (*a);
	return suspicious;
}

/* $BLOCKSIZE: a number with K, M or G, and how it is called at the head of a table. */
char *lib_getbsize(int *length, long *size)
{
	static char title[24];
	char *end = "", *lib_getenv(const char *);
	const char *text = lib_getenv("BLOCKSIZE");
	long n = text ? strtol(text, &end, 10) : 512, unit = 1;
	char letter = 0;

	if (text && *text) {
		if (end == text)
			n = 1;
		letter = (char)(*end >= 'a' ? *end - 'a' + 'A' : *end);
		unit = letter == 'G' ? 1 << 30 : letter == 'M' ? 1 << 20 : letter == 'K' ? 1024 : 1;
		if ((letter && unit == 1) || (*end && end[1])) {
			lib_warnx("%s: unknown blocksize", text);
			n = 512;
			unit = 1;
			letter = 0;
		}
	}
	if (n < 1 || n > (1l << 30) / unit) {
		lib_warnx("maximum blocksize is 1G");
		n = 1;
		unit = 1 << 30;
		letter = 'G';
	}
	if (n * unit < 512) {
		lib_warnx("minimum blocksize is 512");
		n = 512;
		unit = 1;
		letter = 0;
	}
	*length = snprintf(title, sizeof title, letter ? "%ld%c-blocks" : "%ld-blocks", n, letter);
	*size = n * unit;
	return title;
}

/* timeconv.h: time_t has 64 bits, a file's field perhaps 32. */
int64_t lib_time_of_32(int32_t t)
{
	return t;
}

int32_t lib_time_to_32(int64_t t)
{
	return (int32_t)t;
}

int64_t lib_time_of_64(int64_t t)
{
	return t;
}

/* l64a(3) into a buffer of the caller's. */
int lib_l64a_r(long value, char *to, int size)
{
	static const char digits[] =
	    "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	uint32_t v = (uint32_t)value;

	while (size-- > 0) {
		if (!v) {
			*to = 0;
			return 0;
		}
		*to++ = digits[v & 0x3f];
		v >>= 6;
	}
	return -1;
}
