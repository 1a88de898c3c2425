/*
 * The host's interfaces, addresses and routes, asked through rtnetlink(7), and
 * its multicast memberships, which only /proc/net tells.
 */
#ifndef SYSCALL_MAP_NETLINK_H
#define SYSCALL_MAP_NETLINK_H

#include <stddef.h>
#include <stdint.h>

struct nlmsghdr;
struct rtattr;

/* Called for each message of a dump until it returns other than 0, which is then the answer. */
typedef long netlink_fn(const struct nlmsghdr *message, void *arg);

/* RTM_GETLINK, RTM_GETADDR, RTM_GETROUTE for a family of the host's (0: all).  0 or -errno. */
long netlink_dump(int type, int family, netlink_fn *each, void *arg);

/* Attributes `first` to the message's end into table[type]; other types than < count are left out.
 */
void netlink_attributes(const struct nlmsghdr *message, const struct rtattr *first,
			const struct rtattr **table, unsigned count);

/* A group that an interface has joined: 4 or 16 bytes, family of the host's. */
typedef long multicast_fn(unsigned index, int family, const uint8_t *group, void *arg);
long host_multicast(multicast_fn *each, void *arg);

#endif
