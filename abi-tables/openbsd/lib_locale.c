/*
 * setlocale(3), newlocale(3).  OpenBSD takes every name of a locale, and of all that a locale
 * may say it has one thing, characters of UTF-8: dates, numbers and the order of strings
 * are those of the C locale.  So the host's LC_CTYPE follows the program's, and nothing else.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/lib.h"

char *lib_getenv(const char *name);

/* locale.h: LC_ALL, then COLLATE, CTYPE, MONETARY, NUMERIC, TIME, MESSAGES */
enum { ALL, CTYPE = 2, COUNT = 7 };
#define LONGEST 256

static char names[COUNT][LONGEST] = { "C", "C", "C", "C", "C", "C", "C" };

static bool is_utf8(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot && (!strcmp(dot, ".UTF-8") || !strncmp(dot, ".UTF-8@", 7));
}

/* setlocale(category, ""): what the environment says. */
static const char *from_environment(int category)
{
	static const char *const variables[COUNT] = { "LC_ALL",      "LC_COLLATE", "LC_CTYPE",
						      "LC_MONETARY", "LC_NUMERIC", "LC_TIME",
						      "LC_MESSAGES" };
	const char *ask[3] = { "LC_ALL", variables[category], "LANG" };

	for (int i = 0; i < 3; i++) {
		const char *says = lib_getenv(ask[i]);

		if (says && *says && strlen(says) < LONGEST && !strchr(says, '/'))
			return says;
	}
	return "C";
}

static void set(int category, const char *name)
{
	memmove(names[category], name, strlen(name) + 1);
	if (category == CTYPE)
		setlocale(LC_CTYPE, is_utf8(name) ? "C.UTF-8" : "C");
}

/* One name, or all with slashes, as lib_setlocale has it for FreeBSD. */
static char *name_of_all(void)
{
	static char all[COUNT * LONGEST];
	size_t n = 0;
	bool same = true;

	for (int i = 2; i < COUNT; i++)
		same &= !strcmp(names[i], names[1]);
	for (int i = 1; i < COUNT; i++) {
		n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", n ? "/" : "", names[i]);
		if (same)
			break;
	}
	return all;
}

/* "a/b/c/d/e/f" for LC_ALL; false: not so many. */
static bool set_mixture(const char *mixture)
{
	char copy[COUNT * LONGEST], *at = copy, *parts[COUNT];

	if (strlen(mixture) >= sizeof copy)
		return false;
	strcpy(copy, mixture);
	for (int i = 1; i < COUNT; i++) {
		parts[i] = strsep(&at, "/");
		if (!parts[i] || !*parts[i] || strlen(parts[i]) >= LONGEST)
			return false;
	}
	if (at)
		return false;
	for (int i = 1; i < COUNT; i++)
		set(i, parts[i]);
	return true;
}

char *openbsd_setlocale(int category, const char *name)
{
	if (category < ALL || category >= COUNT || (name && strlen(name) >= COUNT * LONGEST))
		return NULL;
	if (name && category == ALL && strchr(name, '/')) {
		if (!set_mixture(name))
			return NULL;
	} else if (name) {
		if (strchr(name, '/') || strlen(name) >= LONGEST)
			return NULL;
		for (int i = 1; i < COUNT; i++)
			if (category == ALL || i == category)
				set(i, *name ? name : from_environment(i));
	}
	return category == ALL ? name_of_all() : names[category];
}

/* locale.h: LC_CTYPE_MASK; its locales cannot be changed, and are as many as there are. */
#define CTYPE_MASK (1 << CTYPE)
#define ALL_MASK   0x7e

static locale_t one(bool utf8)
{
	static locale_t made[2];
	locale_t new, before = __atomic_load_n(&made[utf8], __ATOMIC_ACQUIRE);

	if (before)
		return before;
	new = newlocale(LC_ALL_MASK, "C", NULL);
	if (new &&utf8)
		new = newlocale(LC_CTYPE_MASK, "C.UTF-8", new);
	if (!new) {
		lib_failed();
		return NULL;
	}
	if (__atomic_compare_exchange_n(&made[utf8], &before, new, false, __ATOMIC_ACQ_REL,
					__ATOMIC_ACQUIRE))
		return new;
	freelocale(new);
	return before;
}

void *openbsd_newlocale(int mask, const char *name, void *base)
{
	if (!name || mask & ~ALL_MASK) {
		errno = EINVAL;
		return NULL;
	}
	if (!(mask & CTYPE_MASK))
		return base ? base : one(false);
	if (!*name)
		name = from_environment(CTYPE);
	return one(is_utf8(name));
}

void *openbsd_duplocale(void *locale)
{
	return locale == LC_GLOBAL_LOCALE ? one(is_utf8(names[CTYPE])) : locale;
}

void openbsd_freelocale(void *locale)
{
	(void)locale;
}

void *openbsd_uselocale(void *locale)
{
	return uselocale(locale);
}
