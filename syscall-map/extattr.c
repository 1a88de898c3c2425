/*
 * Extended attributes: a BSD's have a name space apart from the name, the host's
 * have it in front of the name.  The system's own are the superuser's on both
 * sides: "trusted." here.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "syscall-map/file.h"
#include "syscall-map/map.h"

#define NAME_BYTES 256   /* XATTR_NAME_MAX and a NUL */
#define LIST_BYTES 65536 /* XATTR_LIST_MAX */

/* The prefix of a name space: XLAT_extattr's host column counts these. */
static const char *const prefixes[] = { "", "user.", "trusted." };

static size_t length(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

/* The host's name of the attribute.  0 or -errno. */
static long host_name(char *name, long space, unsigned long alien)
{
	const char *prefix = prefixes[space];
	size_t n = length(prefix);
	long got;

	memcpy(name, prefix, n);
	got = string_from_alien(name + n, alien, NAME_BYTES - n);
	return got < 0 ? got : got ? 0 : -EINVAL;
}

/* A value is read as far as the buffer goes there, and not at all here if it is too small. */
static long get_part(long nr, long file, const char *name, unsigned long data, unsigned long size)
{
	char *whole;
	long got = host_call(nr, file, name, 0, 0), room = got;

	if (got <= 0)
		return got;
	whole = host_alloc((size_t)room);
	if (!whole)
		return -ENOMEM;
	got = host_call(nr, file, name, whole, room);
	if (got > (long)size)
		got = (long)size;
	if (got > 0 && copy_to_alien(data, whole, (size_t)got))
		got = -EFAULT;
	host_free(whole, (size_t)room);
	return got;
}

/* File, name space, name, data, size.  The row's host call is the one for this kind of file. */
long map_extattr_get(struct call *c)
{
	char name[NAME_BYTES];
	long error = map_args(c), ret;

	if (error == CALL_HOST)
		error = host_name(name, c->host[1], (unsigned long)c->host[2]);
	if (error)
		return error;
	if (!c->host[3])
		return host_call(c->host_nr, c->host[0], name, 0, 0);
	if (c->host[4] < 0)
		return -EINVAL;
	if (!c->host[4])
		return 0;
	ret = host_call(c->host_nr, c->host[0], name, c->host[3], c->host[4]);
	if (ret != -ERANGE)
		return ret;
	return get_part(c->host_nr, c->host[0], name, (unsigned long)c->host[3],
			(unsigned long)c->host[4]);
}

/* xattr(7): users' attributes are for files and directories alone, which is no matter of rights. */
static long why_refused(const struct call *c)
{
	struct stat st = { .st_mode = S_IFREG };

	if (c->host_nr == __NR_fsetxattr)
		host_call(__NR_fstat, c->host[0], &st);
	else
		host_call(c->host_nr == __NR_lsetxattr ? __NR_lstat : __NR_stat, c->host[0], &st);
	return S_ISREG(st.st_mode) || S_ISDIR(st.st_mode) ? -EPERM : -EOPNOTSUPP;
}

long map_extattr_set(struct call *c)
{
	char name[NAME_BYTES];
	long error = map_args(c);

	if (error == CALL_HOST)
		error = host_name(name, c->host[1], (unsigned long)c->host[2]);
	if (!error)
		error = host_call(c->host_nr, c->host[0], name, c->host[3], c->host[4], 0);
	if (error == -EPERM)
		error = why_refused(c);
	return error ? error : c->host[4];
}

long map_extattr_delete(struct call *c)
{
	char name[NAME_BYTES];
	long error = map_args(c);

	if (error == CALL_HOST)
		error = host_name(name, c->host[1], (unsigned long)c->host[2]);
	return error ? error : host_call(c->host_nr, c->host[0], name);
}

static bool has_prefix(const char *name, const char *prefix)
{
	while (*prefix)
		if (*prefix++ != *name++)
			return false;
	return true;
}

/* The host's names, each ended by NUL, into a BSD's: each after a byte with its length.  In place.
 */
static long to_alien_list(char *list, long size, const char *prefix)
{
	size_t skip = length(prefix);
	char *to = list;

	for (char *name = list; name < list + size;) {
		size_t n = length(name), own = n - skip;

		if (has_prefix(name, prefix)) {
			memmove(to + 1, name + skip, own);
			*to = (char)own;
			to += own + 1;
		}
		name += n + 1;
	}
	return to - list;
}

/* File, name space, data, size. */
long map_extattr_list(struct call *c)
{
	long error = map_args(c);
	char *list;
	long n;

	if (error != CALL_HOST)
		return error;
	list = host_alloc(LIST_BYTES);
	if (!list)
		return -ENOMEM;
	n = host_call(c->host_nr, c->host[0], list, LIST_BYTES);
	if (n > 0)
		n = to_alien_list(list, n, prefixes[c->host[1]]);
	if (n > 0 && c->host[2]) {
		if ((unsigned long)n > (unsigned long)c->host[3])
			n = c->host[3];
		if (copy_to_alien((unsigned long)c->host[2], list, (size_t)n))
			n = -EFAULT;
	}
	host_free(list, LIST_BYTES);
	return n;
}
