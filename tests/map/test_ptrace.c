/* ptrace(2): FreeBSD's row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <sys/wait.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/structs.h"
#include "tests/map/harness.h"

static volatile int32_t word = -5, beside = 77;

/* A child that asks to be traced, stops, and ends with what `word` then is. */
static pid_t traced(void)
{
	pid_t pid = fork();

	if (!pid) {
		harness_thread();
		if (call_nr(26, 0, 0, 0, 0))
			_exit(99);
		raise(SIGSTOP);
		_exit(word == 42 && beside == 77 ? 42 : 1);
	}
	return pid;
}

static void a_child_is_read_written_and_let_go(void **state)
{
	struct freebsd_registers regs;
	uint32_t status = 0;
	pid_t pid = traced();

	(void)state;
	assert_int_equal(call_nr(7, pid, &status, 0, NULL), pid);
	assert_int_equal(status, 17 << 8 | 0x7f);
	/* A word that looks like an errno is none. */
	assert_int_equal(call_nr(26, 2, pid, &word, 0), -5);
	assert_int_equal(call_nr(26, 5, pid, &word, 42), 0);
	assert_int_equal(call_nr(26, 1, pid, &word, 0), 42);
	assert_int_equal(call_nr(26, 2, pid, 16, 0), -EIO);
	assert_int_equal(call_nr(26, 33, pid, &regs, 0), 0);
	assert_true(regs.r_rsp != 0 && regs.r_rip != 0);
	assert_int_equal(regs.r_cs, 0x33);
	assert_int_equal(call_nr(26, 34, pid, &regs, 0), 0);
	assert_int_equal(call_nr(26, 33, pid, 8, 0), -EFAULT);
	assert_int_equal(call_nr(26, 7, pid, 1, 200), -EINVAL);
	assert_int_equal(call_nr(26, 7, pid, 1, 0), 0);
	assert_int_equal(call_nr(7, pid, &status, 0, NULL), pid);
	assert_int_equal(status, 42 << 8);
}

static void a_child_goes_on_with_a_signal(void **state)
{
	uint32_t status = 0;
	pid_t pid = traced();

	(void)state;
	assert_int_equal(call_nr(7, pid, &status, 0, NULL), pid);
	assert_int_equal(call_nr(26, 9, pid, 1, 0), 0); /* one step */
	assert_int_equal(call_nr(7, pid, &status, 0, NULL), pid);
	assert_int_equal(status, 5 << 8 | 0x7f);
	assert_int_equal(call_nr(26, 11, pid, 0, 30), 0); /* detach with SIGUSR1 */
	assert_int_equal(call_nr(7, pid, &status, 0, NULL), pid);
	assert_int_equal(status, 30);
}

static void attach_and_kill(void **state)
{
	uint32_t status = 0;
	pid_t pid = fork();

	(void)state;
	if (!pid)
		for (;;)
			pause();
	assert_int_equal(call_nr(26, 10, pid, 0, 0), 0);
	assert_int_equal(call_nr(7, pid, &status, 0, NULL), pid);
	assert_int_equal(status, 17 << 8 | 0x7f);
	assert_int_equal(call_nr(26, 16, pid, 0, 0), -EINVAL);
	assert_int_equal(call_nr(26, 99, pid, 0, 0), -EINVAL);
	assert_int_equal(call_nr(26, 8, pid, 0, 0), 0);
	assert_int_equal(call_nr(7, pid, &status, 0, NULL), pid);
	assert_int_equal(status, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_child_is_read_written_and_let_go),
		cmocka_unit_test(a_child_goes_on_with_a_signal),
		cmocka_unit_test(attach_and_kill),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
