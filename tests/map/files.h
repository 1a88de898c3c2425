/* What the tests of files and memory share: FreeBSD's numbers, and a folder of their own. */
#ifndef TESTS_MAP_FILES_H
#define TESTS_MAP_FILES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/file_structs.h"
#include "tests/map/harness.h"

/* sys/fcntl.h */
enum {
	BSD_RDONLY = 0,
	BSD_WRONLY = 1,
	BSD_RDWR = 2,
	BSD_NONBLOCK = 0x4,
	BSD_APPEND = 0x8,
	BSD_SHLOCK = 0x10,
	BSD_EXLOCK = 0x20,
	BSD_NOFOLLOW = 0x100,
	BSD_CREAT = 0x200,
	BSD_TRUNC = 0x400,
	BSD_EXCL = 0x800,
	BSD_DIRECTORY = 0x20000,
	BSD_EXEC = 0x40000,
	BSD_CLOEXEC = 0x100000,
	BSD_PATH = 0x400000,
	BSD_RESOLVE_BENEATH = 0x800000,
	BSD_EMPTY_PATH = 0x2000000,
	BSD_AT_FDCWD = -100,
	BSD_AT_SYMLINK_NOFOLLOW = 0x200,
	BSD_AT_REMOVEDIR = 0x800,
	BSD_AT_RESOLVE_BENEATH = 0x2000,
	BSD_AT_EMPTY_PATH = 0x4000
};

#define NOTCAPABLE ALIEN_ERRNO(93) /* sys/errno.h: ENOTCAPABLE */

#define BAD        ((void *)8) /* an address where nothing is */

static char folder[64];

/* Enter a new folder; cmocka's setup and teardown of a group. */
static inline int enter_folder(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/abirun-test-XXXXXX");
	return !mkdtemp(folder) || chdir(folder);
}

static inline int leave_folder(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof command, "rm -rf %s", folder);
	return chdir("/") || system(command);
}

static inline void make_file(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

#endif
