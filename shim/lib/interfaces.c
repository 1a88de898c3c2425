/*
 * Network interfaces.  An interface's own address is AF_PACKET's here and AF_LINK's,
 * with its name in it, there; with it comes struct if_data.
 */
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netpacket/packet.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/netdb.h"
#include "shim/lib/lib.h"
#include "syscall-map/map.h"
#include "syscall-map/net.h"

/* ifaddrs.h: the members of both; all of one entry is one piece of memory. */
struct entry {
	struct entry *next;
	char *name;
	unsigned flags;
	void *address, *mask, *other, *data;
	char name_bytes[IF_NAMESIZE];
	uint8_t addresses[3][ALIEN_ADDR_MAX];
	uint64_t counts[24]; /* struct if_data */
};

static void link_to_alien(uint8_t to[ALIEN_ADDR_MAX], const struct sockaddr_ll *from,
			  const char *name)
{
	struct freebsd_sockaddr_dl dl = { .length = lib_facts->link_size,
					  .family = FREEBSD_AF_LINK,
					  .index = (uint16_t)from->sll_ifindex };
	size_t n = strnlen(name, IF_NAMESIZE);

	dl.type = from->sll_hatype == ARPHRD_ETHER      ? FREEBSD_IFT_ETHER
		  : from->sll_hatype == ARPHRD_LOOPBACK ? FREEBSD_IFT_LOOP
							: FREEBSD_IFT_OTHER;
	dl.name_length = (uint8_t)n;
	dl.address_length = from->sll_halen <= 8 ? from->sll_halen : 8;
	memcpy(dl.data, name, n);
	memcpy(dl.data + n, from->sll_addr, dl.address_length);
	memset(to, 0, ALIEN_ADDR_MAX);
	memcpy(to, &dl, lib_facts->link_size);
}

static void *address_to_alien(uint8_t to[ALIEN_ADDR_MAX], const struct sockaddr *from,
			      const char *name)
{
	struct host_addr host = { .size = sizeof(struct sockaddr_in) };

	if (!from)
		return NULL;
	if (from->sa_family == AF_PACKET) {
		link_to_alien(to, (const struct sockaddr_ll *)from, name);
		return to;
	}
	if (from->sa_family == AF_INET6)
		host.size = sizeof(struct sockaddr_in6);
	else if (from->sa_family != AF_INET)
		return NULL;
	memcpy(&host.storage, from, host.size);
	addr_to_alien(to, &host);
	return to;
}

static void counts_to_alien(struct entry *to, const struct rtnl_link_stats *from)
{
	const struct freebsd_sockaddr_dl *dl = to->address;
	struct lib_counts counts = { .type = dl->type,
				     .address_length = dl->address_length,
				     .up = to->flags & 0x40,
				     .host = from };

	lib_facts->counts(to->counts, &counts);
	to->data = to->counts;
}

static struct entry *entry_of(const struct ifaddrs *from)
{
	struct entry *to = calloc(1, sizeof *to);
	uint64_t flags = 0;

	if (!to)
		return NULL;
	to->name = strncpy(to->name_bytes, from->ifa_name, sizeof to->name_bytes - 1);
	xlat_to_alien(XLAT_if_flags, from->ifa_flags & 0xffff, &flags);
	to->flags = (unsigned)flags;
	to->address = address_to_alien(to->addresses[0], from->ifa_addr, to->name);
	to->mask = address_to_alien(to->addresses[1], from->ifa_netmask, to->name);
	if (from->ifa_addr->sa_family != AF_PACKET)
		to->other = address_to_alien(to->addresses[2], from->ifa_dstaddr, to->name);
	else if (from->ifa_data)
		counts_to_alien(to, from->ifa_data);
	return to;
}

void lib_freeifaddrs(struct entry *list)
{
	while (list) {
		struct entry *next = list->next;

		free(list);
		list = next;
	}
}

int lib_getifaddrs(struct entry **result)
{
	struct entry *list = NULL, **last = &list;
	struct ifaddrs *host;

	if (getifaddrs(&host) < 0) {
		lib_failed();
		return -1;
	}
	for (const struct ifaddrs *i = host; i; i = i->ifa_next) {
		if (!i->ifa_addr ||
		    (i->ifa_addr->sa_family != AF_PACKET && i->ifa_addr->sa_family != AF_INET &&
		     i->ifa_addr->sa_family != AF_INET6))
			continue;
		*last = entry_of(i);
		if (!*last) {
			freeifaddrs(host);
			lib_freeifaddrs(list);
			errno = ENOMEM;
			return -1;
		}
		last = &(*last)->next;
	}
	freeifaddrs(host);
	*result = list;
	return 0;
}

/* What there is not is ENXIO there. */
unsigned lib_if_nametoindex(const char *name)
{
	unsigned index = if_nametoindex(name);

	if (!index) {
		if (errno == ENODEV)
			errno = ENXIO;
		lib_failed();
	}
	return index;
}

/* inet(3): the family's number differs. */
static int family_to_host(int alien)
{
	uint64_t host;

	return xlat_to_host(XLAT_family, (uint64_t)alien, &host) ? -1 : (int)host;
}

int lib_inet_pton(int family, const char *text, void *address)
{
	int ret = inet_pton(family_to_host(family), text, address);

	if (ret < 0)
		lib_failed();
	return ret;
}

const char *lib_inet_ntop(int family, const void *address, char *text, uint32_t size)
{
	const char *ret = inet_ntop(family_to_host(family), address, text, size);

	if (!ret)
		lib_failed();
	return ret;
}
