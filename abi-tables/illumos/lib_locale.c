/*
 * Classes of characters and what a locale says: classes are bits of an int there, which old
 * programs' macros test in tables of the library (iso/ctype_iso.h), and nl_langinfo's items have
 * numbers of their own (langinfo.h).  Locales themselves are the host's: the categories have
 * the host's numbers.
 */
#include <ctype.h>
#include <langinfo.h>
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

/* By illumos' number, from 1 on. */
static const nl_item items[] = {
	DAY_1,   DAY_2,      DAY_3,    DAY_4,     DAY_5,       DAY_6,     DAY_7,      ABDAY_1,
	ABDAY_2, ABDAY_3,    ABDAY_4,  ABDAY_5,   ABDAY_6,     ABDAY_7,   MON_1,      MON_2,
	MON_3,   MON_4,      MON_5,    MON_6,     MON_7,       MON_8,     MON_9,      MON_10,
	MON_11,  MON_12,     ABMON_1,  ABMON_2,   ABMON_3,     ABMON_4,   ABMON_5,    ABMON_6,
	ABMON_7, ABMON_8,    ABMON_9,  ABMON_10,  ABMON_11,    ABMON_12,  RADIXCHAR,  THOUSEP,
	YESSTR,  NOSTR,      CRNCYSTR, D_T_FMT,   D_FMT,       T_FMT,     AM_STR,     PM_STR,
	CODESET, T_FMT_AMPM, ERA,      ERA_D_FMT, ERA_D_T_FMT, ERA_T_FMT, ALT_DIGITS, YESEXPR,
	NOEXPR,
};
#define CODESET_ITEM 49
#define DATE_ITEM    58 /* _DATE_FMT: date(1)'s */

static const char *text_of(int item, locale_t locale)
{
	const char *text;

	if (item == DATE_ITEM)
		return "%a %b %e %H:%M:%S %Z %Y";
	if (item < 1 || item > (int)(sizeof items / sizeof items[0]))
		return "";
	text = locale ? nl_langinfo_l(items[item - 1], locale) : nl_langinfo(items[item - 1]);
	/* The C locale's is 646, as ASCII is called there. */
	return item == CODESET_ITEM && !strcmp(text, "ANSI_X3.4-1968") ? "646" : text;
}

const char *illumos_nl_langinfo(int item)
{
	return text_of(item, NULL);
}

const char *illumos_nl_langinfo_l(int item, locale_t locale)
{
	return text_of(item, locale == LC_GLOBAL_LOCALE ? NULL : locale);
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
