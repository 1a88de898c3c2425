/* flopen(3) and pidfile(3) of libutil: files that are locked, and name who locks them. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/file_structs.h"
#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

#define LOCK_EX 2 /* fcntl.h, sys/file.h */
#define LOCK_NB 4

const char *lib_getprogname(void);

static bool stat_at(int at, const char *path, struct lib_stat *to)
{
	char room[256];

	if (lib_row(NR_fstatat, at, path, room, 0) < 0)
		return false;
	lib_facts->stat(room, to);
	return true;
}

static bool stat_of(int fd, struct lib_stat *to)
{
	char room[256];

	if (lib_row(NR_fstat, fd, room) < 0)
		return false;
	lib_facts->stat(room, to);
	return true;
}

/* Open and lock, and again where the name came to be another file's meanwhile. */
static int open_locked(int at, const char *path, int flags, int mode)
{
	int how = LOCK_EX | (flags & FREEBSD_O_NONBLOCK ? LOCK_NB : 0);
	struct lib_stat named, own;

	for (;;) {
		int fd = (int)lib_row(NR_openat, at, path, flags & ~FREEBSD_O_TRUNC, mode), error;

		if (fd < 0)
			return -1;
		if (lib_row(NR_flock, fd, how) < 0)
			goto fail;
		if (stat_at(at, path, &named) && stat_of(fd, &own) && named.dev == own.dev &&
		    named.ino == own.ino) {
			if (flags & FREEBSD_O_TRUNC && lib_row(NR_ftruncate, fd, 0) < 0)
				goto fail;
			return fd;
		}
		lib_row(NR_close, fd);
		continue;
	fail:
		error = errno;
		lib_row(NR_close, fd);
		errno = error;
		return -1;
	}
}

int lib_flopen(const char *path, int flags, ...)
{
	va_list args;
	int mode = 0;

	va_start(args, flags);
	if (flags & FREEBSD_O_CREAT)
		mode = va_arg(args, int);
	va_end(args);
	return open_locked(FREEBSD_AT_FDCWD, path, flags, mode);
}

int lib_flopenat(int at, const char *path, int flags, ...)
{
	va_list args;
	int mode = 0;

	va_start(args, flags);
	if (flags & FREEBSD_O_CREAT)
		mode = va_arg(args, int);
	va_end(args);
	return open_locked(at, path, flags, mode);
}

struct lib_pidfile {
	char *path;
	int fd;
	struct lib_stat stat;
};

/* Who holds it; 0 where it has not been written yet. */
static int read_pid(const char *path)
{
	char text[16] = "", *end;
	int fd = (int)lib_row(NR_open, path, 0x100000); /* O_RDONLY | O_CLOEXEC */
	long n = fd < 0 ? -1 : lib_row(NR_read, fd, text, sizeof text - 1), pid;

	if (fd >= 0)
		lib_row(NR_close, fd);
	pid = n > 0 ? strtol(text, &end, 10) : 0;
	return n > 0 && *end == 0 && pid > 0 ? (int)pid : 0;
}

static void already_there(const char *path, int *pid)
{
	struct {
		long sec, nsec;
	} moment = { 0, 5000000 };

	*pid = read_pid(path);
	for (int i = 0; i < 20 && !*pid; i++) {
		lib_row(NR_nanosleep, &moment, 0);
		*pid = read_pid(path);
	}
	if (!*pid)
		*pid = -1;
	errno = EEXIST;
}

/* EEXIST, with who it is in *pid, where another process has it. */
struct lib_pidfile *lib_pidfile_open(const char *path, uint16_t mode, int *pid)
{
	struct lib_pidfile *p = calloc(1, sizeof *p);
	int error;

	if (!p)
		return NULL;
	if ((path ? asprintf(&p->path, "%s", path)
		  : asprintf(&p->path, "/var/run/%s.pid", lib_getprogname())) < 0) {
		free(p);
		errno = ENOMEM;
		return NULL;
	}
	p->fd = open_locked(FREEBSD_AT_FDCWD, p->path,
			    FREEBSD_O_WRONLY | FREEBSD_O_CREAT | FREEBSD_O_TRUNC |
				FREEBSD_O_NONBLOCK | FREEBSD_O_CLOEXEC,
			    mode);
	if (p->fd >= 0 && stat_of(p->fd, &p->stat))
		return p;
	if (errno == FREEBSD_EAGAIN) {
		errno = EEXIST;
		if (pid)
			already_there(p->path, pid);
	}
	error = errno;
	if (p->fd >= 0)
		lib_row(NR_close, p->fd);
	free(p->path);
	free(p);
	errno = error;
	return NULL;
}

/* Whether the descriptor is still the file's. */
static bool is_it(const struct lib_pidfile *p)
{
	struct lib_stat now;

	if (p && p->fd >= 0 && stat_of(p->fd, &now) && now.dev == p->stat.dev &&
	    now.ino == p->stat.ino)
		return true;
	errno = EINVAL;
	return false;
}

int lib_pidfile_write(const struct lib_pidfile *p)
{
	char text[16];
	int n;

	if (!is_it(p))
		return -1;
	n = snprintf(text, sizeof text, "%ld", lib_row(NR_getpid));
	if (lib_row(NR_ftruncate, p->fd, 0) < 0)
		return -1;
	return lib_row(NR_pwrite, p->fd, text, n, 0) == n ? 0 : -1;
}

static int finish(struct lib_pidfile *p, bool remove)
{
	int error = 0;

	if (!is_it(p))
		return -1;
	if (remove && lib_row(NR_unlink, p->path) < 0)
		error = errno;
	if (lib_row(NR_close, p->fd) < 0 && !error)
		error = errno;
	free(p->path);
	free(p);
	errno = error;
	return error ? -1 : 0;
}

int lib_pidfile_close(struct lib_pidfile *p)
{
	return finish(p, false);
}

int lib_pidfile_remove(struct lib_pidfile *p)
{
	return finish(p, true);
}

int lib_pidfile_fileno(const struct lib_pidfile *p)
{
	return is_it(p) ? p->fd : -1;
}

/* Signal who holds it; ENOENT where nobody does. */
int lib_pidfile_signal(const char *path, int sig, int *pid)
{
	int fd = open_locked(FREEBSD_AT_FDCWD, path, FREEBSD_O_NONBLOCK, 0), holder;

	if (fd >= 0) {
		lib_row(NR_close, fd);
		errno = ENOENT;
	}
	if (fd >= 0 || errno != FREEBSD_EAGAIN)
		return errno;
	holder = read_pid(path);
	if (!holder)
		return FREEBSD_EAGAIN;
	if (lib_row(NR_kill, holder, sig) < 0)
		return errno;
	if (pid)
		*pid = holder;
	return 0;
}
