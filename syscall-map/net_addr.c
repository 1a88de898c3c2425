/*
 * Socket addresses.  Data stands at the same places on both sides: what differs
 * is the start (the BSDs have a byte for the length and one for the family, the
 * host two for the family), the families' numbers, and unix addresses: the BSDs
 * have no abstract names, and say an address without a name for a socket that
 * has none, where the host says a bare family.
 */
#include "syscall-map/net.h"
#include "syscall-map/parse.h"

#define START 2 /* bytes before an address's data */

static uint8_t alien_family(const uint8_t *alien)
{
	return abi->net->has_length ? alien[1] : alien[0];
}

/*
 * The path ends at its first NUL, wherever the length ends; a NUL in front is the
 * empty path.  Only the length of any address limits it there (uipc_bindat,
 * unp_connectat: what is behind sun_path's 104 bytes counts), here 107 bytes.
 */
static long unix_to_host(struct host_addr *host, const uint8_t *alien, uint32_t size)
{
	uint32_t n = 0;

	if (size == START)
		return -EINVAL;
	if (!alien[START])
		return -ENOENT;
	for (; START + n < size && alien[START + n]; n++) {
		if (n == sizeof host->un.sun_path - 1) {
			hole("name of a unix socket too long for the host", size);
			return -ENAMETOOLONG;
		}
		host->un.sun_path[n] = (char)alien[START + n];
	}
	host->un.sun_path[n] = 0;
	host->size = START + n + 1;
	return 0;
}

static long inet_to_host(struct host_addr *host, const uint8_t *alien, uint32_t size,
			 uint32_t exact)
{
	if (size != exact)
		return -EINVAL;
	memcpy((uint8_t *)&host->storage + START, alien + START, size - START);
	host->size = size;
	return 0;
}

long addr_to_host(struct host_addr *host, const uint8_t *alien, uint32_t size)
{
	uint64_t family;

	memset(host, 0, sizeof *host);
	if (size < START)
		return -EINVAL;
	if (xlat_to_host(XLAT_family, alien_family(alien), &family))
		return -EAFNOSUPPORT;
	host->any.sa_family = (sa_family_t)family;
	switch (family) {
	case AF_UNIX:
		return unix_to_host(host, alien, size);
	case AF_INET:
		return inet_to_host(host, alien, size, sizeof host->in);
	case AF_INET6:
		return inet_to_host(host, alien, size, sizeof host->in6);
	case AF_UNSPEC:
		if (size > sizeof host->in)
			size = sizeof host->in;
		memcpy((uint8_t *)&host->storage + START, alien + START, size - START);
		host->size = sizeof host->in;
		return 0;
	default:
		return -EAFNOSUPPORT;
	}
}

long addr_from_alien(struct host_addr *host, unsigned long alien, uint32_t size)
{
	uint8_t bytes[256];

	if (size > abi->net->address_max)
		return -ENAMETOOLONG;
	if (size < START)
		return -EINVAL;
	if (copy_from_alien(bytes, alien, size))
		return -EFAULT;
	return addr_to_host(host, bytes, size);
}

static uint32_t unix_to_alien(uint8_t alien[ALIEN_ADDR_MAX], const struct host_addr *host)
{
	const uint32_t max = sizeof host->un.sun_path;
	uint32_t n = 0;

	_Static_assert(START + sizeof host->un.sun_path < ALIEN_ADDR_MAX, "with its NUL");

	if (host->size <= START || !host->un.sun_path[0])
		return abi->net->unnamed_length;
	while (n < max && START + n < host->size && host->un.sun_path[n]) {
		alien[START + n] = (uint8_t)host->un.sun_path[n];
		n++;
	}
	return START + n + 1;
}

uint32_t addr_to_alien(uint8_t alien[ALIEN_ADDR_MAX], const struct host_addr *host)
{
	uint32_t size = host->size;
	uint64_t family = 0;

	memset(alien, 0, ALIEN_ADDR_MAX);
	if (size < START)
		return 0;
	if (xlat_to_alien(XLAT_family, host->any.sa_family, &family))
		hole("address family of the host's", host->any.sa_family);
	if (host->any.sa_family == AF_UNIX) {
		size = unix_to_alien(alien, host);
	} else {
		if (size > ALIEN_ADDR_MAX)
			size = ALIEN_ADDR_MAX;
		memcpy(alien + START, (const uint8_t *)&host->storage + START, size - START);
	}
	if (host->any.sa_family == AF_INET6 && abi->net->in6_size > size)
		size = abi->net->in6_size;
	if (abi->net->has_length) {
		alien[0] = (uint8_t)size;
		alien[1] = (uint8_t)family;
	} else {
		alien[0] = (uint8_t)family;
		alien[1] = (uint8_t)(family >> 8);
	}
	return size;
}

long addr_answer(const struct host_addr *host, unsigned long alien, unsigned long size_at)
{
	uint8_t bytes[ALIEN_ADDR_MAX];
	uint32_t room, size;

	if (get_alien_u32(&room, size_at))
		return -EFAULT;
	if ((int32_t)room < 0)
		return -EINVAL;
	size = addr_to_alien(bytes, host);
	if (size > room)
		size = room;
	if (size && copy_to_alien(alien, bytes, size))
		return -EFAULT;
	return put_alien_u32(size_at, size);
}

int socket_int(int fd, int level, int option, int other)
{
	int value = 0;
	uint32_t size = sizeof value;

	return host_call(__NR_getsockopt, fd, level, option, &value, &size) ? other : value;
}

int socket_family(int fd)
{
	return socket_int(fd, SOL_SOCKET, SO_DOMAIN, AF_UNSPEC);
}

struct host_addr *scratch_addr(struct call *c)
{
	struct host_addr *addr = call_scratch(c, sizeof *addr);

	if (addr) {
		memset(addr, 0, sizeof *addr);
		addr->size = sizeof addr->storage;
	}
	return addr;
}
