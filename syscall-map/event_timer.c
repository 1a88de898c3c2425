/* EVFILT_TIMER and EVFILT_USER: see event.h. */
#include <time.h>

#include "syscall-map/event_queue.h"

/* data in a unit of time as nanoseconds; the longest there is where it would be longer. */
static int64_t nanoseconds(int64_t data, uint32_t unit)
{
	int64_t each = unit == UNIT_SECONDS    ? 1000000000
		       : unit == UNIT_USECONDS ? 1000
		       : unit == UNIT_NSECONDS ? 1
					       : 1000000;

	return data > INT64_MAX / 2 / each ? INT64_MAX / 2 : data * each;
}

static int64_t realtime_now(void)
{
	struct timespec ts;

	host_call(__NR_clock_gettime, CLOCK_REALTIME, &ts);
	return ts.tv_sec * 1000000000ll + ts.tv_nsec;
}

/*
 * How far the real-time clock is ahead of the monotonic one.  FreeBSD keeps the time
 * it was booted at; here two clocks are read, and again where the thread was held up
 * in between, so that timers set one after the other keep their order.
 */
static int64_t realtime_ahead(void)
{
	int64_t ahead = 0, best = INT64_MAX;

	for (int i = 0; i < 8 && best > 1000; i++) {
		int64_t before = monotonic_now(), real = realtime_now();
		int64_t took = monotonic_now() - before;

		if (took >= best)
			continue;
		best = took;
		ahead = real - before - took / 2;
	}
	return ahead;
}

/*
 * Start with sfflags and sdata.  An absolute time is put on the monotonic clock now,
 * once, as FreeBSD does: setting the clock later does not move it.
 */
static long timer_begin(struct kqueue *kq, struct knote *kn)
{
	uint32_t unit = kn->sfflags & UNIT_ANY;
	int64_t span;

	if (kn->sdata < 0 || unit & (unit - 1))
		return -EINVAL;
	if (kn->sdata == 0 && !(kn->flags & EVENT_ONESHOT) && !(kn->sfflags & TIMER_ABSOLUTE))
		kn->sdata = 1;
	span = nanoseconds(kn->sdata, unit);
	kn->data = 0;
	if (kn->sfflags & TIMER_ABSOLUTE) {
		kn->period = 0;
		timer_start(kq, kn, span - realtime_ahead());
	} else {
		kn->period = span;
		timer_start(kq, kn, monotonic_now() + span);
	}
	return kn->heap_place ? 0 : -ENOMEM;
}

static long timer_attach(struct kqueue *kq, struct knote *kn)
{
	long ret = timer_fd(kq);

	if (ret == 0)
		ret = queue_wake_fd(kq);
	if (ret == 0)
		ret = timer_begin(kq, kn);
	if (ret == 0 && !(kn->sfflags & TIMER_ABSOLUTE))
		knote_flags(kn, EVENT_CLEAR);
	return ret;
}

/*
 * Adding it again starts it anew, with what had expired forgotten; other changes leave
 * it.  FreeBSD does not refuse a wrong time then, but reports an event with EV_ERROR and
 * the errno for data, now and ever after (kern/kern_event.c: filt_timertouch).
 */
static long timer_touch(struct kqueue *kq, struct knote *kn, const struct event *change)
{
	long ret;

	if (!(change->flags & EVENT_ADD))
		return 0;
	knote_deactivate(kq, kn);
	timer_stop(kq, kn);
	kn->data = 0;
	kn->sfflags = change->fflags;
	kn->sdata = change->data;
	ret = timer_begin(kq, kn);
	if (ret == 0)
		return 0;
	kn->data = errno_to_alien(-ret);
	knote_flags(kn, EVENT_ERROR);
	return 0;
}

static void timer_expire(struct kqueue *kq, struct knote *kn, int64_t now)
{
	int64_t times = 1;

	if (kn->period > 0 && !(kn->flags & EVENT_ONESHOT)) {
		times += (now - kn->due) / kn->period;
		timer_start(kq, kn, kn->due + times * kn->period);
	}
	kn->data += times;
	knote_activate(kq, kn);
}

static bool timer_ready(struct kqueue *kq, struct knote *kn, uint32_t bits, struct report *r)
{
	(void)kq, (void)bits;
	r->data = kn->data;
	return kn->data != 0;
}

static void timer_clear(struct kqueue *kq, struct knote *kn)
{
	(void)kq;
	kn->data = 0;
}

/* A timer that is disabled goes on, and is reported once it is enabled. */
const struct filter filter_timer = {
	.notes = XLAT_note_timer,
	.attach = timer_attach,
	.detach = disarm_listed,
	.touch = timer_touch,
	.arm = arm_listed,
	.disarm = disarm_listed,
	.ready = timer_ready,
	.clear = timer_clear,
	.expire = timer_expire,
};

/* The program's own bits of fflags; see notes_to_host. */
#define USER_BITS(fflags) ((fflags) >> 8)

static void user_set(struct knote *kn, uint32_t fflags)
{
	uint32_t bits = USER_BITS(fflags);

	if (fflags & USER_TRIGGER)
		kn->triggered = true;
	if (fflags & USER_AND)
		kn->fflags &= bits;
	else if (fflags & USER_OR)
		kn->fflags |= bits;
	else if (fflags & USER_COPY)
		kn->fflags = bits;
}

/*
 * What it is added with are its first bits, whatever the operation says; NOTE_TRIGGER
 * has no effect until it is there (FreeBSD's kernel looks for it where it never is).
 */
static long user_attach(struct kqueue *kq, struct knote *kn)
{
	kn->fflags = USER_BITS(kn->sfflags);
	kn->data = kn->sdata;
	return queue_wake_fd(kq);
}

static long user_touch(struct kqueue *kq, struct knote *kn, const struct event *change)
{
	user_set(kn, change->fflags);
	kn->data = change->data;
	if (change->flags & EVENT_CLEAR) {
		kn->triggered = false;
		knote_deactivate(kq, kn);
	}
	return 0;
}

static bool user_ready(struct kqueue *kq, struct knote *kn, uint32_t bits, struct report *r)
{
	(void)kq, (void)bits;
	r->fflags = kn->fflags;
	r->data = kn->data;
	return kn->triggered;
}

static void user_clear(struct kqueue *kq, struct knote *kn)
{
	(void)kq;
	kn->triggered = false;
}

const struct filter filter_user = {
	.notes = XLAT_note_user,
	.attach = user_attach,
	.detach = disarm_listed,
	.touch = user_touch,
	.arm = arm_listed,
	.disarm = disarm_listed,
	.ready = user_ready,
	.clear = user_clear,
};

/* Requests that register themselves; kevent(2) cannot. */
static long kernel_attach(struct kqueue *kq, struct knote *kn)
{
	(void)kq, (void)kn;
	return -ENXIO;
}

const struct filter filter_kernel = {
	.attach = kernel_attach,
};
