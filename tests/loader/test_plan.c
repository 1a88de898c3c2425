/* What plan_image makes of program headers, without mapping anything. */
#include "tests/loader/elf_maker.h"

#include <errno.h>

#include "loader/plan.h"

static char problem[160];

static int plan_of(const struct maker *m, struct plan *plan)
{
	static struct elf_headers h;
	Elf *elf;
	int ret;

	problem[0] = '\0';
	elf_version(EV_CURRENT);
	elf = elf_memory((char *)m->bytes, m->size);
	assert_non_null(elf);
	ret = read_headers(elf, m->size, &h, problem, sizeof problem);
	if (ret == 0)
		ret = plan_image(&h, plan, problem, sizeof problem);
	elf_end(elf);
	return ret;
}

static void assert_refused(const struct maker *m, const char *word)
{
	struct plan plan;

	assert_int_equal(plan_of(m, &plan), -ENOEXEC);
	assert_one_line(problem);
	assert_non_null(strstr(problem, word));
}

static void simple(void **state)
{
	struct maker m;
	struct plan plan;

	(void)state;
	maker_start(&m);
	m.ph[0].p_offset = 0;
	maker_add(&m, maker_data(0x402010, 0x2010, 0x100, 0x3000));
	maker_add(&m,
		  (Elf64_Phdr){ .p_type = PT_GNU_STACK, .p_flags = PF_R | PF_W, .p_memsz = 77 });
	assert_int_equal(plan_of(&m, &plan), 0);
	assert_true(plan.fixed);
	assert_int_equal(plan.count, 2);
	assert_int_equal(plan.low, 0x400000);
	assert_int_equal(plan.high, 0x406000);
	assert_int_equal(plan.brk, 0x406000);
	assert_int_equal(plan.entry, 0x400000);
	assert_int_equal(plan.phdr, 0x400000 + sizeof(Elf64_Ehdr));
	assert_int_equal(plan.stack_size, 77);
	assert_false(plan.stack_executable);
	assert_int_equal(plan.segments[0].prot, PROT_READ | PROT_EXEC);
	assert_int_equal(plan.segments[1].prot, PROT_READ | PROT_WRITE);
	assert_int_equal(plan.segments[1].map, 0x402000);
	assert_int_equal(plan.segments[1].map_size, 0x1000);
	assert_int_equal(plan.segments[1].map_offset, 0x2000);
}

static void page_shared(void **state)
{
	struct maker m;
	struct plan plan;

	(void)state;
	maker_start(&m);
	m.ph[0].p_filesz = m.ph[0].p_memsz = 0x800;
	maker_add(&m, maker_data(0x400800, 0x1800, 0x1000, 0x1000));
	assert_int_equal(plan_of(&m, &plan), 0);
	assert_true(plan.segments[1].joins);
	assert_int_equal(plan.segments[1].map, 0x401000);
	assert_int_equal(plan.segments[1].map_size, 0x1000);
	assert_int_equal(plan.segments[1].map_offset, 0x2000);
}

static void offsets_that_do_not_fit_pages(void **state)
{
	struct maker m;
	struct plan plan;

	(void)state;
	maker_start(&m);
	maker_add(&m, maker_data(0x402100, 0x2000, 0x100, 0x100));
	assert_int_equal(plan_of(&m, &plan), 0);
	assert_int_equal(plan.segments[1].map_size, 0);
}

static void any_order(void **state)
{
	struct maker m;
	struct plan plan;

	(void)state;
	maker_start(&m);
	maker_add(&m, maker_data(0x300000, 0x2000, 0x100, 0x100));
	assert_int_equal(plan_of(&m, &plan), 0);
	assert_int_equal(plan.low, 0x300000);
	assert_int_equal(plan.segments[1].address, 0x400000);
}

static void empty_segments_are_nothing(void **state)
{
	struct maker m;
	struct plan plan;

	(void)state;
	maker_start(&m);
	maker_add(&m, maker_data(0x400800, 0xffffffffff, 0, 0));
	assert_int_equal(plan_of(&m, &plan), 0);
	assert_int_equal(plan.count, 1);
	m.ph[0].p_type = PT_NULL;
	assert_refused(&m, "no segment");
}

