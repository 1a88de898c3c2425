/*
 * Each idiom of a system call in alien code: which patch it gets, and that the
 * patched code does what it did, seen from both sides.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/doors/patch_lab.h"

/* Go's stubs: a number, then the error by the carry flag. */
SNIPPET(go_number,
	"mov %rdi, %rbx; mov $20, %eax; syscall; jae 1f; neg %rax; 1: mov %rax, %r12; ret");
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
/* Something branches to the site: only what follows can be overwritten. */
SNIPPET(shared, "test %rdi, %rdi; je 1f; mov $5, %eax; jmp 2f; 1: mov $6, %eax; 2: syscall;"
		"mov %rax, %r13; ret");
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
SNIPPET(rip_before,
	"mov $7, %eax; mov 1f(%rip), %rsi; syscall; ret; .balign 8, 0xcc; 1: .quad 0x123456789abc");
SNIPPET(no_room, ".fill 200, 1, 0x90; 1: call 2f; syscall; call 2f; ret; 2: mov %rdi, %rdi; ret; "
		 "jmp 1b; .fill 300, 1, 0x90");
SNIPPET(
    hole,
    "call 2f; syscall; call 2f; ret; 2: mov %edi, %eax; ret; int3; int3; int3; int3; int3; int3");
SNIPPET(nop_hole, "call 2f; syscall; call 2f; ret; nopw 0(%rax,%rax,1); 2: mov %edi, %eax; ret");
SNIPPET(prefixed, "mov $6, %eax; rex.W syscall; ret");
SNIPPET(not_a_call,
	"mov $0x050f1234, %edi; mov %rdi, %rax; add $0x50f, %rax; mov 0x50f(%rdi), %rsi; ret");

#define AT 512

/* Put a snippet among padding, patch it, make it run. */
struct lab {
	uint8_t *code, *at;
	struct patch_counts counts;
	const struct site *site;
};

static struct lab patch_snippet(const uint8_t *from, const uint8_t *to, unsigned site)
{
	struct lab lab = { .code = lab_map() };
	uint64_t pair = 0;

	lab.at = lab.code + AT;
	memcpy(lab.at, from, to - from);
	for (uint64_t i = 0; i + 1 < (uint64_t)(to - from) && !pair; i++)
		if (from[i] == 0x0f && from[i + 1] == 0x05 && site-- == 0)
			pair = (uint64_t)lab.at + i;
	assert_int_equal(patch_range(lab.code, LAB_CODE, &lab.counts), 0);
	assert_int_equal(mprotect(lab.code, LAB_CODE, PROT_READ | PROT_EXEC), 0);
	lab.site = site_at(pair);
	return lab;
}

#define PATCH_NTH(name, n) patch_snippet(snippet_##name, snippet_##name##_end, n)
#define PATCH(name)        PATCH_NTH(name, 0)
#define START(lab)         ((uint64_t)(lab).at)

/* A record must describe its stub and its patch. */
static void check_record(const struct lab *lab)
{
	const struct site *s = lab->site;
	uint8_t jump[5];

	assert_non_null(s);
	assert_ptr_equal(site_of_stub(s->stub), s);
	assert_ptr_equal(site_of_stub(s->stub_end - 1), s);
	assert_true(is_stub(s->stub));
	assert_true(s->call >= s->stub && s->call < s->stub_end);
	assert_true(s->stub_end - s->stub <= SITE_STUB_MAX);
	for (unsigned i = 0; i < s->move_count; i++) {
		assert_true(s->moves[i].stub >= s->stub && s->moves[i].stub < s->stub_end);
		assert_in_range(s->moves[i].alien, s->patch, s->address + 32);
	}
	if (s->technique == PATCH_HOLE || s->technique == PATCH_NET)
		return;
	make_jump(jump, s->patch, s->stub);
	assert_memory_equal((void *)s->patch, jump, sizeof jump);
	assert_true(s->patch_length >= sizeof jump);
}

static void check_patch(const struct lab *lab, enum technique technique, int nr)
{
	check_record(lab);
	assert_int_equal(lab->site->technique, technique);
	assert_int_equal(lab->site->nr, nr);
	assert_int_equal(lab->counts.undecided, 0);
	assert_int_equal(lab->counts.not_calls, 0);
}

static void check_same(unsigned first, ...)
{
	va_list list;
	uint32_t skip = 1u << RAX | 1u << RCX;

	va_start(list, first);
	for (unsigned r = first; r != REGS; r = va_arg(list, unsigned))
		skip |= 1u << r;
	va_end(list);
	for (unsigned r = 0; r < FLAGS; r++)
		if (!(skip >> r & 1))
			assert_int_equal(lab_out[r], lab_in[r]);
}

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
		cmocka_unit_test(test_after),        cmocka_unit_test(test_after_branch),
		cmocka_unit_test(test_after_end),    cmocka_unit_test(test_targets),
		cmocka_unit_test(test_neighbours),   cmocka_unit_test(test_target_behind),
		cmocka_unit_test(test_rip_relative), cmocka_unit_test(test_no_room),
		cmocka_unit_test(test_hole),         cmocka_unit_test(test_prefixed),
		cmocka_unit_test(test_not_a_call),   cmocka_unit_test(test_thin),
	};

	lab_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
