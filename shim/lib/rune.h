/* Tables of ctype(3). */
#ifndef SHIM_LIB_RUNE_H
#define SHIM_LIB_RUNE_H

#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <wchar.h>

#include "abi-tables/freebsd/locale.h"
#include "abi-tables/library.h"

extern struct library_data lib_default_rune, lib_current_rune, lib_mb_sb_limit, lib_mb_cur_max;

/* Fill in the C locale's tables, before the program's first instruction. */
void lib_rune_prepare(void);

/* What a wide character is: bits of _ctype.h. */
unsigned long lib_rune_type(wint_t c, locale_t locale);

/* The tables of a host's locale by its LC_CTYPE's name, made once; NULL: no memory. */
const struct freebsd_rune_locale *lib_rune_of(locale_t locale, const char *name, bool wide);

/* setlocale(3) has set LC_CTYPE to this name. */
void lib_rune_changed(const char *name);

/* uselocale(3) has given the calling thread a locale with these tables; NULL: the program's. */
void lib_rune_of_thread(const struct freebsd_rune_locale *table);

#endif
