/* Opening files. */
#include <fcntl.h>
#include <asm/ioctls.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "syscall-map/clofork.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"

/* What the host lets stand beside O_PATH. */
#define WITH_O_PATH (O_PATH | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW)

/*
 * Where the last component is a symbolic link, O_NOFOLLOW gives ELOOP here and
 * the abi's symlink_error there (open(2)): EMLINK in FreeBSD, where ELOOP means too many
 * links on the way.  A socket is ENXIO here and EOPNOTSUPP there.
 */
static long finish_open(struct call *c, long ret)
{
	if (ret == -ELOOP && (c->host[2] & O_NOFOLLOW) &&
	    file_type(c->host[0], c->host[1]) == S_IFLNK)
		return -abi->symlink_error;
	if (ret == -ENXIO && file_type(c->host[0], c->host[1]) == S_IFSOCK)
		return -EOPNOTSUPP;
	return ret;
}

static long open_again(struct call *c, uint64_t flags)
{
	char path[32];

	if (c->host[0] == AT_FDCWD)
		return host_sleep(__NR_open, ".", flags & HOST_BITS, 0);
	fd_path(path, c->host[0]);
	return host_sleep(__NR_open, path, flags & HOST_BITS & ~O_NOFOLLOW, 0);
}

static long open_now(struct call *c, uint64_t flags)
{
	long empty = flags & OPEN_EMPTY_PATH ? path_is_empty(c->host[1]) : 0;

	if (empty < 0)
		return empty;
	if (empty)
		return flags & O_CREAT ? -EINVAL : open_again(c, flags);
	if (flags & OPEN_BENEATH)
		return open_beneath(c->host[0], c->host[1], flags & HOST_BITS,
				    (uint64_t)c->host[3]);
	return host_sleep(__NR_openat, c->host[0], c->host[1], flags & HOST_BITS, c->host[3]);
}

/* The lock that comes with an open file, and the truncation that has to wait for it. */
static long lock_opened(long fd, uint64_t flags)
{
	long how = flags & OPEN_EXLOCK ? LOCK_EX : LOCK_SH;
	long error = host_sleep(__NR_flock, fd, flags & O_NONBLOCK ? how | LOCK_NB : how);
	char path[32];

	if (error || !(flags & O_TRUNC))
		return error;
	fd_path(path, fd);
	error = host_call(__NR_truncate, path, 0);
	return error == -EINVAL ? 0 : error; /* a pipe or device has no length */
}

/*
 * The host has no descriptor that is for execution alone; O_PATH gives one that
 * can be executed and searched but not read.  The permission is asked for apart.
 */
static long check_executable(long fd)
{
	return host_call(__NR_faccessat2, fd, "", X_OK, AT_EMPTY_PATH | AT_EACCESS);
}

/* What is there and is no regular file is not opened at all: a device might notice. */
static long check_regular(const struct call *c)
{
	struct stat st;
	long error = host_call(__NR_newfstatat, c->host[0], c->host[1], &st,
			       c->host[2] & O_NOFOLLOW ? AT_SYMLINK_NOFOLLOW : 0);

	return !error && !S_ISREG(st.st_mode) ? -abi->not_regular : 0;
}

/* The flags that the host lacks: the file is opened at once, and the rest done to it. */
static long open_own(struct call *c, uint64_t flags)
{
	bool lock = flags & (OPEN_SHLOCK | OPEN_EXLOCK);
	uint64_t first = flags;
	long fd, error = flags & OPEN_REGULAR ? check_regular(c) : 0;

	if (error)
		return error;
	if (flags & OPEN_EXEC)
		first |= O_PATH;
	if (first & O_PATH) {
		first &= WITH_O_PATH | OPEN_OWN;
		lock = false;
	}
	if (lock)
		first &= ~(uint64_t)O_TRUNC;
	c->host[2] = (long)(first & HOST_BITS);
	fd = finish_open(c, open_now(c, first));
	if (fd < 0)
		return fd;
	if (flags & OPEN_EXEC)
		error = check_executable(fd);
	else if (lock)
		error = lock_opened(fd, flags);
	if (error) {
		host_call(__NR_close, fd);
		return error;
	}
	clofork_set(fd, flags & OPEN_CLOFORK);
	return fd;
}

long open_descriptor(struct call *c, long fd, uint64_t flags)
{
	c->host[0] = fd;
	c->host[1] = (long)"";
	c->host[3] = 0;
	return open_own(c, flags | OPEN_EMPTY_PATH);
}

/* Directory, path, flags, mode. */
long map_open(struct call *c)
{
	long error = map_args(c);
	uint64_t flags = (uint64_t)c->host[2];

	if (error != CALL_HOST)
		return error;
	if ((flags & OPEN_EXEC) && (flags & (O_ACCMODE | O_CREAT | O_TRUNC)))
		return -EINVAL;
	/* There, O_DIRECTORY never makes a file; here the two together are refused or make one. */
	if ((flags & O_CREAT) && (flags & O_DIRECTORY)) {
		if (flags & O_EXCL)
			return -EINVAL;
		flags &= ~(uint64_t)O_CREAT;
	}
	/* open(2) never makes a file sticky there. */
	c->host[3] = flags & O_CREAT ? c->host[3] & 07777 & ~S_ISVTX : 0;
	if (flags & OPEN_OWN)
		return open_own(c, flags);
	c->host[2] = (long)flags;
	c->finish = finish_open;
	return CALL_HOST;
}

/* A pseudo terminal's master.  Its slave can be opened at once there, and is locked here. */
long map_posix_openpt(struct call *c)
{
	long error = map_args(c), fd;
	unsigned long unlocked = 0; /* an int */

	if (error != CALL_HOST)
		return error;
	if ((uint64_t)c->host[0] & ~(O_RDWR | O_NOCTTY | O_CLOEXEC | OPEN_CLOFORK))
		return -EINVAL;
	fd = host_call(__NR_open, "/dev/ptmx", (uint64_t)c->host[0] & HOST_BITS);
	if (fd < 0)
		return fd;
	error = host_call(__NR_ioctl, fd, TIOCSPTLCK, &unlocked);
	if (!error) {
		clofork_set(fd, (uint64_t)c->host[0] & OPEN_CLOFORK);
		return fd;
	}
	host_call(__NR_close, fd);
	return error;
}
