/* NetBSD's tables against its own list of calls, and by example. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>

#include "abi-tables/event.h"
#include "abi-tables/netbsd/netbsd.h"
#include "abi-tables/table.h"
#include "syscall-map/map.h"
#include "tests/tables/arguments.h"

struct number {
	int nr;
	const char *name;
	const char *args; /* NULL: it has none any more */
};

static const struct number numbers[] = {
#define LIVE(nr, name, args) { nr, name, args },
#define OLD(nr, name)        { nr, name, NULL },
#include "tests/tables/netbsd_numbers.def"
};

static void every_number_has_its_row(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(numbers); i++) {
		const struct row *r = &netbsd_abi.rows[numbers[i].nr];

		assert_in_range(numbers[i].nr, 0, netbsd_abi.row_count - 1);
		if (r->kind == ROW_ABSENT || strcmp(r->symbol, numbers[i].name))
			fail_msg("%d is %s", numbers[i].nr, numbers[i].name);
		if (numbers[i].args && r->kind != ROW_NONE && !has_arguments(r, numbers[i].args))
			fail_msg("%d %s: not (%s)", numbers[i].nr, r->symbol, numbers[i].args);
	}
}

static void no_row_without_a_number(void **state)
{
	size_t known = 0;

	(void)state;
	for (size_t nr = 0; nr < netbsd_abi.row_count; nr++) {
		if (netbsd_abi.rows[nr].kind == ROW_ABSENT)
			continue;
		while (known < ARRAY_COUNT(numbers) && (size_t)numbers[known].nr < nr)
			known++;
		if (known == ARRAY_COUNT(numbers) || (size_t)numbers[known].nr != nr)
			fail_msg("%zu %s is no call of NetBSD's", nr, netbsd_abi.rows[nr].symbol);
	}
}

/* The target of the work, so that nobody takes a row away unseen. */
static void most_calls_work(void **state)
{
	int work = 0, live = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(numbers); i++) {
		live += numbers[i].args != NULL;
		work += numbers[i].args && netbsd_abi.rows[numbers[i].nr].kind != ROW_NONE;
	}
	assert_in_range(work, 220, live);
}

static void values_by_example(void **state)
{
	uint64_t v;

	(void)state;
	assert_int_equal(xlat_to_host(XLAT_open, 0x400201, &v), 0);
	assert_int_equal(v, O_WRONLY | O_CREAT | O_CLOEXEC);
	assert_int_equal(xlat_to_host(XLAT_clock, 3, &v), 0);
	assert_int_equal(v, 1);
	assert_int_equal(xlat_to_host(XLAT_clock, 4, &v), -EINVAL);
	assert_int_equal(xlat_to_host(XLAT_madvise, 6, &v), 0);
	assert_int_equal(v, MADV_DONTNEED);
	assert_int_equal(xlat_to_host(XLAT_evfilter, 1, &v), 0);
	assert_int_equal(v, FILTER_WRITE);
	assert_int_equal(xlat_to_host(XLAT_whence, 3, &v), -EINVAL);
	assert_int_equal(errno_to_alien(ECANCELED), 87);
	assert_int_equal(errno_to_alien(ENODATA), 93); /* ENOATTR */
	assert_int_equal(errno_to_alien(netbsd_abi.symlink_error), 79);
	assert_int_equal(signal_to_alien(signal_to_host(29)), 29); /* SIGINFO, SIGPWR */
	assert_int_equal(signal_to_alien(signal_to_host(32)), 32);
	assert_int_not_equal(signal_to_host(29), signal_to_host(32));
}

static int set_abi(void **state)
{
	(void)state;
	abi = &netbsd_abi;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_has_its_row),
		cmocka_unit_test(no_row_without_a_number),
		cmocka_unit_test(most_calls_work),
		cmocka_unit_test(values_by_example),
	};

	return cmocka_run_group_tests(tests, set_abi, NULL);
}
