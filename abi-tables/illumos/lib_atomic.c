/*
 * atomic_ops(3C): what each does is in its name: atomic_OPERATION_TYPE gives nothing, or the
 * new value where "_nv" follows; atomic_cas and atomic_swap give the old one.
 */
#include <stdbool.h>
#include <stdint.h>

#define OPERATIONS(name, type, delta)                                                              \
	void illumos_atomic_add_##name(volatile type *at, delta by)                                \
	{                                                                                          \
		__atomic_fetch_add(at, (type)by, __ATOMIC_SEQ_CST);                                \
	}                                                                                          \
	type illumos_atomic_add_##name##_nv(volatile type *at, delta by)                           \
	{                                                                                          \
		return __atomic_add_fetch(at, (type)by, __ATOMIC_SEQ_CST);                         \
	}                                                                                          \
	void illumos_atomic_inc_##name(volatile type *at)                                          \
	{                                                                                          \
		__atomic_fetch_add(at, 1, __ATOMIC_SEQ_CST);                                       \
	}                                                                                          \
	type illumos_atomic_inc_##name##_nv(volatile type *at)                                     \
	{                                                                                          \
		return __atomic_add_fetch(at, 1, __ATOMIC_SEQ_CST);                                \
	}                                                                                          \
	void illumos_atomic_dec_##name(volatile type *at)                                          \
	{                                                                                          \
		__atomic_fetch_sub(at, 1, __ATOMIC_SEQ_CST);                                       \
	}                                                                                          \
	type illumos_atomic_dec_##name##_nv(volatile type *at)                                     \
	{                                                                                          \
		return __atomic_sub_fetch(at, 1, __ATOMIC_SEQ_CST);                                \
	}                                                                                          \
	void illumos_atomic_and_##name(volatile type *at, type bits)                               \
	{                                                                                          \
		__atomic_fetch_and(at, bits, __ATOMIC_SEQ_CST);                                    \
	}                                                                                          \
	type illumos_atomic_and_##name##_nv(volatile type *at, type bits)                          \
	{                                                                                          \
		return __atomic_and_fetch(at, bits, __ATOMIC_SEQ_CST);                             \
	}                                                                                          \
	void illumos_atomic_or_##name(volatile type *at, type bits)                                \
	{                                                                                          \
		__atomic_fetch_or(at, bits, __ATOMIC_SEQ_CST);                                     \
	}                                                                                          \
	type illumos_atomic_or_##name##_nv(volatile type *at, type bits)                           \
	{                                                                                          \
		return __atomic_or_fetch(at, bits, __ATOMIC_SEQ_CST);                              \
	}                                                                                          \
	type illumos_atomic_swap_##name(volatile type *at, type value)                             \
	{                                                                                          \
		return __atomic_exchange_n(at, value, __ATOMIC_SEQ_CST);                           \
	}                                                                                          \
	type illumos_atomic_cas_##name(volatile type *at, type old, type value)                    \
	{                                                                                          \
		__atomic_compare_exchange_n(at, &old, value, false, __ATOMIC_SEQ_CST,              \
					    __ATOMIC_SEQ_CST);                                     \
		return old;                                                                        \
	}

OPERATIONS(8, uint8_t, int8_t)
OPERATIONS(16, uint16_t, int16_t)
OPERATIONS(32, uint32_t, int32_t)
OPERATIONS(64, uint64_t, int64_t)

/* 0, or -1 where it was so already. */
int illumos_atomic_set_long_excl(volatile unsigned long *at, unsigned bit)
{
	unsigned long mask = 1ul << bit;

	return __atomic_fetch_or(at, mask, __ATOMIC_SEQ_CST) & mask ? -1 : 0;
}

int illumos_atomic_clear_long_excl(volatile unsigned long *at, unsigned bit)
{
	unsigned long mask = 1ul << bit;

	return __atomic_fetch_and(at, ~mask, __ATOMIC_SEQ_CST) & mask ? 0 : -1;
}

/* membar_ops(3C): one that orders everything is right for each. */
void illumos_membar(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}
