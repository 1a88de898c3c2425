/* Names of files: making, renaming and removing them, and finding them out. */
#include <fcntl.h>
#include <linux/limits.h>
#include <sys/stat.h>

#include "syscall-map/file.h"
#include "syscall-map/map.h"

/* link(2) there follows a symbolic link, and here makes a second name of the link. */
long map_link(struct call *c)
{
	long error = map_args(c);

	c->host[4] = AT_SYMLINK_FOLLOW;
	return error;
}

static long link_open_file(struct call *c, long fd)
{
	char path[32];

	fd_path(path, fd);
	return host_call(__NR_linkat, AT_FDCWD, path, c->host[2], c->host[3], AT_SYMLINK_FOLLOW);
}

static long link_beneath(struct call *c, uint64_t flags)
{
	long fd =
	    open_beneath(c->host[0], c->host[1],
			 O_PATH | O_CLOEXEC | (flags & AT_SYMLINK_FOLLOW ? 0 : O_NOFOLLOW), 0);
	long error;

	if (fd < 0)
		return fd;
	error = link_open_file(c, fd);
	host_call(__NR_close, fd);
	return error;
}

/*
 * Directory, path, directory, path, flags.  To link an open file takes a privilege
 * here unless it is done through /proc.
 */
long map_linkat(struct call *c)
{
	long error = map_args(c);
	uint64_t flags = (uint64_t)c->host[4];
	long empty = 0;

	if (error != CALL_HOST)
		return error;
	if (flags & AT_EMPTY_PATH)
		empty = path_is_empty((unsigned long)c->host[1]);
	if (empty)
		return empty < 0 ? empty : link_open_file(c, c->host[0]);
	if (flags & AT_OWN_BENEATH)
		return link_beneath(c, flags);
	c->host[4] = (long)(flags & AT_SYMLINK_FOLLOW);
	return CALL_HOST;
}

/* Directory, path, what may be done: asked with the effective ids. */
long map_eaccess(struct call *c)
{
	long error = map_args(c);

	c->host[3] = AT_EACCESS;
	return error;
}

/* Directory, path, mode.  mkdir(2) there takes the permission bits alone. */
long map_mkdir(struct call *c)
{
	long error = map_args(c);

	c->host[2] &= 0777;
	return error;
}

/* Directory, path, mode. */
long map_mkfifo(struct call *c)
{
	long error = map_args(c);

	c->host[2] = (c->host[2] & 07777) | S_IFIFO;
	c->host[3] = 0;
	return error;
}

/* mknod(2) there makes devices and pipes and nothing else. */
static long make_node(struct call *c)
{
	long type = c->host[2] & S_IFMT;

	if (type != S_IFCHR && type != S_IFBLK && type != S_IFIFO)
		return -EINVAL;
	if (type == S_IFIFO && c->host[3])
		return -EINVAL;
	/* To the host a character device 0 is a whiteout, which anybody may make. */
	if (type == S_IFCHR && !c->host[3] && host_call(__NR_geteuid))
		return -EPERM;
	c->host[2] &= S_IFMT | 07777;
	return CALL_HOST;
}

/* Directory, path, mode, device. */
long map_mknod(struct call *c)
{
	long error = map_args(c);

	return error == CALL_HOST ? make_node(c) : error;
}

/* The device is of 32 bits. */
long map_mknod_old(struct call *c)
{
	long error = map_args(c);

	c->host[3] = (long)abi->dev_to_host((uint32_t)c->host[3]);
	return error == CALL_HOST ? make_node(c) : error;
}

/* Whether a path's last component is "." or "..". */
static bool ends_in_dot(unsigned long path)
{
	char name[PATH_MAX];
	long n = string_from_alien(name, path, sizeof name);

	while (n > 0 && name[n - 1] == '/')
		n--;
	if (n <= 0 || name[n - 1] != '.')
		return false;
	if (n > 1 && name[n - 2] == '.')
		n--;
	return n == 1 || name[n - 2] == '/';
}

/* A directory can't be renamed by its name ".": EBUSY here, EINVAL there. */
static long finish_rename(struct call *c, long ret)
{
	if (ret == -EBUSY && (ends_in_dot(c->host[1]) || ends_in_dot(c->host[3])))
		return -EINVAL;
	return ret;
}

long map_rename(struct call *c)
{
	long error = map_args(c);

	c->finish = finish_rename;
	return error;
}

/* Directory, path, the file that the path must still be or none, flags. */
long map_funlinkat(struct call *c)
{
	long error = map_args(c);
	struct stat named, held;

	if (error != CALL_HOST)
		return error;
	if ((int)c->host[2] != abi->fd_none) {
		error = host_call(__NR_fstat, (int)c->host[2], &held);
		if (!error)
			error = host_call(__NR_newfstatat, c->host[0], c->host[1], &named,
					  AT_SYMLINK_NOFOLLOW);
		if (error)
			return error;
		if (named.st_ino != held.st_ino || named.st_dev != held.st_dev)
			return -EDEADLK;
	}
	if ((uint64_t)c->host[3] & AT_OWN_BENEATH)
		return unlink_beneath(c, (uint64_t)c->host[3] & HOST_BITS);
	c->host[2] = c->host[3];
	return CALL_HOST;
}

/*
 * Directory, path, buffer, size.  The host's size is an int above 0; a BSD's may
 * be anything, and with 0 says whether there is a link to be read.
 */
long map_readlink(struct call *c)
{
	long error = map_args(c);
	char byte;

	if (error != CALL_HOST)
		return error;
	if (c->host[3] == 0) {
		error = host_call(__NR_readlinkat, c->host[0], c->host[1], &byte, 1);
		return error < 0 ? error : 0;
	}
	if (c->host[3] < 0)
		return -EINVAL;
	if (c->host[3] > PATH_MAX)
		c->host[3] = PATH_MAX;
	return CALL_HOST;
}

/*
 * The host gives the length, a BSD nothing; and a directory outside the root has a
 * name here ("(unreachable)/...") and none there.
 */
static long finish_getcwd(struct call *c, long ret)
{
	char first;
	long error = ret < 0 ? ret : copy_from_alien(&first, c->host[0], 1);

	if (error)
		return error;
	return first == '/' ? 0 : -ENOENT;
}

/* Buffer, size. */
long map_getcwd(struct call *c)
{
	long error = map_args(c);

	if (error == CALL_HOST && (unsigned long)c->host[1] < 2)
		return -EINVAL;
	c->finish = finish_getcwd;
	return error;
}

/* Directory, path, buffer, size, flags: the name without links of what a path leads to. */
long map_realpathat(struct call *c)
{
	long error = map_args(c);
	char link[32], name[PATH_MAX];
	long fd, n;

	if (error != CALL_HOST)
		return error;
	if ((int)c->host[4])
		return -EINVAL;
	fd = host_call(__NR_openat, c->host[0], c->host[1], O_PATH | O_CLOEXEC);
	if (fd < 0)
		return fd;
	fd_path(link, fd);
	n = host_call(__NR_readlink, link, name, sizeof name - 1);
	host_call(__NR_close, fd);
	if (n < 0)
		return n;
	name[n++] = 0;
	if ((unsigned long)n > (unsigned long)c->host[3])
		return -ENAMETOOLONG;
	return copy_to_alien(c->host[2], name, n);
}
