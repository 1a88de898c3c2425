/* How a process ended: for EVFILT_PROC and EVFILT_PROCDESC. */
#include <fcntl.h>
#include <linux/ioctl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include "syscall-map/event_data.h"
#include "syscall-map/event_queue.h"
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

/* The host's status word of a process that has ended; pid 0: known by pidfd alone. */
static int status_of(int pidfd, int pid)
{
	int status = status_of_child(pidfd);

	if (status < 0)
		status = status_of_gone(pidfd);
	if (status < 0)
		status = procdesc_status(pidfd, pid);
	if (status < 0 && pid > 0)
		status = status_of_zombie(pid);
	/* Reaped between the two questions. */
	if (status < 0)
		status = status_of_gone(pidfd);
	if (status < 0)
		hole("kqueue: the status of a process that was reaped elsewhere", pid);
	return status < 0 ? 0 : status;
}

/* With the alien's number of the signal. */
int event_exit_status(int pidfd, int pid)
{
	int status = status_of(pidfd, pid), sig = status & 0x7f;

	return sig ? (status & 0x80) | signal_to_alien(sig) : status;
}
