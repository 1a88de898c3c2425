/* POSIX functions of illumos' library that its calls make up, or whose numbers are others. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <syslog.h>
#include <ulimit.h>
#include <unistd.h>

#include "abi-tables/illumos/frame.h"
#include "abi-tables/illumos/structs.h"
#include "illumos_numbers.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/process.h"

#define O_CREAT_TRUNC (0x100 | 0x200 | 1) /* sys/fcntl.h: O_CREAT, O_TRUNC, O_WRONLY */

int illumos_creat(const char *path, int mode)
{
	return (int)lib_row(NR_open, path, O_CREAT_TRUNC, mode);
}

int illumos_pipe(int ends[2])
{
	return (int)lib_row(NR_pipe2, ends, 0);
}

int illumos_wait(int *status)
{
	return (int)lib_row(NR_wait4, -1, status, 0, 0);
}

int illumos_wait3(int *status, int options, void *usage)
{
	return (int)lib_row(NR_wait4, -1, status, options, usage);
}

unsigned illumos_alarm(unsigned seconds)
{
	struct illumos_itimerval next = { .it_value = { seconds, 0 } }, was = { 0 };

	lib_row(NR_setitimer, 0, &next, &was); /* ITIMER_REAL */
	return (unsigned)was.it_value.tv_sec + (was.it_value.tv_usec > 0);
}

unsigned illumos_ualarm(unsigned usec, unsigned every)
{
	struct illumos_itimerval was = { 0 }, next = { { every / 1000000, every % 1000000 },
						       { usec / 1000000, usec % 1000000 } };

	lib_row(NR_setitimer, 0, &next, &was);
	return (unsigned)(was.it_value.tv_sec * 1000000 + was.it_value.tv_usec);
}

int illumos_utime(const char *path, const long times[2])
{
	struct illumos_timeval t[2];

	if (times)
		for (int i = 0; i < 2; i++)
			t[i] = (struct illumos_timeval){ times[i], 0 };
	return (int)lib_row(NR_utimes, path, times ? t : NULL);
}

int illumos_futimens(int fd, const struct illumos_timespec times[2])
{
	return (int)lib_row(NR_utimensat, fd, NULL, times, 0);
}

int illumos_mkfifoat(int at, const char *path, unsigned mode)
{
	return (int)lib_row(NR_mknodat, at, path, 0010000 | mode, 0); /* S_IFIFO */
}

int illumos_nice(int by)
{
	int now = (int)lib_call(NR_getpriority, 0, 0, 0, 0, 0, 0) + by; /* PRIO_PROCESS */

	now = now > 19 ? 19 : now < -20 ? -20 : now;
	return lib_row(NR_setpriority, 0, 0, now) < 0 ? -1 : now;
}

int illumos_killpg(int group, int sig)
{
	if (group < 1) {
		errno = ESRCH;
		return -1;
	}
	return (int)lib_row(NR_kill, -group, sig);
}

int illumos_setpgrp(void)
{
	lib_row(NR_setpgid, 0, 0);
	return (int)lib_row(NR_getpgrp);
}

/* dlfcn.h: RTLD_NOLOAD is 4, and what shim/lib has for it is RTLD_FIRST, which changes nothing
 * for a file that is looked up alone. */
void *lib_dlopen(const char *path, int flags);
void *illumos_dlopen(const char *path, int flags)
{
	int known = flags & (0x1 | 0x2 | 0x100 | 0x1000);

	return lib_dlopen(path, known | (flags & 0x4 ? 0x2000 : 0));
}

/* syslog(3C): levels and facilities are the host's, and so are the options. */
void illumos_vsyslog(int priority, const char *format, va_list args)
{
	char *text = NULL;
	int lib_vasprintf(char **to, const char *of, va_list list);

	if (lib_vasprintf(&text, format, args) < 0)
		return;
	syslog(priority, "%s", text);
	free(text);
}

void illumos_syslog(int priority, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	illumos_vsyslog(priority, format, args);
	va_end(args);
}

/* ulimit(3C): UL_GETFSIZE and UL_SETFSIZE are the host's; UL_GDESLIM, of descriptors. */
long illumos_ulimit(int what, long value)
{
	long ret;

	if (what == 4)
		return sysconf(_SC_OPEN_MAX);
	ret = what == 1 ? ulimit(UL_GETFSIZE) : what == 2 ? ulimit(UL_SETFSIZE, value) : -1;
	if (what != 1 && what != 2)
		errno = EINVAL;
	else if (ret < 0)
		lib_failed();
	return ret;
}

/* assert(3C): newer programs say the function, too. */
void illumos_abort(void);
void illumos_assert_c99(const char *what, const char *file, int line, const char *function)
{
	char text[1024];
	int n = snprintf(text, sizeof text, "Assertion failed: %s, file %s, line %d%s%s\n", what,
			 file, line, function ? ", function " : "", function ? function : "");

	if (n > (int)sizeof text - 1)
		n = sizeof text - 1;
	if (write(2, text, (size_t)n) < 0) {
		/* nobody to tell */
	}
	illumos_abort();
}

void illumos_assert(const char *what, const char *file, int line)
{
	illumos_assert_c99(what, file, line, NULL);
}

int illumos_posix_madvise(void *from, size_t size, int advice)
{
	return lib_errno(advice >= 0 && advice <= 4 ? posix_madvise(from, size, advice) : EINVAL);
}

size_t illumos_confstr(int name, char *to, size_t size)
{
	static const char path[] = "/usr/bin:/bin";

	if (name != 65) { /* _CS_PATH */
		errno = EINVAL;
		return 0;
	}
	if (to && size)
		snprintf(to, size, "%s", path);
	return sizeof path;
}

int illumos_getdtablesize(void)
{
	return (int)sysconf(_SC_OPEN_MAX);
}
