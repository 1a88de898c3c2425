/*
 * setsockopt(2) and getsockopt(2): options by the OS's table (abi->net->options).
 * FreeBSD's rules for lengths: a value that is too short is EINVAL, what is
 * longer is cut; an answer is cut to the room that there is.
 */
#include "syscall-map/net_opt.h"

static bool is_row(const struct sockopt_row *r, int level, int option)
{
	return r && r->level == level && r->option == option;
}

/*
 * Only a level that means several things is asked what the socket is.  What was asked
 * last is asked again most often, of each connection.
 */
static const struct sockopt_row *find(int fd, int level, int option)
{
	static const struct sockopt_row *last;
	const struct sockopt_row *kept = __atomic_load_n(&last, __ATOMIC_RELAXED);
	int family = -1;

	if (is_row(kept, level, option))
		return kept;

	for (const struct sockopt_row *r = abi->net->options; r->name; r++) {
		if (!is_row(r, level, option))
			continue;
		if (!r->family) {
			if (family < 0)
				__atomic_store_n(&last, r, __ATOMIC_RELAXED);
			return r;
		}
		if (family < 0)
			family = socket_family(fd);
		if (r->family == family)
			return r;
	}
	return NULL;
}

static long not_known(int fd, int level, int option)
{
	long flags = host_call(__NR_getsockopt, fd, SOL_SOCKET, SO_TYPE, &(int){ 0 },
			       &(uint32_t){ sizeof(int) });

	if (flags < 0)
		return flags;
	hole("socket option of level", (uint64_t)(uint32_t)level << 32 | (uint32_t)option);
	return -ENOPROTOOPT;
}

static long prepare(struct option *o, struct call *c)
{
	o->fd = (int)c->alien[0];
	o->row = find(o->fd, (int)c->alien[1], (int)c->alien[2]);
	return o->row ? 0 : not_known(o->fd, (int)c->alien[1], (int)c->alien[2]);
}

/* setsockopt(socket, level, option, value, size) */
long map_setsockopt(struct call *c)
{
	struct option o;
	uint32_t size = (uint32_t)c->alien[4];
	long ret = prepare(&o, c);

	if (ret)
		return ret;
	if ((int32_t)size < 0 || size > sizeof o.data)
		return -EINVAL;
	if (size && copy_from_alien(o.data, (unsigned long)c->alien[3], size))
		return -EFAULT;
	o.size = size;
	if (!option_kinds[o.row->kind].set)
		return -ENOPROTOOPT;
	return option_kinds[o.row->kind].set(&o);
}

/* getsockopt(socket, level, option, value, size *) */
long map_getsockopt(struct call *c)
{
	struct option o;
	uint32_t room;
	long ret = prepare(&o, c);

	if (ret)
		return ret;
	if (get_alien_u32(&room, (unsigned long)c->alien[4]))
		return -EFAULT;
	if ((int32_t)room < 0)
		return -EINVAL;
	o.size = room < sizeof o.data ? room : sizeof o.data;
	if (!option_kinds[o.row->kind].get)
		return -ENOPROTOOPT;
	ret = option_kinds[o.row->kind].get(&o);
	if (ret < 0)
		return ret;
	if (o.size > room)
		o.size = room;
	if (o.size && copy_to_alien((unsigned long)c->alien[3], o.data, o.size))
		return -EFAULT;
	return put_alien_u32((unsigned long)c->alien[4], (uint32_t)o.size);
}
