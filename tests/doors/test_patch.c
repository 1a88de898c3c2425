/*
 * Each idiom of a system call in alien code: which patch it gets, and that the
 * patched code does what it did, seen from both sides.
 */
#include "tests/doors/patch_snippet.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Go's stubs. */
SNIPPET(go_number_long, "mov $0x4b, %rax; syscall; jae 1f; mov $-1, %eax; 1: ret");
SNIPPET(go_two,
	"mov $20, %eax; syscall; mov %rax, %rdi; mov %r8d, %esi; mov $37, %eax; syscall; ret");
SNIPPET(go_walltime, "mov $232, %eax; mov $0, %rdi; lea 8(%rsp), %rsi; syscall; ret");
SNIPPET(go_generic, "mov 0x10(%rsp), %rdi; mov 0x18(%rsp), %rsi; mov 0x20(%rsp), %rdx;"
		    "mov 0x28(%rsp), %r10; mov 0x30(%rsp), %r8; mov 0x38(%rsp), %r9;"
		    "mov 8(%rsp), %rax; syscall; jae 1f; neg %rax; 1: ret");
SNIPPET(zero, "xor %eax, %eax; mov $7, %edi; syscall; ret");
/* The BSDs' libc. */
SNIPPET(libc, "mov $477, %eax; mov %rcx, %r10; syscall; jb 1f; ret; 1: mov $-1, %rax; ret");
SNIPPET(short_before, "mov %edi, %eax; mov %rcx, %r10; syscall; ret");
/* Others. */
SNIPPET(rip_before,
	"mov $7, %eax; mov 1f(%rip), %rsi; syscall; ret; .balign 8, 0xcc; 1: .quad 0x123456789abc");
SNIPPET(prefixed, "mov $6, %eax; rex.W syscall; ret");
SNIPPET(not_a_call,
	"mov $0x050f1234, %edi; mov %rdi, %rax; add $0x50f, %rax; mov 0x50f(%rdi), %rsi; ret");

static void test_go_number(void **state)
{
	struct lab lab = PATCH(go_number);

	(void)state;
	check_patch(&lab, PATCH_BEFORE, 20);
	assert_int_equal(lab.counts.known_numbers, 1);
	assert_int_equal(lab.counts.technique[PATCH_BEFORE], 1);
	lab_run(START(lab), 1234, 0);
	assert_int_equal(lab_calls, 1);
	assert_int_equal(lab_seen[RAX], 20);
	assert_int_equal(lab_seen[RCX], lab.site->address + 2);
	assert_int_equal(lab_out[R12], 1234);
	check_same(RBX, R12, REGS);
	lab_run(START(lab), 9, 1);
	assert_int_equal(lab_out[R12], -9);
	/* The site itself is ud2 now. */
	assert_memory_equal((void *)lab.site->address, "\x0f\x0b", 2);
	assert_int_equal(lab.site->patch, START(lab) + 3);
	assert_memory_equal(lab.site->original, snippet_go_number + 3, 5);
}

static void test_go_number_long(void **state)
{
	struct lab lab = PATCH(go_number_long);

	(void)state;
	check_patch(&lab, PATCH_BEFORE, 0x4b);
	assert_int_equal(lab.site->patch_length, 7);
	lab_run(START(lab), 5, 0);
	assert_int_equal(lab_seen[RAX], 0x4b);
	assert_int_equal(lab_out[RAX], 5);
}

static void test_two_sites(void **state)
{
	struct lab lab = PATCH_NTH(go_two, 1);

	(void)state;
	check_patch(&lab, PATCH_BEFORE, 37);
	assert_int_equal(lab.counts.sites, 2);
	lab_run(START(lab), 77, 0);
	assert_int_equal(lab_calls, 2);
	assert_int_equal(lab_seen[RAX], 37);
	assert_int_equal(lab_seen[RDI], 77);
	assert_int_equal(lab_seen[RSI], (uint32_t)lab_in[R8]);
}

static void test_stack_operand(void **state)
{
	struct lab lab = PATCH(go_walltime);

	(void)state;
	check_patch(&lab, PATCH_BEFORE, 232);
	lab_run(START(lab), 0, 0);
	assert_int_equal(lab_seen[RAX], 232);
	assert_int_equal(lab_seen[RDI], 0);
	assert_int_equal(lab_seen[RSI], lab_in[RSP]);
}

static void test_go_generic(void **state)
{
	struct lab lab = PATCH(go_generic);

	(void)state;
	check_patch(&lab, PATCH_BEFORE, -1);
	lab_run(START(lab), 3, 1);
	assert_int_equal(lab_seen[RAX], LAB_POISON);
	assert_int_equal(lab_seen[R9], LAB_POISON);
	assert_int_equal(lab_out[RAX], -3);
}

