/* How the values of socket options differ: one pair of functions for each kind (abi-tables/net.h).
 */
#include "syscall-map/net_opt.h"
#include "syscall-map/quiet.h"
#include "syscall-map/parse.h"

long option_host_set(struct option *o, const void *value, size_t size)
{
	return host_call(__NR_setsockopt, o->fd, o->row->host_level, o->row->host, value, size);
}

long option_host_get(struct option *o, void *value, size_t size)
{
	uint32_t room = (uint32_t)size;
	long ret;

	ret = host_call(__NR_getsockopt, o->fd, o->row->host_level, o->row->host, value, &room);
	return ret ? ret : (long)room;
}

long option_answer_int(struct option *o, int value)
{
	memcpy(o->data, &value, sizeof value);
	o->size = sizeof value;
	return 0;
}

long option_int_of(struct option *o, int *value)
{
	if (o->size < sizeof *value)
		return -EINVAL;
	memcpy(value, o->data, sizeof *value);
	return 0;
}

static long set_raw(struct option *o)
{
	return option_host_set(o, o->data, o->size);
}

static long get_raw(struct option *o)
{
	long n = option_host_get(o, o->data, o->size);

	if (n >= 0)
		o->size = (size_t)n;
	return n < 0 ? n : 0;
}

static long set_int(struct option *o)
{
	int value;
	long ret = option_int_of(o, &value);

	return ret ? ret : option_host_set(o, &value, sizeof value);
}

static long get_int(struct option *o)
{
	int value = 0;
	long n = option_host_get(o, &value, sizeof value);

	return n < 0 ? n : option_answer_int(o, value);
}

static long set_flag(struct option *o)
{
	int value;
	long ret = option_int_of(o, &value);

	value = value != 0;
	return ret ? ret : option_host_set(o, &value, sizeof value);
}

static long get_flag(struct option *o)
{
	int value = 0;
	long n = option_host_get(o, &value, sizeof value);

	return n < 0 ? n : option_answer_int(o, value ? o->row->option : 0);
}

static long set_buffer(struct option *o)
{
	int value;
	long ret = option_int_of(o, &value);

	if (!ret && value <= 0)
		ret = -EINVAL;
	return ret ? ret : option_host_set(o, &value, sizeof value);
}

static long get_buffer(struct option *o)
{
	int value = 0;
	long n = option_host_get(o, &value, sizeof value);

	return n < 0 ? n : option_answer_int(o, value / 2);
}

static long set_linger(struct option *o)
{
	return o->size < sizeof(struct linger) ? -EINVAL
					       : option_host_set(o, o->data, sizeof(struct linger));
}

static long get_linger(struct option *o)
{
	struct linger l = { 0 };
	long n = option_host_get(o, &l, sizeof l);

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
	long n = option_host_get(o, &value, sizeof value);

	return n < 0 ? n : option_answer_int(o, value ? errno_to_alien(value) : 0);
}

static long get_table(struct option *o)
{
	int value = 0;
	uint64_t alien = 0;
	long n = option_host_get(o, &value, sizeof value);

	if (n < 0)
		return n;
	if (xlat_to_alien(o->row->arg, (uint32_t)value, &alien))
		return -EINVAL;
	return option_answer_int(o, (int)alien);
}

/* What an older host says less of is 0. */
static long get_layout(struct option *o)
{
	uint8_t host[512] __attribute__((aligned(8))) = { 0 };
	const struct layout *l = &abi->layouts[o->row->arg];
	long n;

	if (l->host_size > sizeof host || l->alien_size > sizeof o->data)
		return -ENOPROTOOPT;
	n = option_host_get(o, host, l->host_size);
	if (n < 0)
		return n;
	l->to_alien(o->data, host);
	o->size = l->alien_size;
	return 0;
}

static long set_layout(struct option *o)
{
	uint8_t host[512] __attribute__((aligned(8))) = { 0 };
	const struct layout *l = &abi->layouts[o->row->arg];
	long ret;

	if (!l->to_host || l->host_size > sizeof host)
		return -ENOPROTOOPT;
	if (o->size < l->alien_size)
		return -EINVAL;
	ret = l->to_host(host, o->data);
	return ret ? ret : option_host_set(o, host, l->host_size);
}

#ifndef SO_PEERGROUPS
#define SO_PEERGROUPS 59
#endif

static long get_peer(struct option *o)
{
	struct ucred who;
	struct host_peer peer = { 0 };
	uint32_t size = sizeof peer.groups;
	long n = option_host_get(o, &who, sizeof who);

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
	return option_host_set(o, name, string_length(name));
}

static long get_name(struct option *o)
{
	char host[32] = "";
	struct word w;
	long n = option_host_get(o, host, sizeof host - 1);

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
	long ret = option_int_of(o, &value);

	return ret ? ret : quiet_set(o->fd, value != 0);
}

static long get_pipe(struct option *o)
{
	int value = 0;
	long ret = quiet_get(o->fd, &value);

	return ret ? ret : option_answer_int(o, value ? o->row->option : 0);
}

static long set_only(struct option *o)
{
	int value;
	long ret = option_int_of(o, &value);

	return ret ? ret : value == o->row->arg ? 0 : -EINVAL;
}

static long get_only(struct option *o)
{
	return option_answer_int(o, o->row->arg);
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
	[OPT_LAYOUT] = { set_layout, get_layout },
	[OPT_PEER] = { NULL, get_peer },
	[OPT_SOURCE] = { option_set_source, NULL },
	[OPT_GROUP] = { option_set_group, NULL },
	[OPT_GROUP_SOURCE] = { option_set_group_source, NULL },
	[OPT_DONTFRAG] = { option_set_dontfrag, option_get_dontfrag },
	[OPT_FILTER] = { option_set_filter, option_get_filter },
	[OPT_NAME] = { set_name, get_name },
	[OPT_PIPE] = { set_pipe, get_pipe },
	[OPT_CREDS_ONCE] = { option_set_creds_once, option_get_creds_once },
	[OPT_CREDS_ALWAYS] = { option_set_creds_always, option_get_creds_always },
	[OPT_QUEUE] = { NULL, option_get_queue },
	[OPT_ONLY] = { set_only, get_only },
	[OPT_REFUSED] = { set_refused, NULL },
};
