/*
 * Searches over whole images, which is where the patcher's time goes: byte pairs,
 * and branches that lead to the sites.
 */
#include <sys/platform/x86.h>
#include <immintrin.h>
#include <string.h>

#include "shim/glibc/code.h"

#define TARGET_AVX2 __attribute__((target("avx2")))

static size_t find_pair_plain(const uint8_t *bytes, size_t from, size_t size)
{
	for (size_t i = from; i + 1 < size; i++)
		if (bytes[i] == 0x0f && bytes[i + 1] == 0x05)
			return i;
	return size;
}

static TARGET_AVX2 uint32_t pairs_in_32(const uint8_t *p, __m256i first, __m256i second)
{
	__m256i a = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)p), first);
	__m256i b = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(p + 1)), second);

	return _mm256_movemask_epi8(_mm256_and_si256(a, b));
}

static TARGET_AVX2 size_t find_pair_avx2(const uint8_t *bytes, size_t from, size_t size)
{
	const __m256i first = _mm256_set1_epi8(0x0f);
	const __m256i second = _mm256_set1_epi8(0x05);
	size_t i = from;

	for (; i + 65 <= size; i += 64) {
		uint64_t low = pairs_in_32(bytes + i, first, second);
		uint64_t high = pairs_in_32(bytes + i + 32, first, second);

		if (low | high)
			return i + __builtin_ctzll(low | high << 32);
	}
	return find_pair_plain(bytes, i, size);
}

size_t find_pair(const uint8_t *bytes, size_t from, size_t size)
{
	if (CPU_FEATURE_ACTIVE(AVX2))
		return find_pair_avx2(bytes, from, size);
	return find_pair_plain(bytes, from, size);
}

/* The bytes before a displacement: call, jmp, or a conditional jump. */
static bool is_far_branch(const uint8_t *bytes, size_t displacement)
{
	uint8_t op;

	if (displacement == 0)
		return false;
	op = bytes[displacement - 1];
	if (op == 0xe8 || op == 0xe9)
		return true;
	return displacement > 1 && bytes[displacement - 2] == 0x0f && (op & 0xf0) == 0x80;
}

struct target_search {
	const uint8_t *bytes;
	size_t from, to; /* where branches are looked for */
	size_t low, span;
	target_fn *report;
	void *arg;
};

static void check_target(const struct target_search *s, size_t displacement)
{
	int32_t rel;
	size_t target;

	memcpy(&rel, s->bytes + displacement, sizeof rel);
	target = displacement + 4 + rel;
	if (target - s->low < s->span && is_far_branch(s->bytes, displacement))
		s->report(s->arg, target);
}

/* Where in 32 bytes a displacement may follow: behind e8, e9, 0f 80 to 0f 8f. */
static TARGET_AVX2 uint32_t branches_in_32(const uint8_t *p)
{
	__m256i op = _mm256_loadu_si256((const __m256i *)p);
	__m256i before = _mm256_loadu_si256((const __m256i *)(p - 1));
	__m256i direct = _mm256_cmpeq_epi8(_mm256_and_si256(op, _mm256_set1_epi8(~1)),
					   _mm256_set1_epi8((char)0xe8));
	__m256i condition = _mm256_cmpeq_epi8(_mm256_and_si256(op, _mm256_set1_epi8((char)0xf0)),
					      _mm256_set1_epi8((char)0x80));
	__m256i escape = _mm256_cmpeq_epi8(before, _mm256_set1_epi8(0x0f));

	return _mm256_movemask_epi8(_mm256_or_si256(direct, _mm256_and_si256(condition, escape)));
}

/*
 * And where the upper halves of the displacements there are near enough: a first
 * sieve without a branch, for most lead elsewhere.
 */
static TARGET_AVX2 uint32_t halves_in_32(const uint8_t *p, __m256i lowest, __m256i count)
{
	__m256i even = _mm256_loadu_si256((const __m256i *)(p + 3));
	__m256i odd = _mm256_loadu_si256((const __m256i *)(p + 4));

	even = _mm256_sub_epi16(even, lowest);
	odd = _mm256_sub_epi16(odd, lowest);
	even = _mm256_cmpeq_epi16(_mm256_min_epu16(even, count), even);
	odd = _mm256_cmpeq_epi16(_mm256_min_epu16(odd, count), odd);
	return (_mm256_movemask_epi8(even) & 0x55555555) | (_mm256_movemask_epi8(odd) & 0xaaaaaaaa);
}

/* Opcodes at [i, i + 64), whose displacements may reach up to i + 69. */
static TARGET_AVX2 uint64_t hits_in_64(const struct target_search *s, size_t i)
{
	const uint8_t *p = s->bytes + i;
	int64_t lowest = (int64_t)(s->low - (i + 68)) >> 16;
	int64_t highest = (int64_t)(s->low + s->span - 1 - (i + 5)) >> 16;
	__m256i base = _mm256_set1_epi16((short)lowest);
	__m256i count = _mm256_set1_epi16((short)(highest - lowest));
	uint64_t low = branches_in_32(p) & halves_in_32(p, base, count);
	uint64_t high = branches_in_32(p + 32) & halves_in_32(p + 32, base, count);

	return low | high << 32;
}

static TARGET_AVX2 size_t far_targets_avx2(const struct target_search *s)
{
	size_t i = s->from + 1; /* branches_in_32 looks at the byte before, too */

	if (s->to - s->from < 5)
		return s->from;
	check_target(s, i);
	for (; i + 69 <= s->to; i += 64)
		for (uint64_t hits = hits_in_64(s, i); hits; hits &= hits - 1)
			check_target(s, i + (unsigned)__builtin_ctzll(hits) + 1);
	return i + 1;
}

void far_targets(const struct code *code, size_t low, size_t high, target_fn *report, void *arg)
{
	struct target_search s = { code->bytes, 0, code->size, low, high - low, report, arg };
	size_t i;

	if (low > FAR_BYTES)
		s.from = low - FAR_BYTES;
	if (s.to > high + FAR_BYTES)
		s.to = high + FAR_BYTES;
	i = s.from;
	if (CPU_FEATURE_ACTIVE(AVX2) && s.to - s.from < 1u << 30)
		i = far_targets_avx2(&s);
	for (; i + 4 <= s.to; i++)
		check_target(&s, i);
}
