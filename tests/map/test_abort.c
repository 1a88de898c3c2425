/* abort2(2). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>

#include "abi-tables/freebsd/freebsd.h"
#include "shim/process.h"
#include "syscall-map/abort.h"
#include "tests/map/harness.h"

#define BAD 8ul

static void the_line_says_who_and_why(void **state)
{
	char line[ABORT_LINE], wanted[ABORT_LINE], longest[200];
	uint64_t pointers[17] = { 0x10, 0xabc };

	(void)state;
	strcpy(alien_path, "/usr/local/bin/camel");
	assert_int_equal(abort_line(line, (unsigned long)"overloaded", 2, (unsigned long)pointers),
			 0);
	snprintf(wanted, sizeof wanted, "camel[%d]: uid %d aborted: overloaded (0x10, 0xabc)",
		 getpid(), getuid());
	assert_string_equal(line, wanted);
	assert_int_equal(abort_line(line, (unsigned long)"x", 16, (unsigned long)pointers), 0);
	assert_int_equal(abort_line(line, (unsigned long)"x", 17, (unsigned long)pointers),
			 -EINVAL);
	assert_int_equal(abort_line(line, (unsigned long)"x", -1, (unsigned long)pointers),
			 -EINVAL);
	assert_int_equal(abort_line(line, (unsigned long)"x", 1, 0), -EINVAL);
	harness_catch_faults();
	assert_int_equal(abort_line(line, (unsigned long)"x", 1, BAD), -EFAULT);
	assert_int_equal(abort_line(line, BAD, 0, 0), -EFAULT);
	assert_int_equal(abort_line(line, 0, 0, 0), 0);
	assert_string_equal(line + strlen(line) - 7, " (null)");
	/* Of a long reason 128 characters. */
	memset(longest, 'a', sizeof longest);
	assert_int_equal(abort_line(line, (unsigned long)longest, 0, 0), 0);
	assert_int_equal(strspn(strstr(line, " aa") + 1, "a"), 128);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_line_says_who_and_why),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
