/*
 * Sleeping, timers and setting clocks.  Reading clocks is clock.c.
 */
#include <fcntl.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>

#include "syscall-map/clock.h"
#include "syscall-map/map.h"

#define NSEC_PER_SEC 1000000000L
#define USEC_PER_SEC 1000000L

struct sleep {
	struct timespec time, left;
};

/*
 * What is left is the alien's only after EINTR.  A signal may have come before the
 * host slept at all, so all of it is left until the host says otherwise.  A signal
 * that was not the alien's lets the sleep go on.
 */
static long finish_sleep(struct call *c, long ret)
{
	struct sleep *s = (struct sleep *)c->scratch;

	while (ret == -EINTR && !this_thread()->interrupted)
		ret = host_sleep(__NR_nanosleep, &s->left, &s->left);
	if (ret == -EINTR && c->alien[1] &&
	    copy_to_alien((unsigned long)c->alien[1], &s->left, sizeof s->left))
		return -EFAULT;
	return ret;
}

/*
 * Read the time to sleep.  1 where there is something to sleep: a negative time
 * is none to the BSDs and EINVAL to the host.
 */
static long read_sleep(struct timespec *to, unsigned long alien)
{
	long error = layout_from_alien(LAYOUT_timespec, to, alien);

	if (error)
		return error;
	if (to->tv_nsec < 0 || to->tv_nsec >= NSEC_PER_SEC)
		return -EINVAL;
	return to->tv_sec > 0 || (to->tv_sec == 0 && to->tv_nsec > 0);
}

/* (time, left) */
long map_nanosleep(struct call *c)
{
	struct sleep *s = call_scratch(c, sizeof *s);
	long ret = read_sleep(&s->time, (unsigned long)c->alien[0]);

	if (ret <= 0)
		return ret;
	s->left = s->time;
	c->host[0] = (long)&s->time;
	c->host[1] = (long)&s->left;
	c->finish = finish_sleep;
	c->host_nr = __NR_nanosleep;
	return CALL_HOST;
}

/*
 * clock_nanosleep(2), posix_fadvise(2) and posix_fallocate(2) return the errno as
 * their value, and never fail.
 */
long errno_as_value(long ret)
{
	return is_error(ret) ? errno_to_alien((int)-ret) : ret;
}

static long finish_clock_sleep(struct call *c, long ret)
{
	struct sleep *s = (struct sleep *)c->scratch;
	long clock = c->host[0], flags = c->host[1];

	while (ret == -EINTR && !this_thread()->interrupted)
		ret = host_sleep(__NR_clock_nanosleep, clock, flags,
				 flags & TIMER_ABSTIME ? &s->time : &s->left, &s->left);
	if (ret == -EINTR && c->alien[3] && !(flags & TIMER_ABSTIME) &&
	    copy_to_alien((unsigned long)c->alien[3], &s->left, sizeof s->left))
		ret = -EFAULT;
	return errno_as_value(ret);
}

/* (clock, flags, time, left) */
long map_clock_nanosleep(struct call *c)
{
	struct sleep *s = call_scratch(c, sizeof *s);
	long ret = read_sleep(&s->time, (unsigned long)c->alien[2]), error = 0;
	uint64_t clock, flags;

	if (ret >= 0)
		error = xlat_to_host(XLAT_timer, (uint64_t)c->alien[1], &flags)
			    ?: xlat_to_host(XLAT_clock_sleep, (uint64_t)c->alien[0], &clock);
	if (error)
		return errno_as_value(error);
	if (ret <= 0)
		return errno_as_value(ret);
	s->left = s->time;
	c->host[0] = (long)clock;
	c->host[1] = (long)flags;
	c->host[2] = (long)&s->time;
	c->host[3] = (long)&s->left;
	c->finish = finish_clock_sleep;
	c->host_nr = __NR_clock_nanosleep;
	return CALL_HOST;
}

/* A BSD's timer is never faster than the system's tick; the host's takes all of the processor. */
static void not_below(int64_t tick, int64_t *seconds, int64_t *fraction)
{
	if (!*seconds && *fraction > 0 && *fraction < tick)
		*fraction = tick;
}

/* (which, new, old): without a new value it is getitimer(which, old); the host would stop the
 * timer. */
long map_setitimer(struct call *c)
{
	long ret = map_args(c);
	struct itimerval *new = (struct itimerval *)c->host[1];

	if (ret != CALL_HOST)
		return ret;
	if (!c->alien[1]) {
		c->host_nr = __NR_getitimer;
		c->host[1] = c->host[2];
	} else {
		not_below(abi->tick / 1000, &new->it_value.tv_sec, &new->it_value.tv_usec);
		not_below(abi->tick / 1000, &new->it_interval.tv_sec, &new->it_interval.tv_usec);
	}
	return ret;
}

/* (timer, flags, new, old) */
long map_timer_settime(struct call *c)
{
	long ret = map_args(c);
	struct itimerspec *new = (struct itimerspec *)c->host[2];

	if (ret == CALL_HOST && new) {
		not_below(abi->tick, &new->it_value.tv_sec, &new->it_value.tv_nsec);
		not_below(abi->tick, &new->it_interval.tv_sec, &new->it_interval.tv_nsec);
	}
	return ret;
}

/* (path, times): the link itself */
long map_lutimes(struct call *c)
{
	long ret = map_args(c);

	c->host[3] = AT_SYMLINK_NOFOLLOW;
	return ret;
}

/* ntp_gettime(2): (time).  The host says it in microseconds, unless it was told to use nanoseconds.
 */
long map_ntp_gettime(struct call *c)
{
	struct timex t = { 0 };
	struct ntp_time n;
	long state = host_call(__NR_adjtimex, &t), error;

	if (state < 0)
		return state;
	n.time.tv_sec = t.time.tv_sec;
	n.time.tv_nsec = t.status & STA_NANO ? t.time.tv_usec : t.time.tv_usec * 1000;
	n.maxerror = t.maxerror;
	n.esterror = t.esterror;
	n.tai = t.tai;
	n.state = (int)state;
	error = layout_to_alien(LAYOUT_ntptime, (unsigned long)c->alien[0], &n);
	return error ? error : state;
}

/*
 * adjtime(2): (delta, old).  The host has it as two modes of adjtimex(2), in
 * microseconds.
 */
long map_adjtime(struct call *c)
{
	struct timeval delta, old;
	struct timex t = { .modes = ADJ_OFFSET_SS_READ };
	long ret;

	if (c->alien[0]) {
		ret = layout_from_alien(LAYOUT_timeval, &delta, (unsigned long)c->alien[0]);
		if (ret)
			return ret;
		if (delta.tv_sec > INT32_MAX || delta.tv_sec < INT32_MIN)
			return -EINVAL;
		t.modes = ADJ_OFFSET_SINGLESHOT;
		t.offset = delta.tv_sec * USEC_PER_SEC + delta.tv_usec;
	}
	ret = host_call(__NR_adjtimex, &t);
	if (ret < 0 || !c->alien[1])
		return ret < 0 ? ret : 0;
	/* Both members have the sign of the whole. */
	old.tv_sec = t.offset / USEC_PER_SEC;
	old.tv_usec = t.offset % USEC_PER_SEC;
	return layout_to_alien(LAYOUT_timeval, (unsigned long)c->alien[1], &old);
}
