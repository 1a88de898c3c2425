/* Waiting in a kqueue, and collecting what is ready: see event.h. */
#include <sys/epoll.h>
#include <time.h>

#include "syscall-map/event_queue.h"

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

/* Ask each active knote once in a turn; those that stay ready go to the end of the list. */
static void harvest_listed(struct kqueue *kq, struct harvest *h, long room)
{
	uint32_t n = kq->active_count;
	struct report r;
	struct knote *kn;

	for (; n > 0 && h->count < room && kq->active_head; n--) {
		kn = kq->active_head;
		knote_deactivate(kq, kn);
		if (h->turn && kn->turn == h->turn) {
			knote_activate(kq, kn);
			continue;
		}
		kn->turn = h->turn;
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
static long host_wait(struct kqueue *kq, struct epoll_event *ev, long room,
		      const struct timespec *left)
{
	static bool no_pwait2;
	long ret, ms;

	if (left && left->tv_sec == 0 && left->tv_nsec == 0)
		return host_call(__NR_epoll_wait, kq->ep, ev, room, 0);
	if (!left)
		return host_sleep(__NR_epoll_wait, kq->ep, ev, room, -1);
	if (!no_pwait2) {
		ret = host_sleep(__NR_epoll_pwait2, kq->ep, ev, room, left, 0, 0);
		if (ret != -ENOSYS)
			return ret;
		no_pwait2 = true;
	}
	/* Before Linux 5.11: milliseconds, rounded up. */
	ms = left->tv_sec > 2000000 ? 2000000000
				    : left->tv_sec * 1000 + (left->tv_nsec + 999999) / 1000000;
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
	h->turn = ++kq->turns;
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

/* One look into the epoll, which may sleep where the list is empty.  0 or -errno. */
static long look(struct kqueue *kq, struct harvest *h, const struct timespec *left)
{
	static const struct timespec zero;
	struct epoll_event ev[HARVEST];
	bool listed = __atomic_load_n(&kq->active_count, __ATOMIC_RELAXED);
	long n;

	h->turn = 0;
	if (listed)
		harvest_before_wait(kq, h);
	if (h->count == h->room)
		return 0;
	n = host_wait(kq, ev, h->room - h->count, listed ? &zero : left);
	if (is_error(n))
		/* A signal that is none of the alien's ends no call of its. */
		return n == -EINTR && !this_thread()->interrupted ? 0 : n;
	if (n > 0 || listed)
		harvest_all(kq, h, ev, n);
	return n;
}

long queue_wait(struct kqueue *kq, struct harvest *h, const struct timespec *timeout)
{
	struct timespec left = { 0, 0 };
	bool poll = timeout && timeout->tv_sec == 0 && timeout->tv_nsec == 0;
	int64_t end = timeout && !poll ? end_of(timeout) : 0;
	long n;

	if (timeout)
		left = *timeout;
	for (;;) {
		if (__atomic_load_n(&kq->closing, __ATOMIC_ACQUIRE))
			return closed(kq);
		n = look(kq, h, timeout ? &left : NULL);
		if (is_error(n))
			return n;
		if (h->count > 0 || (poll && n == 0))
			return 0;
		if (timeout && !poll && !time_left(end, &left))
			return 0;
	}
}
