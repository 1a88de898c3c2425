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
