/* The knotes of a kqueue, and changes to them: see event.h. */
#include <fcntl.h>

#include "syscall-map/event_queue.h"
#include "syscall-map/own_fd.h"

static const struct filter *const filters[FILTER_COUNT] = {
	[FILTER_READ] = &filter_read,     [FILTER_WRITE] = &filter_write,
	[FILTER_EMPTY] = &filter_empty,   [FILTER_VNODE] = &filter_vnode,
	[FILTER_PROC] = &filter_proc,     [FILTER_PROCDESC] = &filter_procdesc,
	[FILTER_SIGNAL] = &filter_signal, [FILTER_TIMER] = &filter_timer,
	[FILTER_USER] = &filter_user,     [FILTER_AIO] = &filter_request,
	[FILTER_LIO] = &filter_request,   [FILTER_KERNEL] = &filter_kernel,
};

enum xlat_id event_notes_table(unsigned filter)
{
	return filter < FILTER_COUNT && filters[filter] ? filters[filter]->notes : XLAT_none;
}

static uint32_t hash(uint64_t ident, unsigned filter)
{
	return ((ident * FILTER_COUNT + filter) * 0x9e3779b97f4a7c15ull) >> 32;
}

static struct knote **bucket_of(struct kqueue *kq, uint64_t ident, unsigned filter)
{
	return &kq->buckets[hash(ident, filter) & (kq->bucket_count - 1)];
}

struct knote *knote_find(struct kqueue *kq, uint64_t ident, unsigned filter)
{
	struct knote *kn = *bucket_of(kq, ident, filter);

	while (kn && (kn->ident != ident || kn->filter != filter))
		kn = kn->hash_next;
	return kn;
}

/* More buckets; where there is no memory for them the chains get longer. */
static void buckets_grow(struct kqueue *kq)
{
	uint32_t old_count = kq->bucket_count, i;
	struct knote **old = kq->buckets, *kn, *next, **b;

	b = host_alloc(old_count * 4 * sizeof *b);
	if (!b)
		return;
	kq->buckets = b;
	kq->bucket_count = old_count * 4;
	for (i = 0; i < old_count; i++) {
		for (kn = old[i]; kn; kn = next) {
			next = kn->hash_next;
			b = bucket_of(kq, kn->ident, kn->filter);
			kn->hash_next = *b;
			*b = kn;
		}
	}
	if (old != kq->first_buckets)
		host_free(old, old_count * sizeof *old);
}

/* Knotes lie in chunks, each twice the one before it, and never move. */
static struct knote *knote_at(struct kqueue *kq, uint32_t index)
{
	unsigned chunk = 31 - __builtin_clz(index / FIRST_KNOTES + 1);

	return &kq->chunks[chunk][index - FIRST_KNOTES * ((1u << chunk) - 1)];
}

static struct knote *knote_new(struct kqueue *kq)
{
	struct knote *kn = kq->free;
	unsigned chunk;

	if (kn) {
		kq->free = kn->hash_next;
		return kn;
	}
	chunk = 31 - __builtin_clz(kq->made / FIRST_KNOTES + 1);
	if (chunk >= CHUNK_MAX)
		return NULL;
	if (!kq->chunks[chunk])
		kq->chunks[chunk] = host_alloc((sizeof *kn * FIRST_KNOTES) << chunk);
	if (!kq->chunks[chunk])
		return NULL;
	kn = knote_at(kq, kq->made);
	kn->index = kq->made++;
	return kn;
}

static void knote_release(struct kqueue *kq, struct knote *kn)
{
	uint32_t index = kn->index, gen = kn->gen;

	memset(kn, 0, sizeof *kn);
	kn->index = index;
	kn->gen = (gen | 1) + 1;
	kn->hash_next = kq->free;
	kq->free = kn;
}

/* An epoll entry names its knote by number and generation: it may fire after the knote is gone. */
uint64_t knote_token(const struct knote *kn)
{
	return (uint64_t)kn->gen << 32 | kn->index;
}

struct knote *knote_of_token(struct kqueue *kq, uint64_t token)
{
	uint32_t index = token;
	struct knote *kn;

	if (index >= kq->made)
		return NULL;
	kn = knote_at(kq, index);
	return kn->gen == token >> 32 && kn->gen & 1 ? kn : NULL;
}

void knote_drop(struct kqueue *kq, struct knote *kn)
{
	struct knote **link = bucket_of(kq, kn->ident, kn->filter);

	kn->ops->detach(kq, kn);
	timer_stop(kq, kn);
	knote_deactivate(kq, kn);
	while (*link != kn)
		link = &(*link)->hash_next;
	*link = kn->hash_next;
	kq->knote_count--;
	knote_release(kq, kn);
}

void knotes_drop_fd(struct kqueue *kq, unsigned fd, uint32_t which)
{
	struct knote *kn;

	lock_take(&kq->lock);
	for (; which; which &= which - 1) {
		kn = knote_find(kq, fd, __builtin_ctz(which));
		if (kn)
			knote_drop(kq, kn);
	}
	lock_drop(&kq->lock);
}

void knotes_detach_all(struct kqueue *kq)
{
	struct knote *kn;
	uint32_t i;

	for (i = 0; i < kq->made; i++) {
		kn = knote_at(kq, i);
		if (kn->gen & 1)
			kn->ops->detach(kq, kn);
	}
}

/* What stays of a change's flags with the knote. */
#define LASTING (EVENT_ONESHOT | EVENT_CLEAR | EVENT_RECEIPT | EVENT_DISPATCH | EVENT_OWN)

