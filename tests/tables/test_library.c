/* The library door's rows: in order, without contradictions, and what they name is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <fenv.h>
#include <getopt.h>
#include <inttypes.h>
#include <locale.h>
#include <net/ethernet.h>
#include <search.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>
#include <wchar.h>

#include <dlfcn.h>

#include "abi-tables/abi.h"
#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/illumos/illumos.h"
#include "abi-tables/openbsd/openbsd.h"
#include "loader/link.h"

/* The one that is looked at. */
static const struct library *library;

static void each_row_of_one(void (*look)(const struct library_row *))
{
	abi = abi_named(library->abi);
	for (const struct library_part *p = library->parts; p->name; p++)
		for (size_t i = 0; i < p->count; i++) {
			struct library_row row = library_row_at(p, i);

			look(&row);
		}
}

static void each_row(void (*look)(const struct library_row *))
{
	for (const struct abi *const *a = abis; *a; a++) {
		library = library_named((*a)->name);
		if (library)
			each_row_of_one(look);
	}
}

static void is_in_order(const struct library_row *row)
{
	const struct library_entry *next = row->entry + 1;

	if (next == row->part->entries + row->part->count)
		return;
	if (strcmp(row->symbol, row->part->strings + next->symbol) >= 0)
		fail_msg("%s: %s before %s", row->part->name, row->symbol,
			 row->part->strings + next->symbol);
}

static void in_order(void **state)
{
	(void)state;
	each_row(is_in_order);
}

static void is_found(const struct library_row *row)
{
	char name[512];
	const char *at = strchr(row->symbol, '@');
	struct library_row found;

	assert_int_equal(!at, !library->versions[0]);
	snprintf(name, sizeof name, "%.*s", (int)strcspn(row->symbol, "@"), row->symbol);
	assert_true(library_find(library, name, at ? at + 1 : NULL, &found));
	assert_string_equal(found.symbol, row->symbol);
}

static void by_name(void **state)
{
	struct library_row row;

	(void)state;
	each_row(is_found);
	/* Without a version the newest; names that begin alike are others. */
	assert_true(library_find(&freebsd_library, "qsort_r", NULL, &row));
	assert_string_equal(row.symbol, "qsort_r@FBSD_1.7");
	assert_true(library_find(&freebsd_library, "qsort", NULL, &row));
	assert_string_equal(row.symbol, "qsort@FBSD_1.0");
	assert_false(library_find(&freebsd_library, "qsor", NULL, &row));
	assert_false(library_find(&freebsd_library, "qsort", "FBSD_1.1", &row));
	assert_false(library_find(&freebsd_library, "", NULL, &row));
	assert_true(library_find(&freebsd_library, "flopen", "FBSD_1.8", &row));
}

/* Whether the host has the library that a part borrows, which it need not. */
static bool is_borrowable(const struct library_part *part)
{
	for (const struct library_borrowed *b = library->borrowed; b && b->file; b++)
		if (!strcmp(b->part, part->name))
			return dlopen(b->host, RTLD_NOW | RTLD_GLOBAL);
	return true;
}

static void names_something(const struct library_row *row)
{
	static void *math, *unwinder;
	const char *host = row->text;
	char name[512];

	if (!math)
		math = dlopen("libm.so.6", RTLD_NOW | RTLD_GLOBAL);
	if (!unwinder)
		unwinder = dlopen("libgcc_s.so.1", RTLD_NOW | RTLD_GLOBAL);
	snprintf(name, sizeof name, "%.*s", (int)strcspn(row->symbol, "@"), row->symbol);
	switch (row->binding) {
	case BIND_HOST:
	case BIND_ERRNO:
		/* The host's libgcc_s may lack one: then it is not there for the alien. */
		if (is_borrowable(row->part) && !dlsym(RTLD_DEFAULT, host ? host : name) &&
		    strcmp(row->part->name, "libgcc_s"))
			fail_msg("%s: the host has no %s", row->symbol, host ? host : name);
		break;
	case BIND_ROW:
		snprintf(name, sizeof name, "%.*s", (int)strcspn(host, "@"), host);
		if (library_call(name, strchr(host, '@') ? strchr(host, '@') + 1 : NULL) < 0)
			fail_msg("%s: calls.def has no %s", row->symbol, host);
		break;
	case BIND_OURS:
	case BIND_DATA:
	case BIND_TLS:
		assert_non_null(row->pointer);
		break;
	default:
		break;
	}
}

static void targets(void **state)
{
	(void)state;
	each_row(names_something);
}

