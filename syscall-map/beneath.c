/*
 * AT_RESOLVE_BENEATH: a path that never leaves the directory it starts in.  The
 * host keeps to that rule in openat2 alone: what the path leads to is opened so
 * first, and the call made on it.
 */
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>

#include "syscall-map/file.h"
#include "syscall-map/map.h"

long open_beneath(long dirfd, long path, uint64_t flags, uint64_t mode)
{
	struct open_how how = { .flags = flags, .mode = mode, .resolve = RESOLVE_BENEATH };
	long fd = host_sleep(__NR_openat2, dirfd, path, &how, sizeof how);

	return fd == -EXDEV ? -abi->not_beneath : fd;
}

static long make_call(struct call *c)
{
	long ret = host_call(c->host_nr, c->host[0], c->host[1], c->host[2], c->host[3], c->host[4],
			     c->host[5]);
	finish_fn *finish = c->finish;

	c->finish = NULL;
	return finish ? finish(c, ret) : ret;
}

long call_beneath(struct call *c, int flags)
{
	uint64_t bits = (uint64_t)c->host[flags];
	long fd, ret;

	if (!(bits & AT_OWN_BENEATH))
		return CALL_HOST;
	bits &= ~AT_OWN_BENEATH;
	c->host[flags] = (long)bits;
	if ((bits & AT_EMPTY_PATH) && path_is_empty((unsigned long)c->host[1]) == 1)
		return CALL_HOST;
	fd = open_beneath(c->host[0], c->host[1],
			  O_PATH | O_CLOEXEC | (bits & AT_SYMLINK_NOFOLLOW ? O_NOFOLLOW : 0), 0);
	if (fd < 0)
		return fd;
	c->host[0] = fd;
	c->host[1] = (long)"";
	c->host[flags] = (long)((bits & ~(uint64_t)AT_SYMLINK_NOFOLLOW) | AT_EMPTY_PATH);
	ret = make_call(c);
	host_call(__NR_close, fd);
	return ret;
}

/* Directory, path, anything, AT_ flags as the last argument. */
long map_at(struct call *c)
{
	long error = map_args(c);
	int last = 0;

	while (c->row->args[last + 1].kind)
		last++;
	return error == CALL_HOST ? call_beneath(c, last) : error;
}

/* Where a path's last component begins. */
static long last_component(const char *path, long length)
{
	long at = length;

	while (at > 0 && path[at - 1] == '/')
		at--;
	while (at > 0 && path[at - 1] != '/')
		at--;
	return at;
}

/*
 * A name is removed from its directory, which is what has to lie beneath.
 * Directory, path, flags.
 */
long unlink_beneath(struct call *c, uint64_t flags)
{
	char path[PATH_MAX + 2];
	long n = string_from_alien(path, (unsigned long)c->host[1], PATH_MAX), at, fd, ret;
	char first;

	if (n < 0)
		return n;
	at = last_component(path, n);
	first = path[at];
	path[at] = 0;
	fd = open_beneath(c->host[0], at ? (long)path : (long)".", O_PATH | O_DIRECTORY | O_CLOEXEC,
			  0);
	path[at] = first;
	if (fd < 0)
		return fd;
	ret = host_call(__NR_unlinkat, fd, path + at, flags);
	host_call(__NR_close, fd);
	return ret;
}

/* Directory, path, flags. */
long map_unlinkat(struct call *c)
{
	long error = map_args(c);
	uint64_t flags = (uint64_t)c->host[2];

	if (error != CALL_HOST || !(flags & AT_OWN_BENEATH))
		return error;
	return unlink_beneath(c, flags & HOST_BITS);
}
