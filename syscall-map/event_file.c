/*
 * EVFILT_READ and EVFILT_WRITE of files and directories, which epoll refuses.  A file
 * is readable while its offset is not its end, so it is asked each time; at its end,
 * and after an edge, inotify tells that it has changed.
 */
#include <fcntl.h>
#include <sys/types.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall-map/event_queue.h"

long file_attach(struct kqueue *kq, struct knote *kn)
{
	kn->ops = &filter_file;
	return queue_wake_fd(kq);
}

static void file_watch(struct kqueue *kq, struct knote *kn)
{
	if (!kn->self.wd && notify_watch(kq, kn, IN_MODIFY) != 0)
		hole("kqueue: a file that inotify can't watch", kn->ident);
}

static bool file_ready(struct kqueue *kq, struct knote *kn, uint32_t bits, struct report *r)
{
	struct stat st;
	long at;

	(void)bits;
	if (kn->filter == FILTER_WRITE)
		return true;
	at = host_call(__NR_lseek, kn->ident, 0, SEEK_CUR);
	if (is_error(host_call(__NR_fstat, kn->ident, &st)))
		return false;
	r->data = st.st_size - (is_error(at) ? 0 : at);
	if (r->data != 0 || kn->sfflags & RW_FILE_POLL)
		return true;
	file_watch(kq, kn);
	return false;
}

void file_noticed(struct kqueue *kq, struct knote *kn)
{
	if (!kn->disabled)
		arm_listed(kq, kn);
}

static void file_detach(struct kqueue *kq, struct knote *kn)
{
	notify_forget(kq, &kn->self);
}

const struct filter filter_file = {
	.is_fd = true,
	.notes = XLAT_note_rw,
	.attach = file_attach,
	.detach = file_detach,
	.arm = arm_listed,
	.disarm = disarm_listed,
	.ready = file_ready,
	.clear = file_watch,
};
