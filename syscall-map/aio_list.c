/* lio_listio(2): see aio.h. */
#include "syscall-map/aio_job.h"
#include "syscall-map/event.h"

/* How the end of a list is told.  0 or -errno. */
static long read_notice(struct job_list *l, unsigned long sigevent, enum layout_id layout)
{
	struct event_request event;
	long error = layout_from_alien(layout, &l->notice, sigevent);

	if (error) {
		l->notice.how = AIO_TELL_NOBODY;
		return error;
	}
	if (l->notice.how != AIO_TELL_KQUEUE)
		return 0;
	event = list_event(l);
	return event_request_add(l->notice.kqueue, &event);
}

/* How many could not be queued, of those that *again says for want of room. */
static unsigned submit_all(struct job_list *l, const uint64_t *controls, long count,
			   enum layout_id layout, unsigned *again)
{
	unsigned failed = 0;

	*again = 0;
	for (long i = 0; i < count; i++) {
		long error = controls[i] ? aio_submit(controls[i], 0, layout, l) : 0;

		if (error == -EAGAIN)
			++*again;
		else if (error)
			failed++;
	}
	return failed;
}

static struct job_list *new_list(unsigned long address)
{
	struct job_list *l;

	if (!this_thread()->owns_memory || aio_start())
		return NULL;
	lock_take(&aio.lock);
	l = list_new();
	if (l)
		l->address = address;
	lock_drop(&aio.lock);
	return l;
}

/* Its own requests are not yet queued, so nobody else knows of it. */
static void drop_list(struct job_list *l)
{
	lock_take(&aio.lock);
	l->notice.how = AIO_TELL_NOBODY;
	list_queued(l);
	lock_drop(&aio.lock);
}

static long finish(struct job_list *l, bool wait)
{
	long ret = 0;

	lock_take(&aio.lock);
	while (wait && !ret && l->jobs - 1 != l->done)
		ret = aio_sleep(NULL);
	list_queued(l);
	lock_drop(&aio.lock);
	return ret;
}

static long list_io(struct call *c, enum layout_id layout, enum layout_id notice)
{
	unsigned long address = (unsigned long)c->alien[1], sigevent = (unsigned long)c->alien[3];
	uint64_t controls[AIO_REQUESTS], mode;
	unsigned failed, again;
	long count = (int)c->alien[2], ret;
	struct job_list *l;
	bool wait;

	ret = xlat_to_host(XLAT_lio_mode, (uint32_t)c->alien[0], &mode);
	if (ret || count < 0 || count > AIO_REQUESTS)
		return -EINVAL;
	wait = mode == LIO_DO_WAIT;
	l = new_list(address);
	if (!l)
		return -EAGAIN;
	if (!wait && sigevent)
		ret = read_notice(l, sigevent, notice);
	if (!ret)
		ret = copy_from_alien(controls, address, (size_t)count * 8);
	if (ret) {
		drop_list(l);
		return ret;
	}
	failed = submit_all(l, controls, count, layout, &again);
	ret = finish(l, wait);
	return failed ? -EIO : again ? -EAGAIN : ret;
}

/* (mode, control blocks, their number, sigevent) */
long map_lio_listio(struct call *c)
{
	return list_io(c, LAYOUT_aiocb, LAYOUT_aio_notice);
}

/* FreeBSD 6's */
long map_lio_listio_old(struct call *c)
{
	return list_io(c, LAYOUT_aiocb_old, LAYOUT_aio_notice_old);
}
