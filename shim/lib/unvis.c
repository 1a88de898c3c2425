/* unvis(3): the way back from vis(3), a character at a time. */
#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "shim/lib/lib.h"

/* vis.h */
#define HTTP     0x0080
#define MIME     0x0200
#define NOESCAPE 0x0800
#define END      0x1000
enum { ERROR = -2, SYNBAD, VALID = 1, VALIDPUSH, NOCHAR };

/* The state's lowest byte; above it, the digits of a number that are still to come. */
enum { GROUND, START, META, META1, CONTROL, OCTAL2, OCTAL3, HEX, HEX2, STYLE, STYLE2 };

static int value_of(int c)
{
	return isdigit(c) ? c - '0' : isxdigit(c) ? tolower(c) - 'a' + 10 : -1;
}

/* Behind a backslash. */
static int escaped(char *to, int c, int *state)
{
	static const char letters[] = "nrbavtfsE\\-", is[] = "\n\r\b\a\v\t\f \033\\-";
	const char *at = c ? strchr(letters, c) : NULL;

	if (c >= '0' && c <= '7') {
		*to = (char)(c - '0');
		*state = OCTAL2;
		return NOCHAR;
	}
	*to = 0;
	*state = c == 'M' ? META : c == '^' ? CONTROL : c == 'x' ? HEX : GROUND;
	if (*state != GROUND)
		return NOCHAR;
	if (c == 'M' + 0x80 || c == '\n' || c == '$') /* a hidden newline; a mark */
		return NOCHAR;
	if (c > ' ' && c < 127 && !at) {
		*to = (char)c;
		return VALID;
	}
	if (!at)
		return SYNBAD;
	*to = is[at - letters];
	return VALID;
}

static int ground(char *to, int c, int *state, int flags)
{
	if (c == '\\' && !(flags & NOESCAPE)) {
		*to = 0;
		*state = START;
		return NOCHAR;
	}
	if ((flags & HTTP && c == '%') || (flags & MIME && c == '=')) {
		*state = STYLE;
		return NOCHAR;
	}
	*to = (char)c;
	return VALID;
}

/* A digit of a number with base 8 or 16; `next`: the state behind it. */
static int digit(char *to, int c, int *state, int base, int next)
{
	int v = value_of(c);

	if (v < 0 || v >= base) {
		*state = GROUND;
		return base == 8 ? VALIDPUSH : SYNBAD;
	}
	*to = (char)(*to * base + v);
	*state = next;
	return next == GROUND ? VALID : NOCHAR;
}

int lib_unvis(char *to, int c, int *state, int flags)
{
	c &= 0xff;
	if (flags & END) {
		int was = *state;

		*state = GROUND;
		return was == GROUND ? NOCHAR : was == OCTAL2 || was == OCTAL3 ? VALID : SYNBAD;
	}
	switch (*state) {
	case GROUND:
		return ground(to, c, state, flags);
	case START:
		return escaped(to, c, state);
	case META:
		*to = (char)0200;
		*state = c == '-' ? META1 : c == '^' ? CONTROL : GROUND;
		return *state == GROUND ? SYNBAD : NOCHAR;
	case META1:
		*to = (char)(*to | c);
		*state = GROUND;
		return VALID;
	case CONTROL:
		*to = (char)(*to | (c == '?' ? 0177 : c & 037));
		*state = GROUND;
		return VALID;
	case OCTAL2:
		return digit(to, c, state, 8, OCTAL3);
	case OCTAL3:
		return digit(to, c, state, 8, GROUND);
	case HEX:
	case STYLE:
		*to = 0;
		return digit(to, c, state, 16, *state == HEX ? HEX2 : STYLE2);
	case HEX2:
	case STYLE2:
		return digit(to, c, state, 16, GROUND);
	default:
		*state = GROUND;
		return ERROR;
	}
}

/* The length, or -1 with EINVAL or ENOSPC; a NUL behind. */
int lib_strnunvisx(char *to, size_t room, const char *from, int flags)
{
	char *start = to, c = 0;
	int state = GROUND;

	for (; *from; from++) {
		int ret;

		do {
			ret = lib_unvis(&c, *from, &state, flags);
			if (ret < 0) {
				errno = EINVAL;
				return -1;
			}
			if (ret == NOCHAR)
				break;
			if (room <= (size_t)(to - start) + 1) {
				errno = ENOSPC;
				return -1;
			}
			*to++ = c;
		} while (ret == VALIDPUSH);
	}
	if (lib_unvis(&c, 0, &state, END) == VALID)
		*to++ = c;
	*to = 0;
	return (int)(to - start);
}

int lib_strunvisx(char *to, const char *from, int flags)
{
	return lib_strnunvisx(to, SIZE_MAX, from, flags);
}

int lib_strunvis(char *to, const char *from)
{
	return lib_strunvisx(to, from, 0);
}

int lib_strnunvis(char *to, size_t room, const char *from)
{
	return lib_strnunvisx(to, room, from, 0);
}
