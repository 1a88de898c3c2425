/*
 * Reading clocks.  The host's vDSO answers without entering the kernel; it needs
 * neither TLS nor vector registers, so it runs behind the raw door as it is.
 */
#include "shim/process.h"
#include "syscall-map/map.h"

static long read_clock(int clock, int64_t ts[2])
{
	if (vdso_clock)
		return vdso_clock(clock, ts);
	return host_call(__NR_clock_gettime, clock, ts);
}

/* (clock, timespec) */
long map_clock_gettime(struct call *c)
{
	uint64_t clock;
	int64_t ts[2];
	long error = xlat_to_host(XLAT_clock, (uint64_t)(int)c->alien[0], &clock);

	if (!error)
		error = read_clock((int)clock, ts);
	return error ? error : copy_to_alien((unsigned long)c->alien[1], ts, sizeof ts);
}

/* (timeval, timezone): FreeBSD's kernel keeps no timezone and reports zeros */
long map_gettimeofday(struct call *c)
{
	int64_t ts[2];
	long error = c->alien[0] ? read_clock(0, ts) : 0;

	if (error)
		return error;
	ts[1] /= 1000;
	if (c->alien[0])
		error = copy_to_alien((unsigned long)c->alien[0], ts, sizeof ts);
	if (!error && c->alien[1])
		error = clear_alien((unsigned long)c->alien[1], 8);
	return error;
}
