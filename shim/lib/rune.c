/*
 * ctype(3).  Programs' macros look into tables of the locale: a bit mask, a lower and
 * an upper case for each of the first 256 characters (runetype.h).  They are made
 * from the host's locale, whose characters are Unicode's as well where they are wide.
 */
#include "shim/lib/rune.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "shim/lib/lib.h"

static struct freebsd_rune_locale plain;
struct library_data lib_default_rune = { &plain, &plain, lib_rune_prepare };

static const struct freebsd_rune_locale *current_own = &plain;
struct library_data lib_current_rune = { &current_own, &current_own, lib_rune_prepare };

/* How many of the first 256 values are characters by themselves. */
static int single_own = 256;
struct library_data lib_mb_sb_limit = { &single_own, &single_own, NULL };
static int longest_own = 1;
struct library_data lib_mb_cur_max = { &longest_own, &longest_own, NULL };

/* uselocale(3)'s; NULL: the program's. */
static __thread const struct freebsd_rune_locale *of_thread;

void *lib_thread_rune(void)
{
	return &of_thread;
}

unsigned long lib_rune_type(wint_t c, locale_t locale)
{
	static const struct {
		const char *name;
		unsigned long bit;
	} classes[] = {
		{ "alpha", FREEBSD_CTYPE_A },  { "cntrl", FREEBSD_CTYPE_C },
		{ "digit", FREEBSD_CTYPE_D },  { "graph", FREEBSD_CTYPE_G },
		{ "lower", FREEBSD_CTYPE_L },  { "punct", FREEBSD_CTYPE_P },
		{ "space", FREEBSD_CTYPE_S },  { "upper", FREEBSD_CTYPE_U },
		{ "xdigit", FREEBSD_CTYPE_X }, { "blank", FREEBSD_CTYPE_B },
		{ "print", FREEBSD_CTYPE_R },
	};
	unsigned long type = 0;
	int columns = wcwidth((wchar_t)c);

	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
		if (iswctype_l(c, wctype_l(classes[i].name, locale), locale))
			type |= classes[i].bit;
	if (type & FREEBSD_CTYPE_D)
		type |= FREEBSD_CTYPE_N;
	if (c >= '0' && c <= '9')
		type |= c - '0';
	else if (type & FREEBSD_CTYPE_X)
		type |= (c | 0x20) - 'a' + 10;
	if (c >= 0x80 && type & FREEBSD_CTYPE_R && columns >= 0)
		type |= columns == 0   ? FREEBSD_CTYPE_SW0
			: columns == 1 ? FREEBSD_CTYPE_SW1
				       : FREEBSD_CTYPE_SW2;
	return type;
}

static void fill(struct freebsd_rune_locale *to, locale_t locale, const char *encoding, int known)
{
	memcpy(to->magic, "RuneMagi", sizeof to->magic);
	strncpy(to->encoding, encoding, sizeof to->encoding - 1);
	to->invalid = 0xfffd;
	for (int c = 0; c < FREEBSD_CACHED_RUNES; c++) {
		to->type[c] = c < known ? lib_rune_type((wint_t)c, locale) : 0;
		to->lower[c] = c < known ? (int32_t)towlower_l((wint_t)c, locale) : c;
		to->upper[c] = c < known ? (int32_t)towupper_l((wint_t)c, locale) : c;
	}
}

/* The C locale knows ASCII, on both systems. */
void lib_rune_prepare(void)
{
	locale_t c = newlocale(LC_ALL_MASK, "C", NULL);

	lib_default_rune.prepare = lib_current_rune.prepare = NULL;
	if (!c)
		return;
	fill(&plain, c, "NONE", 128);
	freelocale(c);
}

/*
 * The first 256 of an encoding with more bytes to a character are Unicode's, of one
 * with a byte each those bytes'.
 */
static struct freebsd_rune_locale *make(locale_t locale, bool wide)
{
	struct freebsd_rune_locale *made = calloc(1, sizeof *made);
	locale_t before;

	if (!made)
		return NULL;
	before = uselocale(locale);
	if (wide) {
		fill(made, locale, "UTF-8", FREEBSD_CACHED_RUNES);
	} else {
		fill(made, locale, "NONE", 0);
		for (int c = 0; c < FREEBSD_CACHED_RUNES; c++) {
			wint_t w = btowc(c);

			if (w == WEOF)
				continue;
			made->type[c] = lib_rune_type(w, locale);
			made->lower[c] = (int32_t)tolower_l(c, locale);
			made->upper[c] = (int32_t)toupper_l(c, locale);
		}
	}
	uselocale(before);
	return made;
}

/* Tables once made stay: threads may look at them without a lock. */
static struct made {
	struct made *next;
	struct freebsd_rune_locale *table;
	char name[];
} * made;

const struct freebsd_rune_locale *lib_rune_of(locale_t locale, const char *name, bool wide)
{
	struct made *new;

	if (!strcmp(name, "C") || !strcmp(name, "POSIX"))
		return &plain;
	for (struct made *m = __atomic_load_n(&made, __ATOMIC_ACQUIRE); m; m = m->next)
		if (!strcmp(m->name, name))
			return m->table;
	new = malloc(sizeof *new + strlen(name) + 1);
	if (!new || !(new->table = make(locale, wide))) {
		free(new);
		return NULL;
	}
	strcpy(new->name, name);
	new->next = __atomic_load_n(&made, __ATOMIC_RELAXED);
	while (!__atomic_compare_exchange_n(&made, &new->next, new, false, __ATOMIC_RELEASE,
					    __ATOMIC_RELAXED))
		;
	return new->table;
}

void lib_rune_changed(const char *name)
{
	locale_t all = duplocale(LC_GLOBAL_LOCALE);
	bool wide = MB_CUR_MAX > 1;
	const struct freebsd_rune_locale *table = all ? lib_rune_of(all, name, wide) : NULL;

	if (table) {
		*(const struct freebsd_rune_locale **)lib_current_rune.at = table;
		*(int *)lib_mb_sb_limit.at = wide ? 128 : 256;
		*(int *)lib_mb_cur_max.at = (int)MB_CUR_MAX;
	}
	if (all)
		freelocale(all);
}

void lib_rune_of_thread(const struct freebsd_rune_locale *table)
{
	of_thread = table;
}

const struct freebsd_rune_locale *lib_getCurrentRuneLocale(void)
{
	return of_thread ? of_thread : *(const struct freebsd_rune_locale **)lib_current_rune.at;
}

int lib_mb_cur_max_now(void)
{
	return (int)MB_CUR_MAX;
}

/*
 * Characters that are in no table.  The program's own locale has no locale_t of the
 * host's to ask with: it is copied.
 */
unsigned long lib_runetype(int32_t c)
{
	locale_t mine = uselocale(NULL), copy = duplocale(mine);
	unsigned long type = copy ? lib_rune_type((wint_t)c, copy) : 0;

	if (copy)
		freelocale(copy);
	return type;
}

int32_t lib_rune_tolower(int32_t c)
{
	return (int32_t)towlower((wint_t)c);
}

int32_t lib_rune_toupper(int32_t c)
{
	return (int32_t)towupper((wint_t)c);
}
