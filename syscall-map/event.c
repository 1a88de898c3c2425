/* kqueue(2), kqueuex(2) and kevent(2): see event.h. */
#include <sys/epoll.h>
#include <time.h>

#include "syscall-map/event_queue.h"
#include "syscall-map/own_fd.h"

/* Changes copied in at a time: FreeBSD's own number, so that a bad address in
 * the list is found after as many changes (sys/event.h's kernel, KQ_NEVENTS). */
#define CHANGES 8

/* Events reported by one call at most; what is left is reported by the next. */
#define HARVEST 128

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

/* Events in the alien's layout, not yet copied out. */
struct harvest {
	const struct kevent_layout *layout;
	long room, count;
	unsigned char raw[HARVEST * KEVENT_SIZE_MAX];
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

/* Report a knote: it goes, falls silent or stays, as its flags say. */
static void report(struct kqueue *kq, struct knote *kn, const struct report *r, struct harvest *h)
{
	struct event e;
	int i;

	e.ident = kn->ident;
	e.udata = kn->udata;
	e.data = r->data;
	e.fflags = r->fflags;
	e.alien_filter = kn->alien_filter;
	for (i = 0; i < KEVENT_EXT; i++)
		e.ext[i] = kn->ext[i];
	e.flags = kn->alien_flags | (r->eof ? event_flags_to_alien(EVENT_EOF) : 0);
	kevent_encode(h->layout, h->raw + h->count * h->layout->size, &e);
	h->count++;
	if (kn->flags & EVENT_ONESHOT) {
		knote_drop(kq, kn);
		return;
	}
	if (kn->flags & EVENT_CLEAR && kn->ops->clear)
		kn->ops->clear(kq, kn);
	if (kn->flags & EVENT_DISPATCH) {
		kn->ops->disarm(kq, kn);
		kn->disabled = true;
	}
	if (kn->flags & (EVENT_CLEAR | EVENT_DISPATCH))
		knote_deactivate(kq, kn);
}

/* An epoll entry has fired. */
static void fired(struct kqueue *kq, struct knote *kn, uint32_t bits, struct harvest *h)
{
	struct report r = { 0 };

	if (!kn || kn->disabled || h->count >= h->room)
		return;
	if (kn->ops->ready(kq, kn, bits, &r))
		report(kq, kn, &r, h);
	else if (kn->ops->park)
		kn->ops->park(kq, kn);
}

/* Ask each active knote once; those that stay ready go to the end of the list. */
static void harvest_listed(struct kqueue *kq, struct harvest *h, long room)
{
	uint32_t n = kq->active_count;
	struct report r;
	struct knote *kn;

	for (; n > 0 && h->count < room && kq->active_head; n--) {
		kn = kq->active_head;
		knote_deactivate(kq, kn);
		r = (struct report){ 0 };
		if (!kn->ops->ready(kq, kn, 0, &r) && !kn->triggered)
			continue;
		if (!(kn->flags & (EVENT_ONESHOT | EVENT_CLEAR | EVENT_DISPATCH)))
			knote_activate(kq, kn);
		report(kq, kn, &r, h);
	}
}

static void source_fired(struct kqueue *kq, uint64_t source)
{
	switch (source) {
	case SOURCE_WAKE:
		kq->woken = false;
		break;
	case SOURCE_TIMER:
		timers_expired(kq);
		break;
	case SOURCE_NOTIFY:
		notify_read(kq);
		break;
	case SOURCE_SIGNAL:
		signals_look(kq);
		break;
	}
}

static void harvest_inner(struct kqueue *kq, struct harvest *h, struct epoll_event *ev)
{
	long room = h->room - h->count, i, n;

	if (room <= 0)
		return; /* it stays ready */
	n = host_call(__NR_epoll_wait, kq->inner, ev, room, 0);
	for (i = 0; i < n; i++)
		fired(kq, knote_of_token(kq, ev[i].data.u64), ev[i].events, h);
}

static void harvest_entries(struct kqueue *kq, struct harvest *h, struct epoll_event *ev, long n)
{
	bool inner = false;
	long i;

	for (i = 0; i < n; i++) {
		if (ev[i].data.u64 == SOURCE_INNER)
			inner = true;
		else if (ev[i].data.u64 >> 32 == 0)
			source_fired(kq, ev[i].data.u64);
		else
			fired(kq, knote_of_token(kq, ev[i].data.u64), ev[i].events, h);
	}
	if (inner)
		harvest_inner(kq, h, ev);
}

/* Epoll entries take at most `room` places, so none that fires edges is lost. */
static long host_wait(struct kqueue *kq, struct epoll_event *ev, long room, bool timed,
		      const struct timespec *left)
{
	static bool no_pwait2;
	long ret, ms;

	if (timed && left->tv_sec == 0 && left->tv_nsec == 0)
		return host_call(__NR_epoll_wait, kq->ep, ev, room, 0);
	if (!timed)
		return host_sleep(__NR_epoll_wait, kq->ep, ev, room, -1);
	if (!no_pwait2) {
		ret = host_sleep(__NR_epoll_pwait2, kq->ep, ev, room, left, 0, 0);
		if (ret != -ENOSYS)
			return ret;
		no_pwait2 = true;
	}
	/* Before Linux 5.11: milliseconds, rounded up. */
	ms = left->tv_sec > 2000000 ? 2000000000 : left->tv_sec * 1000 + (left->tv_nsec + 999999) / 1000000;
	return host_sleep(__NR_epoll_wait, kq->ep, ev, room, ms);
}

/* The kqueue is readable while its list holds something: for who polls it, and other waiters. */
static void list_settle(struct kqueue *kq)
{
	if (kq->active_count)
		queue_wake(kq);
	else if (kq->woken)
		queue_unwake(kq);
}

static void harvest_all(struct kqueue *kq, struct harvest *h, struct epoll_event *ev, long n)
{
	lock_take(&kq->lock);
	harvest_entries(kq, h, ev, n);
	if (kq->active_count)
		harvest_listed(kq, h, h->room);
	list_settle(kq);
	lock_drop(&kq->lock);
}

/* Where the list and the epoll both have more than there is room for, they take turns. */
static void harvest_before_wait(struct kqueue *kq, struct harvest *h)
{
	lock_take(&kq->lock);
	kq->list_first = !kq->list_first;
	if (kq->list_first)
		harvest_listed(kq, h, (h->room + 1) / 2);
	if (h->count == h->room)
		list_settle(kq);
	lock_drop(&kq->lock);
}

/* What is left until `end`; false: nothing. */
static bool time_left(int64_t end, struct timespec *left)
{
	int64_t ns = end - monotonic_now();

	if (ns <= 0)
		return false;
	left->tv_sec = ns / 1000000000;
	left->tv_nsec = ns % 1000000000;
	return true;
}

static int64_t end_of(const struct timespec *timeout)
{
	/* FreeBSD takes a longer time for endless, and so does this. */
	if (timeout->tv_sec > INT32_MAX)
		return INT64_MAX;
	return monotonic_now() + timeout->tv_sec * 1000000000ll + timeout->tv_nsec;
}

/* Closed by another thread; one edge wakes one waiter, who wakes the next. */
static long closed(struct kqueue *kq)
{
	lock_take(&kq->lock);
	kq->woken = false;
	queue_wake(kq);
	lock_drop(&kq->lock);
	return -EBADF;
}

/* Wait until h has events, time is over (0), or -errno. */
static long harvest_wait(struct kevents *k, struct harvest *h, struct epoll_event *ev)
{
	static const struct timespec zero;
	struct kqueue *kq = k->kq;
	struct timespec left = k->timeout;
	bool poll = k->timed && left.tv_sec == 0 && left.tv_nsec == 0, now;
	int64_t end = k->timed && !poll ? end_of(&left) : 0;
	long n;

	for (;;) {
		if (__atomic_load_n(&kq->closing, __ATOMIC_ACQUIRE))
			return closed(kq);
		now = __atomic_load_n(&kq->active_count, __ATOMIC_RELAXED);
		if (now)
			harvest_before_wait(kq, h);
		if (h->count == h->room)
			return 0;
		n = host_wait(kq, ev, h->room - h->count, k->timed || now,
			      now ? &zero : &left);
		if (n == -EINTR && !now && !poll) {
			if (this_thread()->interrupted)
				return n;
			n = 0;
		}
		if (is_error(n))
			return n;
		if (n > 0 || now)
			harvest_all(kq, h, ev, n);
		if (h->count > 0 || (poll && n == 0))
			return 0;
		if (k->timed && !poll && !time_left(end, &left))
			return 0;
	}
}

static long wait_events(struct kevents *k)
{
	struct epoll_event ev[HARVEST];
	struct harvest h;
	long ret;

	if (k->room == 0)
		return 0;
	if (k->timed && (k->timeout.tv_sec < 0 || k->timeout.tv_nsec < 0 ||
			 k->timeout.tv_nsec >= 1000000000))
		return -EINVAL;
	h.layout = k->layout;
	h.room = k->room < HARVEST ? k->room : HARVEST;
	h.count = 0;
	ret = harvest_wait(k, &h, ev);
	if (ret != 0)
		return ret;
	ret = copy_to_alien(k->events, h.raw, h.count * h.layout->size);
	return ret ? ret : h.count;
}

static long kevent(struct call *c, const struct kevent_layout *layout)
{
	struct kevents k = { .layout = layout, .changes = c->alien[1], .events = c->alien[3],
			     .change_count = (int)c->alien[2], .room = (int)c->alien[4],
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
