/*
 * ctype(3).  Programs' inline functions look into three tables (ctype.h), which know ASCII
 * alone in every locale; the first entry of each is EOF's.
 */
#include <ctype.h>

#include "shim/lib/lib.h"

#define UPPER  0x01
#define LOWER  0x02
#define DIGIT  0x04
#define SPACE  0x08
#define PUNCT  0x10
#define CNTRL  0x20
#define HEX    0x40
#define BLANK  0x80 /* prints, and is nothing else */
#define COUNT  256
#define OF_EOF 1

static uint8_t types[OF_EOF + COUNT];
static int16_t lower[OF_EOF + COUNT], upper[OF_EOF + COUNT];
static void *types_own = types, *lower_own = lower, *upper_own = upper;

static uint8_t type_of(int c)
{
	if (c >= 'A' && c <= 'Z')
		return UPPER | (c <= 'F' ? HEX : 0);
	if (c >= 'a' && c <= 'z')
		return LOWER | (c <= 'f' ? HEX : 0);
	if (c >= '0' && c <= '9')
		return DIGIT;
	if (c == ' ')
		return SPACE | BLANK;
	if (c >= '\t' && c <= '\r')
		return CNTRL | SPACE;
	return c < ' ' || c == 0x7f ? CNTRL : c < 0x7f ? PUNCT : 0;
}

static void prepare(void)
{
	lower[0] = upper[0] = -1;
	for (int c = 0; c < COUNT; c++) {
		uint8_t type = type_of(c);

		types[OF_EOF + c] = type;
		lower[OF_EOF + c] = (int16_t)(type & UPPER ? c + 'a' - 'A' : c);
		upper[OF_EOF + c] = (int16_t)(type & LOWER ? c + 'A' - 'a' : c);
	}
}

struct library_data openbsd_ctype = { &types_own, &types_own, prepare };
struct library_data openbsd_tolower_table = { &lower_own, &lower_own, prepare };
struct library_data openbsd_toupper_table = { &upper_own, &upper_own, prepare };

/* Of a letter of the other case; what they say of others nobody may ask. */
int openbsd__tolower(int c)
{
	return c - 'A' + 'a';
}

int openbsd__toupper(int c)
{
	return c - 'a' + 'A';
}
