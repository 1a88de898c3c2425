/*
 * Where code branches to or past a system call there is less to overwrite: which
 * patch such a site gets, and that it does what it did.
 */
#include "tests/doors/patch_snippet.h"

SNIPPET(shared_branch, "test %rdi, %rdi; je 1f; mov $5, %eax; jmp 2f; 1: mov $6, %eax; 2: syscall;"
		       "jae 3f; neg %rax; 3: ret");
SNIPPET(shared_ret, "test %rdi, %rdi; je 1f; mov $5, %eax; jmp 2f; 1: mov $6, %eax; 2: syscall;"
		    "ret; int3; int3");
SNIPPET(shared_twice, "test %rdi, %rdi; je 1f; mov $5, %eax; jmp 2f; 1: mov $6, %eax; 2: syscall;"
		      "mov $37, %eax; syscall; ret; int3; int3");
SNIPPET(shared_behind, "test %rdi, %rdi; je 1f; mov $5, %eax; jmp 2f; 1: mov $6, %eax; 2: syscall;"
		       "3: mov %rax, %r13; ret; jmp 3b");
/* A branch in between: the patch starts there, but nobody knows the number. */
SNIPPET(late_target,
	"mov $5, %eax; test %rdi, %rdi; je 1f; mov $6, %eax; 1: mov $7, %edx; syscall; ret");
SNIPPET(number_target, "test %rdi, %rdi; je 1f; mov %rdi, %rbx; 1: mov $6, %eax; syscall; ret");
SNIPPET(far_target, "mov $6, %eax; 1: mov %rcx, %r10; syscall; ret; .fill 300, 1, 0xcc; jmp 1b");
/* Too little room for a jump. */
SNIPPET(no_room, ".fill 200, 1, 0x90; 1: call 2f; syscall; call 2f; ret; 2: mov %rdi, %rdi; ret; "
		 "jmp 1b; .fill 300, 1, 0x90");
SNIPPET(
    hole,
    "call 2f; syscall; call 2f; ret; 2: mov %edi, %eax; ret; int3; int3; int3; int3; int3; int3");
SNIPPET(nop_hole, "call 2f; syscall; call 2f; ret; nopw 0(%rax,%rax,1); 2: mov %edi, %eax; ret");

static void test_after(void **state)
{
	struct lab lab = PATCH(shared);

	(void)state;
	check_patch(&lab, PATCH_AFTER, -1);
	lab_run(START(lab), 42, 0);
	assert_int_equal(lab_seen[RAX], 5);
	assert_int_equal(lab_seen[RCX], lab.site->resume);
	assert_true(lab.site->resume > lab.site->stub && lab.site->resume < lab.site->stub_end);
	assert_int_equal(lab_out[R13], 42);
	check_same(R13, REGS);
}

static void test_after_branch(void **state)
{
	struct lab lab = PATCH(shared_branch);

	(void)state;
	check_patch(&lab, PATCH_AFTER, -1);
	lab_run(START(lab), 42, 0);
	assert_int_equal(lab_out[RAX], 42);
	lab_run(START(lab), 42, 1);
	assert_int_equal(lab_out[RAX], -42);
}

static void test_after_end(void **state)
{
	struct lab lab = PATCH(shared_ret);

	(void)state;
	check_patch(&lab, PATCH_AFTER, -1);
	assert_int_equal(lab.site->patch_length, 5);
	assert_int_equal(lab.site->move_count, 1);
	lab_run(START(lab), 42, 0);
	assert_int_equal(lab_out[RAX], 42);
}

static void ignore_site(const struct found_site *site, void *arg)
{
	(void)site;
	(void)arg;
}

/* The first site's patch has the mov that the second's would take. */
static void test_neighbours(void **state)
{
	struct lab lab = PATCH_NTH(shared_twice, 1);
	struct patch_counts counts = { 0 };
	uint8_t code[1024];

	(void)state;
	check_patch(&lab, PATCH_AFTER, 37);
	assert_int_equal(lab.counts.technique[PATCH_AFTER], 2);
	memset(code, 0xcc, sizeof code);
	memcpy(code + AT, snippet_shared_twice, snippet_shared_twice_end - snippet_shared_twice);
	find_sites(code, sizeof code, 0x400000, ignore_site, NULL, &counts);
	assert_int_equal(counts.technique[PATCH_AFTER], 2);
	lab_run(START(lab), 42, 0);
	assert_int_equal(lab_calls, 2);
	assert_int_equal(lab_seen[RAX], 37);
	assert_int_equal(lab_out[RAX], 42);
}

static void test_target_behind(void **state)
{
	struct lab lab = PATCH(shared_behind);

	(void)state;
	check_patch(&lab, PATCH_HOLE, -1);
	lab_run(START(lab), 42, 0);
	assert_int_equal(lab_seen[RAX], 5);
	assert_int_equal(lab_out[R13], 42);
}

static void test_targets(void **state)
{
	struct lab late = PATCH(late_target), number = PATCH(number_target);
	struct lab far = PATCH(far_target);

	(void)state;
	check_patch(&late, PATCH_BEFORE, -1);
	lab_run(START(late), 42, 0);
	assert_int_equal(lab_seen[RAX], 6);
	check_patch(&number, PATCH_BEFORE, 6);
	/* The branch to `mov %rcx, %r10` forbids the mov before it. */
	check_patch(&far, PATCH_WITH, -1);
	lab_run(START(far), 42, 0);
	assert_int_equal(lab_seen[RAX], 6);
	assert_int_equal(lab_seen[R10], lab_in[RCX]);
}

static void test_no_room(void **state)
{
	struct lab lab = PATCH(no_room);
	size_t size = snippet_no_room_end - snippet_no_room;

	(void)state;
	check_patch(&lab, PATCH_NET, -1);
	assert_memory_equal(lab.at, snippet_no_room, size);
	assert_int_equal(lab.counts.technique[PATCH_NET], 1);
	assert_int_equal(lab.site->call, lab.site->stub);
	assert_int_equal(lab.site->resume, lab.site->address + 2);
}

static void test_hole(void **state)
{
	struct lab lab = PATCH(hole), nops = PATCH(nop_hole);

	(void)state;
	lab_depth = 1;
	check_patch(&lab, PATCH_HOLE, -1);
	assert_int_equal(*(uint8_t *)lab.site->address, 0xeb);
	lab_run(START(lab), 42, 0);
	assert_int_equal(lab_calls, 1);
	assert_int_equal(lab_seen[RAX], (uint32_t)lab_in[RDI]);
	check_patch(&nops, PATCH_HOLE, -1);
	lab_run(START(nops), 42, 0);
	assert_int_equal(lab_calls, 1);
	lab_depth = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_after),      cmocka_unit_test(test_after_branch),
		cmocka_unit_test(test_after_end),  cmocka_unit_test(test_targets),
		cmocka_unit_test(test_neighbours), cmocka_unit_test(test_target_behind),
		cmocka_unit_test(test_no_room),    cmocka_unit_test(test_hole),
	};

	lab_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
