/* Socket options of IP and TCP whose values differ (abi-tables/net.h). */
#include <netinet/tcp.h>

#include "syscall-map/net_opt.h"

/* struct ip_mreq_source: group, source, interface there; group, interface, source here. */
long option_set_source(struct option *o)
{
	uint32_t v[3], host[3];

	if (o->size < sizeof v)
		return -EINVAL;
	memcpy(v, o->data, sizeof v);
	host[0] = v[0];
	host[1] = v[2];
	host[2] = v[1];
	return option_host_set(o, host, sizeof host);
}

/* struct group_req and group_source_req: an interface, and one or two sockaddr_storage. */
static long set_groups(struct option *o, unsigned addresses)
{
	struct {
		uint32_t interface;
		struct sockaddr_storage address[2] __attribute__((aligned(8)));
	} host;
	size_t size = 8 + addresses * sizeof host.address[0];
	long ret;

	if (o->size < size)
		return -EINVAL;
	memset(&host, 0, sizeof host);
	memcpy(&host.interface, o->data, sizeof host.interface);
	for (unsigned i = 0; i < addresses; i++) {
		const uint8_t *from = o->data + 8 + i * sizeof host.address[0];
		struct host_addr a;

		/* Its family says how long it is. */
		ret = addr_to_host(&a, from, sizeof a.in);
		if (ret == -EINVAL)
			ret = addr_to_host(&a, from, sizeof a.in6);
		if (ret)
			return ret;
		memcpy(&host.address[i], &a.storage, a.size);
	}
	return option_host_set(o, &host, size);
}

long option_set_group(struct option *o)
{
	return set_groups(o, 1);
}

long option_set_group_source(struct option *o)
{
	return set_groups(o, 2);
}

long option_set_dontfrag(struct option *o)
{
	int value;
	long ret = option_int_of(o, &value);

	value = value ? IP_PMTUDISC_DO : IP_PMTUDISC_DONT;
	return ret ? ret : option_host_set(o, &value, sizeof value);
}

long option_get_dontfrag(struct option *o)
{
	int value = 0;
	long n = option_host_get(o, &value, sizeof value);

	return n < 0 ? n
		     : option_answer_int(o, value == IP_PMTUDISC_DO || value == IP_PMTUDISC_PROBE);
}

#define FILTER_SIZE 32

static void invert(uint8_t *bits)
{
	for (int i = 0; i < FILTER_SIZE; i++)
		bits[i] = (uint8_t)~bits[i];
}

long option_set_filter(struct option *o)
{
	if (o->size < FILTER_SIZE)
		return -EINVAL;
	invert(o->data);
	return option_host_set(o, o->data, FILTER_SIZE);
}

long option_get_filter(struct option *o)
{
	long n = option_host_get(o, o->data, FILTER_SIZE);

	if (n < 0)
		return n;
	invert(o->data);
	o->size = FILTER_SIZE;
	return 0;
}

/* tcp(7): of a listening socket, the queue's length and limit stand in for other counts. */
long option_get_queue(struct option *o)
{
	struct tcp_info info = { 0 };
	long n = option_host_get(o, &info, sizeof info);

	if (n < 0)
		return n;
	if (info.tcpi_state != TCP_LISTEN)
		return option_answer_int(o, 0);
	return option_answer_int(o, (int)(o->row->arg ? info.tcpi_unacked : info.tcpi_sacked));
}
