/*
 * Text without a libc: characters added to a buffer, silently cut at its end.
 */
#ifndef SHIM_TEXT_H
#define SHIM_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct text {
	char *at, *end; /* the next free byte; behind the last */
};

static inline void text_char(struct text *t, char c)
{
	if (t->at < t->end)
		*t->at++ = c;
}

void text_str(struct text *t, const char *s);
void text_bytes(struct text *t, const char *bytes, size_t n);
void text_dec(struct text *t, long v);
void text_udec(struct text *t, unsigned long v);
/* With 0x before it. */
void text_hex(struct text *t, unsigned long v);
/* With 0 before it. */
void text_oct(struct text *t, unsigned long v);
/* In quotes, what does not print as C writes it. */
void text_quoted(struct text *t, const char *bytes, size_t n);
/* Right-justified in `width` characters, as text_udec. */
void text_column(struct text *t, unsigned long v, int width);

#endif
