/* map_image puts made-up images into this process, and they are looked at there. */
#include "tests/loader/elf_maker.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "loader/loader.h"
#include "shim/dispatch.h"
#include "shim/glibc/patch.h"

/* Not where the host puts anything, and not where another test is. */
#define AT 0x20000000UL

static char problem[160];
static struct image image;
static struct patch_counts counts;

static int map(const struct maker *m)
{
	int fd = maker_file(m);
	int ret;

	problem[0] = '\0';
	memset(&counts, 0, sizeof counts);
	ret = map_image(fd, &image, &counts, problem, sizeof problem);
	close(fd);
	return ret;
}

static void start(struct maker *m)
{
	maker_start(m);
	m->ph[0].p_vaddr = AT;
	m->header.e_entry = AT;
}

/* "r-xp" of the mapping that holds an address; "" where there is none. */
static const char *protection(uint64_t address)
{
	static char perms[5];
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512];
	unsigned long low, high;

	perms[0] = '\0';
	while (fgets(line, sizeof line, maps)) {
		char found[5];

		if (sscanf(line, "%lx-%lx %4s", &low, &high, found) == 3 && address >= low &&
		    address < high)
			strcpy(perms, found);
	}
	fclose(maps);
	return perms;
}

static void unmap(void)
{
	munmap((void *)image.low, image.high - image.low);
}

static uint8_t *at(uint64_t address)
{
	return (uint8_t *)address;
}

static void simple(void **state)
{
	struct maker m;

	(void)state;
	start(&m);
	memset(m.bytes + 0x2000, 0xaa, 0x1000);
	maker_add(&m, maker_data(AT + 0x2010, 0x2010, 0x100, 0x3000));
	assert_int_equal(map(&m), 0);
	assert_int_equal(image.base, 0);
	assert_int_equal(image.low, AT);
	assert_int_equal(image.high, AT + 0x6000);
	assert_int_equal(image.entry, AT);
	assert_false(image.writable_code);
	assert_string_equal(protection(AT), "r-xp");
	assert_string_equal(protection(AT + 0x1000), "---p");
	assert_string_equal(protection(AT + 0x2000), "rw-p");
	assert_string_equal(protection(AT + 0x5000), "rw-p");
	assert_int_equal(*at(AT + 5), 0x90);
	assert_int_equal(*at(AT + 0x210f), 0xaa);
	for (uint64_t a = AT + 0x2110; a < AT + 0x5010; a++)
		assert_int_equal(*at(a), 0);
	unmap();
}

/* Two segments in one page: the second must not wipe out the first, nor the first it. */
static void page_shared(void **state)
{
	struct maker m;

	(void)state;
	start(&m);
	m.ph[0].p_filesz = m.ph[0].p_memsz = 0x800;
	memset(m.bytes + 0x1800, 0xbb, 0x800);
	memset(m.bytes + 0x2000, 0xcc, 0x800);
	maker_add(&m, maker_data(AT + 0x800, 0x1800, 0x1000, 0x1800));
	assert_int_equal(map(&m), 0);
	assert_int_equal(*at(AT + 0x7ff), 0x90);
	assert_int_equal(*at(AT + 0x800), 0xbb);
	assert_int_equal(*at(AT + 0x1000), 0xcc);
	assert_int_equal(*at(AT + 0x1800), 0);
	assert_string_equal(protection(AT), "rwxp");
	assert_string_equal(protection(AT + 0x1000), "rw-p");
	assert_true(image.writable_code);
	unmap();
}

/* Bss in the page where another segment's bytes of the file are. */
static void bss_in_shared_page(void **state)
{
	struct maker m;

	(void)state;
	start(&m);
	m.ph[0].p_flags = PF_R | PF_X;
	memset(m.bytes + 0x2000, 0xdd, 0x1000);
	maker_add(&m, maker_data(AT + 0x2000, 0x2000, 0x400, 0x400));
	maker_add(&m, maker_data(AT + 0x2400, 0x2400, 0, 0x400));
	maker_add(&m, maker_data(AT + 0x2800, 0x2800, 0x100, 0x800));
	assert_int_equal(map(&m), 0);
	assert_int_equal(*at(AT + 0x23ff), 0xdd);
	assert_int_equal(*at(AT + 0x2400), 0);
	assert_int_equal(*at(AT + 0x27ff), 0);
	assert_int_equal(*at(AT + 0x2800), 0xdd);
	assert_int_equal(*at(AT + 0x2900), 0);
	assert_int_equal(*at(AT + 0x2fff), 0);
	unmap();
}

static void offsets_that_do_not_fit_pages(void **state)
{
	struct maker m;

	(void)state;
	start(&m);
	memset(m.bytes + 0x2000, 0xee, 0x900);
	maker_add(&m, maker_data(AT + 0x2700, 0x2000, 0x900, 0x1000));
	assert_int_equal(map(&m), 0);
	assert_int_equal(*at(AT + 0x26ff), 0);
	assert_int_equal(*at(AT + 0x2700), 0xee);
	assert_int_equal(*at(AT + 0x2fff), 0xee);
	assert_int_equal(*at(AT + 0x3000), 0);
	unmap();
}

/* What shares a page with code in the file only is not there to be executed. */
static void edges_of_code_are_clear(void **state)
{
	struct maker m;

	(void)state;
	start(&m);
	memset(m.bytes + 0x1000, 0x0f, 0x1000);
	m.ph[0].p_offset += 0x100;
	m.ph[0].p_vaddr += 0x100;
	m.ph[0].p_filesz = m.ph[0].p_memsz = 0x200;
	m.header.e_entry += 0x100;
	assert_int_equal(map(&m), 0);
	assert_int_equal(*at(AT + 0xff), 0);
	assert_int_equal(*at(AT + 0x100), 0x0f);
	assert_int_equal(*at(AT + 0x2ff), 0x0f);
	assert_int_equal(*at(AT + 0x300), 0);
	assert_int_equal(*at(AT + 0xfff), 0);
	unmap();
}

