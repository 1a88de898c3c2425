/* Names of files: basename(3), dirname(3), and the mktemp(3) family. */
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

#define LONGEST 1024 /* sys/syslimits.h: PATH_MAX */

/* As before FreeBSD 12: the argument is left as it is, the answer is kept in one place. */
static char *of_copy(char *(*part)(char *), const char *path)
{
	static __thread char copy[LONGEST];

	if (!path || strlen(path) >= sizeof copy) {
		if (path) {
			errno = lib_errno(ENAMETOOLONG);
			return NULL;
		}
		copy[0] = 0;
	} else {
		strcpy(copy, path);
	}
	return part(copy);
}

char *lib_basename_old(const char *path)
{
	return of_copy(__xpg_basename, path);
}

char *lib_dirname_old(const char *path)
{
	return of_copy(dirname, path);
}

/* The name's last part in a buffer of PATH_MAX bytes. */
char *lib_basename_r(const char *path, char *buffer)
{
	const char *part = lib_basename_old(path);

	return part ? strcpy(buffer, part) : NULL;
}

enum made { MADE_FILE, MADE_DIRECTORY, MADE_NAME };

static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* Letters for the X's; not for names that exist already. */
static void fill(char *from, const char *to)
{
	unsigned char random[64];

	for (; from < to; from++) {
		if (getrandom(random, 1, 0) != 1)
			random[0] = (unsigned char)(size_t)from;
		*from = letters[random[0] % (sizeof letters - 1)];
	}
}

static int make(int at, const char *path, int flags, enum made what)
{
	uint64_t stat[32];

	switch (what) {
	case MADE_FILE:
		return (int)lib_row(NR_openat, at, path,
				    O_RDWR | lib_facts->open.creat | lib_facts->open.excl | flags,
				    0600);
	case MADE_DIRECTORY:
		return (int)lib_row(NR_mkdir, path, 0700);
	default:
		if (lib_row(NR_fstatat, at, path, stat, lib_facts->at_nofollow) == 0) {
			errno = EEXIST;
			return -1;
		}
		return errno == ENOENT ? 0 : -1;
	}
}

/*
 * The X's before the last `suffix` bytes of the name, however few they are: the host wants
 * six.  Each try is another name, as many as the X's allow, and no more than 62 cubed.
 */
static int make_temporary(int at, char *path, int suffix, int flags, enum made what)
{
	size_t length = strlen(path);
	long tries = 1;
	char *end, *from;
	int ret;

	if (suffix < 0 || (size_t)suffix >= length || (flags & ~FREEBSD_MKOSTEMP_FLAGS)) {
		errno = EINVAL;
		return -1;
	}
	end = path + length - suffix;
	for (from = end; from > path && from[-1] == 'X'; from--)
		if (tries < 62 * 62 * 62)
			tries *= 62;
	do {
		fill(from, end);
		ret = make(at, path, flags, what);
	} while (ret < 0 && errno == EEXIST && --tries);
	return ret;
}

int lib_mkostempsat(int at, char *path, int suffix, int flags)
{
	return make_temporary(at, path, suffix, flags, MADE_FILE);
}

int lib_mkostemps(char *path, int suffix, int flags)
{
	return lib_mkostempsat(lib_facts->at_fdcwd, path, suffix, flags);
}

int lib_mkostemp(char *path, int flags)
{
	return lib_mkostemps(path, 0, flags);
}

int lib_mkstemps(char *path, int suffix)
{
	return lib_mkostemps(path, suffix, 0);
}

int lib_mkstemp(char *path)
{
	return lib_mkostemps(path, 0, 0);
}

char *lib_mkdtemp(char *path)
{
	return make_temporary(lib_facts->at_fdcwd, path, 0, 0, MADE_DIRECTORY) < 0 ? NULL : path;
}

char *lib_mktemp(char *path)
{
	return make_temporary(lib_facts->at_fdcwd, path, 0, 0, MADE_NAME) < 0 ? NULL : path;
}
