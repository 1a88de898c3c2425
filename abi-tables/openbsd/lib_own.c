/* Functions of OpenBSD's C library that are neither the host's nor a system call. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "openbsd_numbers.h"
#include "abi-tables/openbsd/openbsd.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/process.h"

extern char **environ;
int lib_atexit(void (*function)(void));

/* What crt0 calls first, lib/libc/dlfcn/init.c; the answer is where environ is. */
char ***openbsd_csu_finish(char **argv, char **envp, void (*cleanup)(void))
{
	*(char ***)lib_environ.at = envp;
	if (argv && argv[0])
		lib_setprogname(argv[0]);
	if (cleanup)
		lib_atexit(cleanup);
	return lib_environ.at;
}

/* getcwd(3): with room of its own where the program has none. */
char *openbsd_getcwd(char *buffer, size_t size)
{
	char *own = NULL;

	if (!buffer) {
		size = size ? size : 1024; /* PATH_MAX */
		buffer = own = malloc(size);
		if (!own)
			return NULL;
	} else if (!size) {
		errno = EINVAL;
		return NULL;
	}
	if (lib_row(NR___getcwd, buffer, size) >= 0)
		return buffer;
	free(own);
	return NULL;
}

struct time {
	int64_t seconds, nanoseconds;
};

int openbsd_usleep(unsigned usec)
{
	struct time t = { usec / 1000000, usec % 1000000 * 1000l };

	return (int)lib_row(NR_nanosleep, &t, 0);
}

unsigned openbsd_sleep(unsigned seconds)
{
	struct time t = { seconds, 0 }, left = { 0, 0 };

	if (lib_row(NR_nanosleep, &t, &left) == 0)
		return 0;
	return errno == EINTR ? (unsigned)left.seconds + (left.nanoseconds != 0) : seconds;
}

int openbsd_waitpid(int pid, int *status, int options)
{
	return (int)lib_row(NR_wait4, pid, status, options, 0);
}

int openbsd_wait(int *status)
{
	return openbsd_waitpid(-1, status, 0);
}

int openbsd_gethostname(char *name, size_t size)
{
	static const int mib[2] = { 1, 10 };
	char text[256];
	size_t length = sizeof text;

	if (lib_row(NR_sysctl, mib, 2, text, &length, 0, 0) < 0)
		return -1;
	if (length > size) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(name, text, length);
	return 0;
}

/* sys/utsname.h */
#define UTSNAME 256
struct openbsd_utsname {
	char sysname[UTSNAME], nodename[UTSNAME], release[UTSNAME], version[UTSNAME],
	    machine[UTSNAME];
};

int openbsd_uname(struct openbsd_utsname *u)
{
	memset(u, 0, sizeof *u);
	strcpy(u->sysname, "OpenBSD");
	strcpy(u->release, OPENBSD_RELEASE);
	strcpy(u->version, "GENERIC.MP#0");
	strcpy(u->machine, "amd64");
	return openbsd_gethostname(u->nodename, UTSNAME);
}

char *openbsd_getlogin(void)
{
	static char name[33];

	return lib_row(NR_getlogin_r, name, sizeof name) < 0 ? NULL : name;
}

ssize_t openbsd_recv(int fd, void *buffer, size_t size, int flags)
{
	return lib_row(NR_recvfrom, fd, buffer, size, flags, 0, 0);
}

ssize_t openbsd_send(int fd, const void *buffer, size_t size, int flags)
{
	return lib_row(NR_sendto, fd, buffer, size, flags, 0, 0);
}

/* sys/fcntl.h: O_WRONLY | O_CREAT | O_TRUNC */
int openbsd_creat(const char *path, unsigned mode)
{
	return (int)lib_row(NR_open, path, 0x1 | 0x200 | 0x400, mode);
}

int openbsd_killpg(int group, int sig)
{
	if (group < 0 || group == 1) {
		errno = ESRCH;
		return -1;
	}
	return (int)lib_row(NR_kill, -group, sig);
}

/* sys/resource.h: RLIMIT_NOFILE */
int openbsd_getdtablesize(void)
{
	uint64_t limit[2];

	return lib_row(NR_getrlimit, 8, limit) < 0 ? -1 : (int)limit[0];
}

/* malloc(3): what is given back is wiped before. */
void openbsd_freezero(void *p, size_t size)
{
	if (!p)
		return;
	explicit_bzero(p, size);
	free(p);
}

void *openbsd_recallocarray(void *old, size_t old_count, size_t count, size_t size)
{
	size_t old_bytes, bytes;
	void *p;

	if (!old)
		return calloc(count, size);
	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	if (__builtin_mul_overflow(old_count, size, &old_bytes)) {
		errno = EINVAL;
		return NULL;
	}
	p = calloc(1, bytes ? bytes : 1);
	if (!p)
		return NULL;
	memcpy(p, old, old_bytes < bytes ? old_bytes : bytes);
	openbsd_freezero(old, old_bytes);
	return p;
}
