/* Modes, times and flags of files. */
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/stat.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "syscall-map/file.h"
#include "syscall-map/map.h"

#ifndef __NR_fchmodat2
#define __NR_fchmodat2 452 /* asm/unistd_64.h of Linux 6.6 */
#endif

/* Before fchmodat2 the host took no flags: the file is found first, and reached through /proc. */
static long chmod_found(long dirfd, long path, long mode, long flags)
{
	char name[32];
	struct stat st;
	long fd, error;

	fd = host_call(__NR_openat, dirfd, path,
		       O_PATH | O_CLOEXEC | (flags & AT_SYMLINK_NOFOLLOW ? O_NOFOLLOW : 0));
	if (fd < 0)
		return fd;
	fd_path(name, fd);
	error = host_call(__NR_fstat, fd, &st);
	if (!error && S_ISLNK(st.st_mode))
		error = -EOPNOTSUPP;
	if (!error)
		error = host_call(__NR_chmod, name, mode);
	host_call(__NR_close, fd);
	return error;
}

static long chmod_with(long dirfd, long path, long mode, long flags)
{
	long ret = host_call(__NR_fchmodat2, dirfd, path, mode, flags);
	char name[32];

	if (ret != -ENOSYS)
		return ret;
	if ((flags & AT_EMPTY_PATH) && path_is_empty(path) == 1) {
		fd_path(name, dirfd);
		return host_call(__NR_chmod, dirfd == AT_FDCWD ? "." : name, mode);
	}
	return chmod_found(dirfd, path, mode, flags);
}

static long chmod_beneath(struct call *c, uint64_t flags)
{
	long fd =
	    open_beneath(c->host[0], c->host[1],
			 O_PATH | O_CLOEXEC | (flags & AT_SYMLINK_NOFOLLOW ? O_NOFOLLOW : 0), 0);
	long error;

	if (fd < 0)
		return fd;
	error = chmod_with(fd, (long)"", c->host[2], AT_EMPTY_PATH);
	host_call(__NR_close, fd);
	return error;
}

/* Only the superuser may make what is no directory sticky there (sticky(7)).  0 or -errno. */
static long check_sticky(long dirfd, long path, long mode, long at)
{
	struct stat st;
	uint32_t user;

	if (!(mode & S_ISVTX))
		return 0;
	user = (uint32_t)host_call(__NR_geteuid);
	if (!user || host_call(__NR_newfstatat, dirfd, path, &st, at))
		return 0;
	return S_ISDIR(st.st_mode) || st.st_uid != user ? 0 : -abi->sticky_file;
}

/* Path, mode. */
long map_chmod(struct call *c)
{
	long error = map_args(c);

	return check_sticky(AT_FDCWD, c->host[0], c->host[1], 0) ?: error;
}

/* Descriptor, mode. */
long map_fchmod(struct call *c)
{
	long error = map_args(c);

	return check_sticky(c->host[0], (long)"", c->host[1], AT_EMPTY_PATH) ?: error;
}

/* Directory, path, mode, flags. */
long map_fchmodat(struct call *c)
{
	long error = map_args(c);
	uint64_t flags = (uint64_t)c->host[3];

	if (error == CALL_HOST)
		error = check_sticky(c->host[0], c->host[1], c->host[2], (long)(flags & HOST_BITS))
			    ?: error;
	if (error != CALL_HOST || !flags)
		return error;
	if (flags & AT_OWN_BENEATH)
		return chmod_beneath(c, flags);
	return chmod_with(c->host[0], c->host[1], c->host[2], (long)flags);
}

/* Path, mode. */
long map_lchmod(struct call *c)
{
	long error = map_args(c);

	if (error == CALL_HOST)
		error =
		    check_sticky(AT_FDCWD, c->host[0], c->host[1], AT_SYMLINK_NOFOLLOW) ?: error;
	if (error != CALL_HOST)
		return error;
	return chmod_with(AT_FDCWD, c->host[0], c->host[1], AT_SYMLINK_NOFOLLOW);
}

/* Directory, path...: the host takes no path at all for the descriptor itself. */
long map_path_given(struct call *c)
{
	long error = map_args(c);

	return error == CALL_HOST && !c->host[1] ? -EFAULT : error;
}

