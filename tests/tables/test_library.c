/* The library door's rows: in order, without contradictions, and what they name is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <dlfcn.h>

#include "abi-tables/abi.h"
#include "abi-tables/freebsd/freebsd.h"
#include "loader/link.h"

static void each_row(void (*look)(const struct library_row *))
{
	for (const struct library_part *p = freebsd_library.parts; p->name; p++)
		for (size_t i = 0; i < p->count; i++) {
			struct library_row row = library_row_at(p, i);

			look(&row);
		}
}

static void in_order(void **state)
{
	(void)state;
	for (const struct library_part *p = freebsd_library.parts; p->name; p++)
		for (size_t i = 1; i < p->count; i++) {
			struct library_row a = library_row_at(p, i - 1), b = library_row_at(p, i);

			if (strcmp(a.symbol, b.symbol) >= 0)
				fail_msg("%s: %s before %s", p->name, a.symbol, b.symbol);
		}
}

static void is_found(const struct library_row *row)
{
	char name[128];
	const char *at = strchr(row->symbol, '@');
	struct library_row found;

	assert_non_null(at);
	snprintf(name, sizeof name, "%.*s", (int)(at - row->symbol), row->symbol);
	assert_true(library_find(&freebsd_library, name, at + 1, &found));
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
}

static void names_something(const struct library_row *row)
{
	static void *math, *unwinder;
	const char *host = row->text;
	char name[128];

	if (!math)
		math = dlopen("libm.so.6", RTLD_NOW | RTLD_GLOBAL);
	if (!unwinder)
		unwinder = dlopen("libgcc_s.so.1", RTLD_NOW | RTLD_GLOBAL);
	snprintf(name, sizeof name, "%.*s", (int)strcspn(row->symbol, "@"), row->symbol);
	switch (row->binding) {
	case BIND_HOST:
	case BIND_ERRNO:
		/* The host's libgcc_s may lack one: then it is not there for the alien. */
		if (!dlsym(RTLD_DEFAULT, host ? host : name) && strcmp(row->part->name, "libgcc_s"))
			fail_msg("%s: the host has no %s", row->symbol, host ? host : name);
		break;
	case BIND_ROW:
		snprintf(name, sizeof name, "%.*s", (int)strcspn(host, "@"), host);
		if (library_call(name, strchr(host, '@') + 1) < 0)
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
	abi = &freebsd_abi;
	each_row(names_something);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_order),
		cmocka_unit_test(by_name),
		cmocka_unit_test(targets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