static void system_calls_are_found(void **state)
{
	static const uint8_t getpid[] = { 0xb8, 20, 0, 0, 0, 0x0f, 0x05, 0xc3 };
	struct maker m;

	(void)state;
	start(&m);
	memcpy(m.bytes + 0x1800, getpid, sizeof getpid);
	assert_int_equal(map(&m), 0);
	assert_int_equal(counts.pairs, 1);
	assert_int_equal(counts.sites, 1);
	unmap();
}

static void position_independent(void **state)
{
	struct maker m;
	struct image first;

	(void)state;
	maker_start(&m);
	m.header.e_type = ET_DYN;
	m.header.e_entry = 0x10;
	m.ph[0].p_vaddr = 0;
	m.ph[0].p_align = 0x4000000;
	assert_int_equal(map(&m), 0);
	assert_int_not_equal(image.base, 0);
	assert_int_equal(image.base % 0x4000000, 0);
	assert_int_equal(image.entry, image.base + 0x10);
	first = image;
	assert_int_equal(map(&m), 0);
	assert_int_not_equal(first.base, image.base);
	unmap();
	image = first;
	unmap();
}

static void nothing_is_clobbered(void **state)
{
	uint8_t *ours = mmap((void *)AT, 4096, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	struct maker m;

	(void)state;
	assert_ptr_equal(ours, (void *)AT);
	*ours = 42;
	start(&m);
	assert_int_equal(map(&m), -EEXIST);
	assert_one_line(problem);
	assert_int_equal(*ours, 42);
	munmap(ours, 4096);
}

static void low_addresses(void **state)
{
	struct maker m;

	(void)state;
	start(&m);
	m.ph[0].p_vaddr = m.header.e_entry = 0;
	assert_true(map(&m) < 0);
	assert_one_line(problem);
	m.ph[0].p_vaddr = m.header.e_entry = 0x1000;
	if (map(&m) < 0)
		assert_non_null(strstr(problem, "mmap_min_addr"));
	else
		unmap();
}

static void too_big(void **state)
{
	struct maker m;

	(void)state;
	start(&m);
	maker_add(&m, maker_data(AT + 0x10000, 0x2000, 0, 0x7ff000000000));
	assert_true(map(&m) < 0);
	assert_one_line(problem);
}

static void first_stack(void **state)
{
	char *argv[] = { "a", "b", NULL }, *envp[] = { "E=1", NULL };
	struct start_info info = {
		.image = &image, .argc = 2, .argv = argv, .envp = envp, .path = "/a"
	};

	(void)state;
	memset(&image, 0, sizeof image);
	image.stack_size = 1 << 20;
	assert_int_equal(make_stack(&info, problem, sizeof problem), 0);
	assert_true(info.stack_high - info.stack_low >= 1 << 20);
	assert_true(info.stack_limit >= 1 << 20);
	assert_string_equal(protection(info.stack_high - 1), "rw-p");
	assert_string_equal(protection(info.stack_low), "rw-p");
	assert_string_equal(protection(info.stack_low - 1), "---p");
	munmap((void *)(info.stack_low - 4096), info.stack_high - info.stack_low + 4096);
}

/* A large one's are searched for in the file, and put into memory. */
static void calls_of_a_large_image(void **state)
{
	static const uint8_t call[] = { 0xb8, 20, 0, 0, 0, 0x0f, 0x05, 0xc3 };
	const size_t size = 9ul << 20, where = size - 4096 - 100;
	uint8_t nops[4096];
	struct maker m;
	int fd;

	(void)state;
	setenv("ABIRUN_CACHE", "off", 1);
	start(&m);
	m.ph[0].p_filesz = m.ph[0].p_memsz = size;
	fd = maker_file(&m);
	memset(nops, 0x90, sizeof nops);
	assert_int_equal(ftruncate(fd, (off_t)(0x1000 + size)), 0);
	assert_int_equal(pwrite(fd, nops, sizeof nops, (off_t)(0x1000 + where - 2048)), 4096);
	assert_int_equal(pwrite(fd, call, sizeof call, (off_t)(0x1000 + where)), sizeof call);
	memset(&counts, 0, sizeof counts);
	assert_int_equal(map_image(fd, &image, &counts, problem, sizeof problem), 0);
	close(fd);
	assert_int_equal(counts.pairs, 1);
	assert_int_equal(counts.sites, 1);
	assert_int_equal(*at(AT + where), 0xe9); /* jmp */
	assert_string_equal(protection(AT + where), "r-xp");
	unmap();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(simple),
		cmocka_unit_test(page_shared),
		cmocka_unit_test(bss_in_shared_page),
		cmocka_unit_test(offsets_that_do_not_fit_pages),
		cmocka_unit_test(edges_of_code_are_clear),
		cmocka_unit_test(system_calls_are_found),
		cmocka_unit_test(calls_of_a_large_image),
		cmocka_unit_test(position_independent),
		cmocka_unit_test(nothing_is_clobbered),
		cmocka_unit_test(low_addresses),
		cmocka_unit_test(too_big),
		cmocka_unit_test(first_stack),
	};

	/* The patcher asks which calls are thin. */
	abi = abis[0];
	dispatch_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
