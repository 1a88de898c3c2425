/*
 * EVFILT_EMPTY: nothing waits to be sent.  The host tells of room only, so the queue
 * is looked at, first after 1 ms and then every 2, 4, 8, 16.
 */
#include <linux/sockios.h>
#include <sys/ioctl.h>

#include "syscall-map/event_data.h"
#include "syscall-map/event_queue.h"

#define LOOK_FIRST 1000000
#define LOOK_LAST  16000000

static long empty_attach(struct kqueue *kq, struct knote *kn)
{
	if (fd_kind(kn->ident) != FD_SOCKET)
		return -EINVAL;
	return timer_fd(kq) ? timer_fd(kq) : queue_wake_fd(kq);
}

static void empty_look(struct kqueue *kq, struct knote *kn)
{
	int64_t after = kn->period ? kn->period : LOOK_FIRST;

	kn->period = after < LOOK_LAST ? after * 2 : after;
	timer_start(kq, kn, monotonic_now() + after);
}

static bool empty_ready(struct kqueue *kq, struct knote *kn, uint32_t bits, struct report *r)
{
	int n = 0;

	(void)bits;
	host_call(__NR_ioctl, kn->ident, SIOCOUTQ, &n);
	r->data = n;
	if (n == 0 && !kn->finished) {
		kn->period = 0;
		return true;
	}
	/* Reported once (EV_CLEAR), and again after there has been something to send. */
	if (n != 0)
		kn->finished = false;
	if (!kn->heap_place)
		empty_look(kq, kn);
	return false;
}

static void empty_expire(struct kqueue *kq, struct knote *kn, int64_t now)
{
	(void)now;
	if (!kn->disabled)
		arm_listed(kq, kn);
}

static void empty_clear(struct kqueue *kq, struct knote *kn)
{
	kn->finished = true;
	empty_look(kq, kn);
}

static void empty_disarm(struct kqueue *kq, struct knote *kn)
{
	timer_stop(kq, kn);
	knote_deactivate(kq, kn);
}

static long empty_arm(struct kqueue *kq, struct knote *kn)
{
	kn->finished = false;
	return arm_listed(kq, kn);
}

const struct filter filter_empty = {
	.is_fd = true,
	.notes = XLAT_note_rw,
	.attach = empty_attach,
	.detach = empty_disarm,
	.arm = empty_arm,
	.disarm = empty_disarm,
	.ready = empty_ready,
	.clear = empty_clear,
	.expire = empty_expire,
};
