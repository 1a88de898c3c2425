/*
 * File handles: what stands for a file wherever its names go.  A BSD's says which
 * file system too, by its id; the host is given a descriptor on it.  They are the
 * superuser's on both sides.
 */
#include <fcntl.h>
#include <linux/stat.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "syscall-map/file.h"
#include "syscall-map/map.h"

/* struct file_handle of the host, open_by_handle_at(2) */
struct host_handle {
	uint32_t size;
	int32_t type;
	uint8_t data[sizeof((struct file_handle_id *)0)->data];
};

static long may_use_handles(void)
{
	return host_call(__NR_geteuid) == 0 ? 0 : -EPERM;
}

/* The handle of an open file, to the alien.  A host's handle may be larger than it has room for. */
static long tell_handle(long fd, unsigned long to)
{
	struct host_handle have = { .size = sizeof have.data };
	struct file_handle_id id = { 0 };
	struct statfs st;
	int mount;
	long error = host_call(__NR_name_to_handle_at, fd, "", &have, &mount, AT_EMPTY_PATH);

	if (error)
		return error == -EOVERFLOW ? -EOPNOTSUPP : error;
	error = host_call(__NR_fstatfs, fd, &st);
	if (error)
		return error;
	memcpy(id.fsid, &st.f_fsid, sizeof id.fsid);
	id.type = (uint32_t)have.type;
	id.size = have.size;
	memcpy(id.data, have.data, have.size);
	return to ? layout_to_alien(LAYOUT_fhandle, to, &id) : -EFAULT;
}

static long handle_of(long dirfd, long path, uint64_t flags, unsigned long to)
{
	uint64_t how = O_PATH | O_CLOEXEC | (flags & AT_SYMLINK_NOFOLLOW ? O_NOFOLLOW : 0);
	long fd, error = may_use_handles();

	if (error)
		return error;
	if (flags & AT_OWN_BENEATH)
		fd = open_beneath(dirfd, path, how, 0);
	else
		fd = host_call(__NR_openat, dirfd, path, how);
	if (fd < 0)
		return fd;
	error = tell_handle(fd, to);
	host_call(__NR_close, fd);
	return error;
}

/* Path, handle. */
long map_getfh(struct call *c)
{
	return handle_of(AT_FDCWD, c->alien[0], 0, (unsigned long)c->alien[1]);
}

long map_lgetfh(struct call *c)
{
	return handle_of(AT_FDCWD, c->alien[0], AT_SYMLINK_NOFOLLOW, (unsigned long)c->alien[1]);
}

/* Directory, path, handle, flags. */
long map_getfhat(struct call *c)
{
	long dir = (int)c->alien[0] == abi->at_fdcwd ? AT_FDCWD : (int)c->alien[0];
	uint64_t flags;
	long error = xlat_to_host(XLAT_at, (uint32_t)c->alien[3], &flags);

	if (error || (flags & AT_EMPTY_PATH))
		return -EINVAL;
	return handle_of(dir, c->alien[1], flags, (unsigned long)c->alien[2]);
}

/* The file that the alien's handle stands for: a descriptor that is for its name alone. */
static long open_handle(unsigned long from)
{
	struct file_handle_id id;
	struct host_handle handle = { 0 };
	long fs, fd = may_use_handles();

	if (!fd)
		fd = from ? layout_from_alien(LAYOUT_fhandle, &id, from) : -EFAULT;
	if (fd)
		return fd;
	handle.size = id.size;
	handle.type = (int32_t)id.type;
	memcpy(handle.data, id.data, id.size);
	fd = -ESTALE;
	/* Several file systems may have one id: the handle is some one's. */
	for (unsigned n = 0; fd == -ESTALE; n++) {
		fs = open_file_system(id.fsid, n);
		if (fs < 0)
			return fs;
		fd = host_call(__NR_open_by_handle_at, fs, &handle, O_PATH | O_CLOEXEC);
		host_call(__NR_close, fs);
	}
	return fd == -EINVAL ? -ESTALE : fd;
}

/* S_IFMT bits or -errno. */
static long type_of(long fd)
{
	struct stat st;
	long error = host_call(__NR_fstat, fd, &st);

	return error ? error : (long)(st.st_mode & S_IFMT);
}

/* Handle, flags. */
long map_fhopen(struct call *c)
{
	uint64_t flags;
	long type, ret, fd = open_handle((unsigned long)c->alien[0]);

	if (fd < 0)
		return fd;
	ret = xlat_to_host(XLAT_open, (uint32_t)c->alien[1], &flags);
	if (!ret && (flags & (O_CREAT | O_PATH | OPEN_EXEC)))
		ret = -EINVAL;
	type = ret ? ret : type_of(fd);
	if (!ret && type == S_IFLNK)
		ret = -EMLINK;
	if (!ret && type == S_IFSOCK)
		ret = -EOPNOTSUPP;
	if (!ret)
		ret = open_descriptor(c, fd, flags);
	host_call(__NR_close, fd);
	return ret;
}

/* Handle, structure. */
long map_fhstat(struct call *c)
{
	long error, fd = open_handle((unsigned long)c->alien[0]);
	struct statx stx;

	if (fd < 0)
		return fd;
	error = host_call(__NR_statx, fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_BTIME, &stx);
	host_call(__NR_close, fd);
	if (error)
		return error;
	return layout_to_alien(c->row->args[1].table, (unsigned long)c->alien[1], &stx);
}

/* Handle, structure. */
long map_fhstatfs(struct call *c)
{
	long error, fd = open_handle((unsigned long)c->alien[0]);

	if (fd < 0)
		return fd;
	error = tell_file_system(fd, c->row->args[1].table, (unsigned long)c->alien[1]);
	host_call(__NR_close, fd);
	return error;
}

static long link_handle(unsigned long handle, long dirfd, long path)
{
	char name[32];
	long error, fd = open_handle(handle);

	if (fd < 0)
		return fd;
	fd_path(name, fd);
	error = host_call(__NR_linkat, AT_FDCWD, name, dirfd, path, AT_SYMLINK_FOLLOW);
	host_call(__NR_close, fd);
	return error;
}

/* Handle, path. */
long map_fhlink(struct call *c)
{
	return link_handle((unsigned long)c->alien[0], AT_FDCWD, c->alien[1]);
}

/* Handle, directory, path. */
long map_fhlinkat(struct call *c)
{
	long dir = (int)c->alien[1] == abi->at_fdcwd ? AT_FDCWD : (int)c->alien[1];

	return link_handle((unsigned long)c->alien[0], dir, c->alien[2]);
}

/* Handle, buffer, size. */
long map_fhreadlink(struct call *c)
{
	long size = c->alien[2], ret, fd = open_handle((unsigned long)c->alien[0]);

	if (fd < 0)
		return fd;
	if (size < 0 || type_of(fd) != S_IFLNK)
		ret = -EINVAL;
	else
		ret = size ? host_call(__NR_readlinkat, fd, "", c->alien[1],
				       size > INT32_MAX ? INT32_MAX : size)
			   : 0;
	host_call(__NR_close, fd);
	return ret;
}
