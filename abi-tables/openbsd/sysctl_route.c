/*
 * OpenBSD's net.route: {CTL_NET, PF_ROUTE, 0, family, NET_RT_IFLIST, index}, the
 * interfaces and their addresses as routing messages (net/route.h, net/if.h), made of the
 * host's rtnetlink(7) messages.
 */
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stddef.h>
#include <sys/socket.h>

#include "abi-tables/bsd44/route_addr.h"
#include "abi-tables/bsd44/sysctl.h"
#include "abi-tables/openbsd/openbsd.h"
#include "abi-tables/openbsd/route.h"
#include "syscall-map/map.h"
#include "syscall-map/netlink.h"
#include "syscall-map/parse.h"

#define VERSION     5     /* RTM_VERSION */
#define LINK_LENGTH 32    /* of struct sockaddr_dl */
#define ASK_IFLIST  3     /* NET_RT_IFLIST */
#define IFT_OTHER   1     /* net/if_types.h */
#define SIMPLEX     0x800 /* IFF_SIMPLEX: what a link sends it does not hear, if it broadcasts */
#define BROADCASTS  2     /* IFF_BROADCAST */

/* RTM_ types, and places of the addresses behind a message (RTAX_). */
enum { MESSAGE_NEWADDR = 0xc, MESSAGE_IFINFO = 0xe };
enum { AT_NETMASK = 2, AT_IFP = 4, AT_IFA = 5, AT_BRD = 7, AT_COUNT = 9 };

struct if_msghdr {
	uint16_t length;
	uint8_t version, type;
	uint16_t header, index, table, pad;
	int32_t addrs, flags, xflags;
	struct openbsd_if_data data;
};
_Static_assert(sizeof(struct if_msghdr) == 168, "struct if_msghdr");

struct ifa_msghdr {
	uint16_t length;
	uint8_t version, type;
	uint16_t header, index, table, pad;
	int32_t addrs, flags, metric;
};
_Static_assert(sizeof(struct ifa_msghdr) == 24, "struct ifa_msghdr");

struct question {
	struct sysctl *s;
	unsigned family;        /* the alien's, 0: all */
	unsigned wanted, index; /* 0: all; the one that is being said */
	struct bsd_addr link;
};

/* Say a message and the addresses behind it, each rounded up to 8 bytes. */
static long say_message(struct question *q, struct if_msghdr *head, size_t size,
			const struct bsd_addr *const list[AT_COUNT])
{
	size_t length = size;
	long ret;

	for (int i = 0; i < AT_COUNT; i++)
		if (list[i]) {
			head->addrs |= 1 << i;
			length += (list[i]->length + 7u) & ~7u;
		}
	head->length = (uint16_t)length;
	head->header = (uint16_t)size;
	head->version = VERSION;
	ret = sysctl_out(q->s, head, size);
	for (int i = 0; i < AT_COUNT && !ret; i++)
		if (list[i])
			ret = sysctl_out(q->s, list[i], (list[i]->length + 7u) & ~7u);
	return ret;
}

static long say_address(const struct nlmsghdr *m, void *arg)
{
	struct question *q = arg;
	const struct ifaddrmsg *info = NLMSG_DATA(m);
	const struct rtattr *at[IFA_MAX + 1], *own;
	struct bsd_addr address, mask, other;
	const struct bsd_addr *list[AT_COUNT] = { [AT_NETMASK] = &mask, [AT_IFA] = &address };
	union {
		struct if_msghdr head;
		struct ifa_msghdr address;
	} a = { .address = { .type = MESSAGE_NEWADDR, .index = (uint16_t)info->ifa_index } };
	uint64_t family;

	if (m->nlmsg_type != RTM_NEWADDR || info->ifa_index != q->index ||
	    (info->ifa_family != AF_INET && info->ifa_family != AF_INET6) ||
	    xlat_to_alien(XLAT_family, info->ifa_family, &family) ||
	    (q->family && q->family != family))
		return 0;
	netlink_attributes(m, IFA_RTA(info), at, IFA_MAX + 1);
	/* On a point-to-point link IFA_ADDRESS is the other end's. */
	own = at[IFA_LOCAL] ? at[IFA_LOCAL] : at[IFA_ADDRESS];
	if (!own)
		return 0;
	bsd_inet(&address, info->ifa_family, RTA_DATA(own), q->index);
	bsd_mask(&mask, info->ifa_family, info->ifa_prefixlen);
	if (info->ifa_family == AF_INET) {
		const struct rtattr *there =
		    at[IFA_BROADCAST] ? at[IFA_BROADCAST] : at[IFA_ADDRESS];

		bsd_inet(&other, AF_INET, RTA_DATA(there ? there : own), 0);
		list[AT_BRD] = &other;
	}
	return say_message(q, &a.head, sizeof a.address, list);
}

