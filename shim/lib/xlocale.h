/*
 * Functions "in a locale", NAME_l of xlocale(3): what NAME does while the locale is the
 * thread's own.
 */
#ifndef SHIM_LIB_XLOCALE_H
#define SHIM_LIB_XLOCALE_H

#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

#define IN_LOCALE(result, name, parameters, call)                                                  \
	result lib_##name##_l parameters                                                           \
	{                                                                                          \
		locale_t before = lib_locale_enter(locale);                                        \
		result value = call;                                                               \
                                                                                                   \
		uselocale(before);                                                                 \
		return value;                                                                      \
	}

/* A host's function that sets errno where it answers `bad`. */
#define HOST_IN_LOCALE(result, name, parameters, call, bad)                                        \
	result lib_##name##_l parameters                                                           \
	{                                                                                          \
		locale_t before = lib_locale_enter(locale);                                        \
		result value = call;                                                               \
                                                                                                   \
		uselocale(before);                                                                 \
		if (value == (bad))                                                                \
			lib_failed();                                                              \
		return value;                                                                      \
	}

#endif
