/*
 * EVFILT_PROC and EVFILT_PROCDESC: the end of a process, by pidfd, so of any process
 * that can be seen.  The host tells nobody but a tracer of forks and execs.
 */
#include <fcntl.h>
#include <linux/ioctl.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include "syscall-map/event_data.h"
#include "syscall-map/event_queue.h"
#include "syscall-map/own_fd.h"
#include "syscall-map/procdesc.h"

/* linux/pidfd.h since 6.13 (ioctl) and 6.15 (exit code); older headers lack them. */
struct pidfd_information {
	uint64_t mask;
	uint64_t cgroup;
	uint32_t pid, tgid, ppid;
	uint32_t ids[8];
	int32_t exit_code;
};
#define PIDFD_INFORMATION      _IOWR(0xFF, 11, struct pidfd_information)
#define PIDFD_INFORMATION_EXIT (1ull << 3)

/* A child's status without reaping it.  As wait(2) says it, or -1. */
static int status_of_child(int pidfd)
{
	siginfo_t si = { 0 };

	if (is_error(host_call(__NR_waitid, P_PIDFD, pidfd, &si, WEXITED | WNOWAIT | WNOHANG, 0)) ||
	    si.si_pid == 0)
		return -1;
	if (si.si_code == CLD_EXITED)
		return (si.si_status & 0xff) << 8;
	return (si.si_status & 0x7f) | (si.si_code == CLD_DUMPED ? 0x80 : 0);
}

/* The last field of stat(5), while the process is a zombie. */
static int status_of_zombie(int pid)
{
	char path[PROC_PATH_MAX], text[1024];
	long fd, n, i, status = 0;

	proc_fd_path(path, "/proc/", pid);
	for (i = 0; path[i]; i++)
		;
	memcpy(path + i, "/stat", sizeof "/stat");
	fd = host_call(__NR_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
	if (is_error(fd))
		return -1;
	n = host_call(__NR_read, fd, text, sizeof text);
	host_call(__NR_close, fd);
	for (i = n - 1; i > 0 && text[i - 1] != ' '; i--)
		;
	for (; i > 0 && i < n && text[i] >= '0' && text[i] <= '9'; i++)
		status = status * 10 + text[i] - '0';
	return i > 0 ? status : -1;
}

/* What the host keeps with the pidfd once the process is reaped. */
static int status_of_gone(int pidfd)
{
	struct pidfd_information info = { .mask = PIDFD_INFORMATION_EXIT };

	if (is_error(host_call(__NR_ioctl, pidfd, PIDFD_INFORMATION, &info)) ||
	    !(info.mask & PIDFD_INFORMATION_EXIT))
		return -1;
	return info.exit_code;
}

static int status_of(int pidfd, int pid)
{
	int status = status_of_child(pidfd);

	if (status < 0)
		status = status_of_gone(pidfd);
	if (status < 0)
		status = procdesc_status(pidfd, pid);
	if (status < 0 && pid > 0)
		status = status_of_zombie(pid);
	if (status < 0)
		hole("kqueue: the status of a process that was reaped elsewhere", pid);
	return status < 0 ? 0 : status;
}

/* A status with the alien's number of the signal. */
static int status_to_alien(int status)
{
	int sig = status & 0x7f;

	return sig ? (status & 0x80) | signal_to_alien(sig) : status;
}

static long proc_attach(struct kqueue *kq, struct knote *kn)
{
	long ret, fd;

	if (kn->ident == 0 || kn->ident > INT32_MAX)
		return -ESRCH;
	ret = queue_wake_fd(kq);
	if (ret != 0)
		return ret;
	fd = own_fd(host_call(__NR_pidfd_open, kn->ident, 0));
	if (is_error(fd))
		return fd == -EINVAL || fd == -ENOENT ? -ESRCH : fd; /* a thread's number */
	kn->pidfd = fd;
	knote_flags(kn, EVENT_CLEAR);
	return 0;
}

static int pidfd_of(const struct knote *kn)
{
	return kn->filter == FILTER_PROC ? kn->pidfd : (int)kn->ident;
}

static long proc_arm(struct kqueue *kq, struct knote *kn)
{
	if (kn->finished)
		return arm_listed(kq, kn);
	return entry_set(kq, kn, kq->ep, pidfd_of(kn), EPOLLIN);
}

static void proc_disarm(struct kqueue *kq, struct knote *kn)
{
	knote_deactivate(kq, kn);
	entry_remove(kq, kn, kq->ep, pidfd_of(kn));
}

static void proc_detach(struct kqueue *kq, struct knote *kn)
{
	proc_disarm(kq, kn);
	if (kn->filter == FILTER_PROC)
		own_fd_close(kn->pidfd);
}

static bool proc_ready(struct kqueue *kq, struct knote *kn, uint32_t bits, struct report *r)
{
	if (bits && !kn->finished) {
		kn->status = status_to_alien(
		    status_of(pidfd_of(kn), kn->filter == FILTER_PROC ? kn->ident : 0));
		kn->finished = true;
		entry_remove(kq, kn, kq->ep, pidfd_of(kn));
	}
	if (!kn->finished || !(kn->sfflags & PROC_EXIT) || kn->fflags)
		return false;
	/* A process ends once: the knote goes with the report. */
	knote_flags(kn, kn->filter == FILTER_PROC ? EVENT_ONESHOT : 0);
	r->eof = true;
	r->fflags = notes_to_alien(kn, PROC_EXIT);
	r->data = kn->status;
	return true;
}

/* Reaped before anybody asked: the status is known here and perhaps nowhere else. */
void proc_reaped(struct kqueue *kq, int pid, int status)
{
	struct knote *kn;

	lock_take(&kq->lock);
	kn = knote_find(kq, pid, FILTER_PROC);
	if (kn && !kn->finished) {
		kn->status = status;
		kn->finished = true;
		entry_remove(kq, kn, kq->ep, kn->pidfd);
		if (kn->sfflags & PROC_EXIT) {
			knote_activate(kq, kn);
			queue_wake(kq);
		}
	}
	lock_drop(&kq->lock);
}

const struct filter filter_proc = {
	.notes = XLAT_note_proc,
	.attach = proc_attach,
	.detach = proc_detach,
	.arm = proc_arm,
	.disarm = proc_disarm,
	.ready = proc_ready,
};

static long procdesc_attach(struct kqueue *kq, struct knote *kn)
{
	long kind = fd_kind(kn->ident), ret;

	if (is_error(kind))
		return kind;
	if (kind != FD_PROCESS)
		return -EINVAL;
	ret = queue_wake_fd(kq);
	if (ret == 0)
		knote_flags(kn, EVENT_CLEAR);
	return ret;
}

static void procdesc_clear(struct kqueue *kq, struct knote *kn)
{
	(void)kq;
	kn->fflags = PROC_EXIT;
}

const struct filter filter_procdesc = {
	.is_fd = true,
	.notes = XLAT_note_proc,
	.attach = procdesc_attach,
	.detach = proc_detach,
	.arm = proc_arm,
	.disarm = proc_disarm,
	.ready = proc_ready,
	.clear = procdesc_clear,
};
