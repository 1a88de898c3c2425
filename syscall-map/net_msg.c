/*
 * send(2) and recv(2).  Flags, addresses and control messages differ; data and
 * their vectors go to the host as they are.
 */
#include "syscall-map/net.h"

#define CONTROL_ROOM 4096

long send_flags(long alien, uint64_t *host)
{
	long ret = xlat_to_host(XLAT_msg, (uint64_t)alien, host);

	*host |= MSG_NOSIGNAL; /* send_result sees to it */
	return ret;
}

/* The alien's flags: of MSG_EOF the data is the last. */
static long sent(int fd, long flags, long ret)
{
	if (ret >= 0 && abi->net->flag_eof && flags & abi->net->flag_eof)
		host_call(__NR_shutdown, fd, SHUT_WR);
	return send_result(fd, flags, ret);
}

static long finish_sendto(struct call *c, long ret)
{
	return sent((int)c->alien[0], c->alien[3], ret);
}

static long finish_sendmsg(struct call *c, long ret)
{
	return sent((int)c->alien[0], c->alien[2], ret);
}

/* sendto(socket, bytes, size, flags, address, size) */
long map_sendto(struct call *c)
{
	const long *a = c->alien;
	struct host_addr *addr = NULL;
	uint64_t flags;
	long ret = send_flags(a[3], &flags);

	if (!ret && a[4]) {
		addr = call_scratch(c, sizeof *addr);
		ret = addr_from_alien(addr, (unsigned long)a[4], (uint32_t)a[5]);
	}
	if (ret)
		return ret;
	c->host_nr = __NR_sendto;
	c->host[0] = a[0];
	c->host[1] = a[1];
	c->host[2] = a[2];
	c->host[3] = (long)flags;
	c->host[4] = (long)addr;
	c->host[5] = addr ? addr->size : 0;
	c->finish = finish_sendto;
	return CALL_HOST;
}

/*
 * A datagram of a unix socket without a name comes from nobody on the host; on
 * FreeBSD from an address without a name.
 */
static void name_nobody(int fd, struct host_addr *from)
{
	if (from->size || socket_family(fd) != AF_UNIX ||
	    socket_int(fd, SOL_SOCKET, SO_TYPE, 0) == SOCK_STREAM)
		return;
	from->any.sa_family = AF_UNIX;
	from->size = sizeof from->any.sa_family;
}

static long finish_recvfrom(struct call *c, long ret)
{
	struct host_addr *from = (struct host_addr *)c->host[4];
	long error;

	if (ret < 0)
		return ret;
	name_nobody((int)c->host[0], from);
	error = addr_answer(from, (unsigned long)c->alien[4], (unsigned long)c->alien[5]);
	return error ? error : ret;
}

/* recvfrom(socket, bytes, size, flags, address, size *) */
long map_recvfrom(struct call *c)
{
	const long *a = c->alien;
	struct host_addr *from = NULL;
	uint64_t flags;
	uint32_t room;
	long ret = xlat_to_host(XLAT_msg, (uint64_t)a[3], &flags);

	if (!ret && a[5] && get_alien_u32(&room, (unsigned long)a[5]))
		ret = -EFAULT;
	if (ret)
		return ret;
	if (a[4] && a[5]) {
		from = call_scratch(c, sizeof *from);
		memset(from, 0, sizeof *from);
		from->size = sizeof from->storage;
		c->finish = finish_recvfrom;
	}
	c->host_nr = __NR_recvfrom;
	c->host[0] = a[0];
	c->host[1] = a[1];
	c->host[2] = a[2];
	c->host[3] = (long)flags;
	c->host[4] = (long)from;
	c->host[5] = from ? (long)&from->size : 0;
	return CALL_HOST;
}

/* A message under way: the host's header, and the alien's places that it does not name. */
struct message {
	struct msghdr head;
	struct host_addr addr;
	struct msghdr alien; /* as read: pointers and room of the alien's */
};

static struct message *read_message(struct call *c, long *error)
{
	struct message *m = call_scratch(c, sizeof *m);

	memset(m, 0, sizeof *m);
	*error = layout_from_alien(abi->net->msghdr, &m->alien, (unsigned long)c->alien[1]);
	m->head.msg_iov = m->alien.msg_iov;
	m->head.msg_iovlen = m->alien.msg_iovlen;
	return m;
}

/* With control messages: the call is made here, with their room on our stack. */
static long send_control(struct call *c, struct message *m, uint64_t flags)
{
	uint8_t control[CONTROL_ROOM] __attribute__((aligned(8)));
	uint8_t host[CONTROL_ROOM] __attribute__((aligned(8)));
	size_t size = m->alien.msg_controllen;
	long ret;

	if (size > abi->net->control_max || size > sizeof control)
		return -EINVAL;
	if (copy_from_alien(control, (unsigned long)m->alien.msg_control, size))
		return -EFAULT;
	ret = control_to_host(host, sizeof host, control, size);
	if (ret < 0)
		return ret;
	m->head.msg_control = host;
	m->head.msg_controllen = (size_t)ret;
	return finish_sendmsg(c, host_sleep(__NR_sendmsg, c->alien[0], &m->head, flags));
}

