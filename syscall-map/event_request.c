/* EVFILT_AIO and EVFILT_LIO: the ends of requests of aio(4).  See event.h. */
#include "syscall-map/event_queue.h"

static long request_attach(struct kqueue *kq, struct knote *kn)
{
	/* kevent(2) cannot add one. */
	if (!(kn->flags & EVENT_OWN))
		return -EPERM;
	kn->request = kn->sdata;
	return queue_wake_fd(kq);
}

static void request_detach(struct kqueue *kq, struct knote *kn)
{
	(void)kq, (void)kn;
}

static bool request_ready(struct kqueue *kq, struct knote *kn, uint32_t bits, struct report *r)
{
	(void)kq, (void)bits;
	r->data = kn->data;
	r->eof = kn->finished && kn->filter == FILTER_AIO;
	return kn->finished;
}

long event_request_add(int fd, const struct event_request *r)
{
	struct event e = { .ident = r->ident,
			   .udata = r->udata,
			   .data = r->id,
			   .flags = EVENT_ADD | EVENT_ENABLE | EVENT_OWN | r->flags,
			   .filter = r->filter };
	struct kqueue *kq = kqueue_get(fd);
	uint64_t filter = 0;
	long ret;

	if (!kq)
		return -EBADF;
	xlat_to_alien(XLAT_evfilter, r->filter, &filter);
	e.alien_filter = (int32_t)filter;
	lock_take(&kq->lock);
	ret = knote_change(kq, &e);
	lock_drop(&kq->lock);
	kqueue_put(kq);
	return ret;
}

static struct knote *knote_of(struct kqueue *kq, const struct event_request *r)
{
	struct knote *kn = knote_find(kq, r->ident, r->filter);

	return kn && kn->request == r->id ? kn : NULL;
}

struct end {
	const struct event_request *request;
	int64_t data;
};

static void tell_end(struct kqueue *kq, const void *arg)
{
	const struct end *end = arg;
	struct knote *kn = knote_of(kq, end->request);

	if (!kn)
		return;
	kn->data = end->data;
	kn->finished = true;
	knote_activate(kq, kn);
}

void event_request_done(const struct event_request *r, int64_t data)
{
	queues_each(tell_end, &(struct end){ r, data });
}

static void forget(struct kqueue *kq, const void *arg)
{
	struct knote *kn = knote_of(kq, arg);

	if (kn)
		knote_drop(kq, kn);
}

void event_request_gone(const struct event_request *r)
{
	queues_each(forget, r);
}

const struct filter filter_request = {
	.attach = request_attach,
	.detach = request_detach,
	.arm = arm_listed,
	.disarm = disarm_listed,
	.ready = request_ready,
};
