/* The first stack of a FreeBSD program, read as its start-up code reads it. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi-tables/freebsd/release.h"
#include "abi-tables/freebsd/start.h"
#include "loader/loader.h"

#define STACK_SIZE 65536

static uint64_t room[STACK_SIZE / 8];
static char *argv[] = { "prog", "an argument", "", NULL };
static char *envp[] = { "HOME=/root", "EMPTY=", NULL };
static const struct image image = {
	.base = 0x1000, .entry = 0x401234, .phdr = 0x400040, .phnum = 5, .phentsize = 56
};

static struct start_info make(void)
{
	struct start_info start = { .image = &image,
				    .argc = 3,
				    .argv = argv,
				    .envp = envp,
				    .path = "/home/prog",
				    .cpus = 7,
				    .stack_low = (unsigned long)room,
				    .stack_high = (unsigned long)room + STACK_SIZE,
				    .stack_limit = 8 << 20 };

	memset(start.canary, 0x5a, sizeof start.canary);
	return start;
}

/* The address of argc. */
static unsigned long build(struct start_info *start)
{
	assert_int_equal(freebsd_build_stack(start), 0);
	return start->rdi;
}

/* sys/elf_common.h's numbers; the value of an entry, or fail. */
static uint64_t aux(const uint64_t *vector, uint64_t key)
{
	for (; vector[0]; vector += 2)
		if (vector[0] == key)
			return vector[1];
	fail_msg("no auxiliary entry %lu", key);
	return 0;
}

static const uint64_t *vector_of(unsigned long argc)
{
	return (uint64_t *)argc + 1 + 3 + 1 + 2 + 1;
}

static void arguments(void **state)
{
	struct start_info start = make();
	unsigned long sp = build(&start);
	const uint64_t *p = (uint64_t *)sp;

	(void)state;
	assert_int_equal(sp % 16, 0);
	assert_int_equal(start.sp % 16, 8);
	assert_true(start.sp < sp);
	assert_int_equal(p[0], 3);
	assert_string_equal((char *)p[1], "prog");
	assert_string_equal((char *)p[2], "an argument");
	assert_string_equal((char *)p[3], "");
	assert_int_equal(p[4], 0);
	assert_string_equal((char *)p[5], "HOME=/root");
	assert_string_equal((char *)p[6], "EMPTY=");
	assert_int_equal(p[7], 0);
	/* setproctitle(3) and Go take the strings to stand one behind the other. */
	assert_int_equal(p[2], p[1] + 5);
	assert_int_equal(p[5], p[3] + 1);
}

static void vector(void **state)
{
	struct start_info start = make();
	unsigned long sp = build(&start);
	const uint64_t *v = vector_of(sp);

	(void)state;
	assert_int_equal(aux(v, 3), 0x400040);
	assert_int_equal(aux(v, 4), 56);
	assert_int_equal(aux(v, 5), 5);
	assert_int_equal(aux(v, 6), 4096);
	assert_int_equal(aux(v, 7), 0x1000);
	assert_int_equal(aux(v, 9), 0x401234);
	assert_string_equal((char *)aux(v, 15), "/home/prog");
	assert_memory_equal((void *)aux(v, 16), start.canary, 64);
	assert_int_equal(aux(v, 17), 64);
	assert_int_equal(aux(v, 18), FREEBSD_OSRELDATE);
	assert_int_equal(aux(v, 19), 7);
	assert_int_equal(((uint64_t *)aux(v, 20))[0], 4096);
	assert_int_equal(aux(v, 21), 24);
	assert_int_equal(aux(v, 23), 3);
	assert_int_equal(aux(v, 27), 1);
	assert_int_equal(aux(v, 28), 3);
	assert_int_equal(aux(v, 29), sp + 8);
	assert_int_equal(aux(v, 30), 2);
	assert_int_equal(aux(v, 31), sp + 8 + 4 * 8);
	assert_int_equal(aux(v, 35), start.stack_high);
	assert_int_equal(aux(v, 36), 8 << 20);
}

static void ps_strings(void **state)
{
	struct start_info start = make();
	unsigned long sp = build(&start);
	const uint64_t *ps = (uint64_t *)start.ps_strings;

	(void)state;
	assert_int_equal(aux(vector_of(sp), 32), start.ps_strings);
	assert_int_equal(start.ps_strings, start.stack_high - 32);
	assert_int_equal(ps[0], sp + 8);
	assert_int_equal(ps[1], 3);
	assert_int_equal(ps[2], sp + 8 + 4 * 8);
	assert_int_equal(ps[3], 2);
}

static void no_room(void **state)
{
	struct start_info start = make();

	(void)state;
	for (unsigned long size = 0; size < 720; size += 40) {
		start.stack_low = start.stack_high - size;
		assert_int_equal(freebsd_build_stack(&start), -E2BIG);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments),
		cmocka_unit_test(vector),
		cmocka_unit_test(ps_strings),
		cmocka_unit_test(no_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
