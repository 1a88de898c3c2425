/*
 * ctype(3) and wctype(3) as functions, in a locale too.  A class is a mask of bits that
 * programs' own macros test (_ctype.h); a value that is no character is in no class, where
 * the host's functions would read beyond their tables.
 */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/rune.h"
#include "shim/lib/xlocale.h"

unsigned long lib_runetype(int32_t c);
const struct freebsd_rune_locale *lib_getCurrentRuneLocale(void);

/* In a locale whose characters have several bytes, a byte of 128 and more is none. */
static bool is_single(int c)
{
	return c >= 0 && c < (MB_CUR_MAX > 1 ? 128 : 256);
}

static unsigned long type_of_byte(int c)
{
	return is_single(c) ? lib_getCurrentRuneLocale()->type[c] : 0;
}

/* While another locale is the host's for one call. */
static unsigned long type_now(int c)
{
	return is_single(c) ? lib_runetype((int32_t)btowc(c)) : 0;
}

#define ALL_CLASSES(X)                                                                             \
	X(alnum, FREEBSD_CTYPE_A | FREEBSD_CTYPE_N)                                                \
	X(alpha, FREEBSD_CTYPE_A)                                                                  \
	X(blank, FREEBSD_CTYPE_B)                                                                  \
	X(cntrl, FREEBSD_CTYPE_C)                                                                  \
	X(graph, FREEBSD_CTYPE_G)                                                                  \
	X(lower, FREEBSD_CTYPE_L)                                                                  \
	X(print, FREEBSD_CTYPE_R)                                                                  \
	X(punct, FREEBSD_CTYPE_P)                                                                  \
	X(space, FREEBSD_CTYPE_S)                                                                  \
	X(upper, FREEBSD_CTYPE_U)                                                                  \
	X(hexnumber, FREEBSD_CTYPE_X)                                                              \
	X(ideogram, FREEBSD_CTYPE_I)                                                               \
	X(number, FREEBSD_CTYPE_N)                                                                 \
	X(phonogram, FREEBSD_CTYPE_Q)                                                              \
	X(rune, ~0xfful)                                                                           \
	X(special, FREEBSD_CTYPE_T)

