/* Functions of illumos' C library that are neither the host's nor a system call. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "illumos_numbers.h"
#include "abi-tables/illumos/illumos.h"
#include "shim/lib/lib.h"

int lib_fork(void);
#include "shim/process.h"

char *illumos_getcwd(char *buffer, size_t size)
{
	char *own = NULL;

	if (!size) {
		errno = EINVAL;
		return NULL;
	}
	if (!buffer)
		buffer = own = malloc(size);
	if (!buffer)
		return NULL;
	if (lib_row(NR___getcwd, buffer, size) >= 0)
		return buffer;
	free(own);
	return NULL;
}

struct time {
	int64_t seconds, nanoseconds;
};

int illumos_usleep(unsigned usec)
{
	struct time t = { usec / 1000000, usec % 1000000 * 1000l };

	return (int)lib_row(NR_nanosleep, &t, 0);
}

/* The path that the program was started by, getexecname(3C). */
const char *illumos_getexecname(void)
{
	return alien_path;
}

/* sys/utsname.h */
#define UTSNAME 257
struct illumos_utsname {
	char sysname[UTSNAME], nodename[UTSNAME], release[UTSNAME], version[UTSNAME],
	    machine[UTSNAME];
};

int illumos_uname(struct illumos_utsname *u)
{
	memset(u, 0, sizeof *u);
	strcpy(u->sysname, "SunOS");
	strcpy(u->release, ILLUMOS_RELEASE);
	strcpy(u->version, ILLUMOS_VERSION);
	strcpy(u->machine, "i86pc");
	if (gethostname(u->nodename, UTSNAME - 1) < 0) {
		lib_failed();
		return -1;
	}
	return 1;
}

/* forkx(2): the parent is sent SIGCHLD whatever the flags say. */
int illumos_forkx(int flags)
{
	if (flags & ~3) { /* FORK_NOSIGCHLD, FORK_WAITPID */
		errno = EINVAL;
		return -1;
	}
	return lib_fork();
}

/* getrctl(2): there are no resource controls. */
int illumos_getrctl(const char *name, void *old, void *new, unsigned flags)
{
	(void)name;
	(void)old;
	(void)new;
	(void)flags;
	errno = ENOENT;
	return -1;
}

size_t illumos_rctlblk_size(void)
{
	return 256;
}

int illumos_waitpid(int pid, int *status, int options)
{
	return (int)lib_row(NR_wait4, pid, status, options, 0);
}

/* Six arguments of recv(3SOCKET) and send(3SOCKET). */
ssize_t illumos_recv(int fd, void *buffer, size_t size, int flags)
{
	return lib_row(NR_recvfrom, fd, buffer, size, flags, 0, 0);
}

ssize_t illumos_send(int fd, const void *buffer, size_t size, int flags)
{
	return lib_row(NR___xnet_sendto, fd, buffer, size, flags, 0, 0);
}
