/* Writing to streams. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/format.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/stdio.h"

struct lib_file *lib_output(void)
{
	lib_standard_ready();
	return *(struct lib_file **)lib_stdout.at;
}

int lib_fputc(int c, struct lib_file *f)
{
	int ret = putc(c, lib_host_file(f));

	return ret == EOF ? lib_file_done(f, ret, true) : ret;
}

int lib_putc(int c, struct lib_file *f)
{
	return lib_fputc(c, f);
}

int lib_putchar(int c)
{
	return lib_fputc(c, lib_output());
}

/* The macros' way to write a character where there is no room in the buffer. */
int lib_swbuf(int c, struct lib_file *f)
{
	f->alien.w = 0;
	return lib_fputc(c, f);
}

int lib_fputs(const char *text, struct lib_file *f)
{
	int ret = fputs(text, lib_host_file(f));

	return ret == EOF ? lib_file_done(f, ret, true) : ret;
}

int lib_puts(const char *text)
{
	struct lib_file *f = lib_output();
	int ret;

	flockfile(lib_host_file(f));
	ret = lib_fputs(text, f) == EOF ? EOF : lib_fputc('\n', f);
	funlockfile(f->host);
	return ret;
}

size_t lib_fwrite(const void *from, size_t size, size_t count, struct lib_file *f)
{
	size_t n = fwrite(from, size, count, lib_host_file(f));

	if (n < count)
		lib_file_done(f, 0, true);
	return n;
}

int lib_vfprintf(struct lib_file *f, const char *format, va_list args)
{
	int n = lib_format(lib_host_file(f), format, args);

	return n < 0 ? lib_file_done(f, n, true) : n;
}

int lib_fprintf(struct lib_file *f, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = lib_vfprintf(f, format, args);
	va_end(args);
	return n;
}

int lib_vprintf(const char *format, va_list args)
{
	return lib_vfprintf(lib_output(), format, args);
}

int lib_printf(const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = lib_vprintf(format, args);
	va_end(args);
	return n;
}

char *lib_strerror(int error);
void lib_perror(const char *text)
{
	int error = errno;
	struct lib_file *f = *(struct lib_file **)lib_stderr.at;

	lib_fprintf(f, "%s%s%s\n", text && *text ? text : "", text && *text ? ": " : "",
		    lib_strerror(error));
	errno = error;
}
