/*
 * FreeBSD's interfaces as routing messages (net/if.h), made of the host's
 * rtnetlink(7) messages.
 */
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include "abi-tables/freebsd/route.h"
#include "abi-tables/freebsd/sysctl.h"
#include "syscall-map/map.h"
#include "syscall-map/netlink.h"
#include "syscall-map/parse.h"

/* What a link sends it does not hear: true of all that broadcast. */
#define SIMPLEX      0x800 /* IFF_SIMPLEX */
#define HEARD_BY_ALL 2     /* IFF_BROADCAST */

/* A message and the addresses behind it, each rounded up to 8 bytes, and so is the whole. */
long say_message(struct question *q, void *message, size_t size, int32_t *addrs,
		 const struct bsd_addr *const list[AT_COUNT])
{
	static const uint8_t zeros[8];
	struct message_head *head = message;
	size_t length = size, odd;
	long ret;

	for (int i = 0; i < AT_COUNT; i++)
		if (list[i]) {
			*addrs |= 1 << i;
			length += (list[i]->length + 7u) & ~7u;
		}
	odd = -length & 7;
	head->length = (uint16_t)(length + odd);
	head->version = RTM_VERSION_FREEBSD;
	ret = sysctl_out(q->s, message, size);
	for (int i = 0; i < AT_COUNT && !ret; i++)
		if (list[i])
			ret = sysctl_out(q->s, list[i], (list[i]->length + 7u) & ~7u);
	return ret || !odd ? ret : sysctl_out(q->s, zeros, odd);
}

static long say_interface(struct question *q, int32_t flags)
{
	const struct bsd_addr *list[AT_COUNT] = { [AT_IFP] = &q->link };
	struct if_msghdr m = { .head.type = MESSAGE_IFINFO,
			       .flags = flags,
			       .index = (uint16_t)q->index,
			       .data = q->data };
	struct if_msghdrl l = { .head.type = MESSAGE_IFINFO,
				.flags = flags,
				.index = (uint16_t)q->index,
				.len = sizeof l,
				.data_off = offsetof(struct if_msghdrl, data),
				.data = q->data };

	return q->long_form ? say_message(q, &l, sizeof l, &l.addrs, list)
			    : say_message(q, &m, sizeof m, &m.addrs, list);
}

/* Address messages: those of one interface come behind it. */
static long say_address(const struct nlmsghdr *m, void *arg)
{
	struct question *q = arg;
	const struct ifaddrmsg *info = NLMSG_DATA(m);
	const struct rtattr *at[IFA_MAX + 1], *own;
	struct bsd_addr address, mask, other;
	const struct bsd_addr *list[AT_COUNT] = {
		[AT_NETMASK] = &mask, [AT_IFP] = NULL, [AT_IFA] = &address
	};
	struct ifa_msghdr a = { .head.type = MESSAGE_NEWADDR, .index = (uint16_t)info->ifa_index };
	struct ifa_msghdrl l = { .head.type = MESSAGE_NEWADDR,
				 .index = (uint16_t)info->ifa_index,
				 .len = sizeof l,
				 .data_off = offsetof(struct ifa_msghdrl, data),
				 .data = q->data };

	if (m->nlmsg_type != RTM_NEWADDR || info->ifa_index != q->index ||
	    (info->ifa_family != AF_INET && info->ifa_family != AF_INET6))
		return 0;
	if (q->family && q->family != (info->ifa_family == AF_INET ? BSD_INET : BSD_INET6))
		return 0;
	netlink_attributes(m, IFA_RTA(info), at, IFA_MAX + 1);
	/* On a point-to-point link IFA_ADDRESS is the other end's. */
	own = at[IFA_LOCAL] ? at[IFA_LOCAL] : at[IFA_ADDRESS];
	if (!own)
		return 0;
	bsd_inet(&address, info->ifa_family, RTA_DATA(own), q->index);
	bsd_mask(&mask, info->ifa_family, info->ifa_prefixlen);
	if (info->ifa_family == AF_INET && at[IFA_BROADCAST])
		bsd_inet(&other, AF_INET, RTA_DATA(at[IFA_BROADCAST]), 0);
	else
		bsd_inet(&other, info->ifa_family,
			 RTA_DATA(at[IFA_ADDRESS] ? at[IFA_ADDRESS] : own), q->index);
	if (info->ifa_family == AF_INET)
		list[AT_BRD] = &other;
	return q->long_form ? say_message(q, &l, sizeof l, &l.addrs, list)
			    : say_message(q, &a, sizeof a, &a.addrs, list);
}

