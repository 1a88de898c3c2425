/* Processes: what FreeBSD's library makes of the system's calls. */
#include <fcntl.h>
#include <paths.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

int lib_killpg(int group, int sig)
{
	if (group == 1) {
		errno = ESRCH;
		return -1;
	}
	return (int)lib_row(NR_kill, -group, sig);
}

/* setpgrp(2) is setpgid there; the host's takes no arguments. */
int lib_setpgrp(int pid, int group)
{
	return (int)lib_row(NR_setpgid, pid, group);
}

/* Only the real one changes. */
int lib_setruid(unsigned uid)
{
	return (int)lib_row(NR_setreuid, uid, -1);
}

int lib_setrgid(unsigned gid)
{
	return (int)lib_row(NR_setregid, gid, -1);
}

int lib_nice(int more)
{
	long now;

	errno = 0;
	now = lib_row(NR_getpriority, PRIO_PROCESS, 0);
	if (now == -1 && errno)
		return -1;
	if (lib_row(NR_setpriority, PRIO_PROCESS, 0, now + more) < 0) {
		if (errno == EACCES)
			errno = EPERM;
		return -1;
	}
	return (int)lib_row(NR_getpriority, PRIO_PROCESS, 0);
}

int lib_wait3(int *status, int options, void *usage)
{
	return (int)lib_point(NR_wait4, -1, status, options, usage);
}

/* waitid(2) is wait6, whose answer 0 is that nothing has changed. */
int lib_waitid(int type, long id, void *info, int options)
{
	int status;

	memset(info, 0, FREEBSD_SIGINFO_SIZE);
	return lib_point(NR_wait6, type, id, &status, options, 0, info) < 0 ? -1 : 0;
}

/* sys/times.h counts in 128ths of a second: CLK_TCK. */
static int ticks(const struct timeval *t)
{
	return (int)(t->tv_sec * FREEBSD_CLK_TCK + t->tv_usec * FREEBSD_CLK_TCK / 1000000);
}

int lib_times(int32_t used[4])
{
	struct rusage own, children;
	struct timeval now;

	if (lib_row(NR_getrusage, RUSAGE_SELF, &own) < 0 ||
	    lib_row(NR_getrusage, RUSAGE_CHILDREN, &children) < 0 ||
	    lib_row(NR_gettimeofday, &now, 0) < 0)
		return -1;
	used[0] = ticks(&own.ru_utime);
	used[1] = ticks(&own.ru_stime);
	used[2] = ticks(&children.ru_utime);
	used[3] = ticks(&children.ru_stime);
	return ticks(&now);
}

/* seconds, microseconds: the interval, and until the first */
struct timer {
	long interval[2], value[2];
};

static bool set_timer(const struct timer *new, struct timer *old)
{
	return lib_row(NR_setitimer, 0, new, old) == 0;
}

unsigned lib_alarm(unsigned seconds)
{
	struct timer new = { .value = { seconds, 0 } }, old;

	if (!set_timer(&new, &old))
		return 0;
	return (unsigned)(old.value[0] +
			  (old.value[1] >= 500000 || (!old.value[0] && old.value[1])));
}

unsigned lib_ualarm(unsigned microseconds, unsigned interval)
{
	struct timer new = { { interval / 1000000, interval % 1000000 },
			     { microseconds / 1000000, microseconds % 1000000 } };
	struct timer old;

	if (!set_timer(&new, &old))
		return (unsigned)-1;
	return (unsigned)(old.value[0] * 1000000 + old.value[1]);
}

/* NULL device for what a daemon inherits; -1: leave them, or stay where it is. */
int lib_daemonfd(int directory, int null)
{
	struct lib_sigaction ignore = { .handler = (uint64_t)SIG_IGN }, before;
	long pid;

	/* The leader's end sends SIGHUP. */
	lib_action(SIGHUP, &ignore, &before);
	pid = lib_row(NR_fork);
	if (pid < 0)
		return -1;
	if (pid)
		_exit(0);
	if (lib_row(NR_setsid) < 0)
		return -1;
	lib_action(SIGHUP, &before, NULL);
	if (directory >= 0 && lib_row(NR_fchdir, directory) < 0)
		return -1;
	for (int fd = 0; null >= 0 && fd < 3; fd++)
		if (lib_row(NR_dup2, null, fd) < 0)
			return -1;
	if (null > 2)
		lib_row(NR_close, null);
	return 0;
}

int lib_daemon(int stay, int keep)
{
	int directory = stay ? -1 : (int)lib_row(NR_open, "/", lib_facts->open.directory);
	int null = keep ? -1 : (int)lib_row(NR_open, _PATH_DEVNULL, O_RDWR);
	int ret = lib_daemonfd(directory, null);

	if (directory >= 0)
		lib_row(NR_close, directory);
	return ret;
}

/* At an urgent byte: sys/sockio.h, SIOCATMARK. */
int lib_sockatmark(int fd)
{
	int at;

	return lib_row(NR_ioctl, fd, FREEBSD_SIOCATMARK, &at) < 0 ? -1 : at;
}
