/*
 * Calls that their argument kinds describe: map_args takes them one by one, in
 * the order of the row, from the alien's arguments to the host's.
 */
#include <fcntl.h>

#include "syscall-map/map.h"

/* A structure that the host writes, to be converted when it has. */
struct pending_out {
	unsigned long alien;
	const void *host;
	enum layout_id layout;
};

/* map_args' own scratch, at the start of call.scratch. */
struct outs {
	unsigned count;
	struct pending_out out[3];
};

void *call_scratch(struct call *c, size_t size)
{
	size_t at = (c->scratch_used + 15) & ~15ul;

	if (at + size > CALL_SCRATCH)
		return NULL;
	c->scratch_used = at + size;
	return c->scratch + at;
}

static struct outs *outs_of(struct call *c)
{
	return (struct outs *)c->scratch;
}

static long finish_outs(struct call *c, long ret)
{
	const struct outs *outs = outs_of(c);

	if (ret < 0)
		return ret;
	for (unsigned i = 0; i < outs->count; i++) {
		const struct pending_out *o = &outs->out[i];
		long error = layout_to_alien(o->layout, o->alien, o->host);

		if (error)
			return error;
	}
	return ret;
}

static long map_struct(struct call *c, const struct arg *arg, unsigned long alien, long *host)
{
	enum layout_id id = arg->table;
	struct outs *outs = outs_of(c);
	void *copy;

	if (!alien) {
		*host = 0;
		return 0;
	}
	if (!c->scratch_used) {
		c->scratch_used = sizeof *outs;
		outs->count = 0;
	}
	copy = call_scratch(c, abi->layouts[id].host_size);
	if (!copy || outs->count == sizeof outs->out / sizeof outs->out[0])
		return -ENOMEM;
	*host = (long)copy;
	if (arg->kind != ARG_IN) {
		outs->out[outs->count++] = (struct pending_out){ alien, copy, id };
		c->finish = finish_outs;
	}
	return arg->kind == ARG_OUT ? 0 : layout_from_alien(id, copy, alien);
}

/* One argument that is not passed on as it is. */
static long map_arg(struct call *c, const struct arg *arg, long alien, long *host)
{
	uint64_t value = 0;
	long error;

	switch (arg->kind) {
	case ARG_DIRFD:
		*host = (int)alien == abi->at_fdcwd ? AT_FDCWD : alien;
		return 0;
	case ARG_DEV:
		*host = (long)abi->dev_to_host((uint64_t)alien);
		return 0;
	case ARG_FLAGS:
		error = xlat_to_host(arg->table, (uint32_t)alien, &value);
		*host = (long)value;
		return error;
	case ARG_ENUM:
		error = xlat_to_host(arg->table, (uint64_t)(int)alien, &value);
		*host = (long)value;
		return error;
	case ARG_SIGNAL:
		*host = alien ? signal_to_host(alien) : 0;
		return alien && !*host ? -EINVAL : 0;
	case ARG_IN:
	case ARG_OUT:
	case ARG_INOUT:
		return map_struct(c, arg, (unsigned long)alien, host);
	default:
		*host = alien;
		return 0;
	}
}

long map_args(struct call *c)
{
	const struct row *row = c->row;
	const long *alien = c->alien;
	long *host = c->host;

	for (const struct arg *a = row->args; a < row->args + ROW_ARGS && a->kind; a++) {
		long error;

		if (a->kind == ARG_PAD) {
			alien++;
			continue;
		}
		if (host == c->host + 6)
			break;
		if (a->kind == ARG_CWD || a->kind == ARG_ZERO) {
			*host++ = a->kind == ARG_CWD ? AT_FDCWD : 0;
			continue;
		}
		error = map_arg(c, a, *alien++, host++);
		if (error)
			return error;
	}
	c->host_nr = row->host;
	return CALL_HOST;
}

long map_now(struct call *c)
{
	long ret = map_args(c);
	finish_fn *finish = c->finish;

	if (ret != CALL_HOST)
		return ret;
	ret = host_sleep(c->host_nr, c->host[0], c->host[1], c->host[2], c->host[3], c->host[4],
			 c->host[5]);
	c->finish = NULL;
	return finish ? finish(c, ret) : ret;
}
