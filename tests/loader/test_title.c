/* What ps and /proc show of an alien (loader/title.c). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "loader/start.h"

static size_t read_file(const char *path, char *text, size_t size)
{
	FILE *f = fopen(path, "re");
	size_t n = fread(text, 1, size, f);

	fclose(f);
	return n;
}

static void the_alien_s_arguments_are_shown(void **state)
{
	char strings[] = "./alien\0-x\0A=1\0B=2";
	void *vector[] = {
		(void *)2, strings, strings + 8, NULL, strings + 11, strings + 15, NULL
	};
	char text[128];

	(void)state;
	show_arguments((unsigned long)vector);
	assert_int_equal(read_file("/proc/self/cmdline", text, sizeof text), 11);
	assert_memory_equal(text, "./alien\0-x", 11);
	assert_int_equal(read_file("/proc/self/environ", text, sizeof text), 8);
	assert_memory_equal(text, "A=1\0B=2", 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_alien_s_arguments_are_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
