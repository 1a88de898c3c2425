/* pathconf: limits of files and file systems. */
#include <fcntl.h>
#include <limits.h>
#include <linux/limits.h>
#include <linux/magic.h>
#include <linux/stat.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "abi-tables/acl.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"

#define XFS_MAGIC 0x58465342 /* statfs(2) */
#define ZFS_MAGIC 0x2fc12fc1

/* How many names a file may have; the host tells nobody. */
static long link_max(const struct statfs *st)
{
	switch (st->f_type) {
	case EXT4_SUPER_MAGIC:
		return 65000;
	case XFS_MAGIC:
	case TMPFS_MAGIC:
	case ZFS_MAGIC:
	case OVERLAYFS_SUPER_MAGIC:
		return INT_MAX;
	case BTRFS_SUPER_MAGIC:
		return USHRT_MAX;
	default:
		return 127;
	}
}

static long hole_size(const struct statfs *st)
{
	switch (st->f_type) {
	case EXT4_SUPER_MAGIC:
	case XFS_MAGIC:
	case TMPFS_MAGIC:
	case BTRFS_SUPER_MAGIC:
	case ZFS_MAGIC:
		return st->f_bsize;
	default:
		return 0;
	}
}

/* Only of some files: a pipe, a terminal. */
static long of_type(long what, const struct stat *st)
{
	switch (what) {
	case PATHCONF_MAX_CANON:
	case PATHCONF_MAX_INPUT:
		return S_ISCHR(st->st_mode) ? 255 : -EINVAL;
	default: /* PATHCONF_PIPE_BUF */
		return S_ISFIFO(st->st_mode) || S_ISDIR(st->st_mode) ? PIPE_BUF : -EINVAL;
	}
}

static long of_file(long what, const struct stat *st, const struct statfs *fs)
{
	if (what >= PATHCONF_CONST(0))
		return what - PATHCONF_CONST(0);
	switch (what) {
	case PATHCONF_LINK_MAX:
		return link_max(fs);
	case PATHCONF_NAME_MAX:
		return fs->f_namelen;
	case PATHCONF_PATH_MAX:
		return PATH_MAX;
	case PATHCONF_SYMLINK_MAX:
		return PATH_MAX - 1;
	case PATHCONF_UNSAID: /* -1 is no errno: as 32 bits */
		return UINT32_MAX;
	case PATHCONF_BLOCK:
		return fs->f_bsize;
	case PATHCONF_FILESIZEBITS:
		return 64;
	case PATHCONF_HOLE:
		return hole_size(fs);
	default:
		return of_type(what, st);
	}
}

/* POSIX.1e's lists: how many entries; three are the mode's. */
static long of_acls(long what, long dirfd, const char *path, long at)
{
	char name[32];
	bool has;

	fd_path(name, dirfd);
	if (at & AT_SYMLINK_NOFOLLOW)
		has =
		    host_call(__NR_lgetxattr, path, "system.posix_acl_access", 0, 0) != -EOPNOTSUPP;
	else
		has = path_has_acls(at & AT_EMPTY_PATH ? name : path);
	if (what == PATHCONF_ACLS)
		return has;
	return has ? ACL_ENTRIES_MAX : 3;
}

static long answer(long what, long dirfd, const char *path, long at)
{
	struct stat st;
	struct statfs fs;
	long fd = -1, error = host_call(__NR_newfstatat, dirfd, path, &st, at);

	if (error)
		return error;
	if (what == PATHCONF_ACLS || what == PATHCONF_ACL_ENTRIES)
		return of_acls(what, dirfd, path, at);
	if (at & AT_EMPTY_PATH) {
		error = host_call(__NR_fstatfs, dirfd, &fs);
	} else if (at & AT_SYMLINK_NOFOLLOW) {
		fd = host_call(__NR_openat, dirfd, path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
		error = fd < 0 ? fd : host_call(__NR_fstatfs, fd, &fs);
		if (fd >= 0)
			host_call(__NR_close, fd);
	} else {
		error = host_call(__NR_statfs, path, &fs);
	}
	return error ? error : of_file(what, &st, &fs);
}

/* Path, which limit. */
long map_pathconf(struct call *c)
{
	long error = map_args(c);

	if (error != CALL_HOST)
		return error;
	return answer(c->host[1], AT_FDCWD, (const char *)c->host[0], 0);
}

long map_lpathconf(struct call *c)
{
	long error = map_args(c);

	if (error != CALL_HOST)
		return error;
	return answer(c->host[1], AT_FDCWD, (const char *)c->host[0], AT_SYMLINK_NOFOLLOW);
}

/* Descriptor, which limit. */
long map_fpathconf(struct call *c)
{
	long error = map_args(c);

	if (error != CALL_HOST)
		return error;
	if ((int)c->host[0] < 0)
		return -EBADF;
	return answer(c->host[1], c->host[0], "", AT_EMPTY_PATH);
}
