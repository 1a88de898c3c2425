/* A snippet of alien code among padding: patched, run, and its patch looked at. */
#ifndef TESTS_DOORS_PATCH_SNIPPET_H
#define TESTS_DOORS_PATCH_SNIPPET_H

#include "tests/doors/patch_lab.h"

/* Go's stub: a number, then the error by the carry flag. */
SNIPPET(go_number,
	"mov %rdi, %rbx; mov $20, %eax; syscall; jae 1f; neg %rax; 1: mov %rax, %r12; ret");
/* Something branches to the site: only what follows can be overwritten. */
SNIPPET(shared, "test %rdi, %rdi; je 1f; mov $5, %eax; jmp 2f; 1: mov $6, %eax; 2: syscall;"
		"mov %rax, %r13; ret");

#define AT 512

/* Put a snippet among padding, patch it, make it run. */
struct lab {
	uint8_t *code, *at;
	struct patch_counts counts;
	const struct site *site;
};

static inline struct lab patch_snippet(const uint8_t *from, const uint8_t *to, unsigned site)
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
static inline void check_record(const struct lab *lab)
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

static inline void check_patch(const struct lab *lab, enum technique technique, int nr)
{
	check_record(lab);
	assert_int_equal(lab->site->technique, technique);
	assert_int_equal(lab->site->nr, nr);
	assert_int_equal(lab->counts.undecided, 0);
	assert_int_equal(lab->counts.not_calls, 0);
}

static inline void check_same(unsigned first, ...)
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

#endif
