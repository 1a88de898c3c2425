/* Numbers, strings and times in a locale: xlocale(3). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <wchar.h>

#include "shim/lib/xlocale.h"
#include "shim/lib/number.h"

/* clang-format off */
IN_LOCALE(int, atoi, (const char *s, void *locale), atoi(s))
IN_LOCALE(long, atol, (const char *s, void *locale), atol(s))
IN_LOCALE(long long, atoll, (const char *s, void *locale), atoll(s))
IN_LOCALE(double, atof, (const char *s, void *locale), atof(s))
IN_LOCALE(double, strtod, (const char *s, char **end, void *locale), strtod(s, end))
IN_LOCALE(float, strtof, (const char *s, char **end, void *locale), strtof(s, end))
IN_LOCALE(long double, strtold, (const char *s, char **end, void *locale), strtold(s, end))
IN_LOCALE(double, wcstod, (const wchar_t *s, wchar_t **end, void *locale), wcstod(s, end))
IN_LOCALE(float, wcstof, (const wchar_t *s, wchar_t **end, void *locale), wcstof(s, end))
IN_LOCALE(long double, wcstold, (const wchar_t *s, wchar_t **end, void *locale), wcstold(s, end))
IN_LOCALE(long, strtol, (const char *s, char **end, int base, void *locale), lib_strtol(s, end, base))
IN_LOCALE(long long, strtoll, (const char *s, char **end, int base, void *locale), lib_strtoll(s, end, base))
IN_LOCALE(unsigned long, strtoul, (const char *s, char **end, int base, void *locale), lib_strtoul(s, end, base))
IN_LOCALE(unsigned long long, strtoull, (const char *s, char **end, int base, void *locale), lib_strtoull(s, end, base))
IN_LOCALE(long, wcstol, (const wchar_t *s, wchar_t **end, int base, void *locale), lib_wcstol(s, end, base))
IN_LOCALE(long long, wcstoll, (const wchar_t *s, wchar_t **end, int base, void *locale), lib_wcstoll(s, end, base))
IN_LOCALE(unsigned long, wcstoul, (const wchar_t *s, wchar_t **end, int base, void *locale), lib_wcstoul(s, end, base))
IN_LOCALE(unsigned long long, wcstoull, (const wchar_t *s, wchar_t **end, int base, void *locale), lib_wcstoull(s, end, base))
IN_LOCALE(int, strcasecmp, (const char *a, const char *b, void *locale), strcasecmp(a, b))
IN_LOCALE(int, strncasecmp, (const char *a, const char *b, size_t n, void *locale), strncasecmp(a, b, n))
IN_LOCALE(char *, strcasestr, (const char *a, const char *b, void *locale), strcasestr(a, b))
IN_LOCALE(int, strcoll, (const char *a, const char *b, void *locale), strcoll(a, b))
IN_LOCALE(size_t, strxfrm, (char *to, const char *s, size_t n, void *locale), strxfrm(to, s, n))
IN_LOCALE(int, wcscasecmp, (const wchar_t *a, const wchar_t *b, void *locale), wcscasecmp(a, b))
IN_LOCALE(int, wcsncasecmp, (const wchar_t *a, const wchar_t *b, size_t n, void *locale), wcsncasecmp(a, b, n))
IN_LOCALE(int, wcscoll, (const wchar_t *a, const wchar_t *b, void *locale), wcscoll(a, b))
IN_LOCALE(size_t, wcsxfrm, (wchar_t *to, const wchar_t *s, size_t n, void *locale), wcsxfrm(to, s, n))
IN_LOCALE(char *, strerror, (int error, void *locale), lib_strerror(error))
/* clang-format on */
