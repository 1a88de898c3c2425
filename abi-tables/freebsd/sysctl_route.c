/*
 * FreeBSD's net.routetable: {CTL_NET, AF_ROUTE, 0, family, what, argument}, a
 * row of routing messages (route(4), net/rtsock.c's NET_RT_*).  The host's
 * rtnetlink knows the same in other messages.
 */
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "abi-tables/freebsd/route.h"
#include "abi-tables/freebsd/sysctl.h"
#include "syscall-map/map.h"
#include "syscall-map/netlink.h"

static long say_group(unsigned index, int family, const uint8_t *group, void *arg)
{
	struct question *q = arg;
	struct bsd_addr address;
	const struct bsd_addr *list[AT_COUNT] = { [AT_IFP] = &q->link, [AT_IFA] = &address };
	struct ifma_msghdr m = { .head.type = MESSAGE_NEWMADDR, .index = (uint16_t)index };

	if ((q->argument && q->argument != index) ||
	    (q->family && q->family != (family == AF_INET ? BSD_INET : BSD_INET6)))
		return 0;
	if (q->index != index) {
		q->index = index;
		netlink_dump(RTM_GETLINK, 0, find_link, q);
	}
	bsd_inet(&address, family, group, index);
	return say_message(q, &m, sizeof m, &m.addrs, list);
}

static int32_t route_flags(const struct rtmsg *info, bool gateway)
{
	int32_t flags = ROUTE_UP | ROUTE_DONE;

	if (gateway)
		flags |= ROUTE_GATEWAY;
	if (info->rtm_dst_len == (info->rtm_family == AF_INET ? 32 : 128))
		flags |= ROUTE_HOST;
	if (info->rtm_protocol == RTPROT_STATIC || info->rtm_protocol == RTPROT_BOOT)
		flags |= ROUTE_STATIC;
	if (info->rtm_type == RTN_BLACKHOLE)
		flags |= ROUTE_BLACKHOLE;
	if (info->rtm_type == RTN_UNREACHABLE || info->rtm_type == RTN_PROHIBIT)
		flags |= ROUTE_REJECT;
	return flags;
}

/* Local addresses and broadcasts are no routes there: the host has them in a table of its own. */
static bool is_route(const struct question *q, const struct nlmsghdr *m)
{
	const struct rtmsg *info = NLMSG_DATA(m);
	unsigned family = info->rtm_family == AF_INET ? BSD_INET : BSD_INET6;

	return m->nlmsg_type == RTM_NEWROUTE && info->rtm_table != RT_TABLE_LOCAL &&
	       (info->rtm_family == AF_INET || info->rtm_family == AF_INET6) &&
	       !(info->rtm_flags & RTM_F_CLONED) && (!q->family || q->family == family);
}

static long say_route(const struct nlmsghdr *m, void *arg)
{
	static const uint8_t any[16];
	struct question *q = arg;
	const struct rtmsg *info = NLMSG_DATA(m);
	const struct rtattr *at[RTA_MAX + 1];
	struct bsd_addr dst, gateway, mask;
	const struct bsd_addr *list[AT_COUNT] = { [AT_DST] = &dst, [AT_GATEWAY] = &gateway };
	struct rt_msghdr r = { .head.type = MESSAGE_GET };
	unsigned index;

	if (!is_route(q, m))
		return 0;
	netlink_attributes(m, RTM_RTA(info), at, RTA_MAX + 1);
	index = at[RTA_OIF] ? *(const uint32_t *)RTA_DATA(at[RTA_OIF]) : 0;
	if (q->index != index) {
		q->index = index;
		bsd_link(&q->link, LINK_LENGTH, index, IFT_OTHER, "", NULL, 0);
		if (index)
			netlink_dump(RTM_GETLINK, 0, find_link, q);
	}
	bsd_inet(&dst, info->rtm_family, at[RTA_DST] ? RTA_DATA(at[RTA_DST]) : any, index);
	if (at[RTA_GATEWAY])
		bsd_inet(&gateway, info->rtm_family, RTA_DATA(at[RTA_GATEWAY]), index);
	else
		gateway = q->link;
	bsd_mask(&mask, info->rtm_family, info->rtm_dst_len);
	r.index = (uint16_t)index;
	r.flags = route_flags(info, at[RTA_GATEWAY] != NULL);
	r.mtu = q->data.mtu;
	r.weight = 1;
	if (!(r.flags & ROUTE_HOST))
		list[AT_NETMASK] = &mask;
	if (index)
		list[AT_IFP] = &q->link;
	return say_message(q, &r, sizeof r, &r.addrs, list);
}

long say_routes(struct sysctl *s)
{
	struct question q = { .s = s };
	long ret;

	if (s->depth != 6 && s->depth != 7)
		return s->depth < 6 ? -EISDIR : -ENOTDIR;
	q.family = s->name[3];
	q.what = s->name[4];
	q.argument = s->name[5];
	q.long_form = q.what == ASK_IFLISTL;
	switch (q.what) {
	case ASK_DUMP:
		ret = netlink_dump(RTM_GETROUTE, 0, say_route, &q);
		break;
	case ASK_IFLIST:
	case ASK_IFLISTL:
		ret = netlink_dump(RTM_GETLINK, 0, say_link, &q);
		break;
	case ASK_IFMALIST:
		ret = host_multicast(say_group, &q);
		break;
	default:
		hole("net.routetable: what", q.what);
		return -EINVAL;
	}
	/* Without a buffer FreeBSD says a tenth more than there is now. */
	if (!ret && !s->old)
		s->said += s->said / 10;
	return ret;
}
