/*
 * Classes of characters and what a locale says: classes are bits of an int there, which old
 * programs' macros test in tables of the library (iso/ctype_iso.h).  Locales themselves are the
 * host's: the categories have the host's numbers.
 */
#include <ctype.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "shim/lib/lib.h"

#define ALNUM 0x4004 /* alpha or digit, without a bit of its own */

static const struct {
	const char *name;
	int bits, (*has)(wint_t);
} classes[] = {
	{ "upper", 0x01, iswupper },   { "lower", 0x02, iswlower },   { "digit", 0x04, iswdigit },
	{ "space", 0x08, iswspace },   { "punct", 0x10, iswpunct },   { "cntrl", 0x20, iswcntrl },
	{ "blank", 0x40, iswblank },   { "xdigit", 0x80, iswxdigit }, { "graph", 0x2000, iswgraph },
	{ "alpha", 0x4000, iswalpha }, { "print", 0x8000, iswprint }, { "alnum", ALNUM, iswalnum },
};
#define CLASSES (sizeof classes / sizeof classes[0])

int illumos_wctype(const char *name)
{
	for (size_t i = 0; i < CLASSES; i++)
		if (!strcmp(name, classes[i].name))
			return classes[i].bits;
	return 0;
}

int illumos_iswctype(wint_t c, int class)
{
	for (size_t i = 0; i < CLASSES; i++)
		if ((classes[i].bits & class) == classes[i].bits && classes[i].has(c))
			return 1;
	return 0;
}

/* wctype.h: wctrans_t is a number */
enum { TO_LOWER = 1, TO_UPPER };

unsigned illumos_wctrans(const char *name)
{
	return !strcmp(name, "tolower") ? TO_LOWER : !strcmp(name, "toupper") ? TO_UPPER : 0;
}

wint_t illumos_towctrans(wint_t c, unsigned how)
{
	return how == TO_LOWER ? towlower(c) : how == TO_UPPER ? towupper(c) : c;
}

/* The tables of the C locale: from EOF, which is -1, on.  The first has one byte for each class
 * below graph, then the other case of each character and the widths of a code set's. */
static unsigned char ctype_own[521];
static unsigned mask_own[257];
static int upper_own[257], lower_own[257];
static unsigned *mask_at = mask_own + 1;
static int *upper_at = upper_own + 1, *lower_at = lower_own + 1;

static unsigned bits_of(int c)
{
	unsigned bits = 0;

	for (size_t i = 0; i < CLASSES; i++)
		if (c < 128 && classes[i].bits != ALNUM && classes[i].has((wint_t)c))
			bits |= (unsigned)classes[i].bits;
	return bits;
}

static void prepare_tables(void)
{
	upper_own[0] = lower_own[0] = -1;
	for (int c = 0; c < 256; c++) {
		mask_own[c + 1] = bits_of(c);
		ctype_own[c + 1] = (unsigned char)bits_of(c);
		upper_own[c + 1] = c < 128 ? toupper(c) : c;
		lower_own[c + 1] = c < 128 ? tolower(c) : c;
		ctype_own[c + 258] =
		    (unsigned char)(c < 128 && isupper(c) ? tolower(c) : upper_own[c + 1]);
	}
	ctype_own[514] = 1;
	ctype_own[520] = 1;
}

struct library_data illumos_ctype = { ctype_own, ctype_own, prepare_tables };
struct library_data illumos_ctype_mask = { &mask_at, &mask_at, prepare_tables };
struct library_data illumos_trans_upper = { &upper_at, &upper_at, prepare_tables };
struct library_data illumos_trans_lower = { &lower_at, &lower_at, prepare_tables };

char *lib_nl_langinfo(int item);
char *lib_nl_langinfo_l(int item, locale_t locale);

#define DATE_ITEM 58 /* _DATE_FMT: date(1)'s */

/* The C locale's code, which is US-ASCII with the BSDs, is 646 here. */
static const char *text_of(int item, const char *text)
{
	if (item == DATE_ITEM)
		return "%a %b %e %H:%M:%S %Z %Y";
	return strcmp(text, "US-ASCII") ? text : "646";
}

const char *illumos_nl_langinfo(int item)
{
	return text_of(item, lib_nl_langinfo(item));
}

const char *illumos_nl_langinfo_l(int item, locale_t locale)
{
	if (locale == LC_GLOBAL_LOCALE)
		return illumos_nl_langinfo(item);
	return text_of(item, lib_nl_langinfo_l(item, locale));
}

locale_t illumos_global_locale(void)
{
	return LC_GLOBAL_LOCALE;
}

/* wcstok(3C) before XPG5: the place is the library's. */
wchar_t *illumos_wcstok(wchar_t *text, const wchar_t *separators)
{
	static __thread wchar_t *place;

	return wcstok(text, separators, &place);
}
