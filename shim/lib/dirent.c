/*
 * Directories: the alien's entries, as its getdirentries(2) reads them.  They begin alike:
 * FreeBSD's stands for all, but for the name, which is elsewhere (lib_facts.h).
 */
#include "abi-tables/freebsd/dirent.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/lib.h"

#define ROOM 4096

struct lib_dir {
	int fd;        /* first: old programs' dirfd is a macro */
	int64_t place; /* of the entry that comes next, as telldir(3) says it */
	size_t at, filled;
	pthread_mutex_t lock;
	uint64_t bytes[ROOM / 8];
};

static struct lib_dir *dir_of(int fd)
{
	struct lib_dir *d = malloc(sizeof *d);

	if (!d) {
		errno = ENOMEM;
		return NULL;
	}
	d->fd = fd;
	d->place = 0;
	d->at = d->filled = 0;
	pthread_mutex_init(&d->lock, NULL);
	return d;
}

struct lib_dir *lib_fdopendir(int fd)
{
	struct lib_dir *d;
	struct stat st;
	long place, flags;

	if (fstat(fd, &st) < 0) {
		lib_failed();
		return NULL;
	}
	if (!S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return NULL;
	}
	flags = lib_row(NR_fcntl, fd, 3 /* F_GETFL */, 0);
	if (flags < 0)
		return NULL;
	if ((flags & 3) == O_WRONLY) {
		errno = EBADF;
		return NULL;
	}
	place = lib_row(NR_lseek, fd, 0, 1 /* SEEK_CUR */);
	if (place < 0)
		return NULL;
	d = dir_of(fd);
	if (!d)
		return NULL;
	d->place = place;
	lib_row(NR_fcntl, fd, 2 /* F_SETFD */, 1 /* FD_CLOEXEC */);
	return d;
}

static struct lib_dir *open_at(int at, const char *path)
{
	struct lib_dir *d;
	long fd = lib_row(
	    NR_openat, at, path,
	    lib_facts->open.nonblock | lib_facts->open.directory | lib_facts->open.cloexec, 0);

	if (fd < 0)
		return NULL;
	d = dir_of((int)fd);
	if (!d)
		lib_call(NR_close, fd, 0, 0, 0, 0, 0);
	return d;
}

struct lib_dir *lib_opendir(const char *path)
{
	return open_at(lib_facts->at_fdcwd, path);
}

struct lib_dir *lib_opendir2(const char *path, int flags)
{
	if (flags & ~FREEBSD_DTF_ALL) {
		errno = EINVAL;
		return NULL;
	}
	return open_at(lib_facts->at_fdcwd, path);
}

int lib_fdclosedir(struct lib_dir *d)
{
	int fd = d->fd;

	pthread_mutex_destroy(&d->lock);
	free(d);
	return fd;
}

int lib_closedir(struct lib_dir *d)
{
	return (int)lib_row(NR_close, lib_fdclosedir(d));
}

int lib_dirfd(const struct lib_dir *d)
{
	return d->fd;
}

/* NULL: the end, or an error with errno set. */
static struct freebsd_dirent *next(struct lib_dir *d)
{
	struct freebsd_dirent *e;

	do {
		if (d->at >= d->filled) {
			long n = lib_row(NR_getdirentries, d->fd, d->bytes, sizeof d->bytes, 0);

			d->at = d->filled = 0;
			if (n <= 0)
				return NULL;
			d->filled = (size_t)n;
		}
		e = (struct freebsd_dirent *)((char *)d->bytes + d->at);
		if (e->length < lib_facts->dirent_name + 1 || e->length > d->filled - d->at)
			return NULL;
		d->at += e->length;
		d->place = e->next;
	} while (!e->file);
	return e;
}

struct freebsd_dirent *lib_readdir(struct lib_dir *d)
{
	struct freebsd_dirent *e;

	pthread_mutex_lock(&d->lock);
	e = next(d);
	pthread_mutex_unlock(&d->lock);
	return e;
}

int lib_readdir_r(struct lib_dir *d, struct freebsd_dirent *entry, struct freebsd_dirent **result)
{
	const struct freebsd_dirent *e;
	int before = errno, error;

	pthread_mutex_lock(&d->lock);
	errno = 0;
	e = next(d);
	if (e)
		memcpy(entry, e, e->length);
	error = e ? 0 : errno;
	pthread_mutex_unlock(&d->lock);
	errno = before;
	*result = e ? entry : NULL;
	return error;
}

long lib_telldir(struct lib_dir *d)
{
	return d->place;
}

void lib_seekdir(struct lib_dir *d, long place)
{
	pthread_mutex_lock(&d->lock);
	if (lib_call(NR_lseek, d->fd, place, 0 /* SEEK_SET */, 0, 0, 0) >= 0) {
		d->at = d->filled = 0;
		d->place = place;
	}
	pthread_mutex_unlock(&d->lock);
}

void lib_rewinddir(struct lib_dir *d)
{
	lib_seekdir(d, 0);
}

/* getdents(2) is getdirentries(2) that does not say where it began. */
long lib_getdents(int fd, char *buffer, size_t size)
{
	return lib_row(NR_getdirentries, fd, buffer, size, 0);
}