void knote_flags(struct knote *kn, uint32_t set)
{
	kn->flags |= set;
	kn->alien_flags = event_flags_to_alien(kn->flags);
}

long arm_listed(struct kqueue *kq, struct knote *kn)
{
	struct report r = { 0 };

	if (kn->ops->ready(kq, kn, 0, &r))
		knote_activate(kq, kn);
	return 0;
}

void disarm_listed(struct kqueue *kq, struct knote *kn)
{
	knote_deactivate(kq, kn);
}

static struct knote *knote_of_event(struct kqueue *kq, const struct event *e,
				    const struct filter *ops)
{
	struct knote *kn = knote_new(kq);

	if (!kn)
		return NULL;
	kn->gen |= 1;
	kn->ident = e->ident;
	kn->filter = e->filter;
	kn->alien_filter = e->alien_filter;
	kn->udata = e->udata;
	memcpy(kn->ext, e->ext, sizeof kn->ext);
	kn->sfflags = e->fflags;
	kn->sdata = e->data;
	kn->ops = ops;
	kn->disabled = e->flags & EVENT_DISABLE;
	knote_flags(kn, e->flags & LASTING);
	return kn;
}

static void knote_link(struct kqueue *kq, struct knote *kn)
{
	struct knote **b;

	if (++kq->knote_count > kq->bucket_count * 2)
		buckets_grow(kq);
	b = bucket_of(kq, kn->ident, kn->filter);
	kn->hash_next = *b;
	*b = kn;
}

struct knote *knote_enter(struct kqueue *kq, const struct event *e, const struct filter *ops)
{
	struct knote *kn = knote_of_event(kq, e, ops);

	if (kn)
		knote_link(kq, kn);
	return kn;
}

static long knote_add(struct kqueue *kq, struct event *e)
{
	struct knote *kn = knote_of_event(kq, e, filters[e->filter]);
	long ret;

	if (!kn)
		return -ENOMEM;
	ret = kn->ops->attach(kq, kn);
	if (ret == 0 && kn->ops->is_fd && (ret = fd_watched(e->ident, e->filter)) != 0)
		kn->ops->detach(kq, kn);
	if (ret != 0) {
		knote_release(kq, kn);
		return ret;
	}
	knote_link(kq, kn);
	if (kn->disabled)
		return 0;
	ret = kn->ops->arm(kq, kn);
	if (ret != 0)
		knote_drop(kq, kn);
	return ret;
}

/* EV_FORCEONESHOT: reported once, whether its condition holds or not. */
static void force(struct kqueue *kq, struct knote *kn)
{
	knote_flags(kn, EVENT_ONESHOT);
	kn->triggered = true;
	knote_activate(kq, kn);
}

static long knote_update(struct kqueue *kq, struct knote *kn, const struct event *e)
{
	long ret = 0;

	if (e->flags & EVENT_ENABLE)
		kn->disabled = false;
	if (e->flags & EVENT_DISABLE && !kn->disabled) {
		kn->ops->disarm(kq, kn);
		kn->disabled = true;
	}
	if (!(e->flags & EVENT_KEEPUDATA))
		kn->udata = e->udata;
	if (!abi->events->flags_stay && e->flags & EVENT_ADD) {
		kn->flags = 0;
		knote_flags(kn, e->flags & LASTING);
	}
	if (kn->ops->touch) {
		ret = kn->ops->touch(kq, kn, e);
	} else {
		kn->sfflags = e->fflags;
		kn->sdata = e->data;
	}
	if (ret != 0)
		return ret;
	if (e->flags & EVENT_FORCEONESHOT)
		force(kq, kn);
	return kn->disabled ? 0 : kn->ops->arm(kq, kn);
}

/* Numbers of the filter's flags, once the filter is known. */
static long notes_to_host(struct event *e)
{
	uint64_t own = 0, host;
	long ret;

	if (e->filter == FILTER_USER)
		own = e->fflags & abi->events->user_mask;
	ret = xlat_to_host(filters[e->filter]->notes, e->fflags & ~own, &host);
	if (ret != 0)
		return ret;
	/* USER: the program's own bits stand above ours. */
	e->fflags = host | own << 8;
	return 0;
}

/* Whether it can be one of the alien's; and whether it is. */
static bool fd_plausible(uint64_t fd)
{
	return fd <= INT32_MAX && !fd_is_own(fd);
}

static bool fd_open(uint64_t fd)
{
	return fd_plausible(fd) && !is_error(host_call(__NR_fcntl, fd, F_GETFD));
}

/* Apply one change; the kqueue's lock is held.  0 or -errno. */
long knote_change(struct kqueue *kq, struct event *e)
{
	const struct filter *f = filters[e->filter];
	struct knote *kn;
	long ret;

	if ((e->flags & EVENT_ENABLE && e->flags & EVENT_DISABLE) ||
	    (e->flags & EVENT_ADD && e->flags & EVENT_KEEPUDATA))
		return -EINVAL;
	kn = knote_find(kq, e->ident, e->filter);
	/* A new one's filter will see for itself whether it is open. */
	if (!kn && f->is_fd && !(e->flags & EVENT_ADD ? fd_plausible : fd_open)(e->ident))
		return -EBADF;
	if (!kn && !(e->flags & EVENT_ADD))
		return -ENOENT;
	if (kn && e->flags & EVENT_DELETE) {
		knote_drop(kq, kn);
		return 0;
	}
	ret = f->notes != XLAT_none ? notes_to_host(e) : 0;
	if (ret != 0)
		return !kn && f->is_fd && !fd_open(e->ident) ? -EBADF : ret;
	return kn ? knote_update(kq, kn, e) : knote_add(kq, e);
}
