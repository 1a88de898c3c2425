/* mkostemp(3) and its like: any number of Xs is replaced, and the flags are open(2)'s. */
#include <string.h>
#include <sys/random.h>

#include "abi-tables/freebsd/libc.h"
#include "freebsd_numbers.h"
#include "shim/lib/lib.h"

/* fcntl.h: O_APPEND, O_DIRECT, O_SHLOCK, O_EXLOCK, O_SYNC and O_CLOEXEC */
#define FLAGS_ALLOWED (0x8 | 0x10000 | 0x10 | 0x20 | 0x80 | FREEBSD_O_CLOEXEC)
#define TRIES         65536

static int invalid(void)
{
	errno = EINVAL;
	return -1;
}

int lib_mkostempsat(int at, char *path, int suffix, int flags)
{
	static const char letters[] =
	    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	size_t length = strlen(path), count = 0;
	char *x;

	if (flags & ~FLAGS_ALLOWED || suffix < 0 || (size_t)suffix > length)
		return invalid();
	x = path + length - suffix;
	while (x > path && x[-1] == 'X')
		x--, count++;
	for (int i = 0; i < TRIES; i++) {
		uint8_t random[64];
		long fd;

		if (getrandom(random, sizeof random, 0) < 0)
			return invalid();
		for (size_t k = 0; k < count; k++)
			x[k] = letters[random[k % sizeof random] % (sizeof letters - 1)];
		fd = lib_row(NR_openat, at, path,
			     FREEBSD_O_CREAT | FREEBSD_O_EXCL | FREEBSD_O_RDWR | flags, 0600);
		if (fd >= 0 || errno != EEXIST || !count)
			return (int)fd;
	}
	return -1;
}

int lib_mkostemps(char *path, int suffix, int flags)
{
	return lib_mkostempsat(FREEBSD_AT_FDCWD, path, suffix, flags);
}

int lib_mkostemp(char *path, int flags)
{
	return lib_mkostemps(path, 0, flags);
}
