/* getrlimitusage(2): how much of a limit is in use.  setfib(2). */
#include <sys/resource.h>

#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/own_fd.h"

#define PAGE 4096

/* Nothing is counted, so no limit is neared. */
#define NOT_COUNTED INT64_MAX

static long count_fd(unsigned fd, void *count)
{
	if (!fd_is_own(fd))
		++*(int64_t *)count;
	return 0;
}

static int64_t open_files(void)
{
	int64_t count = -1; /* of the descriptor that looks */

	host_numbers_in("/proc/self/fd", count_fd, &count);
	return count;
}

struct users_processes {
	uint32_t uid;
	int64_t count;
};

static long count_process(unsigned pid, void *arg)
{
	struct users_processes *u = arg;
	struct host_process h;

	u->count += !host_process((int)pid, &h) && h.uid == u->uid;
	return 0;
}

static int64_t processes(bool effective)
{
	struct users_processes u = { (uint32_t)host_call(effective ? __NR_geteuid : __NR_getuid),
				     0 };

	host_numbers_in("/proc", count_process, &u);
	return u.count;
}

static int64_t seconds(void)
{
	struct rusage u = { .ru_maxrss = 0 };

	host_call(__NR_getrusage, RUSAGE_SELF, &u);
	return u.ru_utime.tv_sec + u.ru_stime.tv_sec +
	       (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1000000;
}

static int64_t usage_of(uint64_t limit, bool effective)
{
	struct host_process h;

	if (limit == RLIMIT_NOFILE)
		return open_files();
	if (limit == RLIMIT_NPROC)
		return processes(effective);
	if (limit == RLIMIT_CPU)
		return seconds();
	if (host_process((int)host_call(__NR_getpid), &h))
		return NOT_COUNTED;
	switch (limit) {
	case RLIMIT_DATA:
		return (int64_t)h.data * PAGE;
	case RLIMIT_STACK:
		return (int64_t)h.stack * PAGE;
	case RLIMIT_RSS:
		return (int64_t)h.resident * PAGE;
	case RLIMIT_MEMLOCK:
		return (int64_t)h.locked * PAGE;
	case RLIMIT_AS:
		return (int64_t)h.virtual_size;
	default:
		return NOT_COUNTED;
	}
}

/* (which, flags, where the number goes) */
long map_getrlimitusage(struct call *c)
{
	uint64_t limit, effective;
	long error = xlat_to_host(XLAT_rlimit, (uint64_t)c->alien[0], &limit)
			 ?: xlat_to_host(XLAT_rlimit_usage, (uint64_t)c->alien[1], &effective);
	int64_t usage;

	if (error)
		return error;
	usage = usage_of(limit, effective);
	return copy_to_alien((unsigned long)c->alien[2], &usage, sizeof usage);
}

/* There is one routing table (net.fibs). */
long map_setfib(struct call *c)
{
	return (int)c->alien[0] ? -EINVAL : 0;
}
