/*
 * Semaphores.  sem_t is a pointer there, and none is shared by processes but by its name;
 * the object behind is the host's.
 */
#include <fcntl.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/lib.h"

struct openbsd_sem {
	sem_t *host;
	bool named;
	sem_t own;
};

#define SEM_VALUE_LIMIT 0x7fffffffu /* semaphore.h: SEM_VALUE_MAX is UINT_MAX, the host's less */

static int done(int ret)
{
	if (ret < 0)
		lib_failed();
	return ret;
}

static sem_t *host_of(struct openbsd_sem **at)
{
	if (at && *at)
		return (*at)->host;
	errno = EINVAL;
	return NULL;
}

int openbsd_sem_init(struct openbsd_sem **at, int shared, unsigned value)
{
	struct openbsd_sem *s;

	if (shared || value > SEM_VALUE_LIMIT) {
		errno = shared ? EPERM : EINVAL; /* sem_init(3) */
		return -1;
	}
	s = calloc(1, sizeof *s);
	if (!s) {
		errno = lib_errno(ENOSPC);
		return -1;
	}
	s->host = &s->own;
	sem_init(s->host, 0, value);
	*at = s;
	return 0;
}

int openbsd_sem_destroy(struct openbsd_sem **at)
{
	if (!host_of(at))
		return -1;
	if ((*at)->named) {
		errno = EINVAL;
		return -1;
	}
	sem_destroy((*at)->host);
	free(*at);
	*at = NULL;
	return 0;
}

int openbsd_sem_post(struct openbsd_sem **at)
{
	sem_t *s = host_of(at);

	return s ? done(sem_post(s)) : -1;
}

int openbsd_sem_wait(struct openbsd_sem **at)
{
	sem_t *s = host_of(at);

	return s ? done(sem_wait(s)) : -1;
}

int openbsd_sem_timedwait(struct openbsd_sem **at, const struct timespec *until)
{
	sem_t *s = host_of(at);

	return s ? done(sem_timedwait(s, until)) : -1;
}

int openbsd_sem_trywait(struct openbsd_sem **at)
{
	sem_t *s = host_of(at);

	return s ? done(sem_trywait(s)) : -1;
}

int openbsd_sem_getvalue(struct openbsd_sem **at, int *value)
{
	sem_t *s = host_of(at);

	return s ? done(sem_getvalue(s, value)) : -1;
}

/* SEM_FAILED is NULL on both. */
struct openbsd_sem **openbsd_sem_open(const char *name, int flags, ...)
{
	const int creat = lib_facts->open.creat, excl = lib_facts->open.excl;
	struct openbsd_sem **at, *s;
	unsigned mode = 0, value = 0;
	va_list args;

	va_start(args, flags);
	if (flags & creat) {
		mode = va_arg(args, unsigned);
		value = va_arg(args, unsigned);
	}
	va_end(args);
	if (flags & ~(creat | excl)) {
		errno = EINVAL;
		return NULL;
	}
	at = calloc(1, sizeof(struct openbsd_sem *));
	s = calloc(1, sizeof *s);
	if (!at || !s)
		goto fail;
	s->named = true;
	s->host = sem_open(name, (flags & creat ? O_CREAT : 0) | (flags & excl ? O_EXCL : 0), mode,
			   value);
	if (s->host == SEM_FAILED) {
		lib_failed();
		goto fail;
	}
	*at = s;
	return at;
fail:
	free(at);
	free(s);
	return NULL;
}

int openbsd_sem_close(struct openbsd_sem **at)
{
	if (!host_of(at))
		return -1;
	if (!(*at)->named) {
		errno = EINVAL;
		return -1;
	}
	sem_close((*at)->host);
	free(*at);
	free(at);
	return 0;
}

int openbsd_sem_unlink(const char *name)
{
	return done(sem_unlink(name));
}
