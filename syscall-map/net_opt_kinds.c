/* How the values of socket options differ: one pair of functions for each kind (abi-tables/net.h).
 */
#include <netinet/tcp.h>

#include "syscall-map/net_opt.h"
#include "syscall-map/parse.h"

static long host_set(struct option *o, const void *value, size_t size)
{
	return host_call(__NR_setsockopt, o->fd, o->row->host_level, o->row->host, value, size);
}

static long host_get(struct option *o, void *value, size_t size)
{
	uint32_t room = (uint32_t)size;
	long ret;

	ret = host_call(__NR_getsockopt, o->fd, o->row->host_level, o->row->host, value, &room);
	return ret ? ret : (long)room;
}

static long answer_int(struct option *o, int value)
{
	memcpy(o->data, &value, sizeof value);
	o->size = sizeof value;
	return 0;
}

static long int_of(struct option *o, int *value)
{
	if (o->size < sizeof *value)
		return -EINVAL;
	memcpy(value, o->data, sizeof *value);
	return 0;
}

static long set_raw(struct option *o)
{
	return host_set(o, o->data, o->size);
}

static long get_raw(struct option *o)
{
	long n = host_get(o, o->data, o->size);

	if (n >= 0)
		o->size = (size_t)n;
	return n < 0 ? n : 0;
}

static long set_int(struct option *o)
{
	int value;
	long ret = int_of(o, &value);

	return ret ? ret : host_set(o, &value, sizeof value);
}

static long get_int(struct option *o)
{
	int value = 0;
	long n = host_get(o, &value, sizeof value);

	return n < 0 ? n : answer_int(o, value);
}

static long set_flag(struct option *o)
{
	int value;
	long ret = int_of(o, &value);

	value = value != 0;
	return ret ? ret : host_set(o, &value, sizeof value);
}

static long get_flag(struct option *o)
{
	int value = 0;
	long n = host_get(o, &value, sizeof value);

	return n < 0 ? n : answer_int(o, value ? o->row->option : 0);
}

static long set_buffer(struct option *o)
{
	int value;
	long ret = int_of(o, &value);

	if (!ret && value <= 0)
		ret = -EINVAL;
	return ret ? ret : host_set(o, &value, sizeof value);
}

static long get_buffer(struct option *o)
{
	int value = 0;
	long n = host_get(o, &value, sizeof value);

	return n < 0 ? n : answer_int(o, value / 2);
}

static long set_linger(struct option *o)
{
	return o->size < sizeof(struct linger) ? -EINVAL
					       : host_set(o, o->data, sizeof(struct linger));
}

static long get_linger(struct option *o)
{
	struct linger l = { 0 };
	long n = host_get(o, &l, sizeof l);

	if (n < 0)
		return n;
	l.l_onoff = l.l_onoff ? o->row->option : 0;
	memcpy(o->data, &l, sizeof l);
	o->size = sizeof l;
	return 0;
}

static long get_errno(struct option *o)
{
	int value = 0;
	long n = host_get(o, &value, sizeof value);

	return n < 0 ? n : answer_int(o, value ? errno_to_alien(value) : 0);
}

static long get_table(struct option *o)
{
	int value = 0;
	uint64_t alien = 0;
	long n = host_get(o, &value, sizeof value);

	if (n < 0)
		return n;
	if (xlat_to_alien(o->row->arg, (uint32_t)value, &alien))
		return -EINVAL;
	return answer_int(o, (int)alien);
}

/* What an older host says less of is 0. */
static long get_layout(struct option *o)
{
	uint8_t host[512] __attribute__((aligned(8))) = { 0 };
	const struct layout *l = &abi->layouts[o->row->arg];
	long n;

	if (l->host_size > sizeof host || l->alien_size > sizeof o->data)
		return -ENOPROTOOPT;
	n = host_get(o, host, l->host_size);
	if (n < 0)
		return n;
	l->to_alien(o->data, host);
	o->size = l->alien_size;
	return 0;
}

#ifndef SO_PEERGROUPS
#define SO_PEERGROUPS 59
#endif

static long get_peer(struct option *o)
{
	struct ucred who;
	struct host_peer peer = { 0 };
	uint32_t size = sizeof peer.groups;
	long n = host_get(o, &who, sizeof who);

	if (n < 0)
		return n;
	if (who.pid == 0) /* a socket without a peer */
		return -ENOTCONN;
	peer.pid = who.pid;
	peer.uid = who.uid;
	peer.gid = who.gid;
	if (!host_call(__NR_getsockopt, o->fd, SOL_SOCKET, SO_PEERGROUPS, peer.groups, &size))
		peer.group_count = size / sizeof peer.groups[0];
	abi->layouts[o->row->arg].to_alien(o->data, &peer);
	o->size = abi->layouts[o->row->arg].alien_size;
	return 0;
}