/* Directory, path, times, flags. */
long map_utimensat(struct call *c)
{
	long error = map_path_given(c);

	return error == CALL_HOST ? call_beneath(c, 3) : error;
}

/* The flags that the host's file systems have of a BSD's. */
#define SETTABLE (FS_NODUMP_FL | FS_IMMUTABLE_FL | FS_APPEND_FL)

/* Whether the file has these flags already: 1, 0, or -errno. */
static long flags_are(long dirfd, long path, long at, uint64_t want)
{
	struct statx stx;
	uint64_t have = 0;
	long error = host_call(__NR_statx, dirfd, path, at, STATX_TYPE, &stx);

	if (error)
		return error;
	if (stx.stx_attributes & STATX_ATTR_NODUMP)
		have |= FS_NODUMP_FL;
	if (stx.stx_attributes & STATX_ATTR_IMMUTABLE)
		have |= FS_IMMUTABLE_FL;
	if (stx.stx_attributes & STATX_ATTR_APPEND)
		have |= FS_APPEND_FL;
	return have == want;
}

static long set_flags(long fd, uint64_t want)
{
	unsigned long flags = 0; /* an int; long in the request's number */
	long error = flags_are(fd, (long)"", AT_EMPTY_PATH, want);

	if (error)
		return error < 0 ? error : 0;
	error = host_call(__NR_ioctl, fd, FS_IOC_GETFLAGS, &flags);
	if (!error) {
		flags = (flags & ~(unsigned long)SETTABLE) | want;
		error = host_call(__NR_ioctl, fd, FS_IOC_SETFLAGS, &flags);
	}
	return error == -ENOTTY || error == -EINVAL ? -EOPNOTSUPP : error;
}

/* `at`: AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH. */
static long set_flags_at(long dirfd, long path, uint64_t want, long at)
{
	long fd, error = flags_are(dirfd, path, at, want);

	if (error)
		return error < 0 ? error : 0;
	fd = host_call(__NR_openat, dirfd, path,
		       O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC |
			   (at & AT_SYMLINK_NOFOLLOW ? O_NOFOLLOW : 0));
	if (fd < 0)
		return fd == -ELOOP || fd == -ENXIO ? -EOPNOTSUPP : fd;
	error = set_flags(fd, want);
	host_call(__NR_close, fd);
	return error;
}

/* A flag that no file system of the host has is EOPNOTSUPP (chflags(2)). */
static long args_or_unsupported(struct call *c)
{
	long error = map_args(c);

	return error == -EINVAL ? -EOPNOTSUPP : error;
}

/* Path, flags. */
long map_chflags(struct call *c)
{
	long error = args_or_unsupported(c);

	return error == CALL_HOST ? set_flags_at(AT_FDCWD, c->host[0], c->host[1], 0) : error;
}

long map_lchflags(struct call *c)
{
	long error = args_or_unsupported(c);

	if (error != CALL_HOST)
		return error;
	return set_flags_at(AT_FDCWD, c->host[0], c->host[1], AT_SYMLINK_NOFOLLOW);
}

/* Directory, path, flags, AT_ flags. */
long map_chflagsat(struct call *c)
{
	long error = args_or_unsupported(c), fd;
	uint64_t at = (uint64_t)c->host[3];

	if (error != CALL_HOST)
		return error;
	if ((at & AT_EMPTY_PATH) && path_is_empty((unsigned long)c->host[1]) == 1)
		return set_flags(c->host[0], (uint64_t)c->host[2]);
	if (!(at & AT_OWN_BENEATH))
		return set_flags_at(c->host[0], c->host[1], (uint64_t)c->host[2], (long)at);
	fd = open_beneath(c->host[0], c->host[1], O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);
	if (fd < 0)
		return fd;
	error = set_flags(fd, (uint64_t)c->host[2]);
	host_call(__NR_close, fd);
	return error;
}

/* Descriptor, flags. */
long map_fchflags(struct call *c)
{
	long error = args_or_unsupported(c);

	if (error != CALL_HOST)
		return error;
	return (int)c->host[0] < 0 ? -EBADF : set_flags(c->host[0], c->host[1]);
}
