/* What --list and --check derive from the rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>

#include <cmocka.h>

#include "loader/coverage.h"
#include "loader/loader.h"

/* Two rows of a system of our own: one that a note restricts, one that is not there. */
static const struct row rows[] = {
	[1] = { .symbol = "half@V1", .kind = ROW_CALL, .host = SYS_read },
	[3] = { .symbol = "none@V1", .kind = ROW_NONE, .reason = "no", .error = 38, .host = -1 },
	[4] = { .symbol = "later", .kind = ROW_NONE, .reason = "not done yet", .host = -1 },
	[5] = { .symbol = "whole", .kind = ROW_HAND, .host = SYS_none },
};
static const struct note notes[] = { { 1, "half of it" }, { 0, NULL } };
static const struct value_name errnos[] = { { "ENOSYS", 78, 38 }, { "EDOOFUS", 88, -1 }, { 0 } };
static const struct abi small = {
	.name = "small", .rows = rows, .row_count = 6, .notes = notes, .errnos = errnos
};

static void states(void **state)
{
	unsigned counts[STATE_COUNT];

	(void)state;
	assert_int_equal(state_of(&small, 1), STATE_PARTLY);
	assert_int_equal(state_of(&small, 3), STATE_REFUSED);
	assert_int_equal(state_of(&small, 4), STATE_LATER);
	assert_int_equal(state_of(&small, 5), STATE_WORKS);
	assert_int_equal(state_of(&small, 2), STATE_REFUSED);
	assert_int_equal(state_of(&small, 6), STATE_REFUSED);
	assert_int_equal(state_of(&small, -1), STATE_REFUSED);
	assert_null(row_at(&small, 2));
	assert_null(row_at(&small, -1));
	assert_null(row_at(&small, 1L << 40));
	assert_string_equal(note_of(&small, 1), "half of it");
	assert_null(note_of(&small, 3));
	count_states(&small, counts);
	for (int s = 0; s < STATE_COUNT; s++)
		assert_int_equal(counts[s], 1);
}

static void names(void **state)
{
	struct row alien = { .error = ALIEN_ERRNO(88) };
	char name[64];

	(void)state;
	bare_name(&rows[1], name, sizeof name);
	assert_string_equal(name, "half");
	bare_name(&rows[4], name, sizeof name);
	assert_string_equal(name, "later");
	assert_string_equal(errno_name_of(&small, &rows[3]), "ENOSYS");
	assert_string_equal(errno_name_of(&small, &alien), "EDOOFUS");
	assert_string_equal(host_call_name(&rows[1]), "read");
	assert_string_equal(host_call_name(&rows[3]), "");
}

/* loader/handlers.sh found every map function that a row names. */
static void handlers_are_known(void **state)
{
	(void)state;
	for (const struct abi *const *a = abis; *a; a++)
		for (long nr = 0; nr < (long)(*a)->row_count; nr++) {
			const struct row *row = row_at(*a, nr);

			if (row && row->kind != ROW_NONE && !handler_of(row))
				fail_msg("%s: where is its map function?", row->symbol);
			if (row && row->host >= 0 && !host_call_name(row)[0])
				fail_msg("%s: no name for host call %d", row->symbol, row->host);
		}
}

static void systems(void **state)
{
	(void)state;
	for (const struct abi *const *a = abis; *a; a++)
		assert_ptr_equal(abi_named((*a)->name), *a);
	assert_null(abi_named("nosuch"));
	assert_null(abi_named(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(states),
		cmocka_unit_test(names),
		cmocka_unit_test(handlers_are_known),
		cmocka_unit_test(systems),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
