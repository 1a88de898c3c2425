/*
 * The search and the proof: nothing missed at any offset or edge, nothing touched
 * that is not a call, nothing read outside of the range.
 */
#include <stdio.h>
#include <stdlib.h>

#include "shim/glibc/code.h"
#include "tests/doors/patch_lab.h"

SNIPPET(call, "mov $20, %eax; syscall; ret");
SNIPPET(libc, "mov $477, %eax; mov %rcx, %r10; syscall; jb 1f; ret; 1: mov $-1, %rax; ret");

static uint32_t seed = 1;

static uint8_t any_byte(void)
{
	seed = seed * 1664525 + 1013904223;
	return seed >> 24;
}

static size_t plain_pair(const uint8_t *bytes, size_t from, size_t size)
{
	for (; from + 1 < size; from++)
		if (bytes[from] == 0x0f && bytes[from + 1] == 0x05)
			return from;
	return size;
}

static void test_find_pair(void **state)
{
	static uint8_t bytes[400];
	const uint8_t few[] = { 0x0f, 0x05, 0x00, 0x0e };

	(void)state;
	for (int round = 0; round < 2000; round++) {
		size_t size = any_byte() + any_byte() / 2, at = 0;

		for (size_t i = 0; i < sizeof bytes; i++)
			bytes[i] = round % 2 ? few[any_byte() % 4] : any_byte() % 16;
		for (; at < size; at++) {
			size_t next = find_pair(bytes, at, size);

			assert_int_equal(next, plain_pair(bytes, at, size));
			at = next;
		}
	}
	assert_int_equal(find_pair(bytes, 0, 0), 0);
	assert_int_equal(find_pair(bytes, 0, 1), 1);
}

static unsigned seen[512];

static void note_seen(void *arg, size_t target)
{
	(void)arg;
	seen[target]++;
}

static void plain_targets(const uint8_t *bytes, size_t size, size_t low, size_t high,
			  unsigned *count)
{
	for (size_t i = 1; i + 4 <= size; i++) {
		bool jcc = i > 1 && bytes[i - 2] == 0x0f && (bytes[i - 1] & 0xf0) == 0x80;
		int32_t rel;

		memcpy(&rel, bytes + i, 4);
		if ((jcc || bytes[i - 1] == 0xe8 || bytes[i - 1] == 0xe9) &&
		    (int64_t)(i + 4) + rel >= (int64_t)low &&
		    (int64_t)(i + 4) + rel < (int64_t)high)
			count[i + 4 + rel]++;
	}
}

static void test_far_targets(void **state)
{
	const uint8_t few[] = { 0xe8, 0xe9, 0x0f, 0x80, 0x8f, 0x00, 0x00, 0x00, 0xff, 0xff, 0x10 };
	static uint8_t bytes[512];

	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct code code = { bytes, any_byte() + any_byte(), 0x400000 };
		unsigned expected[512] = { 0 };
		size_t low = any_byte(), high = low + any_byte() + 1;

		for (size_t i = 0; i < sizeof bytes; i++)
			bytes[i] = few[any_byte() % sizeof few];
		memset(seen, 0, sizeof seen);
		plain_targets(bytes, code.size, low, high, expected);
		far_targets(&code, low, high, note_seen, NULL);
		assert_memory_equal(seen, expected, sizeof seen);
	}
}

/* Bytes that end where nothing is mapped. */
static uint8_t *at_the_edge(const void *bytes, size_t size)
{
	uint8_t *code = lab_map();

	assert_int_equal(munmap(code + LAB_CODE / 2, LAB_CODE / 2), 0);
	code += LAB_CODE / 2 - size;
	memcpy(code, bytes, size);
	return code;
}

static struct patch_counts patch_bytes(uint8_t *code, size_t size)
{
	struct patch_counts counts = { 0 };

	assert_int_equal(patch_range(code, size, &counts), 0);
	return counts;
}

static void test_edges(void **state)
{
	const size_t size = snippet_call_end - snippet_call;

	(void)state;
	for (size_t n = 0; n <= size; n++) {
		uint8_t *code = at_the_edge(snippet_call, n);
		struct patch_counts c = patch_bytes(code, n);

		/* Cut behind the 0f, nobody knows what comes next. */
		assert_int_equal(c.undecided, n == 6);
		assert_int_equal(c.sites, n >= 7);
		assert_int_equal(c.technique[PATCH_BEFORE], n >= 7);
		if (n < 7)
			assert_memory_equal(code, snippet_call, n);
	}
	for (size_t from = 1; from <= 5; from++) {
		uint8_t *code = at_the_edge(snippet_call, size);
		struct patch_counts c = patch_bytes(code + from, size - from);

		assert_int_equal(c.pairs, 1);
		assert_int_equal(c.not_calls, 0);
		/* The mov is outside: nothing of it may be overwritten. */
		assert_memory_equal(code, snippet_call, 5);
		assert_int_equal(c.technique[PATCH_BEFORE], 0);
	}
}

