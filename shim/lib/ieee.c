/* fpgetround(3) and the like: the bits of the x87 and SSE control words, as machine/ieeefp.h has
 * them. */
#include <stdint.h>

#include "shim/lib/lib.h"

#define EXCEPTIONS 0x3f

static uint16_t control(void)
{
	uint16_t word;

	__asm__ volatile("fnstcw %0" : "=m"(word));
	return word;
}

static void set_control(uint16_t word)
{
	__asm__ volatile("fldcw %0" ::"m"(word));
}

static uint32_t vector_control(void)
{
	uint32_t word;

	__asm__ volatile("stmxcsr %0" : "=m"(word));
	return word;
}

static void set_vector_control(uint32_t word)
{
	__asm__ volatile("ldmxcsr %0" ::"m"(word));
}

/* FP_RN, FP_RM, FP_RP, FP_RZ */
int lib_fpgetround(void)
{
	return control() >> 10 & 3;
}

int lib_fpsetround(int mode)
{
	int before = lib_fpgetround();

	set_control((uint16_t)((control() & ~0xc00) | (mode & 3) << 10));
	set_vector_control((vector_control() & ~0x6000u) | (uint32_t)(mode & 3) << 13);
	return before;
}

/* FP_PS, FP_PD, FP_PE: of the x87 alone */
int lib_fpgetprec(void)
{
	return control() >> 8 & 3;
}

int lib_fpsetprec(int precision)
{
	int before = lib_fpgetprec();

	set_control((uint16_t)((control() & ~0x300) | (precision & 3) << 8));
	return before;
}

/* Exceptions that trap. */
int lib_fpgetmask(void)
{
	return ~control() & EXCEPTIONS;
}

int lib_fpsetmask(int mask)
{
	int before = lib_fpgetmask();
	unsigned off = ~(unsigned)mask & EXCEPTIONS;

	set_control((uint16_t)((control() & ~EXCEPTIONS) | off));
	set_vector_control((vector_control() & ~(EXCEPTIONS << 7)) | off << 7);
	return before;
}

/* Exceptions that there were. */
int lib_fpgetsticky(void)
{
	uint16_t status;

	__asm__ volatile("fnstsw %0" : "=m"(status));
	return (int)((status | vector_control()) & EXCEPTIONS);
}
