/* EVFILT_READ and EVFILT_WRITE of what epoll can watch: see event.h. */
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/epoll.h>
#include <sys/stat.h>

#include "syscall-map/event_data.h"
#include "syscall-map/event_queue.h"

/* epoll's refusals in terms of a kqueue's. */
static long entry_error(long ret)
{
	switch (ret) {
	case -EPERM: /* a device that cannot be polled: FreeBSD's no_kqfilter */
		return -ENODEV;
	case -ENOSPC:
		return -ENOMEM;
	case -ELOOP:
		return -EINVAL;
	}
	return ret;
}

long entry_set(struct kqueue *kq, struct knote *kn, int ep, int fd, uint32_t events)
{
	struct epoll_event ev = { .events = events, .data.u64 = knote_token(kn) };
	long op = kn->registered ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
	long ret = host_call(__NR_epoll_ctl, ep, op, fd, &ev);

	(void)kq;
	if (ret == -EEXIST)
		ret = host_call(__NR_epoll_ctl, ep, EPOLL_CTL_MOD, fd, &ev);
	else if (ret == -ENOENT)
		ret = host_call(__NR_epoll_ctl, ep, EPOLL_CTL_ADD, fd, &ev);
	if (ret == 0) {
		kn->registered = true;
		kn->entry = events;
	}
	return entry_error(ret);
}

void entry_remove(struct kqueue *kq, struct knote *kn, int ep, int fd)
{
	struct epoll_event none = { 0 };

	if (kn->registered && !kq->closing)
		host_call(__NR_epoll_ctl, ep, EPOLL_CTL_DEL, fd, &none);
	kn->registered = false;
	kn->parked = false;
}

static int entry_of(const struct kqueue *kq, const struct knote *kn)
{
	return kn->filter == FILTER_READ ? kq->ep : kq->inner;
}

/*
 * EV_CLEAR is epoll's edge mode, EV_DISPATCH its one-shot mode.  A peer's half close
 * concerns readers alone.
 */
static long fd_arm(struct kqueue *kq, struct knote *kn)
{
	uint32_t events = kn->filter == FILTER_READ ? EPOLLIN | EPOLLRDHUP : EPOLLOUT;

	if (kn->flags & EVENT_CLEAR || kn->parked)
		events |= EPOLLET;
	if (kn->flags & EVENT_DISPATCH && !kn->parked)
		events |= EPOLLONESHOT;
	/* Setting a level anew says nothing new; an edge would be told once more, as on FreeBSD. */
	if (kn->registered && kn->entry == events && !(events & (EPOLLET | EPOLLONESHOT)))
		return 0;
	return entry_set(kq, kn, entry_of(kq, kn), kn->ident, events);
}

static void fd_disarm(struct kqueue *kq, struct knote *kn)
{
	timer_stop(kq, kn);
	knote_deactivate(kq, kn);
	entry_remove(kq, kn, entry_of(kq, kn), kn->ident);
}

#define LOOK_AFTER 2000000

/*
 * A stream that epoll calls writable makes no further edge while its queue empties, so
 * who waits for more room than that (NOTE_LOWAT) looks again every other millisecond.
 */
static void look_later(struct kqueue *kq, struct knote *kn)
{
	if (kn->filter == FILTER_WRITE && kn->kind == FD_SOCKET && kn->sfflags & RW_LOWAT &&
	    timer_fd(kq) == 0)
		timer_start(kq, kn, monotonic_now() + LOOK_AFTER);
}

static void fd_look(struct kqueue *kq, struct knote *kn, int64_t now)
{
	(void)now;
	if (!kn->disabled)
		fd_arm(kq, kn);
}

/* Setting an entry makes it fire once more if it can, so a parked one is left alone. */
static void fd_park(struct kqueue *kq, struct knote *kn)
{
	look_later(kq, kn);
	if (kn->parked || (kn->flags & EVENT_CLEAR && !(kn->flags & EVENT_DISPATCH)))
		return;
	kn->parked = true;
	fd_arm(kq, kn);
}

/* The filter says yes again: a level is epoll's to watch. */
static bool fd_ready(struct kqueue *kq, struct knote *kn, bool ready)
{
	if (ready)
		timer_stop(kq, kn);
	if (ready && kn->parked && !(kn->flags & (EVENT_DISPATCH | EVENT_CLEAR))) {
		kn->parked = false;
		fd_arm(kq, kn);
	}
	return ready;
}

static bool enough(const struct knote *kn, int64_t n, bool otherwise)
{
	return kn->sfflags & RW_LOWAT ? n >= kn->sdata : otherwise;
}

