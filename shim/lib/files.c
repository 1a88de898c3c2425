/* Functions of FreeBSD's that are other system calls there than by their name. */
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"

int lib_stat(const char *path, void *st)
{
	return (int)lib_row(NR_fstatat, lib_facts->at_fdcwd, path, st, 0);
}

int lib_lstat(const char *path, void *st)
{
	return (int)lib_row(NR_fstatat, lib_facts->at_fdcwd, path, st, lib_facts->at_nofollow);
}

int lib_creat(const char *path, int mode)
{
	return (int)lib_point(NR_open, path, 0x0001 | 0x0200 | 0x0400,
			      mode); /* fcntl.h: WRONLY CREAT TRUNC */
	return (int)lib_row(NR_open, path, O_WRONLY | lib_facts->open.creat | lib_facts->open.trunc,
			    mode);
}

int lib_pipe(int *ends)
{
	return (int)lib_row(NR_pipe2, ends, 0);
}

int lib_waitpid(int pid, int *status, int options)
{
	return (int)lib_point(NR_wait4, pid, status, options, 0);
}

int lib_wait(int *status)
{
	return lib_waitpid(-1, status, 0);
}

int lib_getpagesize(void)
{
	return 4096;
}

/* sched_yield(2) and its other name. */
void lib_pthread_yield(void)
{
	lib_row(NR_sched_yield);
}

int lib_usleep(unsigned microseconds)
{
	long time[2] = { microseconds / 1000000, microseconds % 1000000 * 1000L };

	return (int)lib_point(NR_nanosleep, time, 0);
}

/* What is left of the time where a signal ends it. */
unsigned lib_sleep(unsigned seconds)
{
	long time[2] = { seconds, 0 }, left[2] = { 0, 0 };

	long ret = lib_point(NR_nanosleep, time, left);

	if (ret == 0 || errno != EINTR)
		return 0;
	return (unsigned)left[0] + (left[1] > 0);
}

/* sysctl(3) is the call; what is below user. is the library's own. */
int lib_sysctlbyname(const char *name, void *old, size_t *old_size, const void *new, size_t size)
{
	return (int)lib_row(NR___sysctlbyname, name, strlen(name), old, old_size, new, size);
}

int lib_gethostname(char *name, size_t size)
{
	int oid[2] = { 1, 10 }; /* sys/sysctl.h: CTL_KERN, KERN_HOSTNAME */
	size_t n = size;

	if (lib_row(NR___sysctl, oid, 2, name, &n, 0, 0) < 0 && errno != ENOMEM)
		return -1;
	if (size)
		name[size - 1] = 0;
	return 0;
}

/* clock(3) counts in 128ths of a second there: time.h, CLOCKS_PER_SEC. */
int lib_clock_of_process(void)
{
	struct timespec used;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	return (int)(used.tv_sec * 128 + used.tv_nsec * 128 / 1000000000);
}
