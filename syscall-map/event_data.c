/* What filters ask of the host about a descriptor. */
#include <fcntl.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "syscall-map/event_data.h"
#include "syscall-map/event_queue.h"

void proc_fd_path(char path[PROC_PATH_MAX], const char *dir, int fd)
{
	char digits[12];
	size_t n = 0, at = 0;

	while (dir[at])
		path[at] = dir[at], at++;
	do
		digits[n++] = '0' + fd % 10;
	while ((fd /= 10) > 0);
	while (n > 0)
		path[at++] = digits[--n];
	path[at] = 0;
}

bool fd_named(int fd, const char *prefix)
{
	char path[PROC_PATH_MAX], name[64];
	long n, i;

	proc_fd_path(path, "/proc/self/fd/", fd);
	n = host_call(__NR_readlinkat, AT_FDCWD, path, name, sizeof name);
	for (i = 0; prefix[i]; i++) {
		if (i >= n || name[i] != prefix[i])
			return false;
	}
	return true;
}

static long anonymous_kind(int fd)
{
	if (event_is_kqueue(fd))
		return FD_KQUEUE;
	if (fd_named(fd, "anon_inode:[eventfd]"))
		return FD_EVENTFD;
	if (fd_named(fd, "anon_inode:[pidfd]"))
		return FD_PROCESS;
	return FD_OTHER;
}

/* The host's are regular files of a file system of their own. */
static bool is_message_queue(int fd)
{
	struct mq_attr attr;

	return !is_error(host_call(__NR_mq_getsetattr, fd, NULL, &attr));
}

long fd_kind(int fd)
{
	struct stat st;
	long ret = host_call(__NR_fstat, fd, &st);

	if (is_error(ret))
		return ret;
	if (S_ISSOCK(st.st_mode))
		return FD_SOCKET;
	if (S_ISFIFO(st.st_mode))
		return FD_PIPE;
	if (S_ISCHR(st.st_mode))
		return FD_OTHER;
	if (S_ISBLK(st.st_mode))
		return -ENODEV;
	/* epoll, eventfd and the like have no file type; pidfds are regular files since Linux 6.9.
	 */
	if (event_is_kqueue(fd) || !S_ISDIR(st.st_mode))
		ret = anonymous_kind(fd);
	if (ret == FD_OTHER && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)))
		return fd_named(fd, "anon_inode:") || is_message_queue(fd) ? FD_OTHER : FD_FILE;
	return ret;
}

bool is_unnamed_pipe(int fd)
{
	return fd_named(fd, "pipe:");
}

int64_t bytes_readable(int fd)
{
	int n = 0;

	return is_error(host_call(__NR_ioctl, fd, FIONREAD, &n)) ? 0 : n;
}

static long socket_option(int fd, int level, int option, void *value, unsigned size)
{
	return host_call(__NR_getsockopt, fd, level, option, value, &size);
}

#define STATE_LISTEN 10 /* TCP_LISTEN: netinet/tcp.h, which cannot be had beside linux/tcp.h */

/* TCP says the length of a listening socket's queue elsewhere.  0: it does not, or is not
 * listening. */
static int64_t tcp_backlog(int fd)
{
	struct tcp_info info = { 0 };

	if (socket_option(fd, IPPROTO_TCP, TCP_INFO, &info, sizeof info) != 0 ||
	    info.tcpi_state != STATE_LISTEN)
		return 0;
	return info.tcpi_unacked;
}

/* The host refuses FIONREAD of a listening socket. */
int64_t socket_input(int fd, bool *listening)
{
	int n = 0;

	if (*listening) {
		n = tcp_backlog(fd);
		*listening = n > 0;
		if (n > 0)
			return n;
	}
	if (host_call(__NR_ioctl, fd, FIONREAD, &n) != -EINVAL)
		return n;
	n = tcp_backlog(fd);
	*listening = n > 0;
	return n > 0 ? n : 1;
}

int64_t socket_space(int fd)
{
	int size = 0, used = 0;

	socket_option(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	host_call(__NR_ioctl, fd, SIOCOUTQ, &used);
	size /= 2; /* the host says its buffers doubled */
	return size > used ? size - used : 1;
}

int64_t pipe_space(int fd)
{
	long size = host_call(__NR_fcntl, fd, F_GETPIPE_SZ);
	int64_t used = bytes_readable(fd);

	return size > used ? size - used : 1;
}

int64_t tty_space(int fd)
{
	int used = 0;
	const int size = 4096; /* N_TTY's buffer */

	if (is_error(host_call(__NR_ioctl, fd, TIOCOUTQ, &used)) || used >= size)
		return 1;
	return size - used;
}

/* The counter stands in fdinfo, in hexadecimal: reading it from the eventfd would take it. */
uint64_t eventfd_count(int fd)
{
	static const char key[] = "eventfd-count:";
	char path[PROC_PATH_MAX], text[256];
	uint64_t count = 0;
	long info, n, i, k;

	proc_fd_path(path, "/proc/self/fdinfo/", fd);
	info = host_call(__NR_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
	if (is_error(info))
		return 1;
	n = host_call(__NR_read, info, text, sizeof text);
	host_call(__NR_close, info);
	for (i = k = 0; i < n && key[k]; i++)
		k = text[i] == key[k] ? k + 1 : text[i] == key[0];
	for (; i < n && text[i] != '\n'; i++) {
		if (text[i] >= '0' && text[i] <= '9')
			count = count * 16 + text[i] - '0';
		else if (text[i] >= 'a' && text[i] <= 'f')
			count = count * 16 + text[i] - 'a' + 10;
	}
	return count;
}

/*
 * SO_ERROR would take the error away, and the program has yet to get it from its own
 * call.  How far a TCP connection came says which one it is.
 */
int socket_error(int fd)
{
	struct tcp_info info = { 0 };

	if (socket_option(fd, IPPROTO_TCP, TCP_INFO, &info, sizeof info) != 0)
		return ECONNRESET;
	if (info.tcpi_segs_in == 0)
		return ETIMEDOUT;
	if (info.tcpi_bytes_acked == 0 && info.tcpi_bytes_received == 0 && info.tcpi_segs_in <= 1)
		return ECONNREFUSED;
	return ECONNRESET;
}

bool tcp_closed_for_writing(int fd)
{
	/* Established, and those in which only the peer has closed; the host's order. */
	const unsigned open =
	    1u << 1 | 1u << 2 | 1u << 3 | 1u << 8 | 1u << STATE_LISTEN | 1u << 7 | 1u << 12;
	struct tcp_info info = { 0 };

	if (socket_option(fd, IPPROTO_TCP, TCP_INFO, &info, sizeof info) != 0)
		return false;
	/* A closed one may be one that is not connected yet: epoll's bits say which. */
	return !(open >> info.tcpi_state & 1);
}
