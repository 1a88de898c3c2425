/* kqueue(2), kqueuex(2) and kevent(2): see event.h. */
#include <sys/epoll.h>
#include <time.h>

#include "syscall-map/event_queue.h"
#include "syscall-map/own_fd.h"

/* Changes copied in at a time: FreeBSD's own number, so that a bad address in
 * the list is found after as many changes (sys/event.h's kernel, KQ_NEVENTS). */
#define CHANGES 8

static long queue_open(void)
{
	struct kqueue *kq = queue_new();
	long fd, ret;

	if (!kq)
		return -ENOMEM;
	/* Always close-on-exec: the knotes are in our memory and do not survive an exec. */
	fd = host_call(__NR_epoll_create1, EPOLL_CLOEXEC);
	if (is_error(fd)) {
		queue_free(kq);
		return fd;
	}
	/* Our own number for it outlives the alien's while a thread still waits. */
	ret = own_fd(host_call(__NR_dup, fd));
	if (!is_error(ret)) {
		kq->ep = ret;
		ret = kqueue_enter(kq, fd);
	}
	if (!is_error(ret))
		return fd;
	host_call(__NR_close, fd);
	queue_free(kq);
	return ret;
}

long map_kqueue(struct call *c)
{
	(void)c;
	return queue_open();
}

long map_kqueuex(struct call *c)
{
	uint64_t flags;
	long ret = xlat_to_host(XLAT_kqueuex, (uint32_t)c->alien[0], &flags);

	return ret ? ret : queue_open();
}

/* One kevent call, and how far it is. */
struct kevents {
	struct kqueue *kq;
	const struct kevent_layout *layout;
	unsigned long changes, events; /* where the next is read and written */
	long change_count, room;
	long reported;
	bool timed;
	struct timespec timeout;
};

static long event_out(struct kevents *k, const struct event *e)
{
	unsigned char raw[KEVENT_SIZE_MAX];
	long ret;

	kevent_encode(k->layout, raw, e);
	ret = copy_to_alien(k->events, raw, k->layout->size);
	k->events += k->layout->size;
	k->room--;
	k->reported++;
	return ret;
}

/* A change that failed, or asks for a receipt: EV_ERROR with the errno, or 0, as data. */
static long receipt_out(struct kevents *k, struct event *e, long ret)
{
	e->flags = event_flags_to_alien(EVENT_ERROR);
	e->data = ret ? errno_to_alien(-ret) : 0;
	return event_out(k, e);
}

static long change_one(struct kqueue *kq, struct event *e)
{
	uint64_t filter, flags;
	long ret = xlat_to_host(XLAT_evfilter, (int64_t)e->alien_filter, &filter);

	if (ret != 0)
		return ret;
	e->filter = filter;
	ret = xlat_to_host(XLAT_evflags, e->flags, &flags);
	e->flags = flags;
	if (ret != 0 || filter == FILTER_SKIP)
		return ret;
	lock_take(&kq->lock);
	ret = knote_change(kq, e);
	if (kq->active_count)
		queue_wake(kq);
	lock_drop(&kq->lock);
	return ret;
}

/*
 * Apply the changes in order.  An error is told in the event list while that has
 * room, else it ends the call; so does a receipt that has no room.  0, 1 where the
 * call ends here with success, or -errno.
 */
static long apply_changes(struct kevents *k)
{
	unsigned char raw[CHANGES * KEVENT_SIZE_MAX];
	struct event e;
	long i, n, ret;

	for (; k->change_count > 0; k->change_count -= n) {
		n = k->change_count < CHANGES ? k->change_count : CHANGES;
		ret = copy_from_alien(raw, k->changes, n * k->layout->size);
		if (ret != 0)
			return ret;
		k->changes += n * k->layout->size;
		for (i = 0; i < n; i++) {
			kevent_decode(k->layout, raw + i * k->layout->size, &e);
			ret = change_one(k->kq, &e);
			if (ret == 0 && (!(e.flags & EVENT_RECEIPT) || e.filter == FILTER_SKIP))
				continue;
			if (k->room == 0)
				return ret ? ret : 1;
			ret = receipt_out(k, &e, ret);
			if (ret != 0)
				return ret;
		}
	}
	return k->reported > 0;
}

static long wait_events(struct kevents *k)
{
	struct harvest h;
	long ret;

	if (k->room == 0)
		return 0;
	if (k->timed &&
	    (k->timeout.tv_sec < 0 || k->timeout.tv_nsec < 0 || k->timeout.tv_nsec >= 1000000000))
		return -EINVAL;
	h.layout = k->layout;
	h.room = k->room < HARVEST ? k->room : HARVEST;
	h.count = 0;
	ret = queue_wait(k->kq, &h, k->timed ? &k->timeout : NULL);
	if (ret != 0)
		return ret;
	ret = copy_to_alien(k->events, h.raw, h.count * h.layout->size);
	return ret ? ret : h.count;
}

static long kevent(struct call *c, const struct kevent_layout *layout)
{
	struct kevents k = { .layout = layout,
			     .changes = c->alien[1],
			     .events = c->alien[3],
			     .change_count = (int)c->alien[2],
			     .room = (int)c->alien[4],
			     .timed = c->alien[5] != 0 };
	long ret;

	if (k.timed) {
		ret = layout_from_alien(LAYOUT_timespec, &k.timeout, c->alien[5]);
		if (ret != 0)
			return ret;
	}
	if (k.change_count < 0 || k.room < 0)
		return -EINVAL;
	k.kq = kqueue_get(c->alien[0]);
	if (!k.kq)
		return -EBADF;
	ret = apply_changes(&k);
	if (ret == 0)
		ret = wait_events(&k);
	else if (ret > 0)
		ret = k.reported;
	kqueue_put(k.kq);
	return ret;
}

long map_kevent(struct call *c)
{
	return kevent(c, &abi->events->now);
}

/* FreeBSD 11's: 32 bytes, without ext. */
long map_kevent_old(struct call *c)
{
	return kevent(c, &abi->events->old);
}
