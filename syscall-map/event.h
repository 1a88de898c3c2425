/*
 * kqueue, over the host's epoll.
 *
 * A kqueue is an epoll descriptor, so that it can be polled and nested, and a table
 * of knotes, one for each (ident, filter).  How a knote learns that it may be ready
 * depends on its filter:
 *
 *	READ		an entry of its own in the kqueue's epoll
 *	WRITE		an entry in a second epoll, which is an entry of the first: so each
 *			entry stands for one knote, and one filter may report edges
 *			(EV_CLEAR) where the other reports levels
 *	PROC, PROCDESC	a pidfd in the epoll
 *	TIMER		a heap of times over one timerfd
 *	VNODE		inotify; so do READ and WRITE of files, which epoll refuses
 *	SIGNAL		counts that the shim's signal code keeps, and a signalfd, never
 *			read, for signals that are blocked
 *	USER, EMPTY	nothing of the host's
 *
 * What the epoll entry cannot say by itself stands in the active list; while that is
 * not empty, an eventfd in the epoll makes the kqueue readable.
 *
 * As in FreeBSD's kernel a filter is asked again when an event is about to be
 * reported, and what is no longer so is not reported.  An entry in level mode whose
 * filter says no (NOTE_LOWAT, a socket not yet connected) is parked: put into edge
 * mode until the filter says yes.
 */
#ifndef SYSCALL_MAP_EVENT_H
#define SYSCALL_MAP_EVENT_H

#include "abi-tables/event.h"
#include "syscall-map/map.h"

/* For the calls that end, copy or share descriptors. */

/*
 * These descriptors are about to be closed (close, dup2's target, close_range...):
 * their knotes go, in every kqueue, also where a duplicate keeps the file open.
 * Descriptors of abirun's own in the range are left alone.
 */
void event_fds_closed(unsigned first, unsigned last);
static inline void event_fd_closed(unsigned fd)
{
	event_fds_closed(fd, fd);
}

/* `copy` has become a duplicate of `fd`.  A kqueue's duplicate is the same kqueue. */
void event_fd_duplicated(int fd, int copy);

/* Whether a descriptor is a kqueue: sendmsg must not pass it on (EOPNOTSUPP). */
bool event_is_kqueue(int fd);

/*
 * Around fork: kqueues are not the child's.  before locks, after unlocks, and in the
 * child closes and forgets.  A vfork's child shares memory: call neither.
 */
void event_before_fork(void);
void event_after_fork(bool in_child);

/* A child was reaped: its wait status in the alien's terms, for EVFILT_PROC. */
void event_child_reaped(int pid, int status);

/*
 * A request of aio(4) that a kqueue shall tell the end of: EVFILT_AIO for one, EVFILT_LIO
 * for a list.  id tells it from others that had the same ident.
 */
struct event_request {
	uint32_t filter; /* FILTER_AIO, FILTER_LIO */
	uint32_t flags;  /* EVENT_CLEAR, EVENT_DISPATCH, EVENT_ONESHOT */
	uint64_t ident, udata, id;
};
/* Put it into the alien's kqueue.  0, -EBADF where that is none, -ENOMEM. */
long event_request_add(int kq, const struct event_request *r);
/* It is done; data is what the event tells.  For any thread, also one that is no alien's. */
void event_request_done(const struct event_request *r, int64_t data);
/* It is forgotten, and its event with it. */
void event_request_gone(const struct event_request *r);

/*
 * For the signal code, in signal numbers of the alien's.  seen: a signal stops being
 * pending, for it is delivered, or thrown away because it is ignored, or taken by
 * sigwait and such; callable in a host signal handler.  wanted: a kqueue counts it, so
 * that it has to come in even where the alien ignores it.  signal_event_watch is the
 * signal code's own, called when that changes, with a kqueue's lock held.
 *
 * A blocked signal counts when it becomes pending.  While it is, the host merges further
 * ones into it, where FreeBSD counts each: those that the program sends itself are
 * counted as they are sent, if it is_pending before, with again; what others send then
 * is lost to the count.
 */
void event_signal_seen(int sig);
bool event_signal_wanted(int sig);
bool event_signal_is_pending(int sig);
void event_signal_again(int sig);
void signal_event_watch(int sig, bool wanted);

map_fn map_kqueue, map_kqueuex, map_kevent, map_kevent_old;

#endif
