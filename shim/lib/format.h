/* Formats of printf(3): what FreeBSD reads otherwise than the host. */
#ifndef SHIM_LIB_FORMAT_H
#define SHIM_LIB_FORMAT_H

#include <stdarg.h>
#include <stdio.h>
#include <wchar.h>

/* As vfprintf, vsnprintf, vasprintf and vfwprintf of the host's, which set errno to its numbers. */
int lib_format(FILE *to, const char *format, va_list args);
int lib_format_string(char *to, size_t size, const char *format, va_list args);
int lib_format_new(char **to, const char *format, va_list args);
int lib_format_wide(FILE *to, const wchar_t *format, va_list args);
int lib_format_wide_string(wchar_t *to, size_t size, const wchar_t *format, va_list args);

#endif
