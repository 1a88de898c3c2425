/* Locks of readers and writers: rw_rdlock(3C), pthread_rwlock_rdlock(3C).  Readers go first,
 * so that a thread may read twice while another waits to write. */
#include <errno.h>

#include "abi-tables/illumos/lib_sync.h"
#include "shim/lib/lib.h"

#define WRITER (-1)

int illumos_rwlock_init(struct illumos_rwlock *l, int type, void *arg)
{
	(void)arg;
	if (type & ~ILLUMOS_SYNC_SHARED)
		return EINVAL;
	*l = (struct illumos_rwlock){ .type = (uint16_t)type, .magic = ILLUMOS_RWL_MAGIC };
	illumos_mutex_init(&l->mutex, type, NULL);
	illumos_cond_init(&l->may_read, type, NULL);
	return illumos_cond_init(&l->may_write, type, NULL);
}

int illumos_pthread_rwlock_init(struct illumos_rwlock *l, struct illumos_attr *const *attr)
{
	return illumos_rwlock_init(l, attr && *attr ? (*attr)->type : 0, NULL);
}

int illumos_rwlock_destroy(struct illumos_rwlock *l)
{
	if (l->readers)
		return EBUSY;
	l->magic = 0;
	return 0;
}

/* The mutex is held. */
static bool may_read(const struct illumos_rwlock *l)
{
	return l->readers != WRITER;
}

static bool may_write(const struct illumos_rwlock *l)
{
	return !l->readers;
}

static int take(struct illumos_rwlock *l, bool write, clockid_t clock, const struct timespec *until)
{
	struct illumos_cond *c = write ? &l->may_write : &l->may_read;
	bool (*may)(const struct illumos_rwlock *) = write ? may_write : may_read;
	int error = 0;

	illumos_mutex_lock(&l->mutex);
	while (!may(l) && !error)
		error = illumos_cond_wait_until(c, &l->mutex, clock, until);
	if (may(l)) {
		l->readers += write ? WRITER : 1;
		error = 0;
	}
	illumos_mutex_unlock(&l->mutex);
	return error;
}

static int try(struct illumos_rwlock *l, bool write)
{
	bool may;

	illumos_mutex_lock(&l->mutex);
	may = write ? may_write(l) : may_read(l);
	if (may)
		l->readers += write ? WRITER : 1;
	illumos_mutex_unlock(&l->mutex);
	return may ? 0 : EBUSY;
}

int illumos_rw_rdlock(struct illumos_rwlock *l)
{
	return take(l, false, CLOCK_MONOTONIC, NULL);
}

int illumos_rw_wrlock(struct illumos_rwlock *l)
{
	return take(l, true, CLOCK_MONOTONIC, NULL);
}

int illumos_rw_tryrdlock(struct illumos_rwlock *l)
{
	return try(l, false);
}

int illumos_rw_trywrlock(struct illumos_rwlock *l)
{
	return try(l, true);
}

int illumos_rw_unlock(struct illumos_rwlock *l)
{
	int error = 0;

	illumos_mutex_lock(&l->mutex);
	if (!l->readers)
		error = EPERM;
	else if (l->readers == WRITER)
		l->readers = 0;
	else
		l->readers--;
	if (!error && !l->readers) {
		illumos_cond_signal(&l->may_write);
		illumos_cond_broadcast(&l->may_read);
	}
	illumos_mutex_unlock(&l->mutex);
	return error;
}

static int until(struct illumos_rwlock *l, bool write, const struct timespec *t)
{
	if (try(l, write) == 0)
		return 0;
	return illumos_is_time(t) ? take(l, write, CLOCK_REALTIME, t) : EINVAL;
}

static int in(struct illumos_rwlock *l, bool write, const struct timespec *t)
{
	struct timespec end;

	if (try(l, write) == 0)
		return 0;
	return illumos_time_from_now(t, &end) ? take(l, write, CLOCK_MONOTONIC, &end) : EINVAL;
}

int illumos_pthread_rwlock_timedrdlock(struct illumos_rwlock *l, const struct timespec *t)
{
	return until(l, false, t);
}

int illumos_pthread_rwlock_timedwrlock(struct illumos_rwlock *l, const struct timespec *t)
{
	return until(l, true, t);
}

int illumos_pthread_rwlock_reltimedrdlock_np(struct illumos_rwlock *l, const struct timespec *t)
{
	return in(l, false, t);
}

int illumos_pthread_rwlock_reltimedwrlock_np(struct illumos_rwlock *l, const struct timespec *t)
{
	return in(l, true, t);
}
