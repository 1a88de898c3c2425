/*
 * Semaphores with names: mapped files, /tmp/SEMD and the name behind its slash, as
 * FreeBSD's library has them; so programs of one system share them.
 */
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "abi-tables/freebsd/libc.h"
#include "shim/lib/lib.h"
#include "shim/lib/sem.h"

static struct opened {
	struct opened *next;
	struct freebsd_sem *sem;
	dev_t device;
	ino_t file;
	int count;
} * all;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* "/name", no other slash.  0 or an errno of the alien's. */
static int path_of(const char *name, char path[PATH_MAX])
{
	if (name[0] != '/' || !name[1] || strchr(name + 1, '/'))
		return EINVAL;
	if (snprintf(path, PATH_MAX, "/tmp/SEMD%s", name + 1) >= PATH_MAX ||
	    strlen(name) > NAME_MAX - 4)
		return lib_errno(ENAMETOOLONG);
	return 0;
}

static struct freebsd_sem *known(const struct stat *st)
{
	for (struct opened *o = all; o; o = o->next) {
		if (o->device == st->st_dev && o->file == st->st_ino) {
			o->count++;
			return o->sem;
		}
	}
	return NULL;
}

/* Of a locked file: a new one gets its value. */
static struct freebsd_sem *map(int fd, const struct stat *st, unsigned value)
{
	struct opened *new = malloc(sizeof *new);
	struct freebsd_sem first, *sem;

	if (!new)
		return NULL;
	if (st->st_size < (off_t)sizeof first) {
		lib_sem_init(&first, 1, value);
		first.flags |= FREEBSD_SEM_NAMED;
		if (pwrite(fd, &first, sizeof first, 0) != (ssize_t)sizeof first)
			goto fail;
	}
	sem = mmap(NULL, sizeof *sem, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (sem == MAP_FAILED)
		goto fail;
	*new = (struct opened){ all, sem, st->st_dev, st->st_ino, 1 };
	all = new;
	return sem;
fail:
	free(new);
	return NULL;
}

static struct freebsd_sem *open_path(const char *path, int flags, unsigned mode, unsigned value)
{
	struct freebsd_sem *sem = NULL;
	struct stat st;
	int fd = open(path,
		      O_RDWR | O_CLOEXEC | O_NOFOLLOW | (flags & FREEBSD_O_CREAT ? O_CREAT : 0) |
			  (flags & FREEBSD_O_EXCL ? O_EXCL : 0),
		      mode);

	if (fd < 0)
		return NULL;
	if (flock(fd, LOCK_EX) == 0 && fstat(fd, &st) == 0) {
		sem = known(&st);
		if (!sem)
			sem = map(fd, &st, value);
		/* The mapping keeps the file open, and would keep the lock. */
		flock(fd, LOCK_UN);
	}
	close(fd);
	return sem;
}

struct freebsd_sem *lib_sem_open(const char *name, int flags, ...)
{
	struct freebsd_sem *sem;
	unsigned mode = 0, value = 0;
	char path[PATH_MAX];
	va_list args;
	int error = path_of(name, path);

	va_start(args, flags);
	if (flags & FREEBSD_O_CREAT) {
		mode = va_arg(args, unsigned);
		value = va_arg(args, unsigned);
	}
	va_end(args);
	if (!error &&
	    (flags & ~(FREEBSD_O_CREAT | FREEBSD_O_EXCL) || value > FREEBSD_SEM_VALUE_MAX))
		error = EINVAL;
	if (error) {
		errno = error;
		return NULL;
	}
	pthread_mutex_lock(&lock);
	sem = open_path(path, flags, mode, value);
	if (!sem)
		lib_failed();
	pthread_mutex_unlock(&lock);
	return sem;
}

int lib_sem_close(struct freebsd_sem *sem)
{
	int ret = -1;

	pthread_mutex_lock(&lock);
	for (struct opened **o = &all; *o; o = &(*o)->next) {
		struct opened *found = *o;

		if (found->sem != sem)
			continue;
		ret = 0;
		if (!--found->count) {
			*o = found->next;
			munmap(found->sem, sizeof *found->sem);
			free(found);
		}
		break;
	}
	pthread_mutex_unlock(&lock);
	if (ret < 0)
		errno = EINVAL;
	return ret;
}

int lib_sem_unlink(const char *name)
{
	char path[PATH_MAX];
	int error = path_of(name, path);

	if (error) {
		errno = error;
		return -1;
	}
	if (unlink(path) == 0)
		return 0;
	lib_failed();
	return -1;
}
