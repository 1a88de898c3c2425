/*
 * setlocale(3) and nl_langinfo(3).  Locales are the host's; categories and items have
 * other numbers, and a mixture of locales is written in another way: FreeBSD's
 * "C/C.UTF-8/C/C/C/C" is collate, ctype, monetary, numeric, time, messages.
 */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "shim/lib/lib.h"
#include "shim/lib/rune.h"

static const int host_category[FREEBSD_LC_LAST] = {
	[FREEBSD_LC_ALL] = LC_ALL,           [FREEBSD_LC_COLLATE] = LC_COLLATE,
	[FREEBSD_LC_CTYPE] = LC_CTYPE,       [FREEBSD_LC_MONETARY] = LC_MONETARY,
	[FREEBSD_LC_NUMERIC] = LC_NUMERIC,   [FREEBSD_LC_TIME] = LC_TIME,
	[FREEBSD_LC_MESSAGES] = LC_MESSAGES,
};

/* The name of all categories: one, or all with slashes. */
static char *name_of_all(void)
{
	static char all[FREEBSD_LC_LAST * 64];
	const char *first = setlocale(LC_COLLATE, NULL);
	bool same = true;
	size_t n = 0;

	for (int i = FREEBSD_LC_COLLATE; i < FREEBSD_LC_LAST; i++)
		same &= !strcmp(setlocale(host_category[i], NULL), first);
	for (int i = FREEBSD_LC_COLLATE; i < FREEBSD_LC_LAST && n < sizeof all; i++) {
		const char *name = setlocale(host_category[i], NULL);

		n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", n ? "/" : "", name);
		if (same)
			break;
	}
	return all;
}

/* All of them or none: the host's own name of a mixture. */
static bool set_mixture(const char *mixture)
{
	char before[512], name[64];
	const char *now = setlocale(LC_ALL, NULL);

	if (strlen(now) >= sizeof before)
		return false;
	strcpy(before, now);
	for (int i = FREEBSD_LC_COLLATE; i < FREEBSD_LC_LAST; i++) {
		size_t length = strcspn(mixture, "/");
		bool last = i == FREEBSD_LC_LAST - 1;

		if (!length || length >= sizeof name || !mixture[length] != last)
			goto undo;
		memcpy(name, mixture, length);
		name[length] = 0;
		if (!setlocale(host_category[i], name))
			goto undo;
		mixture += length + !last;
	}
	return true;
undo:
	setlocale(LC_ALL, before);
	return false;
}

char *lib_setlocale(int category, const char *name)
{
	if (category < 0 || category >= FREEBSD_LC_LAST) {
		errno = EINVAL;
		return NULL;
	}
	if (name) {
		bool done = category == FREEBSD_LC_ALL && strchr(name, '/')
				? set_mixture(name)
				: setlocale(host_category[category], name) != NULL;

		if (!done) {
			errno = ENOENT;
			return NULL;
		}
		if (category == FREEBSD_LC_ALL || category == FREEBSD_LC_CTYPE)
			lib_rune_changed(setlocale(LC_CTYPE, NULL));
	}
	return category == FREEBSD_LC_ALL ? name_of_all()
					  : setlocale(host_category[category], NULL);
}

/* An unknown item is the empty string on both. */
static nl_item item_to_host(int item)
{
	const struct lib_items *items = lib_facts->langinfo;

	for (size_t i = 0; i < lib_facts->langinfo_count; i++)
		if (item >= items[i].first && item < items[i].first + items[i].count)
			return items[i].host + (item - items[i].first);
	return -1;
}

/* The BSDs call the C locale's code US-ASCII. */
static char *codeset(char *host)
{
	return strcmp(host, "ANSI_X3.4-1968") ? host : "US-ASCII";
}

char *lib_nl_langinfo(int item)
{
	return codeset(nl_langinfo(item_to_host(item)));
}

char *lib_nl_langinfo_l(int item, locale_t locale)
{
	return codeset(nl_langinfo_l(item_to_host(item), locale));
}
