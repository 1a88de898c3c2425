/* devname(3), setproctitle(3), amd64_get_fsbase(2) and other questions to the kernel. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

#define S_IFMT  0170000
#define S_IFCHR 0020000
/* sys/stat.h: where struct stat has st_mode and st_rdev */
#define MODE_AT 24
#define RDEV_AT 40

int lib_sysctlbyname(const char *name, void *old, size_t *old_size, const void *new, size_t size);
const char *lib_getprogname(void);
char *lib_fdevname_r(int fd, char *to, int room);

/* "#C:major:0xminor" where it has no name; "??" for what is no device. */
char *lib_devname_r(uint64_t dev, uint16_t mode, char *to, int room)
{
	size_t size = (size_t)room;

	if (dev == (uint64_t)-1 || (mode & S_IFMT) != S_IFCHR) {
		snprintf(to, (size_t)room, "%s", dev == (uint64_t)-1 ? "#NODEV" : "??");
		return to;
	}
	if (lib_sysctlbyname("kern.devname", to, &size, &dev, sizeof dev) == 0 && *to)
		return to;
	/* sys/types.h: major and minor */
	snprintf(to, (size_t)room, "#C:%d:0x%x",
		 (int)(dev >> 32 & 0xffffff00) | (int)(dev >> 8 & 0xff),
		 (unsigned)(dev >> 24 & 0xff00) | (unsigned)(dev & 0xffff00ff));
	return to;
}

char *lib_devname(uint64_t dev, uint16_t mode)
{
	static __thread char name[64];

	return lib_devname_r(dev, mode, name, sizeof name);
}

char *lib_fdevname_r(int fd, char *to, int room)
{
	char st[256];
	uint64_t dev;
	uint16_t mode;

	if (lib_row(NR_fstat, fd, st) < 0)
		return NULL;
	memcpy(&dev, st + RDEV_AT, sizeof dev);
	memcpy(&mode, st + MODE_AT, sizeof mode);
	if ((mode & S_IFMT) != S_IFCHR) {
		errno = EINVAL;
		return NULL;
	}
	return lib_devname_r(dev, mode, to, room);
}

char *lib_fdevname(int fd)
{
	static __thread char name[64];

	return lib_fdevname_r(fd, name, sizeof name);
}

/* With the program's name before it, but where the format begins with '-'; NULL: as it was. */
static void set_title(const char *format, va_list args)
{
	static char title[2048];
	int n = 0;

	if (!format) {
		lib_show_title(NULL, 0);
		return;
	}
	if (*format == '-')
		format++;
	else
		n = snprintf(title, sizeof title, "%s: ", lib_getprogname());
	n += vsnprintf(title + n, sizeof title - (size_t)n, format, args);
	lib_show_title(title, (size_t)n < sizeof title ? (size_t)n + 1 : sizeof title);
}

void lib_setproctitle(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set_title(format, args);
	va_end(args);
}

/* machine/sysarch.h: AMD64_GET_FSBASE, AMD64_GET_GSBASE */
int lib_amd64_get_fsbase(void **base)
{
	return (int)lib_row(NR_sysarch, 128, base);
}

int lib_amd64_get_gsbase(void **base)
{
	return (int)lib_row(NR_sysarch, 130, base);
}

/* sched_getaffinity(3): cpuset.h's CPU_LEVEL_WHICH, CPU_WHICH_TID */
int lib_sched_getaffinity(int pid, size_t size, void *set)
{
	return (int)lib_row(NR_cpuset_getaffinity, 3, 1, pid ? pid : -1, size, set);
}

int lib_sched_setaffinity(int pid, size_t size, const void *set)
{
	return (int)lib_row(NR_cpuset_setaffinity, 3, 1, pid ? pid : -1, size, set);
}
