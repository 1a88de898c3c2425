/* EVFILT_VNODE: what happens to a file or directory, from inotify.  See event.h. */
#include <sys/types.h>
#include <sys/inotify.h>
#include <sys/stat.h>

#include "syscall-map/event_data.h"
#include "syscall-map/event_queue.h"

/* What has to be asked of inotify for each note; the notes that only some changes mean. */
static const struct {
	uint32_t note, mask;
} asked[] = {
	{ VNODE_DELETE, IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF },
	{ VNODE_WRITE, IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVE },
	{ VNODE_EXTEND, IN_MODIFY | IN_MOVE },
	{ VNODE_ATTRIB, IN_ATTRIB },
	{ VNODE_LINK, IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVE },
	{ VNODE_RENAME, IN_MOVE_SELF },
	{ VNODE_OPEN, IN_OPEN },
	{ VNODE_CLOSE, IN_CLOSE_NOWRITE },
	{ VNODE_CLOSE_WRITE, IN_CLOSE_WRITE },
	{ VNODE_READ, IN_ACCESS },
};

static uint32_t vnode_mask(const struct knote *kn)
{
	uint32_t mask = 0;
	size_t i;

	for (i = 0; i < sizeof asked / sizeof *asked; i++) {
		if (kn->sfflags & asked[i].note)
			mask |= asked[i].mask;
	}
	return mask;
}

/*
 * FreeBSD tells a knote of a change in one go, as a set of notes: who asked for one of
 * them gets them all, so writing at a file's end is NOTE_EXTEND too where only
 * NOTE_WRITE was asked for (kern/vfs_subr.c: filt_vfsvnode).
 */
static void tell(struct knote *kn, uint32_t notes)
{
	if (kn->sfflags & notes)
		kn->fflags |= notes;
}

/*
 * FreeBSD's truncation sets an attribute, the size, and writes nothing; the host calls
 * both a modification.  A file that is empty afterwards was truncated; one that is
 * shorter may have been written since, the host joins equal events, so it is both.
 * Where truncation made it longer it looks like writing.  Who asks for attributes alone
 * is not told, lest every write wake him.
 */
static void modified(struct knote *kn, const struct stat *st)
{
	bool empty = S_ISREG(st->st_mode) && st->st_size == 0;

	if (empty || st->st_size < kn->size)
		tell(kn, VNODE_ATTRIB);
	if (!empty)
		tell(kn, st->st_size > kn->size ? VNODE_WRITE | VNODE_EXTEND : VNODE_WRITE);
}

/* What the difference to size and links as they are now means. */
static void compare(struct knote *kn, uint32_t mask)
{
	struct stat st;

	if (is_error(host_call(__NR_fstat, kn->ident, &st)))
		return;
	if (mask & IN_MODIFY)
		modified(kn, &st);
	if (mask & (IN_ATTRIB | IN_DELETE_SELF)) {
		/* The host says of links made and removed that attributes changed. */
		if (st.st_nlink < kn->links || mask & IN_DELETE_SELF)
			tell(kn, VNODE_DELETE);
		else if (st.st_nlink > kn->links)
			tell(kn, VNODE_LINK);
		else
			tell(kn, VNODE_ATTRIB);
	}
	kn->size = st.st_size;
	kn->links = st.st_nlink;
}

static void directory_changed(struct knote *kn, const struct inotify_event *ev, bool across)
{
	uint32_t notes = 0;

	if (ev->mask & (IN_CREATE | IN_DELETE | IN_MOVE))
		notes |= VNODE_WRITE;
	if (ev->mask & IN_MOVE && across)
		notes |= VNODE_EXTEND;
	/* A subdirectory's ".." is a link. */
	if (ev->mask & IN_ISDIR && (!(ev->mask & IN_MOVE) || across))
		notes |= VNODE_LINK;
	tell(kn, notes);
}

