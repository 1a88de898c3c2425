/*
 * One inotify instance for each kqueue that needs one.  A watch belongs to a file,
 * not a descriptor, so knotes of several descriptors may share one.
 */
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/types.h>
#include <sys/inotify.h>

#include "syscall-map/event_data.h"
#include "syscall-map/event_queue.h"

static struct knote **chain_of(struct kqueue *kq, int wd)
{
	return &kq->watched[(unsigned)wd % FIRST_BUCKETS];
}

static long notify_fd(struct kqueue *kq)
{
	long fd;

	if (kq->notify >= 0)
		return 0;
	fd = own_entry(kq, host_call(__NR_inotify_init1, IN_CLOEXEC | IN_NONBLOCK), SOURCE_NOTIFY,
		       EPOLLIN);
	if (is_error(fd))
		return fd;
	kq->notify = fd;
	return 0;
}

/* A descriptor has no name that is sure to be its file's, but this one. */
static long watch_file(struct kqueue *kq, int fd, uint32_t mask)
{
	char path[PROC_PATH_MAX];

	proc_fd_path(path, "/proc/self/fd/", fd);
	return host_call(__NR_inotify_add_watch, kq->notify, path, mask);
}

long notify_watch(struct kqueue *kq, struct knote *kn, uint32_t mask)
{
	long ret = notify_fd(kq);
	struct knote **chain;

	if (ret != 0)
		return ret;
	ret = watch_file(kq, kn->ident, mask | IN_MASK_ADD);
	if (is_error(ret))
		return ret == -ENOSPC ? -ENOMEM : ret;
	if (kn->wd)
		return 0;
	kn->wd = ret;
	chain = chain_of(kq, kn->wd);
	kn->watch_next = *chain;
	*chain = kn;
	return 0;
}

static uint32_t mask_of(const struct knote *kn)
{
	return kn->filter == FILTER_VNODE ? vnode_mask(kn) : IN_MODIFY;
}

void notify_forget(struct kqueue *kq, struct knote *kn)
{
	struct knote **link, *other = NULL;
	uint32_t mask = 0;

	if (!kn->wd || kq->closing)
		return;
	link = chain_of(kq, kn->wd);
	while (*link != kn)
		link = &(*link)->watch_next;
	*link = kn->watch_next;
	for (link = chain_of(kq, kn->wd); *link; link = &(*link)->watch_next) {
		if ((*link)->wd != kn->wd)
			continue;
		other = *link;
		mask |= mask_of(other);
	}
	if (other)
		watch_file(kq, other->ident, mask);
	else
		host_call(__NR_inotify_rm_watch, kq->notify, kn->wd);
	kn->wd = 0;
}

/* The halves of a rename inside one directory come one after the other, with one cookie. */
static bool same_rename(const struct inotify_event *a, const struct inotify_event *b)
{
	return a && b && a->cookie && a->cookie == b->cookie && a->wd == b->wd;
}

static void noticed(struct kqueue *kq, const struct inotify_event *ev, bool across)
{
	struct knote *kn;

	if (ev->mask & IN_Q_OVERFLOW)
		hole("kqueue: inotify lost events", ev->mask);
	for (kn = *chain_of(kq, ev->wd); kn; kn = kn->watch_next) {
		if (kn->wd != ev->wd)
			continue;
		if (kn->filter == FILTER_VNODE)
			vnode_noticed(kq, kn, ev, across);
		else if (ev->mask & IN_MODIFY)
			file_noticed(kq, kn);
	}
}

void notify_read(struct kqueue *kq)
{
	char buf[4096] __attribute__((aligned(8)));
	const struct inotify_event *ev, *before, *after;
	long n, at;

	n = host_call(__NR_read, kq->notify, buf, sizeof buf);
	for (at = 0, before = NULL; at < n; before = ev) {
		ev = (const struct inotify_event *)(buf + at);
		at += sizeof *ev + ev->len;
		after = at < n ? (const struct inotify_event *)(buf + at) : NULL;
		noticed(kq, ev, !same_rename(ev, before) && !same_rename(ev, after));
	}
}
