/* Streams other than of files by name: of memory, of functions, opened anew, temporary. */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/stdio.h"

int lib_mkstemp(char *path);

static struct lib_file *checked(FILE *host, int flags)
{
	if (!host) {
		lib_failed();
		return NULL;
	}
	return lib_file_of(host, flags);
}

struct lib_file *lib_open_memstream(char **text, size_t *size)
{
	return checked(open_memstream(text, size), BSD44_SWR);
}

struct lib_file *lib_open_wmemstream(wchar_t **text, size_t *size)
{
	return checked(open_wmemstream(text, size), BSD44_SWR);
}

/* A 'b' only says, there, that no NUL is put behind what is written; the host has it so too. */
struct lib_file *lib_fmemopen(void *memory, size_t size, const char *mode)
{
	int flags = strchr(mode, '+') ? BSD44_SRW : *mode == 'r' ? BSD44_SRD : BSD44_SWR;

	return checked(fmemopen(memory, size, mode), flags);
}

/* fopencookie(3): the functions' structure is the same. */
struct lib_file *lib_fopencookie(void *cookie, const char *mode, cookie_io_functions_t functions)
{
	int flags = strchr(mode, '+') ? BSD44_SRW : *mode == 'r' ? BSD44_SRD : BSD44_SWR;

	return checked(fopencookie(cookie, mode, functions), flags);
}

/* funopen(3)'s functions: counts are ints there, and a place is an answer. */
struct functions {
	void *cookie;
	int (*read)(void *, char *, int);
	int (*write)(void *, const char *, int);
	off_t (*seek)(void *, off_t, int);
	int (*close)(void *);
};

static ssize_t call_read(void *cookie, char *to, size_t size)
{
	struct functions *f = cookie;

	return f->read(f->cookie, to, size > INT32_MAX ? INT32_MAX : (int)size);
}

/* The host takes 0 for a failure of writing, and -1 for nothing. */
static ssize_t call_write(void *cookie, const char *from, size_t size)
{
	struct functions *f = cookie;
	int n = f->write(f->cookie, from, size > INT32_MAX ? INT32_MAX : (int)size);

	return n < 0 ? 0 : n;
}

static int call_seek(void *cookie, off64_t *at, int whence)
{
	struct functions *f = cookie;
	off_t now = f->seek(f->cookie, *at, whence);

	if (now < 0)
		return -1;
	*at = now;
	return 0;
}

static int call_close(void *cookie)
{
	struct functions *f = cookie;
	int ret = f->close ? f->close(f->cookie) : 0;

	free(f);
	return ret;
}

struct lib_file *lib_funopen(void *cookie, int (*read)(void *, char *, int),
			     int (*write)(void *, const char *, int),
			     off_t (*seek)(void *, off_t, int), int (*close)(void *))
{
	cookie_io_functions_t functions = { read ? call_read : NULL, write ? call_write : NULL,
					    seek ? call_seek : NULL, call_close };
	struct functions *f;
	struct lib_file *made;

	if (!read && !write) {
		errno = EINVAL;
		return NULL;
	}
	f = malloc(sizeof *f);
	if (!f)
		return NULL;
	*f = (struct functions){ cookie, read, write, seek, close };
	made = checked(fopencookie(f,
				   !write ? "r"
				   : read ? "r+"
					  : "w",
				   functions),
		       !write ? BSD44_SRD
		       : read ? BSD44_SRW
			      : BSD44_SWR);
	if (made)
		made->alien.file = -1;
	return made;
}

/*
 * The stream stays where it is, and so does its descriptor: the host's function does that,
 * with what the alien's call has opened.  No path: the same file in another mode.
 */
struct lib_file *lib_freopen(const char *path, const char *mode, struct lib_file *f)
{
	int open_flags, flags = lib_mode_flags(mode, &open_flags), fd = -1;
	char host_mode[4] = { *mode, 0 }, opened[64];
	FILE *host;

	if (flags < 0)
		return NULL;
	if (strchr(mode, '+'))
		strcat(host_mode, "+");
	if (strchr(mode, 'e'))
		strcat(host_mode, "e");
	if (path) {
		fd = (int)lib_row(NR_open, path, open_flags, 0666);
		if (fd < 0) {
			int error = errno;

			lib_fclose(f);
			errno = error;
			return NULL;
		}
		snprintf(opened, sizeof opened, "/proc/self/fd/%d", fd);
	}
	host = freopen(path ? opened : NULL, host_mode, lib_host_file(f));
	if (!host)
		lib_failed();
	if (fd >= 0)
		lib_row(NR_close, fd);
	if (!host)
		return NULL;
	f->alien.flags = (int16_t)flags;
	f->alien.file = (int16_t)fileno(host);
	return f;
}

/* Closed, and its descriptor given back: fdclose(3). */
int lib_fdclose(struct lib_file *f, int *descriptor)
{
	int fd = fileno(lib_host_file(f)), kept;

	if (descriptor)
		*descriptor = -1;
	if (fd < 0) {
		errno = lib_errno(EOPNOTSUPP);
		return -1;
	}
	kept = (int)lib_row(NR_dup, fd);
	if (kept < 0)
		return -1;
	if (lib_fclose(f) || lib_row(NR_dup2, kept, fd) < 0) {
		lib_row(NR_close, kept);
		return -1;
	}
	lib_row(NR_close, kept);
	if (descriptor)
		*descriptor = fd;
	return 0;
}

struct lib_file *lib_tmpfile(void)
{
	char name[] = "/tmp/tmp.XXXXXXXXXX";
	int fd = lib_mkstemp(name);
	struct lib_file *f;

	if (fd < 0)
		return NULL;
	lib_row(NR_unlink, name);
	f = lib_fdopen(fd, "w+");
	if (!f)
		lib_row(NR_close, fd);
	return f;
}
