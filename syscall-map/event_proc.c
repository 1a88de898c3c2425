/*
 * EVFILT_PROC and EVFILT_PROCDESC.  The end of a process comes by pidfd, so of any
 * process that can be seen; forks and execs by what processes under abirun tell each
 * other (news.h), so of those alone.
 */
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/stat.h>

#include "syscall-map/event_data.h"
#include "syscall-map/event_queue.h"
#include "syscall-map/news.h"
#include "syscall-map/own_fd.h"

#define BY_NEWS (PROC_FORK | PROC_EXEC | PROC_TRACK)

/* Whether a process is run by this very abirun. */
static bool is_alien(int pid)
{
	char path[PROC_PATH_MAX];
	struct stat own, its;
	size_t n = 0;

	proc_fd_path(path, "/proc/", pid);
	while (path[n])
		n++;
	memcpy(path + n, "/exe", sizeof "/exe");
	return !is_error(host_call(__NR_stat, "/proc/self/exe", &own)) &&
	       !is_error(host_call(__NR_stat, path, &its)) && own.st_ino == its.st_ino &&
	       own.st_dev == its.st_dev;
}

/* Where a note asks for it, listen. */
static long listen_to(struct knote *kn)
{
	long fd;

	if (!(kn->sfflags & BY_NEWS) || kn->news >= 0)
		return 0;
	if (!is_alien((int)kn->ident)) {
		hole("kqueue: forks and execs of a native process", kn->ident);
		return -EINVAL;
	}
	fd = news_hear((int)kn->ident);
	if (is_error(fd))
		return fd;
	kn->news = (int)fd;
	return 0;
}

static long proc_attach(struct kqueue *kq, struct knote *kn)
{
	long ret, fd;

	kn->news = kn->exec = -1;
	if (kn->ident == 0 || kn->ident > INT32_MAX)
		return -ESRCH;
	ret = queue_wake_fd(kq);
	if (ret != 0)
		return ret;
	fd = own_fd(host_call(__NR_pidfd_open, kn->ident, 0));
	if (is_error(fd))
		return fd == -EINVAL || fd == -ENOENT ? -ESRCH : fd; /* a thread's number */
	kn->pidfd = (int)fd;
	ret = listen_to(kn);
	if (ret != 0)
		own_fd_close(kn->pidfd);
	else
		knote_flags(kn, EVENT_CLEAR);
	return ret;
}

static long proc_touch(struct kqueue *kq, struct knote *kn, const struct event *change)
{
	(void)kq;
	kn->sfflags = change->fflags;
	kn->sdata = change->data;
	return kn->finished ? 0 : listen_to(kn);
}

static int pidfd_of(const struct knote *kn)
{
	return kn->filter == FILTER_PROC ? kn->pidfd : (int)kn->ident;
}

/* Everything that a process is heard by is an entry of the knote's. */
static long entry_each(struct kqueue *kq, struct knote *kn)
{
	int fds[] = { pidfd_of(kn), kn->news, kn->exec };
	long ret = 0;

	for (int i = 0; ret == 0 && i < 3; i++) {
		if (fds[i] >= 0)
			ret = entry_set(kq, kn, kq->ep, fds[i], EPOLLIN);
	}
	return ret;
}

static void remove_each(struct kqueue *kq, struct knote *kn)
{
	int fds[] = { kn->news, kn->exec, pidfd_of(kn) };
	bool registered = kn->registered;

	for (int i = 0; i < 3; i++) {
		kn->registered = registered;
		if (fds[i] >= 0)
			entry_remove(kq, kn, kq->ep, fds[i]);
	}
}

static long proc_arm(struct kqueue *kq, struct knote *kn)
{
	if (kn->finished || kn->fflags)
		arm_listed(kq, kn);
	return kn->finished ? 0 : entry_each(kq, kn);
}

static void proc_disarm(struct kqueue *kq, struct knote *kn)
{
	knote_deactivate(kq, kn);
	remove_each(kq, kn);
}

static void proc_detach(struct kqueue *kq, struct knote *kn)
{
	proc_disarm(kq, kn);
	own_fd_close(kn->news);
	own_fd_close(kn->exec);
	if (kn->filter == FILTER_PROC)
		own_fd_close(kn->pidfd);
}

/*
 * NOTE_CHILD is a knote of its own, beside the one that goes on to watch the new
 * process, which is silent until this one has been reported.
 */
static bool child_ready(struct kqueue *kq, struct knote *kn, uint32_t bits, struct report *r)
{
	(void)kq, (void)bits;
	r->fflags = notes_to_alien(kn, PROC_CHILD);
	r->data = kn->sdata;
	return true;
}

static void child_detach(struct kqueue *kq, struct knote *kn)
{
	struct knote *other = knote_find(kq, kn->ident, FILTER_PROC);

	if (!kq->closing && other && other != kn && !other->disabled)
		entry_each(kq, other);
}

static const struct filter filter_child = {
	.notes = XLAT_note_proc,
	.detach = child_detach,
	.arm = arm_listed,
	.disarm = disarm_listed,
	.ready = child_ready,
};