/* struct ip_mreq_source: group, source, interface there; group, interface, source here. */
static long set_source(struct option *o)
{
	uint32_t v[3], host[3];

	if (o->size < sizeof v)
		return -EINVAL;
	memcpy(v, o->data, sizeof v);
	host[0] = v[0];
	host[1] = v[2];
	host[2] = v[1];
	return host_set(o, host, sizeof host);
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
	return host_set(o, &host, size);
}

static long set_group(struct option *o)
{
	return set_groups(o, 1);
}

static long set_group_source(struct option *o)
{
	return set_groups(o, 2);
}

static long set_dontfrag(struct option *o)
{
	int value;
	long ret = int_of(o, &value);

	value = value ? IP_PMTUDISC_DO : IP_PMTUDISC_DONT;
	return ret ? ret : host_set(o, &value, sizeof value);
}

static long get_dontfrag(struct option *o)
{
	int value = 0;
	long n = host_get(o, &value, sizeof value);

	return n < 0 ? n : answer_int(o, value == IP_PMTUDISC_DO || value == IP_PMTUDISC_PROBE);
}

#define FILTER_SIZE 32

static void invert(uint8_t *bits)
{
	for (int i = 0; i < FILTER_SIZE; i++)
		bits[i] = (uint8_t)~bits[i];
}

static long set_filter(struct option *o)
{
	if (o->size < FILTER_SIZE)
		return -EINVAL;
	invert(o->data);
	return host_set(o, o->data, FILTER_SIZE);
}

static long get_filter(struct option *o)
{
	long n = host_get(o, o->data, FILTER_SIZE);

	if (n < 0)
		return n;
	invert(o->data);
	o->size = FILTER_SIZE;
	return 0;
}

static const char *other_name(const char *name, bool to_host)
{
	for (const struct name_pair *p = abi->net->names; p->alien; p++)
		if (string_same(to_host ? p->alien : p->host, name))
			return to_host ? p->host : p->alien;
	return name;
}

static long set_name(struct option *o)
{
	const char *name;

	if (o->size >= sizeof o->data)
		return -EINVAL;
	o->data[o->size] = 0;
	name = other_name((const char *)o->data, true);
	return host_set(o, name, string_length(name));
}

static long get_name(struct option *o)
{
	char host[32] = "";
	struct word w;
	long n = host_get(o, host, sizeof host - 1);

	if (n < 0)
		return n;
	word_begin(&w, (char *)o->data, sizeof o->data);
	word_add(&w, other_name(host, false));
	o->size = (size_t)(w.at - (char *)o->data) + 1;
	return 0;
}

static long set_pipe(struct option *o)
{
	int value;
	long ret = int_of(o, &value);

	return ret ? ret : set_no_sigpipe(o->fd, value != 0);
}

static long get_pipe(struct option *o)
{
	int value = 0;
	long ret = get_no_sigpipe(o->fd, &value);

	return ret ? ret : answer_int(o, value ? o->row->option : 0);
}

/* tcp(7): of a listening socket, the queue's length and limit stand in for other counts. */
static long get_queue(struct option *o)
{
	struct tcp_info info = { 0 };
	long n = host_get(o, &info, sizeof info);

	if (n < 0)
		return n;
	if (info.tcpi_state != TCP_LISTEN)
		return answer_int(o, 0);
	return answer_int(o, (int)(o->row->arg ? info.tcpi_unacked : info.tcpi_sacked));
}

static long set_only(struct option *o)
{
	int value;
	long ret = int_of(o, &value);

	return ret ? ret : value == o->row->arg ? 0 : -EINVAL;
}

static long get_only(struct option *o)
{
	return answer_int(o, o->row->arg);
}

static long set_refused(struct option *o)
{
	hole(o->row->name, 0);
	return -o->row->host;
}

const struct option_kind option_kinds[OPT_KIND_COUNT] = {
	[OPT_RAW] = { set_raw, get_raw },
	[OPT_INT] = { set_int, get_int },
	[OPT_FLAG] = { set_flag, get_flag },
	[OPT_BUFFER] = { set_buffer, get_buffer },
	[OPT_LINGER] = { set_linger, get_linger },
	[OPT_ERRNO] = { NULL, get_errno },
	[OPT_TABLE] = { NULL, get_table },
	[OPT_LAYOUT] = { NULL, get_layout },
	[OPT_PEER] = { NULL, get_peer },
	[OPT_SOURCE] = { set_source, NULL },
	[OPT_GROUP] = { set_group, NULL },
	[OPT_GROUP_SOURCE] = { set_group_source, NULL },
	[OPT_DONTFRAG] = { set_dontfrag, get_dontfrag },
	[OPT_FILTER] = { set_filter, get_filter },
	[OPT_NAME] = { set_name, get_name },
	[OPT_PIPE] = { set_pipe, get_pipe },
	[OPT_QUEUE] = { NULL, get_queue },
	[OPT_ONLY] = { set_only, get_only },
	[OPT_REFUSED] = { set_refused, NULL },
};