/* sendmsg(socket, msghdr, flags) */
long map_sendmsg(struct call *c)
{
	long ret;
	struct message *m = read_message(c, &ret);
	uint64_t flags;

	if (!ret)
		ret = send_flags(c->alien[2], &flags);
	if (!ret && m->alien.msg_name) {
		ret = addr_from_alien(&m->addr, (unsigned long)m->alien.msg_name,
				      m->alien.msg_namelen);
		m->head.msg_name = &m->addr.any;
		m->head.msg_namelen = m->addr.size;
	}
	if (ret)
		return ret;
	if (m->alien.msg_control && m->alien.msg_controllen)
		return send_control(c, m, flags);
	c->host_nr = __NR_sendmsg;
	c->host[0] = c->alien[0];
	c->host[1] = (long)&m->head;
	c->host[2] = (long)flags;
	c->finish = finish_sendmsg;
	return CALL_HOST;
}

/* Name and flags of what came; the flags that were asked with stay in, as on FreeBSD. */
static long answer_message(struct call *c, struct message *m, bool cut)
{
	uint8_t name[ALIEN_ADDR_MAX];
	uint32_t size = 0;
	uint64_t flags = 0;

	if (m->alien.msg_name && m->alien.msg_namelen) {
		m->addr.size = m->head.msg_namelen;
		name_nobody((int)c->alien[0], &m->addr);
		size = addr_to_alien(name, &m->addr);
		if (size > m->alien.msg_namelen)
			size = m->alien.msg_namelen;
		if (size && copy_to_alien((unsigned long)m->alien.msg_name, name, size))
			return -EFAULT;
	}
	m->alien.msg_namelen = size;
	m->head.msg_flags &= ~MSG_CMSG_CLOEXEC;
	if (cut)
		m->head.msg_flags |= MSG_CTRUNC;
	xlat_to_alien(XLAT_msg, (uint32_t)m->head.msg_flags, &flags);
	m->alien.msg_flags = (int)(c->alien[2] | (long)flags);
	return layout_to_alien(abi->net->msghdr, (unsigned long)c->alien[1], &m->alien);
}

static long finish_recvmsg(struct call *c, long ret)
{
	struct message *m = (struct message *)c->host[1];
	long error;

	if (ret < 0)
		return ret;
	m->alien.msg_controllen = 0;
	error = answer_message(c, m, false);
	return error ? error : ret;
}

/*
 * The host's messages may be longer than the alien's, so that it gets room for
 * more than the alien has.  Room for none at all stays none.
 */
static long recv_control(struct call *c, struct message *m, uint64_t flags)
{
	uint8_t control[CONTROL_ROOM] __attribute__((aligned(8)));
	uint8_t host[CONTROL_ROOM] __attribute__((aligned(8)));
	size_t room = m->alien.msg_controllen;
	enum cmsg_kind form = creds_form((int)c->alien[0]);
	size_t whole;
	long ret, error;

	if (room > sizeof control)
		room = sizeof control;
	m->head.msg_control = host;
	m->head.msg_controllen = room + 256 < sizeof host ? room + 256 : sizeof host;
	if (form == CMSG_CREDS && room > abi->layouts[LAYOUT_sender_own].alien_size)
		ret = creds_receive((int)c->alien[0], &m->head, flags);
	else
		ret = host_sleep(__NR_recvmsg, c->alien[0], &m->head, flags);
	if (ret < 0)
		return ret;
	creds_came((int)c->alien[0], form);
	m->alien.msg_controllen =
	    control_to_alien(control, room, host, m->head.msg_controllen, form, &whole);
	error =
	    copy_to_alien((unsigned long)m->alien.msg_control, control, m->alien.msg_controllen);
	if (error)
		control_drop(host, whole);
	else
		error = answer_message(c, m, whole < m->head.msg_controllen);
	return error ? error : ret;
}

/* recvmsg(socket, msghdr, flags) */
long map_recvmsg(struct call *c)
{
	long ret;
	struct message *m = read_message(c, &ret);
	uint64_t flags;

	if (!ret)
		ret = xlat_to_host(XLAT_msg, (uint64_t)c->alien[2], &flags);
	if (ret)
		return ret;
	if (m->alien.msg_name && m->alien.msg_namelen) {
		m->head.msg_name = &m->addr.any;
		m->head.msg_namelen = sizeof m->addr.storage;
	}
	if (m->alien.msg_control && m->alien.msg_controllen)
		return recv_control(c, m, flags);
	c->host_nr = __NR_recvmsg;
	c->host[0] = c->alien[0];
	c->host[1] = (long)&m->head;
	c->host[2] = (long)flags;
	c->finish = finish_recvmsg;
	return CALL_HOST;
}
