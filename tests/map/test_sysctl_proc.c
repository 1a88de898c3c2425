/* FreeBSD's kern.proc.*: what a process is made of (abi-tables/freebsd/sysctl_of_proc.c,
 * sysctl_files.c). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/release.h"
#include "shim/process.h"
#include "shim/signal.h"
#include "tests/map/harness.h"

map_fn map_sysctl;

static _Alignas(8) char text[1 << 20];

/* kern.proc.<what> of this process; the size that was said. */
static size_t ask(unsigned what)
{
	unsigned mib[4] = { 1, 14, what, getpid() };
	size_t n = sizeof text;

	assert_int_equal(call_map(map_sysctl, mib, 4, text, &n, 0, 0), 0);
	return n;
}

static int int_at(size_t offset)
{
	int v;

	memcpy(&v, text + offset, sizeof v);
	return v;
}

static void strings_are_as_they_are_here(void **state)
{
	char here[4096];
	size_t n;

	(void)state;
	assert_non_null(getcwd(here, sizeof here));
	assert_int_equal(ask(42), strlen(here) + 1);
	assert_string_equal(text, here);
	assert_int_equal(ask(9), sizeof "FreeBSD ELF64");
	assert_string_equal(text, "FreeBSD ELF64");
	n = ask(35);
	assert_true(n > 0);
	assert_int_equal(text[n - 1], 0);
}

static void numbers_are_as_they_are_here(void **state)
{
	unsigned limits[5] = { 1, 14, 37, getpid(), 8 }; /* RLIMIT_NOFILE */
	struct rlimit here;
	uint64_t there[2];
	size_t n = sizeof there;
	uint16_t mask;
	gid_t groups[64];
	int count, lowest;

	(void)state;
	umask(027);
	assert_int_equal(ask(39), 2);
	memcpy(&mask, text, sizeof mask);
	assert_int_equal(mask, 027);
	assert_int_equal(ask(40), 4);
	assert_int_equal(int_at(0), FREEBSD_OSRELDATE);
	assert_int_equal(call_map(map_sysctl, limits, 5, there, &n, 0, 0), 0);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &here), 0);
	assert_int_equal(there[0], here.rlim_cur);
	count = getgroups(64, groups);
	assert_int_equal(ask(34), (1 + (count < 16 ? count : 16)) * sizeof(gid_t));
	assert_int_equal(int_at(0), getegid());
	assert_int_equal(ask(43), 4);
	count = int_at(0);
	lowest = dup(0);
	ask(43);
	assert_int_equal(int_at(0), count + 1);
	close(lowest);
}

static void addresses_are_the_alien_s(void **state)
{
	uint64_t v[6];

	(void)state;
	alien_ps_strings = 0x7fffffffe000;
	sigcode_address = 0x10000040;
	assert_int_equal(ask(38), 8);
	memcpy(v, text, 8);
	assert_int_equal(v[0], alien_ps_strings);
	assert_int_equal(ask(41), sizeof v);
	memcpy(v, text, sizeof v);
	assert_int_equal(v[0], sigcode_address);
	assert_int_equal(v[1], sigcode_address + abi->sigcode_size);
}

/* struct kinfo_vmentry: start and end at 8, protection at 56, path at 136. */
static void memory_is_listed(void **state)
{
	size_t n = ask(32), own = 0;

	(void)state;
	for (size_t at = 0; at < n; at += int_at(at)) {
		uint64_t span[2];

		memcpy(span, text + at + 8, sizeof span);
		assert_true(int_at(at) >= 136 && span[0] < span[1]);
		if (span[0] <= (uint64_t)memory_is_listed && (uint64_t)memory_is_listed < span[1]) {
			own++;
			assert_int_equal(int_at(at + 56), 5);
			assert_int_equal(int_at(at + 4), 2);
			assert_non_null(strstr(text + at + 136, "test_sysctl_proc"));
		}
	}
	assert_int_equal(own, 1);
}

/* struct kinfo_proc: ki_tid at 600. */
static void threads_are_listed(void **state)
{
	(void)state;
	assert_int_equal(ask(17), 1088);
	assert_int_equal(int_at(600), thread_id_to_alien(getpid()));
}

static void of_nobody_there_is_nothing(void **state)
{
	static const unsigned what[] = { 7, 9, 12, 17, 32, 33, 34, 35, 39, 42, 43 };

	(void)state;
	for (size_t i = 0; i < sizeof what / sizeof what[0]; i++) {
		unsigned mib[4] = { 1, 14, what[i], 0x7ffffff0 };
		size_t n = sizeof text;
		long ret = call_map(map_sysctl, mib, 4, text, &n, 0, 0);

		if (ret != -ESRCH)
			fail_msg("kern.proc %u: %ld", what[i], ret);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings_are_as_they_are_here),
		cmocka_unit_test(numbers_are_as_they_are_here),
		cmocka_unit_test(addresses_are_the_alien_s),
		cmocka_unit_test(memory_is_listed),
		cmocka_unit_test(threads_are_listed),
		cmocka_unit_test(of_nobody_there_is_nothing),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
