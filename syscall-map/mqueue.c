/*
 * POSIX message queues.  The calls are alike, but a name begins with a slash on
 * the BSDs, where the kernel checks it, and the host's C library has taken it off.
 */
#include <fcntl.h>
#include <mqueue.h>

#include "syscall-map/map.h"

#define NAME_BYTES 256

/* A name from mq_open(2): a slash, and behind it at least one character and no slash.  0 or -errno.
 */
static long read_name(char name[NAME_BYTES], unsigned long alien)
{
	long length = string_from_alien(name, alien, NAME_BYTES);

	if (length < 0)
		return length;
	if (length < 2 || name[0] != '/')
		return -EINVAL;
	for (const char *s = name + 1; *s; s++)
		if (*s == '/')
			return -EINVAL;
	return 0;
}

/* (name, flags, mode, attributes of a new queue) */
long map_mq_open(struct call *c)
{
	char *name = call_scratch(c, NAME_BYTES);
	struct mq_attr *attr = NULL;
	uint64_t flags;
	long error = xlat_to_host(XLAT_mq_open, (uint32_t)c->alien[1], &flags);

	if (!error && flags & O_CREAT && c->alien[3]) {
		attr = call_scratch(c, sizeof *attr);
		error = layout_from_alien(LAYOUT_mq_new, attr, (unsigned long)c->alien[3]);
	}
	if (!error)
		error = read_name(name, (unsigned long)c->alien[0]);
	if (error)
		return error;
	c->host[0] = (long)(name + 1);
	c->host[1] = (long)flags;
	c->host[2] = c->alien[2] & 0777;
	c->host[3] = (long)attr;
	c->host_nr = __NR_mq_open;
	return CALL_HOST;
}

/* (name) */
long map_mq_unlink(struct call *c)
{
	char *name = call_scratch(c, NAME_BYTES);
	long error = read_name(name, (unsigned long)c->alien[0]);

	c->host[0] = (long)(name + 1);
	c->host_nr = __NR_mq_unlink;
	return error ? error : CALL_HOST;
}
