/* Mathematics whose special values have other numbers: math.h. */
#include <limits.h>
#include <math.h>

#include "shim/lib/lib.h"

/* FP_INFINITE, FP_NAN, FP_NORMAL, FP_SUBNORMAL, FP_ZERO */
static int class_of(int host)
{
	switch (host) {
	case FP_INFINITE:
		return 1;
	case FP_NAN:
		return 2;
	case FP_NORMAL:
		return 4;
	case FP_SUBNORMAL:
		return 8;
	default:
		return 16;
	}
}

/* FP_ILOGB0 is -INT_MAX there and INT_MIN here, FP_ILOGBNAN INT_MAX and INT_MIN. */
#define KINDS(type, suffix, letter)                                                                \
	int lib_fpclassify##letter(type x)                                                         \
	{                                                                                          \
		return class_of(fpclassify(x));                                                    \
	}                                                                                          \
	int lib_isfinite##suffix(type x)                                                           \
	{                                                                                          \
		return isfinite(x) != 0;                                                           \
	}                                                                                          \
	int lib_isnormal##suffix(type x)                                                           \
	{                                                                                          \
		return isnormal(x) != 0;                                                           \
	}                                                                                          \
	int lib_signbit##suffix(type x)                                                            \
	{                                                                                          \
		return signbit(x) != 0;                                                            \
	}                                                                                          \
	int lib_ilogb##suffix(type x)                                                              \
	{                                                                                          \
		int exponent;                                                                      \
                                                                                                   \
		if (x == 0)                                                                        \
			return -INT_MAX;                                                           \
		if (!isfinite(x))                                                                  \
			return INT_MAX;                                                            \
		frexp##suffix(x, &exponent);                                                       \
		return exponent - 1;                                                               \
	}

KINDS(double, , d)
KINDS(float, f, f)
KINDS(long double, l, l)

/*
 * sinpi(3) and its like: of x times pi, exact where that is a multiple of a quarter.  The host
 * has none before glibc 2.41, and its others are in a library that not every program needs: by
 * the processor's own functions, which are right up to a quarter of pi.
 */
static long double sine(long double x)
{
	__asm__("fsin" : "+t"(x));
	return x;
}

static long double cosine(long double x)
{
	__asm__("fcos" : "+t"(x));
	return x;
}

/* x in halves of pi, 0 to 3, and what is left of it. */
static int halves(long double x, long double *rest)
{
	long double n, two = 2;

	__asm__("1: fprem; fnstsw %%ax; testb $4, %%ah; jnz 1b" : "+t"(x) : "u"(two) : "ax", "cc");
	n = 2 * x;
	__asm__("frndint" : "+t"(n));
	*rest = (x - n / 2) * M_PIl;
	return (int)n & 3;
}

long double lib_sinpil(long double x)
{
	long double rest;

	if (!isfinite(x))
		return x - x;
	switch (halves(x, &rest)) {
	case 0:
		return rest == 0 ? __builtin_copysignl(0, x) : sine(rest);
	case 1:
		return cosine(rest);
	case 2:
		return rest == 0 ? __builtin_copysignl(0, x) : -sine(rest);
	default:
		return -cosine(rest);
	}
}

long double lib_cospil(long double x)
{
	long double rest;

	if (!isfinite(x))
		return x - x;
	switch (halves(x, &rest)) {
	case 0:
		return cosine(rest);
	case 1:
		return rest == 0 ? 0 : -sine(rest);
	case 2:
		return -cosine(rest);
	default:
		return rest == 0 ? 0 : sine(rest);
	}
}

long double lib_tanpil(long double x)
{
	return lib_sinpil(x) / lib_cospil(x);
}

#define ROUNDED(type, suffix, name)                                                                \
	type lib_##name##suffix(type x)                                                            \
	{                                                                                          \
		return (type)lib_##name##l(x);                                                     \
	}

ROUNDED(double, , sinpi)
ROUNDED(double, , cospi)
ROUNDED(double, , tanpi)
ROUNDED(float, f, sinpi)
ROUNDED(float, f, cospi)
ROUNDED(float, f, tanpi)