static void test_zero(void **state)
{
	struct lab lab = PATCH(zero);

	(void)state;
	check_patch(&lab, PATCH_BEFORE, 0);
	lab_run(START(lab), 3, 0);
	assert_int_equal(lab_seen[RAX], 0);
	assert_int_equal(lab_seen[RDI], 7);
}

static void test_libc(void **state)
{
	struct lab lab = PATCH(libc);

	(void)state;
	check_patch(&lab, PATCH_BEFORE, 477);
	assert_int_equal(lab.site->move_count, 2);
	assert_int_equal(lab.site->moves[1].alien, lab.site->address - 3);
	assert_int_equal(lab.site->moves[1].stub, lab.site->stub + 5);
	lab_run(START(lab), 42, 0);
	assert_int_equal(lab_seen[RAX], 477);
	assert_int_equal(lab_seen[R10], lab_in[RCX]);
	assert_int_equal(lab_out[RAX], 42);
	check_same(R10, REGS);
	lab_run(START(lab), 42, 1);
	assert_int_equal(lab_out[RAX], -1);
	/* Only the mov is overwritten, and the site is ud2. */
	assert_memory_equal((void *)(lab.site->address - 3), "\x49\x89\xca\x0f\x0b", 5);
}

static void test_with(void **state)
{
	struct lab lab = PATCH(short_before);

	(void)state;
	check_patch(&lab, PATCH_WITH, -1);
	lab_run(START(lab), 42, 0);
	assert_int_equal(lab_seen[RAX], (uint32_t)lab_in[RDI]);
	assert_int_equal(lab_seen[R10], lab_in[RCX]);
	assert_int_equal(lab_out[RAX], 42);
}

static void test_rip_relative(void **state)
{
	struct lab lab = PATCH(rip_before);

	(void)state;
	check_patch(&lab, PATCH_BEFORE, 7);
	lab_run(START(lab), 42, 0);
	assert_int_equal(lab_seen[RSI], 0x123456789abc);
	assert_int_equal(lab_seen[RAX], 7);
	assert_int_equal(lab_out[RAX], 42);
}

static void test_prefixed(void **state)
{
	struct lab lab = PATCH(prefixed);

	(void)state;
	check_patch(&lab, PATCH_BEFORE, 6);
	lab_run(START(lab), 42, 0);
	assert_int_equal(lab_seen[RAX], 6);
	assert_int_equal(lab_out[RAX], 42);
}

static void test_not_a_call(void **state)
{
	struct lab lab = PATCH(not_a_call);

	(void)state;
	assert_int_equal(lab.counts.pairs, 3);
	assert_int_equal(lab.counts.not_calls, 3);
	assert_memory_equal(lab.at, snippet_not_a_call,
			    snippet_not_a_call_end - snippet_not_a_call);
}

static int thin_ppid(long nr)
{
	return nr == 20 ? SYS_getppid : -1;
}

static int thin_close(long nr)
{
	return nr == 20 ? SYS_close : -1;
}

static void test_thin(void **state)
{
	struct lab lab;

	(void)state;
	lab_thin = thin_ppid;
	lab = PATCH(go_number);
	check_patch(&lab, PATCH_BEFORE, 20);
	assert_memory_equal((void *)lab.site->thin, "\x0f\x05", 2);
	lab_run(START(lab), 1, 1);
	assert_int_equal(lab_calls + lab_errors, 0);
	assert_int_equal(lab_out[R12], getppid()); /* and carry clear, or it were negated */
	check_same(RBX, R11, R12, REGS);
	lab_thin = thin_close;
	lab = PATCH(go_number);
	lab_run(START(lab), 1, 0);
	assert_int_equal(lab_errors, 1);
	assert_int_equal(lab_seen[RAX], -EBADF);
	assert_int_equal(lab_seen[RCX], lab.site->resume);
	assert_int_equal(lab_out[R12], -EBADF);
	lab_thin = thin_ppid;
	lab = PATCH(shared);
	assert_int_equal(lab.site->thin, 0);
	lab_thin = NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_go_number),    cmocka_unit_test(test_go_number_long),
		cmocka_unit_test(test_two_sites),    cmocka_unit_test(test_stack_operand),
		cmocka_unit_test(test_go_generic),   cmocka_unit_test(test_zero),
		cmocka_unit_test(test_libc),         cmocka_unit_test(test_with),
		cmocka_unit_test(test_rip_relative), cmocka_unit_test(test_prefixed),
		cmocka_unit_test(test_not_a_call),   cmocka_unit_test(test_thin),
	};

	lab_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
