/* Files: small functions of FreeBSD's library over its own calls. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <unistd.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

/* In a buffer of PATH_MAX bytes, which are fewer there. */
char *lib_getwd(char *to)
{
	if (lib_row(NR___getcwd, to, 1024) == 0)
		return to;
	lib_strerror_r(errno, to, 1024);
	return NULL;
}

/* From the file's device and number, as on FreeBSD, where both are larger. */
int lib_ftok(const char *path, int id)
{
	uint64_t room[32];
	struct lib_stat st;

	if (lib_row(NR_fstatat, lib_facts->at_fdcwd, path, room, 0) < 0)
		return -1;
	lib_facts->stat(room, &st);
	return (int)((unsigned)id << 24 | (st.dev & 0xff) << 16 | (st.ino & 0xffff));
}

/* fcntl.h: struct flock, F_SETLK, F_SETLKW, F_GETLK */
int lib_lockf(int fd, int what, off_t size)
{
	struct {
		int64_t start, length;
		int32_t pid;
		int16_t type, whence;
		int32_t system;
	} lock = { .length = size, .type = 3, .whence = SEEK_CUR };

	switch (what) {
	case F_ULOCK:
		lock.type = 2;
		break;
	case F_LOCK:
		return (int)lib_point(NR_fcntl, fd, lib_facts->lock.wait, &lock);
	case F_TLOCK:
		break;
	case F_TEST:
		if (lib_row(NR_fcntl, fd, lib_facts->lock.get, &lock) < 0)
			return -1;
		if (lock.type == 2)
			return 0;
		errno = lib_errno(EAGAIN);
		return -1;
	default:
		errno = EINVAL;
		return -1;
	}
	return (int)lib_row(NR_fcntl, fd, lib_facts->lock.set, &lock);
}

/* fcntl.h: F_DUP2FD, F_DUP2FD_CLOEXEC */
int lib_dup3(int from, int to, int flags)
{
	if (from == to || flags & ~lib_facts->open.cloexec) {
		errno = EINVAL;
		return -1;
	}
	return (int)lib_row(NR_fcntl, from, flags ? 18 : 10, to);
}

/* sys/mman.h: MFD_CLOEXEC, MFD_ALLOW_SEALING; SHM_ANON is 1, SHM_ALLOW_SEALING 1, SHM_GROW_ON_WRITE
 * 2 */
int lib_memfd_create(const char *name, unsigned flags)
{
	char full[256];

	if (flags & ~3u ||
	    (size_t)snprintf(full, sizeof full, "memfd:%s", name) >= sizeof full - 6) {
		errno = EINVAL;
		return -1;
	}
	return (int)lib_row(NR_shm_open2, 1, O_RDWR | (flags & 1 ? lib_facts->open.cloexec : 0), 0,
			    2 | (flags & 2 ? 1 : 0), full);
}

/* Two times in seconds; NULL: now. */
int lib_utime(const char *path, const time_t times[2])
{
	struct timeval both[2] = { { 0, 0 }, { 0, 0 } };

	if (!times)
		return (int)lib_row(NR_utimes, path, 0);
	both[0].tv_sec = times[0];
	both[1].tv_sec = times[1];
	return (int)lib_row(NR_utimes, path, both);
}

/* sys/mman.h: POSIX_MADV_* are MADV_*; the error is the answer. */
int lib_posix_madvise(void *from, size_t size, int advice)
{
	return (int)-lib_call(NR_madvise, (long)from, (long)size, advice, 0, 0, 0);
}

/* sys/statvfs.h: the same numbers in another order. */
struct freebsd_statvfs {
	uint64_t bavail, bfree, blocks, favail, ffree, files, bsize, flag, frsize, fsid, namemax;
};

static int statvfs_to_alien(int ret, const struct statvfs *s, struct freebsd_statvfs *to)
{
	if (ret < 0) {
		lib_failed();
		return -1;
	}
	*to = (struct freebsd_statvfs){ s->f_bavail, s->f_bfree, s->f_blocks, s->f_favail,
					s->f_ffree,  s->f_files, s->f_bsize,  s->f_flag & 3,
					s->f_frsize, s->f_fsid,  s->f_namemax };
	return 0;
}

int lib_statvfs(const char *path, struct freebsd_statvfs *to)
{
	struct statvfs s;

	return statvfs_to_alien(statvfs(path, &s), &s, to);
}

int lib_fstatvfs(int fd, struct freebsd_statvfs *to)
{
	struct statvfs s;

	return statvfs_to_alien(fstatvfs(fd, &s), &s, to);
}

/* Names of file that were not there a moment ago: tmpnam(3), tempnam(3). */
char *lib_mktemp(char *path);

char *lib_tmpnam(char *to)
{
	static char own[32];

	strcpy(to ? to : own, "/tmp/tmp.0.XXXXXX");
	return lib_mktemp(to ? to : own);
}

char *lib_tempnam(const char *directory, const char *prefix)
{
	char *made, *lib_getenv(const char *);
	const char *chosen = lib_getenv("TMPDIR");

	if (!chosen || access(chosen, W_OK) < 0)
		chosen = directory && access(directory, W_OK) == 0 ? directory : "/tmp";
	if (asprintf(&made, "%s/%sXXXXXX", chosen, prefix ? prefix : "tmp.") < 0)
		return NULL;
	if (lib_mktemp(made))
		return made;
	free(made);
	return NULL;
}
