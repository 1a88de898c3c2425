/* Reading and building short texts without libc. */
#include "syscall-map/parse.h"

void word_begin(struct word *t, char *buffer, size_t size)
{
	t->at = buffer;
	t->end = buffer + size;
	*buffer = 0;
}

void word_add(struct word *t, const char *s)
{
	while (*s && t->at + 1 < t->end)
		*t->at++ = *s++;
	*t->at = 0;
}

void word_add_number(struct word *t, uint64_t v)
{
	char digits[24];
	size_t n = sizeof digits - 1;

	digits[n] = 0;
	do
		digits[--n] = '0' + v % 10;
	while (v /= 10);
	word_add(t, digits + n);
}

static const char *skip_space(const char *s)
{
	while (*s == ' ' || *s == '\t')
		s++;
	return s;
}

uint64_t parse_number(const char **s)
{
	const char *p = skip_space(*s);
	uint64_t v = 0;

	while (*p >= '0' && *p <= '9')
		v = v * 10 + (uint64_t)(*p++ - '0');
	*s = p;
	return v;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

uint64_t parse_hex(const char **s)
{
	const char *p = skip_space(*s);
	uint64_t v = 0;

	while (hex_digit(*p) >= 0)
		v = v << 4 | (uint64_t)hex_digit(*p++);
	*s = p;
	return v;
}

const char *parse_line(const char *s, const char *key)
{
	size_t n = string_length(key);

	while (*s) {
		if (string_starts(s, key))
			return s + n;
		while (*s && *s++ != '\n')
			;
	}
	return NULL;
}

const char *parse_skip_words(const char *s, unsigned n)
{
	s = skip_space(s);
	while (n--) {
		while (*s && *s != ' ' && *s != '\t' && *s != '\n')
			s++;
		s = skip_space(s);
	}
	return s;
}
