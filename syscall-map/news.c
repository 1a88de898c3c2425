/* What processes tell each other of forks and execs: see news.h. */
#include <fcntl.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "syscall-map/map.h"
#include "syscall-map/news.h"
#include "syscall-map/own_fd.h"

struct name {
	struct sockaddr_un address;
	unsigned size;
};

/* "\0abirun-news-PID-PLACE" */
static void name_of(struct name *name, int pid, int place)
{
	static const char prefix[] = "abirun-news-";
	char *at = name->address.sun_path + 1, digits[12];
	int n = 0;

	memset(name, 0, sizeof *name);
	name->address.sun_family = AF_UNIX;
	memcpy(at, prefix, sizeof prefix - 1);
	at += sizeof prefix - 1;
	do
		digits[n++] = (char)('0' + pid % 10);
	while ((pid /= 10) > 0);
	while (n > 0)
		*at++ = digits[--n];
	*at++ = '-';
	*at++ = (char)('0' + place);
	name->size = (unsigned)(at - (char *)&name->address);
}

static long plain_socket(void)
{
	return host_call(__NR_socket, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/* A socket with this name; -EADDRINUSE: somebody has it. */
static long bound(int pid, int place)
{
	long fd = plain_socket(), ret;
	struct name name;
	int on = 1;

	if (is_error(fd))
		return fd;
	name_of(&name, pid, place);
	ret = host_call(__NR_setsockopt, fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
	if (!is_error(ret))
		ret = host_call(__NR_bind, fd, &name.address, name.size);
	if (!is_error(ret))
		return fd;
	host_call(__NR_close, fd);
	return ret;
}

long news_hear(int pid)
{
	long fd = -EADDRINUSE;

	for (int place = 0; fd == -EADDRINUSE && place < NEWS_LISTENERS; place++)
		fd = bound(pid, place);
	return fd == -EADDRINUSE ? -ENOMEM : own_fd(fd);
}

#define FDS_SIZE CMSG_SPACE(2 * sizeof(int))

/* What a message says; its descriptors come beside it. */
struct text {
	int kind, pid, parent;
};

struct envelope {
	struct msghdr head;
	struct iovec part;
	struct text text;
	char control[CMSG_SPACE(sizeof(struct ucred)) + FDS_SIZE]
	    __attribute__((aligned(sizeof(size_t))));
};

static void envelope_init(struct envelope *e)
{
	memset(e, 0, sizeof *e);
	e->part.iov_base = &e->text;
	e->part.iov_len = sizeof e->text;
	e->head.msg_iov = &e->part;
	e->head.msg_iovlen = 1;
	e->head.msg_control = e->control;
	e->head.msg_controllen = sizeof e->control;
}

static bool take_apart(const struct envelope *e, struct ucred *from, int fds[2])
{
	size_t at = 0, end = e->head.msg_controllen;
	bool known = false;

	while (end - at >= sizeof(struct cmsghdr)) {
		const struct cmsghdr *c = (const struct cmsghdr *)(e->control + at);
		size_t size = c->cmsg_len - sizeof *c;

		if (c->cmsg_len < sizeof *c || c->cmsg_len > end - at)
			break;
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
			memcpy(fds, c + 1, size < 8 ? size : 8);
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_CREDENTIALS) {
			memcpy(from, c + 1, sizeof *from);
			known = true;
		}
		at += CMSG_ALIGN(c->cmsg_len);
		if (at > end)
			break;
	}
	return known;
}

bool news_next(int fd, int pid, struct news *n)
{
	struct envelope e;
	struct ucred from;
	long got;

	for (;;) {
		envelope_init(&e);
		n->fds[0] = n->fds[1] = -1;
		got = host_call(__NR_recvmsg, fd, &e.head, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
		if (is_error(got))
			return false;
		n->kind = e.text.kind;
		n->pid = e.text.pid;
		n->parent = e.text.parent;
		/* A fork is told of by the new process. */
		if (take_apart(&e, &from, n->fds) && got == sizeof e.text &&
		    (from.uid == 0 || from.uid == (unsigned)host_call(__NR_geteuid)) &&
		    (n->kind == NEWS_FORK ? from.pid == n->pid && n->parent == pid
					  : from.pid == pid))
			break;
		for (int i = 0; i < 2; i++) {
			if (n->fds[i] >= 0)
				host_call(__NR_close, n->fds[i]);
		}
	}
	for (int i = 0; i < 2; i++)
		n->fds[i] = (int)own_fd(n->fds[i]);
	return true;
}

/* Tell the one who listens at this place.  Where his queue is full he is not told. */
static void tell(int socket, int pid, int place, const struct text *text, const int *fds, int count)
{
	struct envelope e;
	struct cmsghdr *c = (struct cmsghdr *)e.control;
	struct name name;

	envelope_init(&e);
	e.text = *text;
	name_of(&name, pid, place);
	e.head.msg_name = &name.address;
	e.head.msg_namelen = name.size;
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN((size_t)count * sizeof *fds);
	memcpy(c + 1, fds, (size_t)count * sizeof *fds);
	e.head.msg_controllen = CMSG_SPACE((size_t)count * sizeof *fds);
	host_call(__NR_sendmsg, socket, &e.head, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* Who listens, as a bit for each place; *socket is made only if anybody does. */
static unsigned listeners(int pid, int *socket)
{
	long fd = plain_socket();
	struct name name;
	unsigned found = 0;

	*socket = -1;
	if (is_error(fd))
		return 0;
	for (int place = 0; place < NEWS_LISTENERS; place++) {
		name_of(&name, pid, place);
		if (!is_error(host_call(__NR_connect, fd, &name.address, name.size)))
			found |= 1u << place;
	}
	if (found)
		*socket = (int)fd;
	else
		host_call(__NR_close, fd);
	return found;
}

void news_before_fork(struct fork_news *n, bool vfork)
{
	n->pid = (int)host_call(__NR_getpid);
	n->listeners = listeners(n->pid, &n->socket);
	n->done[0] = n->done[1] = -1;
	if (n->listeners && !vfork)
		host_call(__NR_pipe2, n->done, O_CLOEXEC);
}

static void close_all(struct fork_news *n)
{
	host_call(__NR_close, n->socket);
	for (int i = 0; i < 2; i++) {
		if (n->done[i] >= 0)
			host_call(__NR_close, n->done[i]);
	}
}

void news_in_child(struct fork_news *n)
{
	struct text text = { NEWS_FORK, (int)host_call(__NR_getpid), n->pid };
	int fds[2];

	if (!n->listeners)
		return;
	for (int place = 0; place < NEWS_LISTENERS; place++) {
		if (!(n->listeners >> place & 1))
			continue;
		fds[0] = (int)bound(text.pid, place);
		fds[1] = (int)host_call(__NR_pidfd_open, text.pid, 0);
		if (fds[0] >= 0 && fds[1] >= 0)
			tell(n->socket, n->pid, place, &text, fds, 2);
		for (int i = 0; i < 2; i++) {
			if (fds[i] >= 0)
				host_call(__NR_close, fds[i]);
		}
	}
	if (n->done[1] >= 0)
		host_call(__NR_write, n->done[1], "x", 1);
	close_all(n);
}

/* The listener hears of the fork before the parent can go on, and end. */
void news_in_parent(struct fork_news *n)
{
	char byte;

	if (!n->listeners)
		return;
	if (n->done[1] >= 0) {
		host_call(__NR_close, n->done[1]);
		n->done[1] = -1;
		host_call(__NR_read, n->done[0], &byte, 1);
	}
	close_all(n);
}

int news_before_exec(void)
{
	int pid = (int)host_call(__NR_getpid), ends[2], socket;
	struct text text = { NEWS_EXEC, pid, 0 };
	unsigned found = listeners(pid, &socket);

	if (!found)
		return -1;
	if (is_error(host_call(__NR_pipe2, ends, O_CLOEXEC))) {
		host_call(__NR_close, socket);
		return -1;
	}
	for (int place = 0; place < NEWS_LISTENERS; place++) {
		if (found >> place & 1)
			tell(socket, pid, place, &text, ends, 1);
	}
	host_call(__NR_close, socket);
	host_call(__NR_close, ends[0]);
	return ends[1];
}

void news_exec_failed(int fd)
{
	if (fd < 0)
		return;
	host_call(__NR_write, fd, "x", 1);
	host_call(__NR_close, fd);
}
