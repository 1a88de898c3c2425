/* Small functions of OpenBSD's library that no other system has so: times, files, texts. */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "abi-tables/openbsd/structs.h"
#include "openbsd_numbers.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/stdio.h"

#define TICKS 100 /* time.h: CLK_TCK, CLOCKS_PER_SEC */

static long ticks(const struct openbsd_timeval *t)
{
	return t->tv_sec * TICKS + t->tv_usec / (1000000 / TICKS);
}

/* sys/times.h; the answer is since some time that has passed. */
long openbsd_times(long used[4])
{
	struct openbsd_rusage own, children;
	struct timespec now;

	if (lib_row(NR_getrusage, RUSAGE_SELF, &own) < 0 ||
	    lib_row(NR_getrusage, RUSAGE_CHILDREN, &children) < 0)
		return -1;
	used[0] = ticks(&own.ru_utime);
	used[1] = ticks(&own.ru_stime);
	used[2] = ticks(&children.ru_utime);
	used[3] = ticks(&children.ru_stime);
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * TICKS + now.tv_nsec / (1000000000 / TICKS);
}

long openbsd_clock(void)
{
	struct openbsd_rusage own;

	if (lib_row(NR_getrusage, RUSAGE_SELF, &own) < 0)
		return -1;
	return ticks(&own.ru_utime) + ticks(&own.ru_stime);
}

/* The error is the answer.  time.h: CLOCK_PROCESS_CPUTIME_ID is 2; others' cannot be asked. */
int openbsd_clock_getcpuclockid(int pid, int *clock)
{
	if (pid && pid != lib_row(NR_getpid))
		return ESRCH;
	*clock = 2;
	return 0;
}

/* unistd.h: _CS_PATH is 1, and 2 to 32 are compilers' options, of which none are needed. */
size_t openbsd_confstr(int name, char *to, size_t size)
{
	const char *text = name == 1
			       ? "/usr/bin:/bin:/usr/sbin:/sbin:/usr/X11R6/bin:/usr/local/bin:"
				 "/usr/local/sbin"
			       : "";

	if (name < 1 || name > 32) {
		errno = EINVAL;
		return 0;
	}
	return (size_t)snprintf(to, size, "%s", text) + 1;
}

int openbsd_execvpe(const char *name, char *const argv[], char *const envp[])
{
	char *lib_getenv(const char *);
	const char *path = lib_getenv("PATH");

	return lib_execvpe(name, argv, envp,
			   path ? path
				: "/usr/bin:/bin:/usr/sbin:/sbin:/usr/X11R6/bin:/usr/local/bin");
}

int openbsd_getlogin_r(char *name, size_t size)
{
	return (int)-lib_call(NR_getlogin_r, (long)name, (long)size, 0, 0, 0, 0);
}

int openbsd_getmntinfo(struct openbsd_statfs **list, int how)
{
	static struct openbsd_statfs *own;
	long count = lib_row(NR_getfsstat, 0, 0, how);
	void *more;

	if (count < 0)
		return 0;
	more = reallocarray(own, (size_t)count + 4, sizeof *own);
	if (!more)
		return 0;
	own = more;
	count = lib_row(NR_getfsstat, own, ((size_t)count + 4) * sizeof *own, how);
	*list = own;
	return count < 0 ? 0 : (int)count;
}

/* sys/socket.h: SOL_SOCKET, SO_PEERCRED and struct sockpeercred */
int openbsd_getpeereid(int fd, unsigned *uid, unsigned *gid)
{
	struct {
		unsigned uid, gid;
		int pid;
	} who;
	unsigned size = sizeof who;

	if (lib_row(NR_getsockopt, fd, 0xffff, 0x1022, &who, &size) < 0)
		return -1;
	*uid = who.uid;
	*gid = who.gid;
	return 0;
}

int openbsd_isfdtype(int fd, unsigned type)
{
	struct openbsd_stat st;

	if (lib_row(NR_fstat, fd, &st) < 0)
		return -1;
	return (st.st_mode & 0170000) == (type & 0170000);
}

/* Both ends are the host's: fcntl.h's flags into its own. */
int openbsd_posix_openpt(int flags)
{
	int host = flags & O_ACCMODE, fd;

	if (flags & ~(3 | 0x8000 | lib_facts->open.cloexec)) {
		errno = EINVAL;
		return -1;
	}
	host |= flags & 0x8000 ? O_NOCTTY : 0;
	host |= flags & lib_facts->open.cloexec ? O_CLOEXEC : 0;
	fd = posix_openpt(host);
	if (fd < 0)
		lib_failed();
	return fd;
}

/* Objects of memory by name: where the host has them. */
static bool place_of(char to[300], const char *name)
{
	name += strspn(name, "/");
	if (*name && !strchr(name, '/') && strlen(name) < 256) {
		snprintf(to, 300, "/dev/shm/%s", name);
		return true;
	}
	errno = EINVAL;
	return false;
}

int openbsd_shm_open(const char *name, int flags, unsigned mode)
{
	char path[300];
	/* fcntl.h: O_NOFOLLOW */
	const int asked = lib_facts->open.creat | lib_facts->open.excl | lib_facts->open.trunc |
			  lib_facts->open.cloexec | 0x100 | O_RDWR;

	if (flags & ~asked) {
		errno = EINVAL;
		return -1;
	}
	if (!place_of(path, name))
		return -1;
	return (int)lib_row(NR_open, path, flags | lib_facts->open.cloexec | 0x100, mode & 0600);
}

int openbsd_shm_unlink(const char *name)
{
	char path[300];

	return place_of(path, name) ? (int)lib_row(NR_unlink, path) : -1;
}

int lib_fprintf(struct lib_file *f, const char *format, ...);
void lib_abort(void) __attribute__((noreturn));

/* assert.h */
void openbsd_assert2(const char *file, int line, const char *function, const char *what)
{
	lib_fprintf(*(struct lib_file **)lib_stderr.at,
		    "assertion \"%s\" failed: file \"%s\", line %d, function \"%s\"\n", what, file,
		    line, function);
	lib_abort();
}

void openbsd_assert(const char *file, int line, const char *what)
{
	lib_fprintf(*(struct lib_file **)lib_stderr.at,
		    "assertion \"%s\" failed: file \"%s\", line %d\n", what, file, line);
	lib_abort();
}

/* What gnulib asks of a stream. */
size_t openbsd_fpending(struct lib_file *f)
{
	return __fpending(lib_host_file(f));
}

int openbsd_freading(struct lib_file *f)
{
	return __freading(lib_host_file(f)) != 0;
}

int openbsd_fwriting(struct lib_file *f)
{
	return __fwriting(lib_host_file(f)) != 0;
}

int lib_strnunvis(char *to, size_t room, const char *from);

ssize_t openbsd_strnunvis(char *to, const char *from, size_t room)
{
	return lib_strnunvis(to, room, from);
}

/* uuid(3): a random one. */
void openbsd_uuid_create(uint8_t *uuid, uint32_t *status)
{
	arc4random_buf(uuid, 16);
	uuid[7] = (uint8_t)((uuid[7] & 0x0f) | 0x40); /* the version, in a number of 16 bits */
	uuid[8] = (uint8_t)((uuid[8] & 0x3f) | 0x80);
	if (status)
		*status = 0;
}