static void file_changed(struct knote *kn, const struct inotify_event *ev)
{
	static const struct {
		uint32_t mask, note;
	} means[] = {
		{ IN_MOVE_SELF, VNODE_RENAME },    { IN_OPEN, VNODE_OPEN },
		{ IN_CLOSE_NOWRITE, VNODE_CLOSE }, { IN_CLOSE_WRITE, VNODE_CLOSE_WRITE },
		{ IN_ACCESS, VNODE_READ },         { IN_UNMOUNT, VNODE_REVOKE },
	};
	size_t i;

	for (i = 0; i < sizeof means / sizeof *means; i++) {
		if (ev->mask & means[i].mask)
			tell(kn, means[i].note);
	}
	if (ev->mask & (IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF))
		compare(kn, ev->mask);
}

/* Of a directory that is open the host tells its parent alone that it is removed. */
static bool watches_parent(const struct knote *kn)
{
	return kn->directory && kn->sfflags & VNODE_DELETE;
}

void vnode_parent_noticed(struct kqueue *kq, struct knote *kn)
{
	struct stat st;

	if (is_error(host_call(__NR_fstat, kn->ident, &st)) || st.st_nlink != 0 || kn->links == 0)
		return;
	kn->links = 0;
	tell(kn, VNODE_DELETE);
	if (kn->fflags)
		knote_activate(kq, kn);
}

/* An event with a name is about a directory's entry, not the directory. */
void vnode_noticed(struct kqueue *kq, struct knote *kn, const struct inotify_event *ev, bool across)
{
	if (ev->len)
		directory_changed(kn, ev, across);
	else
		file_changed(kn, ev);
	if (ev->mask & IN_MOVE_SELF && watches_parent(kn))
		kn->moved = true;
	if (kn->fflags)
		knote_activate(kq, kn);
}

static long vnode_watch(struct kqueue *kq, struct knote *kn)
{
	uint32_t mask = vnode_mask(kn);

	/* A parent that may not be read hides the removal, no more. */
	if (watches_parent(kn) && notify_watch_parent(kq, kn) != 0)
		hole("kqueue: a directory whose parent inotify can't watch", kn->ident);
	/* inotify takes no empty mask; the knote may be given notes later. */
	return notify_watch(kq, kn, mask ? mask : IN_DELETE_SELF);
}

static long vnode_attach(struct kqueue *kq, struct knote *kn)
{
	long kind = fd_kind(kn->ident);
	struct stat st;

	if (is_error(kind))
		return kind;
	if (kind != FD_FILE && (kind != FD_PIPE || is_unnamed_pipe(kn->ident)))
		return -EINVAL;
	if (is_error(host_call(__NR_fstat, kn->ident, &st)))
		return -EBADF;
	kn->size = st.st_size;
	kn->links = st.st_nlink;
	kn->directory = S_ISDIR(st.st_mode);
	kind = queue_wake_fd(kq);
	if (kind == 0)
		kind = vnode_watch(kq, kn);
	if (kind != 0)
		notify_forget(kq, &kn->parent);
	return kind;
}

static long vnode_touch(struct kqueue *kq, struct knote *kn, const struct event *change)
{
	kn->sfflags = change->fflags;
	kn->sdata = change->data;
	return vnode_watch(kq, kn);
}

static void vnode_detach(struct kqueue *kq, struct knote *kn)
{
	notify_forget(kq, &kn->self);
	notify_forget(kq, &kn->parent);
}

static bool vnode_ready(struct kqueue *kq, struct knote *kn, uint32_t bits, struct report *r)
{
	(void)kq, (void)bits;
	r->fflags = notes_to_alien(kn, kn->fflags);
	return kn->fflags != 0;
}

static void vnode_clear(struct kqueue *kq, struct knote *kn)
{
	(void)kq;
	kn->fflags = 0;
}

const struct filter filter_vnode = {
	.is_fd = true,
	.notes = XLAT_note_vnode,
	.attach = vnode_attach,
	.detach = vnode_detach,
	.touch = vnode_touch,
	.arm = arm_listed,
	.disarm = disarm_listed,
	.ready = vnode_ready,
	.clear = vnode_clear,
};