static void fill_data(struct if_msghdr *m, const struct rtattr *const at[])
{
	struct rtnl_link_stats64 n;

	m->data.addrlen = at[IFLA_ADDRESS] ? (uint8_t)RTA_PAYLOAD(at[IFLA_ADDRESS]) : 0;
	m->data.mtu = at[IFLA_MTU] ? *(const uint32_t *)RTA_DATA(at[IFLA_MTU]) : 0;
	if (at[IFLA_OPERSTATE]) {
		uint8_t state = *(const uint8_t *)RTA_DATA(at[IFLA_OPERSTATE]);

		/* LINK_STATE_UP, _UNKNOWN, _DOWN of the host's IF_OPER_UP, _UNKNOWN, others */
		m->data.link_state = state == 6 ? 4 : state == 0 ? 0 : 2;
	}
	if (!at[IFLA_STATS64] || RTA_PAYLOAD(at[IFLA_STATS64]) < offsetof(typeof(n), rx_nohandler))
		return;
	memcpy(&n, RTA_DATA(at[IFLA_STATS64]), offsetof(typeof(n), rx_nohandler));
	m->data.ipackets = n.rx_packets;
	m->data.ierrors = n.rx_errors;
	m->data.opackets = n.tx_packets;
	m->data.oerrors = n.tx_errors;
	m->data.collisions = n.collisions;
	m->data.ibytes = n.rx_bytes;
	m->data.obytes = n.tx_bytes;
	m->data.imcasts = n.multicast;
	m->data.iqdrops = n.rx_dropped;
	m->data.oqdrops = n.tx_dropped;
}

static long say_link(const struct nlmsghdr *message, void *arg)
{
	struct question *q = arg;
	const struct ifinfomsg *info = NLMSG_DATA(message);
	const struct rtattr *at[IFLA_MAX + 1];
	const struct bsd_addr *list[AT_COUNT] = { [AT_IFP] = &q->link };
	struct if_msghdr m = { .type = MESSAGE_IFINFO, .index = (uint16_t)info->ifi_index };
	uint64_t type, flags = 0;
	unsigned hardware = 0;
	long ret;

	if (message->nlmsg_type != RTM_NEWLINK ||
	    (q->wanted && q->wanted != (unsigned)info->ifi_index))
		return 0;
	netlink_attributes(message, IFLA_RTA(info), at, IFLA_MAX + 1);
	if (!at[IFLA_IFNAME])
		return 0;
	if (xlat_to_alien(XLAT_if_type, info->ifi_type, &type))
		type = IFT_OTHER;
	xlat_to_alien(XLAT_if_flags, info->ifi_flags, &flags);
	m.flags = (int32_t)(flags & BROADCASTS ? flags | SIMPLEX : flags);
	m.data.type = (uint8_t)type;
	fill_data(&m, at);
	/* The loopback has no hardware address there; the host says six zeros. */
	if (at[IFLA_ADDRESS] && !(info->ifi_flags & IFF_LOOPBACK))
		hardware = (unsigned)RTA_PAYLOAD(at[IFLA_ADDRESS]);
	q->index = (unsigned)info->ifi_index;
	bsd_link(&q->link, LINK_LENGTH, q->index, (unsigned)type, RTA_DATA(at[IFLA_IFNAME]),
		 hardware ? RTA_DATA(at[IFLA_ADDRESS]) : NULL, hardware);
	ret = say_message(q, &m, sizeof m, list);
	return ret ? ret : netlink_dump(RTM_GETADDR, 0, say_address, q);
}

long openbsd_say_routes(struct sysctl *s)
{
	struct question q = { .s = s };

	if (s->depth != 6)
		return s->depth < 6 ? -EINVAL : -ENOTDIR;
	q.family = s->name[3];
	q.wanted = s->name[5];
	if (s->name[4] == ASK_IFLIST)
		return netlink_dump(RTM_GETLINK, 0, say_link, &q);
	hole("net.route: what", s->name[4]);
	return -EOPNOTSUPP;
}
