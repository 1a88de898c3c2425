/*
 * Questions about interfaces, netintro(4) of the BSDs.  Their struct ifreq is a
 * name and a union of 16 bytes, the host's union has 24; addresses inside are
 * each side's own.
 */
#include <linux/sockios.h>
#include <net/if.h>

#include "syscall-map/ioctl.h"
#include "syscall-map/net.h"

struct alien_ifreq {
	char name[16];
	uint8_t value[16];
};

/* Ask the host about the interface that the alien names.  0 or -errno. */
static long ask(struct call *c, const struct ioctl_row *row, struct alien_ifreq *alien,
		struct ifreq *host)
{
	if (copy_from_alien(alien, (unsigned long)c->alien[2], sizeof *alien))
		return -EFAULT;
	memset(host, 0, sizeof *host);
	memcpy(host->ifr_name, alien->name, sizeof host->ifr_name);
	host->ifr_name[sizeof host->ifr_name - 1] = 0;
	/* The host says ENODEV where FreeBSD says ENXIO. */
	long ret = host_call(__NR_ioctl, c->alien[0], row->host, host);

	return ret == -ENODEV ? -ENXIO : ret;
}

static long answer(struct call *c, const struct alien_ifreq *alien)
{
	return copy_to_alien((unsigned long)c->alien[2], alien, sizeof *alien);
}

static void put_addr(uint8_t value[16], const struct sockaddr *from)
{
	uint8_t bytes[ALIEN_ADDR_MAX];
	struct host_addr a = { .size = sizeof(struct sockaddr_in) };

	memcpy(&a.any, from, sizeof *from);
	addr_to_alien(bytes, &a);
	memcpy(value, bytes, 16);
}

long ioctl_if_addr(struct call *c, const struct ioctl_row *row)
{
	struct alien_ifreq alien;
	struct ifreq host;
	long ret = ask(c, row, &alien, &host);

	if (ret)
		return ret;
	put_addr(alien.value, &host.ifr_addr);
	return answer(c, &alien);
}

long ioctl_if_flags(struct call *c, const struct ioctl_row *row)
{
	struct alien_ifreq alien;
	struct ifreq host;
	uint64_t flags = 0;
	long ret = ask(c, row, &alien, &host);

	if (ret)
		return ret;
	xlat_to_alien(XLAT_if_flags, (uint16_t)host.ifr_flags, &flags);
	memset(alien.value, 0, sizeof alien.value);
	memcpy(alien.value, &flags, 4); /* ifr_flags, ifr_flagshigh */
	return answer(c, &alien);
}

long ioctl_if_int(struct call *c, const struct ioctl_row *row)
{
	struct alien_ifreq alien;
	struct ifreq host;
	long ret = ask(c, row, &alien, &host);

	if (ret)
		return ret;
	memset(alien.value, 0, sizeof alien.value);
	memcpy(alien.value, &host.ifr_mtu, sizeof host.ifr_mtu);
	return answer(c, &alien);
}

long ioctl_if_index(struct call *c, const struct ioctl_row *row)
{
	struct alien_ifreq alien;
	struct ifreq host;
	uint16_t index;
	long ret = ask(c, row, &alien, &host);

	if (ret)
		return ret;
	index = (uint16_t)host.ifr_ifindex;
	memset(alien.value, 0, sizeof alien.value);
	memcpy(alien.value, &index, sizeof index);
	return answer(c, &alien);
}

/*
 * SIOCGIFCONF: {int room; char *} to be filled with a record for each IPv4
 * address.  (Longer addresses make longer records there; the host says only
 * these.)  The size is what fits.
 */
long ioctl_if_list(struct call *c, const struct ioctl_row *row)
{
	struct {
		int32_t size, pad;
		uint64_t records;
	} a;
	struct ifreq list[64];
	struct ifconf conf = { .ifc_len = sizeof list, .ifc_req = list };
	unsigned count = 0;
	long ret;

	if (copy_from_alien(&a, (unsigned long)c->alien[2], sizeof a))
		return -EFAULT;
	ret = host_call(__NR_ioctl, c->alien[0], row->host, &conf);
	if (ret)
		return ret;
	for (int i = 0; i < conf.ifc_len / (int)sizeof list[0]; i++) {
		struct alien_ifreq alien = { 0 };

		if ((count + 1) * sizeof alien > (uint32_t)a.size)
			break;
		memcpy(alien.name, list[i].ifr_name, sizeof alien.name);
		put_addr(alien.value, &list[i].ifr_addr);
		if (copy_to_alien(a.records + count * sizeof alien, &alien, sizeof alien))
			return -EFAULT;
		count++;
	}
	return put_alien_u32((unsigned long)c->alien[2], count * sizeof(struct alien_ifreq));
}
