/*
 * Formats of wprintf(3).  Where one has a directive that FreeBSD reads otherwise
 * (format.c), it is gone through as a string of bytes: what the directives mean is the same.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/format.h"
#include "shim/lib/lib.h"

static bool is_other(const wchar_t *format)
{
	while ((format = wcschr(format, L'%'))) {
		format += 1 + wcsspn(format + 1, L"0123456789$*.-+ #'hlqjztL");
		if (*format && wcschr(L"pmDOU", *format))
			return true;
		if (*format)
			format++;
	}
	return false;
}

/* NULL: errno. */
static wchar_t *by_bytes(const wchar_t *format, va_list args)
{
	size_t size = wcslen(format) * MB_CUR_MAX + 1;
	char *narrow = malloc(size), *text = NULL;
	wchar_t *wide = NULL;
	int error = errno, n = -1;

	if (narrow && wcstombs(narrow, format, size) != (size_t)-1) {
		errno = error;
		n = lib_format_new(&text, narrow, args);
	}
	if (n >= 0)
		wide = malloc(((size_t)n + 1) * sizeof *wide);
	if (wide && mbstowcs(wide, text, (size_t)n + 1) == (size_t)-1) {
		free(wide);
		wide = NULL;
	}
	free(narrow);
	free(text);
	return wide;
}

int lib_format_wide(FILE *to, const wchar_t *format, va_list args)
{
	wchar_t *text;
	int ret;

	if (!is_other(format))
		return vfwprintf(to, format, args);
	text = by_bytes(format, args);
	if (!text)
		return -1;
	ret = fputws(text, to) < 0 ? -1 : (int)wcslen(text);
	free(text);
	return ret;
}

/* -1 where it does not fit, EOVERFLOW on FreeBSD. */
int lib_format_wide_string(wchar_t *to, size_t size, const wchar_t *format, va_list args)
{
	wchar_t *text;
	size_t n;
	int ret, error = errno;

	errno = 0;
	if (!is_other(format)) {
		ret = vswprintf(to, size, format, args);
		if (ret >= 0)
			errno = error;
		else if (!errno)
			errno = EOVERFLOW;
		return ret;
	}
	errno = error;
	text = by_bytes(format, args);
	if (!text)
		return -1;
	n = wcslen(text);
	ret = (int)n;
	if (n >= size) {
		errno = EOVERFLOW;
		ret = -1;
		n = size ? size - 1 : 0;
	}
	if (size) {
		wmemcpy(to, text, n);
		to[n] = 0;
	}
	free(text);
	return ret;
}