static void fill_data(struct if_data *d, const struct rtattr *const at[], unsigned type)
{
	struct rtnl_link_stats64 n;

	memset(d, 0, sizeof *d);
	d->type = (uint8_t)type;
	d->addrlen = at[IFLA_ADDRESS] ? (uint8_t)RTA_PAYLOAD(at[IFLA_ADDRESS]) : 0;
	d->datalen = sizeof *d;
	d->mtu = at[IFLA_MTU] ? *(const uint32_t *)RTA_DATA(at[IFLA_MTU]) : 0;
	if (at[IFLA_OPERSTATE]) {
		uint8_t state = *(const uint8_t *)RTA_DATA(at[IFLA_OPERSTATE]);

		/* LINK_STATE_UP, _DOWN, _UNKNOWN; IF_OPER_UP, _UNKNOWN */
		d->link_state = state == 6 ? 2 : state == 0 ? 0 : 1;
	}
	if (!at[IFLA_STATS64] || RTA_PAYLOAD(at[IFLA_STATS64]) < offsetof(typeof(n), rx_nohandler))
		return;
	memcpy(&n, RTA_DATA(at[IFLA_STATS64]), offsetof(typeof(n), rx_nohandler));
	d->ipackets = n.rx_packets;
	d->ierrors = n.rx_errors;
	d->opackets = n.tx_packets;
	d->oerrors = n.tx_errors;
	d->collisions = n.collisions;
	d->ibytes = n.rx_bytes;
	d->obytes = n.tx_bytes;
	d->imcasts = n.multicast;
	d->iqdrops = n.rx_dropped;
	d->oqdrops = n.tx_dropped;
}

/* What an interface is called and how it is reached, from a link message. */
static bool read_link(struct question *q, const struct nlmsghdr *m)
{
	const struct ifinfomsg *info = NLMSG_DATA(m);
	const struct rtattr *at[IFLA_MAX + 1];
	uint64_t type;

	if (m->nlmsg_type != RTM_NEWLINK)
		return false;
	netlink_attributes(m, IFLA_RTA(info), at, IFLA_MAX + 1);
	if (!at[IFLA_IFNAME])
		return false;
	if (xlat_to_alien(XLAT_if_type, info->ifi_type, &type))
		type = IFT_OTHER;
	q->index = (unsigned)info->ifi_index;
	/* The loopback has no hardware address there; the host says six zeros. */
	bsd_link(&q->link, LINK_LENGTH, q->index, (unsigned)type, RTA_DATA(at[IFLA_IFNAME]),
		 at[IFLA_ADDRESS] ? RTA_DATA(at[IFLA_ADDRESS]) : NULL,
		 at[IFLA_ADDRESS] && !(info->ifi_flags & IFF_LOOPBACK)
		     ? (unsigned)RTA_PAYLOAD(at[IFLA_ADDRESS])
		     : 0);
	fill_data(&q->data, at, (unsigned)type);
	return true;
}

long say_link(const struct nlmsghdr *m, void *arg)
{
	struct question *q = arg;
	const struct ifinfomsg *info = NLMSG_DATA(m);
	uint64_t flags = 0;
	long ret;

	if (!read_link(q, m) || (q->argument && q->argument != q->index))
		return 0;
	xlat_to_alien(XLAT_if_flags, info->ifi_flags, &flags);
	if (flags & HEARD_BY_ALL)
		flags |= SIMPLEX;
	ret = say_interface(q, (int32_t)flags);
	return ret ? ret : netlink_dump(RTM_GETADDR, 0, say_address, q);
}

long find_link(const struct nlmsghdr *m, void *arg)
{
	struct question *q = arg;
	const struct ifinfomsg *info = NLMSG_DATA(m);

	if ((unsigned)info->ifi_index == q->index)
		read_link(q, m);
	return 0;
}
