/* --stats: how often calls were made, how often they failed, and how long they took. */
#include "tests/doors/trace_lab.h"

#include <sys/wait.h>

#include "shim/stats.h"

static void count_one(int nr, long ret)
{
	struct call c = { .row = &rows[nr] };

	stats_enter(&c);
	stats_leave(&c, ret);
}

static const char *table(void)
{
	ssize_t n;

	usleep(2000);
	stats_print(wire[1]);
	write(wire[1], "", 1);
	n = read(wire[0], got, sizeof got - 1);
	got[n] = 0;
	return got;
}

static void test_stats(void **state)
{
	struct call slow = { .row = &rows[NR_SLEEP] };
	static const struct row absent;
	long calls, failed, usecs;
	const char *at;
	int status;

	(void)state;
	assert_int_equal(stats_start(), 0);
	for (int i = 0; i < 3; i++)
		count_one(NR_READ, i ? 5 : -EIO);
	stats_enter(&slow);
	usleep(20000);
	stats_leave(&slow, 0);
	slow.row = &absent;
	stats_leave(&slow, -ENOSYS);
	table();
	assert_non_null(strstr(got, "         3         1 "));
	assert_non_null(strstr(got, "  read\n"));
	assert_null(strstr(got, "open"));
	/* Most time first, so many microseconds as were slept. */
	assert_true(strstr(got, "nanosleep") < strstr(got, "read"));
	assert_non_null(strstr(got, "(no such call)\n"));
	for (at = strstr(got, "nanosleep"); at[-1] != '\n'; at--)
		;
	assert_int_equal(sscanf(at, "%ld %ld %ld", &calls, &failed, &usecs), 3);
	assert_int_equal(calls, 1);
	assert_int_equal(failed, 0);
	assert_in_range(usecs, 19000, 500000);
	if (!fork()) {
		count_one(NR_OPEN, 3);
		table();
		_exit(!strstr(got, "  open\n") || strstr(got, "read"));
	}
	wait(&status);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_stats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
