/*
 * Who sends to a unix socket.  A BSD's receiver hears it where the sender says it
 * (SCM_CREDS), or where it asked to be told of one sender or of each.  The host's
 * receiver asks, and is told; what a sender says of itself unasked waits in the
 * message until somebody asks.
 */
#include <fcntl.h>
#include <poll.h>
#include <sys/time.h>

#include "syscall-map/net_opt.h"

/* "Once" is kept in an option of the host's that means nothing to a unix socket. */
#ifndef SO_NOFCS
#define SO_NOFCS 43
#endif

static bool ever_once; /* this process has asked: only then is inheriting looked after */

static void set_host(int fd, int option, int value)
{
	host_call(__NR_setsockopt, fd, SOL_SOCKET, option, &value, sizeof value);
}

enum cmsg_kind creds_form(int fd)
{
	if (socket_int(fd, SOL_SOCKET, SO_PASSCRED, 0) != 1)
		return CMSG_CREDS;
	return socket_int(fd, SOL_SOCKET, SO_NOFCS, 0) == 1 ? CMSG_CREDS_ONCE : CMSG_CREDS_ALWAYS;
}

void creds_came(int fd, enum cmsg_kind form)
{
	if (form != CMSG_CREDS_ONCE || socket_int(fd, SOL_SOCKET, SO_TYPE, 0) == SOCK_DGRAM)
		return;
	set_host(fd, SO_PASSCRED, 0);
	set_host(fd, SO_NOFCS, 0);
}

void creds_inherit(int listening, int fd)
{
	if (ever_once && creds_form(listening) == CMSG_CREDS_ONCE)
		set_host(fd, SO_NOFCS, 1);
}

/* Each shuts the other out: unix(4). */
static long set_creds(struct option *o, enum cmsg_kind own)
{
	enum cmsg_kind form = creds_form(o->fd);
	int on;
	long ret = option_int_of(o, &on);

	if (ret)
		return ret;
	if (on && form != own && form != CMSG_CREDS)
		return -EINVAL;
	if (!on && form != own)
		return 0;
	set_host(o->fd, SO_NOFCS, on && own == CMSG_CREDS_ONCE);
	set_host(o->fd, SO_PASSCRED, on != 0);
	ever_once |= on && own == CMSG_CREDS_ONCE;
	return 0;
}

long option_set_creds_once(struct option *o)
{
	return set_creds(o, CMSG_CREDS_ONCE);
}

long option_get_creds_once(struct option *o)
{
	return option_answer_int(o, creds_form(o->fd) == CMSG_CREDS_ONCE);
}

long option_set_creds_always(struct option *o)
{
	return set_creds(o, CMSG_CREDS_ALWAYS);
}

long option_get_creds_always(struct option *o)
{
	return option_answer_int(o, creds_form(o->fd) == CMSG_CREDS_ALWAYS);
}

/* Until there is something to receive, or SO_RCVTIMEO is over.  0 or -errno. */
static long wait_for_message(int fd)
{
	struct timeval limit = { 0 };
	uint32_t size = sizeof limit;
	struct pollfd p = { .fd = fd, .events = POLLIN };
	long ms = -1, ret;

	host_call(__NR_getsockopt, fd, SOL_SOCKET, SO_RCVTIMEO, &limit, &size);
	if (limit.tv_sec || limit.tv_usec)
		ms = limit.tv_sec * 1000 + (limit.tv_usec + 999) / 1000;
	ret = host_sleep(__NR_poll, &p, 1, ms);
	return ret < 0 ? ret : ret ? 0 : -EAGAIN;
}

/*
 * The host is asked for the moment in which the message is taken: as long as it is asked,
 * it adds credentials to whatever anybody sends.
 */
static long take(int fd, struct msghdr *m, uint64_t flags)
{
	long ret;

	set_host(fd, SO_PASSCRED, 1);
	ret = host_call(__NR_recvmsg, fd, m, flags | MSG_DONTWAIT);
	set_host(fd, SO_PASSCRED, 0);
	return ret;
}

long creds_receive(int fd, struct msghdr *m, uint64_t flags)
{
	long mode = host_call(__NR_fcntl, fd, F_GETFL), ret;
	bool wait = !(flags & MSG_DONTWAIT) && mode >= 0 && !(mode & O_NONBLOCK);

	/* What waits for more than there is can't be done without waiting. */
	if (socket_family(fd) != AF_UNIX || (wait && flags & MSG_WAITALL))
		return host_sleep(__NR_recvmsg, fd, m, flags);
	do {
		ret = wait ? wait_for_message(fd) : 0;
		if (!ret)
			ret = take(fd, m, flags);
		else
			wait = false;
	} while (wait && ret == -EAGAIN); /* somebody else took it */
	return ret;
}