static void test_first_bytes(void **state)
{
	const uint8_t first[] = { 0x0f, 0x05, 0xc3 };
	uint8_t *code = at_the_edge(first, sizeof first);
	struct patch_counts c = patch_bytes(code, sizeof first);

	(void)state;
	/* No evidence at all: not patched, and said so. */
	assert_int_equal(c.undecided, 1);
	assert_memory_equal(code, first, sizeof first);
}

static void test_small_ranges(void **state)
{
	(void)state;
	for (int round = 0; round < 3000; round++) {
		uint8_t bytes[16];
		size_t size = any_byte() % 17;
		uint8_t *code;
		struct patch_counts c;

		for (size_t i = 0; i < sizeof bytes; i++)
			bytes[i] = any_byte() % 4 ? any_byte() : i % 2 ? 0x05 : 0x0f;
		code = at_the_edge(bytes, size);
		c = patch_bytes(code, size);
		assert_int_equal(c.pairs, c.sites + c.not_calls + c.undecided);
		if (c.sites == c.technique[PATCH_NET])
			assert_memory_equal(code, bytes, size);
		munmap((void *)((uint64_t)code & ~4095ul), 4096);
	}
}

/* Tables of numbers of so many bytes, of which the lower `bits` are any. */
static void fill_table(uint8_t *data, size_t size, unsigned bytes, unsigned bits)
{
	for (size_t i = 0; i + bytes <= size; i += bytes) {
		uint64_t any = (uint64_t)any_byte() << 8 | any_byte();

		any &= (1u << bits) - 1;
		memcpy(data + i, &any, bytes);
	}
	for (size_t i = 200; i + 200 < size; i += 200)
		memcpy(data + i, "\x0f\x05", 2);
}

/* Decoding from different starts agrees in data, too; but data is no code. */
static void test_data(void **state)
{
	static const struct {
		unsigned bytes, bits;
	} tables[] = { { 1, 8 }, { 1, 7 }, { 2, 12 }, { 2, 16 }, { 4, 12 }, { 4, 16 }, { 8, 16 } };
	const size_t size = 1 << 20;
	uint8_t *data = malloc(size);

	(void)state;
	for (unsigned i = 0; i < sizeof tables / sizeof *tables; i++) {
		struct patch_counts c;

		fill_table(data, size, tables[i].bytes, tables[i].bits);
		c = patch_bytes(data, size);
		printf("# %u pairs in a table of %u-byte numbers of %u bits: %u taken for calls\n",
		       c.pairs, tables[i].bytes, tables[i].bits, c.sites);
		assert_true(c.pairs > 5000);
		assert_true(c.sites <= 2);
	}
	free(data);
}

static struct found_site found[4];
static unsigned found_count;

static void note_found(const struct found_site *site, void *arg)
{
	(void)arg;
	assert_true(found_count < 4);
	found[found_count++] = *site;
}

static void test_find_sites(void **state)
{
	uint8_t *code = lab_map(), *copy = lab_map();
	struct patch_counts c = { 0 };
	unsigned before = site_count();

	(void)state;
	memcpy(code + 400, snippet_call, snippet_call_end - snippet_call);
	memcpy(code + 600, snippet_libc, snippet_libc_end - snippet_libc);
	memcpy(copy, code, LAB_CODE);
	find_sites(code, LAB_CODE, 0x400000, note_found, NULL, &c);
	assert_memory_equal(code, copy, LAB_CODE);
	assert_int_equal(site_count(), before);
	assert_int_equal(found_count, 2);
	assert_int_equal(c.sites, 2);
	assert_int_equal(c.known_numbers, 2);
	assert_int_equal(c.technique[PATCH_BEFORE], 2);
	assert_int_equal(found[0].address, 0x400000 + 405);
	assert_int_equal(found[0].nr, 20);
	assert_int_equal(found[1].address, 0x400000 + 608);
	assert_int_equal(found[1].nr, 477);
	assert_int_equal(found[1].technique, PATCH_BEFORE);
}

/* Made writable and executable again, code is searched again. */
static void test_again(void **state)
{
	uint8_t *code = lab_map(), *copy = lab_map();
	unsigned before;
	struct patch_counts c;

	(void)state;
	memcpy(code + 600, snippet_libc, snippet_libc_end - snippet_libc);
	c = patch_bytes(code, LAB_CODE);
	assert_int_equal(c.technique[PATCH_BEFORE], 1);
	memcpy(copy, code, LAB_CODE);
	before = site_count();
	c = patch_bytes(code, LAB_CODE);
	/* There is no 0f 05 any more, and the patch holds. */
	assert_int_equal(c.pairs, 0);
	assert_int_equal(c.undecided, 0);
	assert_int_equal(site_count(), before);
	assert_memory_equal(code, copy, LAB_CODE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find_pair),    cmocka_unit_test(test_far_targets),
		cmocka_unit_test(test_edges),        cmocka_unit_test(test_first_bytes),
		cmocka_unit_test(test_small_ranges), cmocka_unit_test(test_data),
		cmocka_unit_test(test_find_sites),   cmocka_unit_test(test_again),
	};

	lab_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