/* Structures that a program hands to the host's function as they are: as its own headers say. */
#define SHARED(type, size) _Static_assert(sizeof(type) == (size), #type)
#define SHARED_AT(type, member, at)                                                                \
	_Static_assert(offsetof(type, member) == (at), #type "." #member)
SHARED(struct tm, 56); /* time.h */
SHARED_AT(struct tm, tm_gmtoff, 40);
SHARED_AT(struct tm, tm_zone, 48);
SHARED(struct lconv, 96); /* locale.h */
SHARED_AT(struct lconv, int_curr_symbol, 24);
SHARED_AT(struct lconv, int_frac_digits, 80);
SHARED_AT(struct lconv, int_n_sign_posn, 93);
SHARED(fenv_t, 32); /* x86/fenv.h: x87's 28 bytes and mxcsr */
SHARED_AT(fenv_t, __mxcsr, 28);
SHARED(fexcept_t, 2);
SHARED(ENTRY, 16);         /* search.h */
SHARED(struct option, 32); /* getopt.h */
SHARED_AT(struct option, flag, 16);
SHARED(struct ether_addr, 6); /* net/ethernet.h */
SHARED(div_t, 8);             /* stdlib.h */
SHARED(imaxdiv_t, 16);
SHARED(wint_t, 4);
SHARED(wchar_t, 4);
_Static_assert(sizeof(mbstate_t) <= 128, "the host's state lies in the program's");
_Static_assert(FIND == 0 && ENTER == 1 && preorder == 0 && leaf == 3, "search.h");
_Static_assert(FE_DOWNWARD == 0x400 && FE_TOWARDZERO == 0xc00 && FE_INEXACT == 0x20, "fenv.h");

static bool ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n >= m && !strcmp(name + n - m, end);
}

/* Names that FreeBSD and the host share and that mean different things, and why. */
static const struct {
	const char *host, *why;
} others[] = {
	{ "basename", "the host's is another one than libgen.h's" },
	{ "realloc", "of no bytes" },
	{ "mkstemp", "fewer X's than six" },
	{ "strtol", "errno where there is no number" },
	{ "random", "other numbers for a seed" },
	{ "rand", "other numbers for a seed" },
	{ "drand48", "other numbers without a seed" },
	{ "hsearch", "the host's table does not grow" },
	{ "ether_ntoa", "two digits for each byte" },
	{ "getsubopt", "spaces part words" },
	{ "getopt", "the program's own variables" },
	{ "localtime", "the program's own tzname" },
	{ "strftime", "more letters" },
	{ "fnmatch", "other flags" },
	{ "glob", "other structure and flags" },
	{ "regcomp", "other structure and flags" },
	{ "nl_langinfo", "other items" },
	{ "setlocale", "other categories" },
	{ "fopen", "another FILE" },
	{ "getpwnam", "other structure" },
	{ "readdir", "other structure" },
	{ "sem_wait", "other structure" },
	{ "psignal", "other numbers of signals" },
	{ "strerror", "other numbers of errors" },
	{ "tcflush", "other values" },
	{ "lockf", "a call of its own" },
};

/* What no function of the host's can be bound to as it is. */
static void agrees(const struct library_row *row)
{
	static const char *const variadic[] = { "syslog",      "strfmon", "open",     "openat",
						"fcntl",       "ioctl",   "execl",    "execle",
						"execlp",      "ulimit",  "sem_open", "mq_open",
						"makecontext", NULL };
	char name[128];

	if (row->binding != BIND_HOST && row->binding != BIND_ERRNO)
		return;
	snprintf(name, sizeof name, "%.*s", (int)strcspn(row->symbol, "@"), row->symbol);
	if (row->text)
		snprintf(name, sizeof name, "%s", row->text);
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (library == &freebsd_library && !strcmp(name, others[i].host))
			fail_msg("%s: is not the host's: %s", row->symbol, others[i].why);
	/* A stub that calls on would move what is on the stack; vprintf(3) has the rest there, too.
	 */
	for (const char *const *v = variadic; *v; v++)
		if (!strcmp(name, *v) || ends_with(name, "printf") || ends_with(name, "scanf"))
			fail_msg("%s: takes any number of arguments, or a format", row->symbol);
	/* The BSDs take NULL for the C locale; illumos' are the host's, which has none. */
	if (library != &illumos_library && ends_with(name, "_l"))
		fail_msg("%s: takes a locale", row->symbol);
}

static void agreement(void **state)
{
	(void)state;
	each_row(agrees);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_order),
		cmocka_unit_test(by_name),
		cmocka_unit_test(targets),
		cmocka_unit_test(agreement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
