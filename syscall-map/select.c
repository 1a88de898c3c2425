/*
 * select(2) and pselect(2).  Sets are arrays of 64-bit words on both sides and
 * go to the host as they are; a time limit is only read, where the host writes
 * what is left to it.
 */
#include <sys/time.h>

#include "shim/signal.h"
#include "syscall-map/map.h"

static void pass_sets(struct call *c)
{
	c->host[0] = (int)c->alien[0];
	for (int i = 1; i < 4; i++)
		c->host[i] = c->alien[i];
}

/* select(count, read, write, except, timeval); the host would take more than a second of
 * microseconds. */
long map_select(struct call *c)
{
	struct timeval *limit = NULL;
	long ret;

	if (c->alien[4]) {
		limit = call_scratch(c, sizeof *limit);
		ret = layout_from_alien(LAYOUT_timeval, limit, (unsigned long)c->alien[4]);
		if (ret)
			return ret;
		if (limit->tv_sec < 0 || limit->tv_usec < 0 || limit->tv_usec >= 1000000)
			return -EINVAL;
	}
	pass_sets(c);
	c->host_nr = __NR_select;
	c->host[4] = (long)limit;
	return CALL_HOST;
}

/* What the host's pselect6 takes in place of a mask. */
struct mask_argument {
	const uint64_t *mask;
	uint64_t size;
};

static long sleep_masked(struct call *c, const struct sigset *mask)
{
	struct mask_argument argument = { &this_thread()->host_mask, sizeof(uint64_t) };
	long ret;

	mask_for_sleep(mask);
	ret = host_sleep(c->host_nr, c->host[0], c->host[1], c->host[2], c->host[3], c->host[4],
			 &argument);
	mask_after_sleep(ret == -EINTR);
	return ret;
}

/* pselect(count, read, write, except, timespec, mask) */
long map_pselect(struct call *c)
{
	struct timespec *limit = NULL;
	struct sigset mask;
	long ret;

	if (c->alien[4]) {
		limit = call_scratch(c, sizeof *limit);
		ret = layout_from_alien(LAYOUT_timespec, limit, (unsigned long)c->alien[4]);
		if (ret)
			return ret;
	}
	pass_sets(c);
	c->host_nr = __NR_pselect6;
	c->host[4] = (long)limit;
	c->host[5] = 0;
	if (!c->alien[5])
		return CALL_HOST;
	if (sigset_from_alien(&mask, (unsigned long)c->alien[5]))
		return -EFAULT;
	return sleep_masked(c, &mask);
}
