/* The memory functions that the code behind the door brings itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdint.h>
#include <string.h>

/* Through pointers, so that the compiler's own knowledge is not what is tested. */
static void *(*volatile set)(void *, int, size_t) = memset;
static void *(*volatile copy)(void *, const void *, size_t) = memcpy;
static void *(*volatile move)(void *, const void *, size_t) = memmove;
static int (*volatile compare)(const void *, const void *, size_t) = memcmp;

#define ROOM 700

static void sets_just_what_it_is_told(void **state)
{
	uint8_t room[ROOM];

	(void)state;
	for (size_t n = 0; n < ROOM - 16; n++) {
		for (size_t i = 0; i < ROOM; i++)
			room[i] = 1;
		assert_ptr_equal(set(room + 5, 0x1a5, n), room + 5);
		for (size_t i = 0; i < ROOM; i++)
			assert_int_equal(room[i], i >= 5 && i < 5 + n ? 0xa5 : 1);
	}
}

static void copies_and_moves(void **state)
{
	uint8_t from[ROOM], to[ROOM];

	(void)state;
	for (size_t n = 0; n < ROOM - 16; n += 13) {
		for (size_t i = 0; i < ROOM; i++)
			from[i] = (uint8_t)i, to[i] = 0xee;
		assert_ptr_equal(copy(to + 3, from, n), to + 3);
		for (size_t i = 0; i < ROOM; i++)
			assert_int_equal(to[i], i >= 3 && i < 3 + n ? (uint8_t)(i - 3) : 0xee);
		move(from + 7, from, n);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(from[i + 7], (uint8_t)i);
		move(from, from + 7, n);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(from[i], (uint8_t)i);
	}
}

static void compares(void **state)
{
	(void)state;
	assert_int_equal(compare("abc", "abc", 3), 0);
	assert_int_equal(compare("abc", "abd", 2), 0);
	assert_true(compare("abc", "abd", 3) < 0);
	assert_true(compare("\xff", "a", 1) > 0);
	assert_int_equal(compare("a", "b", 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sets_just_what_it_is_told),
		cmocka_unit_test(copies_and_moves),
		cmocka_unit_test(compares),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
