#include "shim/text.h"

void text_bytes(struct text *t, const char *bytes, size_t n)
{
	while (n--)
		text_char(t, *bytes++);
}

void text_str(struct text *t, const char *s)
{
	while (*s)
		text_char(t, *s++);
}

/* The digits of v from the right, ending at `end`; returns the first. */
static char *digits(char *end, unsigned long v, unsigned base)
{
	do
		*--end = "0123456789abcdef"[v % base];
	while (v /= base);
	return end;
}

static void number(struct text *t, unsigned long v, unsigned base)
{
	char buf[24], *end = buf + sizeof buf, *first = digits(end, v, base);

	text_bytes(t, first, end - first);
}

void text_udec(struct text *t, unsigned long v)
{
	number(t, v, 10);
}

void text_dec(struct text *t, long v)
{
	if (v < 0)
		text_char(t, '-');
	number(t, v < 0 ? -(unsigned long)v : (unsigned long)v, 10);
}

void text_hex(struct text *t, unsigned long v)
{
	text_str(t, "0x");
	number(t, v, 16);
}

void text_oct(struct text *t, unsigned long v)
{
	if (v)
		text_char(t, '0');
	number(t, v, 8);
}

void text_column(struct text *t, unsigned long v, int width)
{
	char buf[24], *end = buf + sizeof buf, *first = digits(end, v, 10);

	for (int n = width - (int)(end - first); n > 0; n--)
		text_char(t, ' ');
	text_bytes(t, first, end - first);
}

static char short_escape(char c)
{
	static const char from[] = "\n\t\r\f\v\"\\", to[] = "ntrfv\"\\";

	for (int i = 0; from[i]; i++)
		if (from[i] == c)
			return to[i];
	return 0;
}

void text_quoted(struct text *t, const char *bytes, size_t n)
{
	text_char(t, '"');
	for (size_t i = 0; i < n; i++) {
		unsigned char c = bytes[i];
		char escape = short_escape(c);

		if (escape) {
			text_char(t, '\\');
			text_char(t, escape);
		} else if (c >= ' ' && c < 127) {
			text_char(t, c);
		} else {
			/* Three digits always: a shorter escape would swallow a digit that follows.
			 */
			text_char(t, '\\');
			text_char(t, '0' + (c >> 6));
			text_char(t, '0' + (c >> 3 & 7));
			text_char(t, '0' + (c & 7));
		}
	}
	text_char(t, '"');
}
