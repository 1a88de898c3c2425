/* Which calls are traced, and lines that are long or come from several threads. */
#include "tests/doors/trace_lab.h"

#include <pthread.h>

static void only(const char *set)
{
	assert_int_equal(trace_select("!call,!file,!desc,!net,!signal,!process,!memory,!hole"), 0);
	assert_int_equal(trace_select(set), 0);
}

static void test_sets(void **state)
{
	(void)state;
	only("file");
	assert_true(trace_wants(&rows[NR_OPEN]));
	assert_true(trace_wants(&rows[NR_EXEC]));
	assert_false(trace_wants(&rows[NR_READ]));
	only("desc");
	assert_true(trace_wants(&rows[NR_READ]));
	assert_false(trace_wants(&rows[NR_KILL]));
	only("signal,net");
	assert_true(trace_wants(&rows[NR_KILL]));
	assert_true(trace_wants(&rows[NR_NAME]));
	assert_true(trace_wants_set(TRACE_signal));
	assert_false(trace_wants_set(TRACE_hole));
	assert_false(trace_wants(&rows[NR_EXEC]));
	only("hole");
	assert_true(trace_wants(&rows[NR_GONE]));
	assert_false(trace_wants(&rows[NR_READ]));
	only("open,kill");
	assert_true(trace_wants(&rows[NR_OPEN]));
	assert_false(trace_wants(&rows[NR_READ]));
	only("call,!read");
	assert_true(trace_wants(&rows[NR_CLOCK]));
	assert_false(trace_wants(&rows[NR_READ]));
	assert_int_equal(trace_select("!kill"), 0);
	assert_true(trace_wants(&rows[NR_READ]));
	assert_false(trace_wants(&rows[NR_KILL]));
	assert_int_equal(trace_select("file,opne"), -EINVAL);
	assert_string_equal(trace_unknown, "opne");
	assert_int_equal(trace_select("file,,net"), -EINVAL);
	/* "open" is a call; what only begins so is none. */
	assert_int_equal(trace_select("op"), -EINVAL);
}

static void test_unwanted(void **state)
{
	struct call c;

	(void)state;
	only("file");
	enter(&c, NR_KILL, (long[6]){ 1, 42 });
	trace_leave(&c, 0);
	assert_string_equal(CALLED(NR_OPEN, 3, (long)"a", 0, 0), "open(\"a\", O_RDONLY, 0) = 3");
}

static void test_cut(void **state)
{
	static char path[260];
	const char *argv[20];

	(void)state;
	memset(path, 1, sizeof path - 1);
	for (int i = 0; i < 19; i++)
		argv[i] = path;
	argv[19] = NULL;
	CALLED(NR_EXEC, 0, (long)path, (long)argv, 0);
	assert_true(strlen(got) < 4096);
	assert_non_null(strstr(got, "..."));
}

static void *many(void *arg)
{
	for (int i = 0; i < 200; i++) {
		struct call c;

		enter(&c, NR_OPEN, (long[6]){ (long)"/etc/passwd", 0x100000 });
		trace_leave(&c, i);
	}
	return arg;
}

static void test_threads(void **state)
{
	static const char want[] = "open(\"/etc/passwd\", O_RDONLY|O_CLOEXEC, 0) = ";
	pthread_t thread[4];
	FILE *lines = fdopen(wire[0], "r");
	int count = 0;

	(void)state;
	trace_fd = wire[1];
	for (int i = 0; i < 4; i++)
		pthread_create(&thread[i], NULL, many, NULL);
	while (count < 800 && fgets(got, sizeof got, lines)) {
		char *text = strchr(got, ' ');

		assert_int_equal(got[0], '[');
		assert_non_null(text);
		assert_memory_equal(text + 1, want, sizeof want - 1);
		count++;
	}
	for (int i = 0; i < 4; i++)
		pthread_join(thread[i], NULL);
	assert_int_equal(count, 800);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_sets),
		TEST(test_unwanted),
		TEST(test_cut),
		TEST(test_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
