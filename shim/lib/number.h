/* strtol(3) and the like, as FreeBSD has them. */
#ifndef SHIM_LIB_NUMBER_H
#define SHIM_LIB_NUMBER_H

#include <wchar.h>

long lib_strtol(const char *text, char **end, int base);
long long lib_strtoll(const char *text, char **end, int base);
unsigned long lib_strtoul(const char *text, char **end, int base);
unsigned long long lib_strtoull(const char *text, char **end, int base);
long lib_wcstol(const wchar_t *text, wchar_t **end, int base);
long long lib_wcstoll(const wchar_t *text, wchar_t **end, int base);
unsigned long lib_wcstoul(const wchar_t *text, wchar_t **end, int base);
unsigned long long lib_wcstoull(const wchar_t *text, wchar_t **end, int base);

#endif
