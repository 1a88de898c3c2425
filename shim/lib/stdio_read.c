/* Reading from streams. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/stdio.h"

/* What the alien's variable says is its standard input. */
struct lib_file *lib_input(void)
{
	lib_standard_ready();
	return *(struct lib_file **)lib_stdin.at;
}

int lib_fgetc(struct lib_file *f)
{
	int c = getc(lib_host_file(f));

	return c == EOF ? lib_file_done(f, c, ferror(f->host)) : c;
}

int lib_getc(struct lib_file *f)
{
	return lib_fgetc(f);
}

int lib_getchar(void)
{
	return lib_fgetc(lib_input());
}

/* The macros' way to a character where the buffer is empty, as it always is. */
int lib_srget(struct lib_file *f)
{
	f->alien.r = 0;
	return lib_fgetc(f);
}

int lib_ungetc(int c, struct lib_file *f)
{
	return lib_file_done(f, ungetc(c, lib_host_file(f)), false);
}

char *lib_fgets(char *buffer, int size, struct lib_file *f)
{
	char *line = fgets(buffer, size, lib_host_file(f));

	if (!line)
		lib_file_done(f, 0, ferror(f->host));
	return line;
}

size_t lib_fread(void *to, size_t size, size_t count, struct lib_file *f)
{
	size_t n = fread(to, size, count, lib_host_file(f));

	if (n < count)
		lib_file_done(f, 0, ferror(f->host));
	return n;
}

ssize_t lib_getdelim(char **line, size_t *size, int end, struct lib_file *f)
{
	ssize_t n = getdelim(line, size, end, lib_host_file(f));

	if (n < 0)
		lib_file_done(f, 0, !feof(f->host));
	return n;
}

ssize_t lib_getline(char **line, size_t *size, struct lib_file *f)
{
	return lib_getdelim(line, size, '\n', f);
}

int lib_vfscanf(struct lib_file *f, const char *format, va_list args)
{
	int n = vfscanf(lib_host_file(f), format, args); /* NOLINT */

	return lib_file_done(f, n, n == EOF && ferror(f->host));
}

int lib_fscanf(struct lib_file *f, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = lib_vfscanf(f, format, args);
	va_end(args);
	return n;
}