static void overlap(void **state)
{
	struct maker m;

	(void)state;
	maker_start(&m);
	maker_add(&m, maker_data(0x400fff, 0x2000, 0x100, 0x100));
	assert_refused(&m, "overlap");
}

static void wrong_sizes(void **state)
{
	struct maker m;

	(void)state;
	maker_start(&m);
	m.ph[0].p_filesz = 0x1001;
	assert_refused(&m, "do not fit");
	m.ph[0].p_memsz = m.ph[0].p_filesz = 0x10000;
	assert_refused(&m, "truncated");
	m.ph[0].p_offset = UINT64_MAX;
	assert_refused(&m, "truncated");
	maker_start(&m);
	m.ph[0].p_memsz = 0x7fffffffffff;
	assert_refused(&m, "too high");
	m.ph[0].p_memsz = UINT64_MAX;
	assert_refused(&m, "too high");
	m.ph[0].p_memsz = 0x1000;
	m.ph[0].p_vaddr = UINT64_MAX - 0xfff;
	assert_refused(&m, "too high");
}

static void alignment(void **state)
{
	struct maker m;
	struct plan plan;

	(void)state;
	maker_start(&m);
	m.ph[0].p_align = 0;
	assert_int_equal(plan_of(&m, &plan), 0);
	assert_int_equal(plan.align, 0x1000);
	m.ph[0].p_align = 0x200000;
	assert_int_equal(plan_of(&m, &plan), 0);
	assert_int_equal(plan.align, 0x200000);
	m.ph[0].p_align = 0x1800;
	assert_refused(&m, "power of two");
	m.ph[0].p_align = 1UL << 40;
	assert_refused(&m, "alignment");
}

static void entry(void **state)
{
	struct maker m;

	(void)state;
	maker_start(&m);
	m.header.e_entry = 0x401000;
	assert_refused(&m, "executable");
	m.header.e_entry = 0x3fffff;
	assert_refused(&m, "executable");
	m.header.e_type = ET_DYN;
	m.header.e_entry = 0;
	assert_refused(&m, "shared library");
}

static void headers(void **state)
{
	struct maker m;

	(void)state;
	maker_start(&m);
	m.header.e_phnum = 0;
	assert_refused(&m, "no program headers");
	m.header.e_phnum = PLAN_HEADERS + 1;
	assert_refused(&m, "more than");
	maker_start(&m);
	m.header.e_phoff = UINT64_MAX;
	assert_refused(&m, "truncated");
	m.header.e_phoff = m.size - 10;
	assert_refused(&m, "truncated");
	maker_start(&m);
	m.header.e_phentsize = 32;
	assert_refused(&m, "program headers of");
	maker_start(&m);
	for (unsigned i = 0; i < PLAN_SEGMENTS; i++)
		maker_add(&m, maker_data(0x500000 + i * 0x1000, 0x2000, 8, 8));
	assert_refused(&m, "more than");
}

static void executable_stack(void **state)
{
	struct maker m;
	struct plan plan;

	(void)state;
	maker_start(&m);
	maker_add(&m, (Elf64_Phdr){ .p_type = PT_GNU_STACK, .p_flags = PF_R | PF_W | PF_X });
	assert_int_equal(plan_of(&m, &plan), 0);
	assert_true(plan.stack_executable);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(simple),
		cmocka_unit_test(page_shared),
		cmocka_unit_test(offsets_that_do_not_fit_pages),
		cmocka_unit_test(any_order),
		cmocka_unit_test(empty_segments_are_nothing),
		cmocka_unit_test(overlap),
		cmocka_unit_test(wrong_sizes),
		cmocka_unit_test(alignment),
		cmocka_unit_test(entry),
		cmocka_unit_test(headers),
		cmocka_unit_test(executable_stack),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
