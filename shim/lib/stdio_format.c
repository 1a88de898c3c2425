/*
 * The rest of printf(3) and scanf(3): to and from strings, descriptors and standard
 * streams, wide ones.  (What has "..." may pass arguments on the stack: it is never bound
 * to the host's function behind a stub.)
 */
#include <stdarg.h>
#include <stdlib.h>

#include "lib_calls.h"
#include "shim/lib/format.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/stdio.h"

static int done(int ret)
{
	if (ret < 0)
		lib_failed();
	return ret;
}

int lib_vsnprintf(char *to, size_t size, const char *format, va_list args)
{
	return done(lib_format_string(to, size, format, args));
}

int lib_vsprintf(char *to, const char *format, va_list args)
{
	return done(lib_format_string(to, INT32_MAX, format, args));
}

int lib_vasprintf(char **to, const char *format, va_list args)
{
	return done(lib_format_new(to, format, args));
}

int lib_vdprintf(int fd, const char *format, va_list args)
{
	char *text;
	int n = done(lib_format_new(&text, format, args));

	for (long at = 0, step; at < n; at += step) {
		step = lib_row(NR_write, fd, text + at, n - at);
		if (step < 0) {
			free(text);
			return -1;
		}
	}
	if (n >= 0)
		free(text);
	return n;
}

int lib_vswprintf(wchar_t *to, size_t size, const wchar_t *format, va_list args)
{
	return done(lib_format_wide_string(to, size, format, args));
}

int lib_vsscanf(const char *from, const char *format, va_list args)
{
	return done(vsscanf(from, format, args)); /* NOLINT */
}

int lib_vswscanf(const wchar_t *from, const wchar_t *format, va_list args)
{
	return done(vswscanf(from, format, args));
}

int lib_vfwprintf(struct lib_file *f, const wchar_t *format, va_list args)
{
	int n = lib_format_wide(lib_host_file(f), format, args);

	return n < 0 ? lib_file_done(f, n, true) : n;
}

int lib_vwprintf(const wchar_t *format, va_list args)
{
	return lib_vfwprintf(lib_output(), format, args);
}

int lib_vfwscanf(struct lib_file *f, const wchar_t *format, va_list args)
{
	int n = vfwscanf(lib_host_file(f), format, args);

	return lib_file_done(f, n, n == EOF && ferror(f->host));
}

int lib_vwscanf(const wchar_t *format, va_list args)
{
	return lib_vfwscanf(lib_input(), format, args);
}

int lib_vscanf(const char *format, va_list args)
{
	return lib_vfscanf(lib_input(), format, args);
}

/* NAME(parameters, ...) from vNAME(arguments, va_list). */
#define VARIADIC(name, last, parameters, ...)                                                      \
	int lib_##name parameters                                                                  \
	{                                                                                          \
		va_list args;                                                                      \
		int n;                                                                             \
                                                                                                   \
		va_start(args, last);                                                              \
		n = lib_v##name(__VA_ARGS__, args);                                                \
		va_end(args);                                                                      \
		return n;                                                                          \
	}

VARIADIC(snprintf, format, (char *to, size_t size, const char *format, ...), to, size, format)
VARIADIC(sprintf, format, (char *to, const char *format, ...), to, format)
VARIADIC(asprintf, format, (char **to, const char *format, ...), to, format)
VARIADIC(dprintf, format, (int fd, const char *format, ...), fd, format)
VARIADIC(swprintf, format, (wchar_t * to, size_t size, const wchar_t *format, ...), to, size,
	 format)
VARIADIC(fwprintf, format, (struct lib_file * f, const wchar_t *format, ...), f, format)
VARIADIC(wprintf, format, (const wchar_t *format, ...), format)
VARIADIC(sscanf, format, (const char *from, const char *format, ...), from, format)
VARIADIC(swscanf, format, (const wchar_t *from, const wchar_t *format, ...), from, format)
VARIADIC(fwscanf, format, (struct lib_file * f, const wchar_t *format, ...), f, format)
VARIADIC(wscanf, format, (const wchar_t *format, ...), format)
VARIADIC(scanf, format, (const char *format, ...), format)

