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
#include "syscall-map/own_fd.h"

static struct watch **chain_of(struct kqueue *kq, int wd)
{
	return &kq->watched[(unsigned)wd % FIRST_BUCKETS];
}

/*
 * The host takes a grace period, 10 ms and more, to close an inotify instance, and the
 * closing thread stands still meanwhile.  So one that a kqueue leaves behind is emptied
 * and kept for the next.
 */
static int spare = -1;

static void forget_all(struct kqueue *kq)
{
	char buf[4096];
	struct watch *w;
	int i;

	for (i = 0; i < FIRST_BUCKETS; i++) {
		for (w = kq->watched[i]; w; w = w->next)
			host_call(__NR_inotify_rm_watch, kq->notify, w->wd);
	}
	while (host_call(__NR_read, kq->notify, buf, sizeof buf) > 0)
		;
}

void notify_close(struct kqueue *kq)
{
	int none = -1;

	if (kq->notify < 0)
		return;
	/* A forked child's is its parent's, watches and all. */
	if (!kq->inherited && __atomic_load_n(&spare, __ATOMIC_RELAXED) < 0) {
		forget_all(kq);
		if (__atomic_compare_exchange_n(&spare, &none, kq->notify, false, __ATOMIC_RELEASE,
						__ATOMIC_RELAXED))
			return;
	}
	own_fd_close(kq->notify);
}

void notify_after_fork(void)
{
	own_fd_close(spare);
	spare = -1;
}

static long notify_fd(struct kqueue *kq)
{
	long fd;

	if (kq->notify >= 0)
		return 0;
	fd = __atomic_exchange_n(&spare, -1, __ATOMIC_ACQUIRE);
	if (fd >= 0)
		fd = put_entry(kq, fd, SOURCE_NOTIFY, EPOLLIN);
	else
		fd = own_entry(kq, host_call(__NR_inotify_init1, IN_CLOEXEC | IN_NONBLOCK),
			       SOURCE_NOTIFY, EPOLLIN);
	if (is_error(fd))
		return fd;
	kq->notify = fd;
	return 0;
}

/* A descriptor has no name that is sure to be its file's, but this one. */
static long watch_file(struct kqueue *kq, const struct watch *w, uint32_t mask)
{
	char path[PROC_PATH_MAX];
	size_t n = 0;

	proc_fd_path(path, "/proc/self/fd/", w->kn->ident);
	while (path[n])
		n++;
	if (w->is_parent)
		memcpy(path + n, "/..", sizeof "/..");
	return host_call(__NR_inotify_add_watch, kq->notify, path, mask);
}

static long watch(struct kqueue *kq, struct watch *w, uint32_t mask)
{
	long ret = notify_fd(kq);
	struct watch **chain;

	if (ret != 0)
		return ret;
	ret = watch_file(kq, w, mask | IN_MASK_ADD);
	if (is_error(ret))
		return ret == -ENOSPC ? -ENOMEM : ret;
	w->mask = mask;
	if (w->wd == ret)
		return 0;
	notify_forget(kq, w);
	w->wd = ret;
	chain = chain_of(kq, w->wd);
	w->next = *chain;
	*chain = w;
	return 0;
}

long notify_watch(struct kqueue *kq, struct knote *kn, uint32_t mask)
{
	kn->self.kn = kn;
	return watch(kq, &kn->self, mask);
}

long notify_watch_parent(struct kqueue *kq, struct knote *kn)
{
	kn->parent.kn = kn;
	kn->parent.is_parent = true;
	return watch(kq, &kn->parent, IN_DELETE);
}

void notify_forget(struct kqueue *kq, struct watch *w)
{
	struct watch **link, *other = NULL;
	uint32_t mask = 0;

	if (!w->wd || kq->closing)
		return;
	link = chain_of(kq, w->wd);
	while (*link != w)
		link = &(*link)->next;
	*link = w->next;
	for (link = chain_of(kq, w->wd); *link; link = &(*link)->next) {
		if ((*link)->wd != w->wd)
			continue;
		other = *link;
		mask |= other->mask;
	}
	if (other)
		watch_file(kq, other, mask);
	else
		host_call(__NR_inotify_rm_watch, kq->notify, w->wd);
	w->wd = 0;
}

/* The halves of a rename inside one directory come one after the other, with one cookie. */
static bool same_rename(const struct inotify_event *a, const struct inotify_event *b)
{
	return a && b && a->cookie && a->cookie == b->cookie && a->wd == b->wd;
}

static void noticed(struct kqueue *kq, const struct inotify_event *ev, bool across)
{
	struct watch *w;

	if (ev->mask & IN_Q_OVERFLOW)
		hole("kqueue: inotify lost events", ev->mask);
	for (w = *chain_of(kq, ev->wd); w; w = w->next) {
		if (w->wd != ev->wd)
			continue;
		if (w->is_parent && ev->mask & IN_DELETE)
			vnode_parent_noticed(kq, w->kn);
		else if (!w->is_parent && w->kn->filter == FILTER_VNODE)
			vnode_noticed(kq, w->kn, ev, across);
		else if (!w->is_parent && ev->mask & IN_MODIFY)
			file_noticed(kq, w->kn);
	}
}

/* Follow directories to their new parents; that changes chains, so each time from the start. */
static void follow(struct kqueue *kq, int wd)
{
	struct watch *w = *chain_of(kq, wd);

	while (w) {
		if (w->wd != wd || w->is_parent || !w->kn->moved) {
			w = w->next;
			continue;
		}
		w->kn->moved = false;
		notify_watch_parent(kq, w->kn);
		w = *chain_of(kq, wd);
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
		if (ev->mask & IN_MOVE_SELF)
			follow(kq, ev->wd);
	}
}