#define BYTE(name, bits)                                                                           \
	int lib_is##name(int c)                                                                    \
	{                                                                                          \
		return (type_of_byte(c) & (bits)) != 0;                                            \
	}                                                                                          \
	IN_LOCALE(int, is##name, (int c, void *locale), (type_now(c) & (bits)) != 0)
ALL_CLASSES(BYTE)

/* These two are ASCII's in every locale. */
int lib_isdigit_l(int c, void *locale)
{
	(void)locale;
	return c >= '0' && c <= '9';
}

int lib_isxdigit_l(int c, void *locale)
{
	(void)locale;
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

#define WIDE(name, bits)                                                                           \
	int lib_isw##name(wint_t c)                                                                \
	{                                                                                          \
		return c != WEOF && (lib_runetype((int32_t)c) & (bits)) != 0;                      \
	}
WIDE(hexnumber, FREEBSD_CTYPE_X)
WIDE(ideogram, FREEBSD_CTYPE_I)
WIDE(number, FREEBSD_CTYPE_N)
WIDE(phonogram, FREEBSD_CTYPE_Q)
WIDE(rune, ~0xfful)
WIDE(special, FREEBSD_CTYPE_T)

int lib_iswascii(wint_t c)
{
	return c < 128;
}

static int32_t lower_byte(int c)
{
	wint_t wide = c < 0 || c > 255 ? WEOF : btowc(c);
	int back = wide == WEOF ? EOF : wctob(towlower(wide));

	return back == EOF ? c : back;
}

static int32_t upper_byte(int c)
{
	wint_t wide = c < 0 || c > 255 ? WEOF : btowc(c);
	int back = wide == WEOF ? EOF : wctob(towupper(wide));

	return back == EOF ? c : back;
}

/* The value of a digit, hexadecimal too; 0 for others. */
int lib_digittoint(int c)
{
	return (int)(type_of_byte(c) & 0xff);
}

/* iswctype(3), a macro in programs: a class is its bits. */
unsigned long lib_wctype(const char *name)
{
	static const struct {
		const char *name;
		unsigned long bits;
	} classes[] = {
#define NAMED(name, bits) { #name, bits },
		ALL_CLASSES(NAMED){ "digit", FREEBSD_CTYPE_D },
		{ "xdigit", FREEBSD_CTYPE_X },
	};

	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
		if (!strcmp(name, classes[i].name))
			return classes[i].bits;
	return 0;
}

int lib_iswctype(wint_t c, unsigned long bits)
{
	return c != WEOF && (lib_runetype((int32_t)c) & bits) != 0;
}

/* 1 to lower case, 2 to upper. */
int lib_wctrans(const char *name)
{
	int which = !strcmp(name, "tolower") ? 1 : !strcmp(name, "toupper") ? 2 : 0;

	if (!which)
		errno = EINVAL;
	return which;
}

wint_t lib_towctrans(wint_t c, int which)
{
	if (which == 1)
		return towlower(c);
	if (which == 2)
		return towupper(c);
	errno = EINVAL;
	return c;
}

/* The next character of a class; -1: there is none. */
wint_t lib_nextwctype(wint_t c, unsigned long bits)
{
	for (c = c == WEOF ? 0 : c + 1; c <= 0x10ffff; c++)
		if (lib_iswctype(c, bits))
			return c;
	return WEOF;
}

/* clang-format off */
IN_LOCALE(int, tolower, (int c, void *locale), lower_byte(c))
IN_LOCALE(int, toupper, (int c, void *locale), upper_byte(c))
IN_LOCALE(int, digittoint, (int c, void *locale), (int)(type_now(c) & 0xff))
IN_LOCALE(unsigned long, wctype, (const char *name, void *locale), lib_wctype(name))
IN_LOCALE(int, iswctype, (wint_t c, unsigned long bits, void *locale), lib_iswctype(c, bits))
IN_LOCALE(int, wctrans, (const char *name, void *locale), lib_wctrans(name))
IN_LOCALE(wint_t, towctrans, (wint_t c, int which, void *locale), lib_towctrans(c, which))
IN_LOCALE(wint_t, nextwctype, (wint_t c, unsigned long bits, void *locale), lib_nextwctype(c, bits))
IN_LOCALE(int, iswhexnumber, (wint_t c, void *locale), lib_iswhexnumber(c))
IN_LOCALE(int, iswideogram, (wint_t c, void *locale), lib_iswideogram(c))
IN_LOCALE(int, iswnumber, (wint_t c, void *locale), lib_iswnumber(c))
IN_LOCALE(int, iswphonogram, (wint_t c, void *locale), lib_iswphonogram(c))
IN_LOCALE(int, iswrune, (wint_t c, void *locale), lib_iswrune(c))
IN_LOCALE(int, iswspecial, (wint_t c, void *locale), lib_iswspecial(c))
/* clang-format on */

/* What the macros of _ctype.h are as functions. */
unsigned long lib_maskrune(int32_t c, unsigned long bits)
{
	return lib_runetype(c) & bits;
}

int lib_istype(int32_t c, unsigned long bits)
{
	return lib_maskrune(c, bits) != 0;
}

int lib_sbmaskrune(int32_t c, unsigned long bits)
{
	return (int)(type_of_byte(c) & bits);
}

int lib_sbistype(int32_t c, unsigned long bits)
{
	return (type_of_byte(c) & bits) != 0;
}

/* In the C locale. */
int lib_isctype(int32_t c, unsigned long bits)
{
	return c >= 0 && c < 128 && lib_istype(c, bits);
}

int32_t lib_sbtolower(int32_t c)
{
	return lower_byte(c);
}

int32_t lib_sbtoupper(int32_t c)
{
	return upper_byte(c);
}

/* clang-format off */
IN_LOCALE(unsigned long, maskrune, (int32_t c, unsigned long bits, void *locale), lib_maskrune(c, bits))
IN_LOCALE(int, istype, (int32_t c, unsigned long bits, void *locale), lib_istype(c, bits))
IN_LOCALE(int, sbmaskrune, (int32_t c, unsigned long bits, void *locale), (int)(type_now(c) & bits))
IN_LOCALE(int, sbistype, (int32_t c, unsigned long bits, void *locale), (type_now(c) & bits) != 0)
IN_LOCALE(unsigned long, runetype, (int32_t c, void *locale), lib_runetype(c))
IN_LOCALE(int32_t, rune_tolower, (int32_t c, void *locale), (int32_t)towlower((wint_t)c))
IN_LOCALE(int32_t, rune_toupper, (int32_t c, void *locale), (int32_t)towupper((wint_t)c))
/* clang-format on */