static bool socket_readable(struct knote *kn, uint32_t bits, struct report *r)
{
	r->data = socket_input(kn->ident, &kn->listening);
	/* Closed for reading, not just not connected yet, which is EPOLLHUP alone. */
	if (bits & EPOLLRDHUP) {
		r->eof = true;
		r->fflags = bits & EPOLLERR ? errno_to_alien(socket_error(kn->ident)) : 0;
		return true;
	}
	return bits & EPOLLERR || enough(kn, r->data, bits & EPOLLIN);
}

static bool read_ready(struct kqueue *kq, struct knote *kn, uint32_t bits, struct report *r)
{
	bool ready;

	switch (kn->kind) {
	case FD_SOCKET:
		ready = socket_readable(kn, bits, r);
		break;
	case FD_KQUEUE:
		r->data = 1; /* at least: the host does not say how many */
		ready = bits & EPOLLIN;
		break;
	case FD_EVENTFD:
		r->data = eventfd_count(kn->ident);
		ready = bits & EPOLLIN;
		break;
	default:
		r->data = bytes_readable(kn->ident);
		/* The end of a pipe, a hangup of a terminal; EPOLLERR: no reader is left. */
		r->eof = bits & (EPOLLHUP | EPOLLERR);
		ready = r->eof || bits & EPOLLIN;
	}
	return fd_ready(kq, kn, ready);
}

static bool socket_writable(struct knote *kn, uint32_t bits, struct report *r)
{
	struct pollfd p = { .fd = kn->ident, .events = POLLRDHUP };
	bool closed = tcp_closed_for_writing(kn->ident);

	r->data = socket_space(kn->ident);
	if (bits & EPOLLHUP && !(bits & EPOLLERR)) {
		host_call(__NR_poll, &p, 1, 0);
		if (!(p.revents & POLLRDHUP))
			return false; /* not connected yet */
		closed = true;
	}
	if (closed || (bits & EPOLLHUP)) {
		r->eof = true;
		r->fflags = bits & EPOLLERR ? errno_to_alien(socket_error(kn->ident)) : 0;
		return true;
	}
	return bits & EPOLLERR || (bits & EPOLLOUT && enough(kn, r->data, true));
}

static bool write_ready(struct kqueue *kq, struct knote *kn, uint32_t bits, struct report *r)
{
	bool ready;

	switch (kn->kind) {
	case FD_SOCKET:
		ready = socket_writable(kn, bits, r);
		break;
	case FD_EVENTFD:
		r->data = 0xfffffffffffffffeull - eventfd_count(kn->ident);
		ready = bits & EPOLLOUT;
		break;
	case FD_PIPE:
		r->data = pipe_space(kn->ident);
		r->eof = bits & (EPOLLHUP | EPOLLERR);
		ready = r->eof || bits & EPOLLOUT;
		break;
	default:
		r->data = tty_space(kn->ident);
		r->eof = bits & (EPOLLHUP | EPOLLERR);
		ready = r->eof || bits & EPOLLOUT;
	}
	return fd_ready(kq, kn, ready);
}

/* FreeBSD refuses to watch for room in a pipe that nobody reads any more. */
static long pipe_check(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	host_call(__NR_poll, &p, 1, 0);
	return p.revents & POLLERR && is_unnamed_pipe(fd) ? -EPIPE : 0;
}

/* What the other of the two filters has found out already need not be asked again. */
static long kind_of(struct kqueue *kq, const struct knote *kn)
{
	unsigned other = kn->filter == FILTER_READ ? FILTER_WRITE : FILTER_READ;
	const struct knote *same = knote_find(kq, kn->ident, other);

	return same ? same->kind : fd_kind(kn->ident);
}

static long fd_attach(struct kqueue *kq, struct knote *kn)
{
	long kind = kind_of(kq, kn);

	if (is_error(kind))
		return kind;
	kn->kind = kind;
	if (kind == FD_FILE)
		return file_attach(kq, kn);
	if (kind == FD_PROCESS || (kind == FD_KQUEUE && kn->filter != FILTER_READ))
		return -EINVAL;
	if (kn->filter == FILTER_READ)
		return 0;
	if (kind == FD_PIPE && pipe_check(kn->ident) != 0)
		return -EPIPE;
	kind = queue_inner(kq);
	return is_error(kind) ? kind : 0;
}

const struct filter filter_read = {
	.is_fd = true,
	.notes = XLAT_note_rw,
	.attach = fd_attach,
	.detach = fd_disarm,
	.arm = fd_arm,
	.disarm = fd_disarm,
	.ready = read_ready,
	.park = fd_park,
};

const struct filter filter_write = {
	.is_fd = true,
	.notes = XLAT_note_rw,
	.attach = fd_attach,
	.detach = fd_disarm,
	.arm = fd_arm,
	.disarm = fd_disarm,
	.ready = write_ready,
	.park = fd_park,
	.expire = fd_look,
};
