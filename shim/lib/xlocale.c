/*
 * Locales of threads and of calls: xlocale(3).  They are the host's; FreeBSD has other
 * numbers for the categories, and takes NULL for the C locale.
 */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>

#include "abi-tables/freebsd/libc.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/rune.h"

/* locale.h: FreeBSD's categories in order, and which the host's are. */
static const struct {
	int category, mask;
} categories[FREEBSD_LC_COUNT] = {
	{ LC_ALL, LC_ALL_MASK },           { LC_COLLATE, LC_COLLATE_MASK },
	{ LC_CTYPE, LC_CTYPE_MASK },       { LC_MONETARY, LC_MONETARY_MASK },
	{ LC_NUMERIC, LC_NUMERIC_MASK },   { LC_TIME, LC_TIME_MASK },
	{ LC_MESSAGES, LC_MESSAGES_MASK },
};

locale_t lib_locale(void *alien)
{
	static locale_t c;

	if (alien)
		return alien;
	if (!c)
		c = newlocale(LC_ALL_MASK, "C", NULL);
	return c;
}

locale_t lib_locale_enter(void *alien)
{
	return uselocale(lib_locale(alien));
}

/* What of the host's a mask of FreeBSD's is; -1: there is no such category. */
static int host_mask(int mask)
{
	int host = 0;

	for (int i = 1; i < FREEBSD_LC_COUNT; i++)
		if (mask & 1 << (i - 1))
			host |= categories[i].mask;
	return mask >> (FREEBSD_LC_COUNT - 1) ? -1 : host;
}

void *lib_newlocale(int mask, const char *name, void *base)
{
	int host = host_mask(mask);
	locale_t made;

	if (host < 0 || !name) {
		errno = EINVAL;
		return NULL;
	}
	if (!*name)
		lib_environ_to_host();
	if (base == LC_GLOBAL_LOCALE)
		base = duplocale(LC_GLOBAL_LOCALE);
	made = newlocale(host, name, base);
	if (!made)
		lib_failed();
	return made;
}

void *lib_duplocale(void *locale)
{
	locale_t copy = duplocale(lib_locale(locale));

	if (!copy)
		lib_failed();
	return copy;
}

/* -1 for what can't be freed; the host says nothing. */
int lib_freelocale(void *locale)
{
	if (!locale || locale == LC_GLOBAL_LOCALE)
		return -1;
	freelocale(locale);
	return 0;
}

/* NULL: only say which it is.  The thread's tables of characters go with it. */
void *lib_uselocale(void *locale)
{
	locale_t before = uselocale(locale);

	if (!locale)
		return before;
	if (locale == LC_GLOBAL_LOCALE)
		lib_rune_of_thread(NULL);
	else
		lib_rune_of_thread(lib_rune_of(
		    locale, nl_langinfo_l(_NL_LOCALE_NAME(LC_CTYPE), locale), MB_CUR_MAX > 1));
	return before;
}

/* The name of one category, of the first that the mask has. */
const char *lib_querylocale(int mask, void *locale)
{
	int which = __builtin_ffs(mask);

	if (which < 1 || which >= FREEBSD_LC_COUNT) {
		errno = EINVAL;
		return NULL;
	}
	if (locale == LC_GLOBAL_LOCALE)
		return setlocale(categories[which].category, NULL);
	return nl_langinfo_l(_NL_LOCALE_NAME(categories[which].category), lib_locale(locale));
}

/* struct lconv is the same. */
struct lconv *lib_localeconv_l(void *locale)
{
	locale_t before = lib_locale_enter(locale);
	struct lconv *answer = localeconv();

	uselocale(before);
	return answer;
}
