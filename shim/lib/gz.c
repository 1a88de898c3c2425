/*
 * What the host's zlib (libz.so.1) cannot be bound to as it is: formats are the alien's,
 * and zopen(3) and zdopen are FreeBSD's, which give a stream.
 */
#include <dlfcn.h>
#include <stdarg.h>
#include <stdlib.h>

#include "shim/lib/format.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/stdio.h"

struct gz; /* gzFile */

/* The host's library is there: a name of it brought the caller here. */
#define HOST_GZ(name) ((typeof(&name))dlsym(RTLD_DEFAULT, #name))
struct gz *gzopen(const char *path, const char *mode);
struct gz *gzdopen(int fd, const char *mode);
int gzread(struct gz *file, void *to, unsigned size);
int gzwrite(struct gz *file, const void *from, unsigned size);
long gzseek(struct gz *file, long offset, int whence);
int gzclose(struct gz *file);

/* zlib.h: the bytes written, 0 where there are none, negative where it fails. */
int lib_gzvprintf(struct gz *file, const char *format, va_list args)
{
	char *text;
	int n = lib_format_new(&text, format, args);

	if (n < 0) {
		lib_failed();
		return n;
	}
	if (n > 0) {
		n = HOST_GZ(gzwrite)(file, text, (unsigned)n);
		if (n <= 0)
			lib_failed();
	}
	free(text);
	return n;
}

int lib_gzprintf(struct gz *file, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = lib_gzvprintf(file, format, args);
	va_end(args);
	return n;
}

static int read_gz(void *file, char *to, int size)
{
	int n = HOST_GZ(gzread)(file, to, (unsigned)size);

	if (n < 0)
		lib_failed();
	return n;
}

static int write_gz(void *file, const char *from, int size)
{
	int n = HOST_GZ(gzwrite)(file, from, (unsigned)size);

	if (n <= 0 && size)
		lib_failed();
	return n > 0 ? n : size ? -1 : 0;
}

static off_t seek_gz(void *file, off_t offset, int whence)
{
	off_t at = HOST_GZ(gzseek)(file, offset, whence);

	if (at < 0)
		lib_failed();
	return at;
}

static int close_gz(void *file)
{
	int failed = HOST_GZ(gzclose)(file) != 0;

	if (failed)
		lib_failed();
	return failed ? -1 : 0;
}

/* zopen(3): the mode is gzopen's; a stream of one direction. */
static struct lib_file *stream_of(struct gz *file, const char *mode)
{
	bool reads = *mode == 'r';
	struct lib_file *f;

	if (!file) {
		lib_failed();
		return NULL;
	}
	f = lib_funopen(file, reads ? read_gz : NULL, reads ? NULL : write_gz, seek_gz, close_gz);
	if (!f)
		close_gz(file);
	return f;
}

struct lib_file *lib_zopen(const char *path, const char *mode)
{
	return stream_of(HOST_GZ(gzopen)(path, mode), mode);
}

struct lib_file *lib_zdopen(int fd, const char *mode)
{
	return stream_of(HOST_GZ(gzdopen)(fd, mode), mode);
}
