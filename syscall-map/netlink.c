/* The host's interfaces, addresses and routes. */
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/netlink.h"
#include "syscall-map/parse.h"

#define ROOM      32768 /* netlink(7): a dump's parts are at most that long */
#define TEXT_ROOM 262144

static long send_request(long fd, int type, int family)
{
	struct {
		struct nlmsghdr head;
		struct rtgenmsg message;
	} request = {
		.head = { .nlmsg_len = NLMSG_LENGTH(sizeof(struct rtgenmsg)),
			  .nlmsg_type = (uint16_t)type,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
			  .nlmsg_seq = 1 },
		.message = { .rtgen_family = (uint8_t)family },
	};
	long ret = host_call(__NR_sendto, fd, &request, request.head.nlmsg_len, 0, 0, 0);

	return ret < 0 ? ret : 0;
}

/* 1 where more is to come, 0 at the end, -errno. */
static long one_part(const char *buffer, long size, netlink_fn *each, void *arg)
{
	const struct nlmsghdr *m = (const struct nlmsghdr *)buffer;
	long ret;

	for (; NLMSG_OK(m, size); m = NLMSG_NEXT(m, size)) {
		if (m->nlmsg_type == NLMSG_DONE)
			return 0;
		if (m->nlmsg_type == NLMSG_ERROR)
			return ((const struct nlmsgerr *)NLMSG_DATA(m))->error;
		ret = each(m, arg);
		if (ret)
			return ret;
	}
	return 1;
}

long netlink_dump(int type, int family, netlink_fn *each, void *arg)
{
	long fd = host_call(__NR_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	char *buffer;
	long ret;

	if (fd < 0)
		return fd;
	buffer = host_alloc(ROOM);
	ret = buffer ? send_request(fd, type, family) : -ENOMEM;
	if (!ret)
		do {
			ret = host_call(__NR_recvfrom, fd, buffer, ROOM, 0, 0, 0);
			if (ret > 0)
				ret = one_part(buffer, ret, each, arg);
		} while (ret == 1 || ret == -EINTR);
	if (buffer)
		host_free(buffer, ROOM);
	host_call(__NR_close, fd);
	return ret;
}

void netlink_attributes(const struct nlmsghdr *message, const struct rtattr *first,
			const struct rtattr **table, unsigned count)
{
	long left = (long)message->nlmsg_len - ((const char *)first - (const char *)message);

	for (unsigned i = 0; i < count; i++)
		table[i] = NULL;
	for (const struct rtattr *a = first; RTA_OK(a, left); a = RTA_NEXT(a, left))
		if ((a->rta_type & NLA_TYPE_MASK) < count)
			table[a->rta_type & NLA_TYPE_MASK] = a;
}

static const char *next_line(const char *p)
{
	while (*p && *p != '\n')
		p++;
	return *p ? p + 1 : p;
}

/*
 * /proc/net/igmp: "1 lo : 1 V3" for an interface, below it a line that starts
 * with tabs for each group, in hexadecimal as the host has it in memory.
 */
static long groups4(const char *p, multicast_fn *each, void *arg)
{
	unsigned index = 0;
	long ret = 0;

	for (p = next_line(p); *p && !ret; p = next_line(p)) {
		const char *at = p;
		uint32_t group;

		if (*p != '\t') {
			index = (unsigned)parse_number(&at);
			continue;
		}
		group = (uint32_t)parse_hex(&at);
		ret = each(index, AF_INET, (const uint8_t *)&group, arg);
	}
	return ret;
}

/* /proc/net/igmp6: "1 lo ff020000000000000000000000000001 1 0000000C 0" */
static long groups6(const char *p, multicast_fn *each, void *arg)
{
	long ret = 0;

	for (; *p && !ret; p = next_line(p)) {
		const char *at = p;
		unsigned index = (unsigned)parse_number(&at);
		uint8_t group[16];

		at = parse_skip_words(at, 1);
		for (int i = 0; i < 16; i++, at += 2) {
			char pair[3] = { at[0], at[0] ? at[1] : 0, 0 };
			const char *digits = pair;

			if (!at[0] || !at[1])
				return 0;
			group[i] = (uint8_t)parse_hex(&digits);
		}
		ret = each(index, AF_INET6, group, arg);
	}
	return ret;
}

long host_multicast(multicast_fn *each, void *arg)
{
	char *text = host_alloc(TEXT_ROOM);
	long ret = 0;

	if (!text)
		return -ENOMEM;
	if (host_file("/proc/net/igmp", text, TEXT_ROOM) > 0)
		ret = groups4(text, each, arg);
	if (!ret && host_file("/proc/net/igmp6", text, TEXT_ROOM) > 0)
		ret = groups6(text, each, arg);
	host_free(text, TEXT_ROOM);
	return ret;
}