/* NOTE_TRACK: the new process gets what its parent has.  False: there is no memory for it. */
static bool track(struct kqueue *kq, const struct knote *kn, struct news *n)
{
	struct event e = { .ident = (uint64_t)n->pid,
			   .udata = kn->udata,
			   .data = n->parent,
			   .flags = EVENT_ONESHOT | EVENT_CLEAR,
			   .fflags = kn->sfflags,
			   .filter = FILTER_PROC,
			   .alien_filter = kn->alien_filter };
	struct knote *child = knote_enter(kq, &e, &filter_child);

	if (!child)
		return false;
	knote_activate(kq, child);
	e.flags = kn->flags;
	child = knote_enter(kq, &e, kn->ops);
	if (!child)
		return false;
	child->exec = -1;
	child->news = n->fds[0];
	child->pidfd = n->fds[1];
	n->fds[0] = n->fds[1] = -1;
	return true;
}

static void heard(struct kqueue *kq, struct knote *kn, struct news *n)
{
	if (n->kind == NEWS_EXEC) {
		own_fd_close(kn->exec);
		kn->exec = n->fds[0];
		n->fds[0] = -1;
		entry_set(kq, kn, kq->ep, kn->exec, EPOLLIN);
	} else if (n->kind == NEWS_FORK) {
		kn->fflags |= kn->sfflags & PROC_FORK;
		if (kn->sfflags & PROC_TRACK && (n->fds[1] < 0 || !track(kq, kn, n)))
			kn->fflags |= PROC_TRACKERR;
	}
	own_fd_close(n->fds[0]);
	own_fd_close(n->fds[1]);
}

static uint32_t polled(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	if (fd < 0)
		return 0;
	host_call(__NR_poll, &p, 1, 0);
	return (uint32_t)p.revents;
}

/* An exec has come to its end, one way or the other. */
static void look_at_exec(struct kqueue *kq, struct knote *kn)
{
	uint32_t bits = polled(kn->exec);

	if (!bits)
		return;
	if (!(bits & POLLIN))
		kn->fflags |= kn->sfflags & PROC_EXEC;
	kn->registered = true;
	entry_remove(kq, kn, kq->ep, kn->exec);
	kn->registered = true;
	own_fd_close(kn->exec);
	kn->exec = -1;
}

static void look_at_all(struct kqueue *kq, struct knote *kn)
{
	bool ended = polled(pidfd_of(kn)) != 0;
	struct news n;

	/* What was told before the end is there by now. */
	while (kn->news >= 0 && news_next(kn->news, (int)kn->ident, &n))
		heard(kq, kn, &n);
	look_at_exec(kq, kn);
	if (!ended)
		return;
	kn->status =
	    event_exit_status(pidfd_of(kn), kn->filter == FILTER_PROC ? (int)kn->ident : 0);
	kn->finished = true;
	remove_each(kq, kn);
}

static bool proc_ready(struct kqueue *kq, struct knote *kn, uint32_t bits, struct report *r)
{
	uint32_t notes;

	if (bits && !kn->finished)
		look_at_all(kq, kn);
	notes = kn->fflags;
	if (kn->finished && kn->sfflags & PROC_EXIT && !kn->told) {
		notes |= PROC_EXIT;
		r->data = kn->status;
	}
	if (!notes)
		return false;
	r->fflags = notes_to_alien(kn, notes);
	if (!kn->finished)
		return true;
	/* A process ends once: the knote goes with the report. */
	knote_flags(kn, kn->filter == FILTER_PROC ? EVENT_ONESHOT : 0);
	r->eof = true;
	return true;
}

/* A descriptor's knote stays, and has told of the end. */
static void proc_clear(struct kqueue *kq, struct knote *kn)
{
	(void)kq;
	kn->fflags = 0;
	kn->told = kn->finished;
}

/* Reaped before anybody asked: the status is known here and perhaps nowhere else. */
void proc_reaped(struct kqueue *kq, int pid, int status)
{
	struct knote *kn;
	struct news n;

	lock_take(&kq->lock);
	kn = knote_find(kq, (uint64_t)pid, FILTER_PROC);
	if (kn && !kn->finished && kn->ops == &filter_proc) {
		while (kn->news >= 0 && news_next(kn->news, pid, &n))
			heard(kq, kn, &n);
		look_at_exec(kq, kn);
		kn->status = status;
		kn->finished = true;
		remove_each(kq, kn);
		if (!kn->disabled) {
			arm_listed(kq, kn);
			queue_wake(kq);
		}
	}
	lock_drop(&kq->lock);
}

const struct filter filter_proc = {
	.notes = XLAT_note_proc,
	.attach = proc_attach,
	.detach = proc_detach,
	.touch = proc_touch,
	.arm = proc_arm,
	.disarm = proc_disarm,
	.ready = proc_ready,
	.clear = proc_clear,
};

/* Of a descriptor's process FreeBSD tells the end alone. */
static long procdesc_attach(struct kqueue *kq, struct knote *kn)
{
	long kind = fd_kind(kn->ident), ret;

	kn->news = kn->exec = -1;
	if (is_error(kind))
		return kind;
	if (kind != FD_PROCESS)
		return -EINVAL;
	ret = queue_wake_fd(kq);
	if (ret == 0)
		knote_flags(kn, EVENT_CLEAR);
	return ret;
}

const struct filter filter_procdesc = {
	.is_fd = true,
	.notes = XLAT_note_proc,
	.attach = procdesc_attach,
	.detach = proc_detach,
	.arm = proc_arm,
	.disarm = proc_disarm,
	.ready = proc_ready,
	.clear = proc_clear,
};
