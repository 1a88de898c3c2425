/*
 * Numbers in strings.  The host's functions, but a string without a number is EINVAL on
 * FreeBSD (strtol(3)), where the host leaves errno alone.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <wchar.h>

#include "shim/lib/lib.h"
#include "shim/lib/number.h"

#define READS(name, result, character, host)                                                       \
	result lib_##name(const character *text, character **end, int base)                        \
	{                                                                                          \
		character *after = (character *)text;                                              \
		result value = host(text, &after, base);                                           \
                                                                                                   \
		if (after == text)                                                                 \
			errno = EINVAL;                                                            \
		if (end)                                                                           \
			*end = after;                                                              \
		return value;                                                                      \
	}

READS(strtol, long, char, strtol)
READS(strtoll, long long, char, strtoll)
READS(strtoul, unsigned long, char, strtoul)
READS(strtoull, unsigned long long, char, strtoull)
READS(wcstol, long, wchar_t, wcstol)
READS(wcstoll, long long, wchar_t, wcstoll)
READS(wcstoul, unsigned long, wchar_t, wcstoul)
READS(wcstoull, unsigned long long, wchar_t, wcstoull)