#define FORMAT_IN_LOCALE(name, parameters, ...)                                                    \
	int lib_##name##_l parameters                                                              \
	{                                                                                          \
		locale_t before = lib_locale_enter(locale);                                        \
		va_list args;                                                                      \
		int n;                                                                             \
                                                                                                   \
		va_start(args, format);                                                            \
		n = lib_v##name(__VA_ARGS__, args);                                                \
		va_end(args);                                                                      \
		uselocale(before);                                                                 \
		return n;                                                                          \
	}

/* clang-format off */
FORMAT_IN_LOCALE(printf, (void *locale, const char *format, ...), format)
FORMAT_IN_LOCALE(fprintf, (struct lib_file *f, void *locale, const char *format, ...), f, format)
FORMAT_IN_LOCALE(sprintf, (char *to, void *locale, const char *format, ...), to, format)
FORMAT_IN_LOCALE(snprintf, (char *to, size_t size, void *locale, const char *format, ...), to, size, format)
FORMAT_IN_LOCALE(asprintf, (char **to, void *locale, const char *format, ...), to, format)
FORMAT_IN_LOCALE(scanf, (void *locale, const char *format, ...), format)
FORMAT_IN_LOCALE(fscanf, (struct lib_file *f, void *locale, const char *format, ...), f, format)
FORMAT_IN_LOCALE(sscanf, (const char *from, void *locale, const char *format, ...), from, format)
FORMAT_IN_LOCALE(wprintf, (void *locale, const wchar_t *format, ...), format)
FORMAT_IN_LOCALE(fwprintf, (struct lib_file *f, void *locale, const wchar_t *format, ...), f, format)
FORMAT_IN_LOCALE(swprintf, (wchar_t *to, size_t size, void *locale, const wchar_t *format, ...), to, size, format)
FORMAT_IN_LOCALE(wscanf, (void *locale, const wchar_t *format, ...), format)
FORMAT_IN_LOCALE(fwscanf, (struct lib_file *f, void *locale, const wchar_t *format, ...), f, format)
FORMAT_IN_LOCALE(swscanf, (const wchar_t *from, void *locale, const wchar_t *format, ...), from, format)

#define LIST_IN_LOCALE(name, parameters, ...)                                                      \
	int lib_v##name##_l parameters                                                             \
	{                                                                                          \
		locale_t before = lib_locale_enter(locale);                                        \
		int n = lib_v##name(__VA_ARGS__, args);                                            \
                                                                                                   \
		uselocale(before);                                                                 \
		return n;                                                                          \
	}

LIST_IN_LOCALE(printf, (void *locale, const char *format, va_list args), format)
LIST_IN_LOCALE(fprintf, (struct lib_file *f, void *locale, const char *format, va_list args), f, format)
LIST_IN_LOCALE(sprintf, (char *to, void *locale, const char *format, va_list args), to, format)
LIST_IN_LOCALE(snprintf, (char *to, size_t size, void *locale, const char *format, va_list args), to, size, format)
LIST_IN_LOCALE(asprintf, (char **to, void *locale, const char *format, va_list args), to, format)
LIST_IN_LOCALE(scanf, (void *locale, const char *format, va_list args), format)
LIST_IN_LOCALE(fscanf, (struct lib_file *f, void *locale, const char *format, va_list args), f, format)
LIST_IN_LOCALE(sscanf, (const char *from, void *locale, const char *format, va_list args), from, format)
LIST_IN_LOCALE(wprintf, (void *locale, const wchar_t *format, va_list args), format)
LIST_IN_LOCALE(fwprintf, (struct lib_file *f, void *locale, const wchar_t *format, va_list args), f, format)
LIST_IN_LOCALE(swprintf, (wchar_t *to, size_t size, void *locale, const wchar_t *format, va_list args), to, size, format)
LIST_IN_LOCALE(wscanf, (void *locale, const wchar_t *format, va_list args), format)
LIST_IN_LOCALE(fwscanf, (struct lib_file *f, void *locale, const wchar_t *format, va_list args), f, format)
LIST_IN_LOCALE(swscanf, (const wchar_t *from, void *locale, const wchar_t *format, va_list args), from, format)
/* clang-format on */
