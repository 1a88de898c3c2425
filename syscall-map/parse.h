/* Reading and building short texts without libc. */
#ifndef SYSCALL_MAP_PARSE_H
#define SYSCALL_MAP_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline size_t string_length(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

static inline bool string_same(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

static inline bool string_starts(const char *s, const char *start)
{
	while (*start)
		if (*s++ != *start++)
			return false;
	return true;
}

/*
 * Text being put together in a buffer; what has no room is left out, and the
 * buffer always ends with a NUL.
 */
struct word {
	char *at;
	char *end; /* of the buffer */
};

void word_begin(struct word *t, char *buffer, size_t size);
void word_add(struct word *t, const char *s);
void word_add_number(struct word *t, uint64_t v);

/* A decimal number at *s, spaces before it skipped; *s is moved behind it. */
uint64_t parse_number(const char **s);
/* The same in hexadecimal. */
uint64_t parse_hex(const char **s);
/* What stands behind `key` at the start of a line of s; NULL. */
const char *parse_line(const char *s, const char *key);
/* Behind n words. */
const char *parse_skip_words(const char *s, unsigned n);

#endif
