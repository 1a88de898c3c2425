/*
 * Reading clocks.  The host's vDSO answers without entering the kernel; it needs
 * neither TLS nor vector registers, so it runs behind the raw door as it is.
 */
#include <sys/resource.h>
#include <time.h>

#include "shim/process.h"
#include "syscall-map/clock.h"
#include "syscall-map/map.h"

static long read_host_clock(int clock, int64_t ts[2])
{
	if (vdso_clock)
		return vdso_clock(clock, ts);
	return host_call(__NR_clock_gettime, clock, ts);
}

#define CLOCK_IDS (1 << 28) /* of processes that a clock id of the host's can say */

/* linux/posix-timers.h: a clock id of the host's for the CPU time of a process or thread. */
static int cpu_clock(int id, bool thread)
{
	return (int)(~(uint32_t)id << 3 | 2 | (thread ? 4 : 0));
}

long clock_to_host(uint32_t alien, int *host)
{
	uint64_t value;
	bool thread;
	int id;

	/* The clocks that all have are small numbers. */
	if (alien > UINT16_MAX && abi->cpu_clock_id && abi->cpu_clock_id(alien, &id, &thread)) {
		if (id < 0 || id >= CLOCK_IDS) /* it would come to another clock */
			return -EINVAL;
		*host = cpu_clock(id, thread);
		return 0;
	}
	if (xlat_to_host(XLAT_clock, alien, &value))
		return -EINVAL;
	*host = (int)value;
	return 0;
}

static long read_user_time(int64_t ts[2])
{
	struct rusage usage = { .ru_utime.tv_sec = 0 };
	long error = host_call(__NR_getrusage, RUSAGE_SELF, &usage);

	ts[0] = usage.ru_utime.tv_sec;
	ts[1] = usage.ru_utime.tv_usec * 1000;
	return error;
}

static long read_clock(int clock, int64_t ts[2])
{
	long error;

	if (clock == CLOCK_OF_USER_TIME)
		return read_user_time(ts);
	if (clock != CLOCK_OF_SECONDS)
		return read_host_clock(clock, ts);
	/* Not the coarse clock: a timer set to a second must not come before time(3) says it. */
	error = read_host_clock(CLOCK_REALTIME, ts);
	ts[1] = 0;
	return error;
}

/* (clock, timespec) */
long map_clock_gettime(struct call *c)
{
	int clock;
	int64_t ts[2];
	long error = clock_to_host((uint32_t)c->alien[0], &clock);

	if (!error)
		error = read_clock(clock, ts);
	return error ? error : copy_to_alien((unsigned long)c->alien[1], ts, sizeof ts);
}

/* (clock, timespec) */
long map_clock_getres(struct call *c)
{
	int clock;
	int64_t ts[2] = { 1, 0 };
	long error = clock_to_host((uint32_t)c->alien[0], &clock);

	if (error)
		return error;
	if (clock == CLOCK_OF_USER_TIME)
		clock = CLOCK_MONOTONIC_COARSE; /* counted in the same ticks */
	if (clock != CLOCK_OF_SECONDS)
		error = host_call(__NR_clock_getres, clock, ts);
	if (error || !c->alien[1])
		return error;
	return copy_to_alien((unsigned long)c->alien[1], ts, sizeof ts);
}

/* (id, which, clock): the clock of a process's CPU time, or a thread's; 0 is the caller */
long map_cpu_clock(struct call *c)
{
	int id = (int)c->alien[0];
	uint64_t thread;
	long error = xlat_to_host(XLAT_cpu_clock, (uint64_t)c->alien[1], &thread);
	int64_t ts[2];

	if (error)
		return error;
	if (!id)
		id = (int)host_call(thread ? __NR_gettid : __NR_getpid);
	else if (thread)
		id = thread_id_to_host(id);
	if (id < 0 || id >= CLOCK_IDS || host_call(__NR_clock_getres, cpu_clock(id, thread), ts))
		return -ESRCH;
	return put_alien_u32((unsigned long)c->alien[2], abi->make_cpu_clock(id, thread));
}

/* (timeval, timezone): FreeBSD's kernel keeps no timezone and reports zeros */
long map_gettimeofday(struct call *c)
{
	int64_t ts[2] = { 0, 0 };
	long error = c->alien[0] ? read_host_clock(CLOCK_REALTIME, ts) : 0;

	if (error)
		return error;
	ts[1] /= 1000;
	if (c->alien[0])
		error = copy_to_alien((unsigned long)c->alien[0], ts, sizeof ts);
	if (!error && c->alien[1])
		error = clear_alien((unsigned long)c->alien[1], 8);
	return error;
}
