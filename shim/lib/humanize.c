/* humanize_number(3), expand_number(3), hexdump(3), trimdomain(3), getlocalbase(3) of libutil. */
#include <ctype.h>
#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/libc.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/stdio.h"

/* libutil.h */
enum { HN_DECIMAL = 1, HN_NOSPACE = 2, HN_B = 4, HN_DIVISOR_1000 = 8, HN_IEC_PREFIXES = 16 };
enum { HN_GETSCALE = 16, HN_AUTOSCALE = 32 };
#define SCALES 7

static const char *prefix_of(int scale, int flags)
{
	static const char letters[SCALES][3] = { "", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei" };
	static const char *const plain[SCALES] = { "", "K", "M", "G", "T", "P", "E" };

	if (scale == 0)
		return flags & HN_B ? "B" : "";
	if (flags & HN_IEC_PREFIXES)
		return letters[scale];
	return scale == 1 && flags & HN_DIVISOR_1000 ? "k" : plain[scale];
}

struct scaled {
	int64_t whole, rest, divisor;
	int scale;
};

/* From where on the rest rounds the first decimal up to the next whole number. */
static int64_t nearly_one(int64_t divisor)
{
	return (divisor * 95 + 99) / 100;
}

static void divide(struct scaled *s)
{
	s->rest = s->whole % s->divisor;
	s->whole /= s->divisor;
	s->scale++;
}

/* Until the number has no more than `digits` digits. */
static void divide_until(struct scaled *s, size_t digits)
{
	int64_t limit = 1;

	while (digits-- > 0 && limit < INT64_MAX / 10)
		limit *= 10;
	while (s->scale < SCALES - 1 &&
	       (s->whole >= limit || (s->whole == limit - 1 && s->rest >= nearly_one(s->divisor))))
		divide(s);
}

int lib_humanize_number(char *to, size_t room, int64_t number, const char *suffix, int scale,
			int flags)
{
	struct scaled s = { .divisor = flags & HN_DIVISOR_1000 ? 1000 : 1024 };
	const char *space = flags & HN_NOSPACE ? "" : " ";
	bool negative = number < 0, automatic = scale & (HN_AUTOSCALE | HN_GETSCALE);
	size_t least = (size_t)(negative ? 3 : 2) + (flags & HN_IEC_PREFIXES ? 1 : 0) +
		       strlen(space) + (suffix ? strlen(suffix) : 0);
	int64_t tenths;

	if (!suffix || scale < 0 || (!to && !(scale & HN_GETSCALE)) ||
	    (scale >= SCALES && !automatic) || (flags & HN_DIVISOR_1000 && flags & HN_IEC_PREFIXES))
		return -1;
	if (room > 0 && to)
		to[0] = 0;
	if (room < least + 1)
		return -1;
	s.whole = negative ? -number : number;
	if (automatic)
		divide_until(&s, room - least);
	else
		while (s.scale < scale)
			divide(&s);
	if (scale & HN_GETSCALE)
		return s.scale;
	if (flags & HN_DECIMAL && s.scale > 0 &&
	    (s.whole < 9 || (s.whole == 9 && s.rest < nearly_one(s.divisor)))) {
		tenths = s.whole * 10 + (s.rest * 10 + s.divisor / 2) / s.divisor;
		return snprintf(to, room, "%s%" PRId64 "%s%" PRId64 "%s%s%s", negative ? "-" : "",
				tenths / 10, localeconv()->decimal_point, tenths % 10, space,
				prefix_of(s.scale, flags), suffix);
	}
	s.whole += (s.rest + s.divisor / 2) / s.divisor;
	return snprintf(to, room, "%s%" PRId64 "%s%s%s", negative && s.whole ? "-" : "", s.whole,
			space, prefix_of(s.scale, flags), suffix);
}

/* "5k" is 5120, "2MB" two mebibytes. */
int lib_expand_number(const char *text, uint64_t *number)
{
	static const char letters[] = "kmgtpe";
	const char *letter;
	unsigned shift = 0;
	uint64_t value;
	char *end;

	errno = 0;
	value = strtoumax(text, &end, 0);
	if (errno || end == text) {
		errno = errno ? lib_errno(errno) : EINVAL;
		return -1;
	}
	letter = *end ? strchr(letters, tolower((unsigned char)*end)) : NULL;
	if (letter) {
		shift = 10 * (unsigned)(letter - letters + 1);
		end++;
	}
	if (tolower((unsigned char)*end) == 'b')
		end++;
	if (*end) {
		errno = EINVAL;
		return -1;
	}
	if (value << shift >> shift != value) {
		errno = ERANGE;
		return -1;
	}
	*number = value << shift;
	return 0;
}

enum { HD_OMIT_COUNT = 1 << 16, HD_OMIT_HEX = 1 << 17, HD_OMIT_CHARS = 1 << 18 };

/* flags: how many bytes a line, what is between them, what is left out. */
void lib_hexdump(const void *bytes, int size, const char *head, int flags)
{
	const unsigned char *p = bytes;
	int columns = flags & 0xff ? flags & 0xff : 16;
	int between = flags & 0xff00 ? flags >> 8 & 0xff : ' ';
	FILE *out = lib_host_stdout();

	for (int i = 0; i < size; i += columns) {
		if (head)
			fprintf(out, "%s", head);
		if (!(flags & HD_OMIT_COUNT))
			fprintf(out, "%04x  ", (unsigned)i);
		for (int j = 0; j < columns && !(flags & HD_OMIT_HEX); j++)
			if (i + j < size)
				fprintf(out, "%c%02x", between, p[i + j]);
			else
				fprintf(out, "   ");
		if (!(flags & HD_OMIT_CHARS)) {
			fprintf(out, "  |");
			for (int j = 0; j < columns; j++)
				putc(i + j >= size                        ? ' '
				     : p[i + j] >= ' ' && p[i + j] <= '~' ? p[i + j]
									  : '.',
				     out);
			putc('|', out);
		}
		putc('\n', out);
	}
}

int lib_gethostname(char *name, size_t size);

/* A name in the host's own domain loses that. */
void lib_trimdomain(char *name, int size)
{
	char own[256], *dot, *at;

	if (lib_gethostname(own, sizeof own) || !(dot = strchr(own, '.')))
		return;
	at = memchr(name, '.', strnlen(name, (size_t)size));
	for (; at; at = strchr(at + 1, '.'))
		if (!strcasecmp(at, dot)) {
			*at = 0;
			return;
		}
}

int lib_sysctlbyname(const char *name, void *old, size_t *old_size, const void *new, size_t size);

const char *lib_getlocalbase(void)
{
	static char path[1024];
	size_t size = sizeof path;
	const char *own;

	lib_environ_to_host();
	own = getenv("LOCALBASE");
	if (own && *own)
		return own;
	if (lib_sysctlbyname("user.localbase", path, &size, NULL, 0) < 0 || !path[0])
		return "/usr/local";
	return path;
}
