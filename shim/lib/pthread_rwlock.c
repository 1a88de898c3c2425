/* Read-write locks, barriers, spin locks and once: pointers as mutexes are. */
#include <linux/futex.h>
#include <stdlib.h>
#include <time.h>

#include "abi-tables/freebsd/libc.h"
#include "shim/host.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"

static pthread_rwlock_t *lock_of(pthread_rwlock_t **at)
{
	pthread_rwlock_t *l = __atomic_load_n(at, __ATOMIC_ACQUIRE), *made;

	if (__builtin_expect(l != NULL, 1))
		return l;
	made = malloc(sizeof *made);
	if (!made)
		return NULL;
	pthread_rwlock_init(made, NULL);
	if (__atomic_compare_exchange_n(at, &l, made, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		return made;
	free(made);
	return l;
}

int lib_pthread_rwlock_init(pthread_rwlock_t **at, void *attr)
{
	(void)attr; /* it can say only that the lock is a process's own, which a pointer is */
	*at = NULL;
	return lock_of(at) ? 0 : ENOMEM;
}

int lib_pthread_rwlock_destroy(pthread_rwlock_t **at)
{
	if (*at) {
		pthread_rwlock_destroy(*at);
		free(*at);
	}
	*at = NULL;
	return 0;
}

#define LOCK(name, ...)                                                                            \
	do {                                                                                       \
		pthread_rwlock_t *l = lock_of(at);                                                 \
                                                                                                   \
		return l ? lib_errno(pthread_rwlock_##name(l, ##__VA_ARGS__)) : ENOMEM;            \
	} while (0)

int lib_pthread_rwlock_rdlock(pthread_rwlock_t **at)
{
	LOCK(rdlock);
}

int lib_pthread_rwlock_wrlock(pthread_rwlock_t **at)
{
	LOCK(wrlock);
}

int lib_pthread_rwlock_tryrdlock(pthread_rwlock_t **at)
{
	LOCK(tryrdlock);
}

int lib_pthread_rwlock_trywrlock(pthread_rwlock_t **at)
{
	LOCK(trywrlock);
}

int lib_pthread_rwlock_timedrdlock(pthread_rwlock_t **at, const struct timespec *until)
{
	LOCK(timedrdlock, until);
}

int lib_pthread_rwlock_timedwrlock(pthread_rwlock_t **at, const struct timespec *until)
{
	LOCK(timedwrlock, until);
}

int lib_pthread_rwlock_unlock(pthread_rwlock_t **at)
{
	LOCK(unlock);
}

int lib_pthread_barrier_init(pthread_barrier_t **at, void *attr, unsigned count)
{
	(void)attr;
	if (!count)
		return EINVAL;
	*at = malloc(sizeof **at);
	if (!*at)
		return ENOMEM;
	return lib_errno(pthread_barrier_init(*at, NULL, count));
}

int lib_pthread_barrier_destroy(pthread_barrier_t **at)
{
	if (!*at)
		return EINVAL;
	pthread_barrier_destroy(*at);
	free(*at);
	*at = NULL;
	return 0;
}

/* PTHREAD_BARRIER_SERIAL_THREAD is -1 on both. */
int lib_pthread_barrier_wait(pthread_barrier_t **at)
{
	return *at ? pthread_barrier_wait(*at) : EINVAL;
}

int lib_pthread_spin_init(pthread_spinlock_t **at, int shared)
{
	*at = malloc(sizeof(long) * 8);
	return *at ? pthread_spin_init(*at, shared) : ENOMEM;
}

int lib_pthread_spin_destroy(pthread_spinlock_t **at)
{
	if (!*at)
		return EINVAL;
	free((void *)*at);
	*at = NULL;
	return 0;
}

int lib_pthread_spin_lock(pthread_spinlock_t **at)
{
	return *at ? lib_errno(pthread_spin_lock(*at)) : EINVAL;
}

int lib_pthread_spin_trylock(pthread_spinlock_t **at)
{
	return *at ? lib_errno(pthread_spin_trylock(*at)) : EINVAL;
}

int lib_pthread_spin_unlock(pthread_spinlock_t **at)
{
	return *at ? lib_errno(pthread_spin_unlock(*at)) : EINVAL;
}

enum { ONCE_DONE = 1, ONCE_RUNS };

/*
 * The state is a word that programs' static initialisers leave 0, and 1 when the
 * function has returned; here 2 while it runs, which others wait for.  No lock: a
 * forked child could inherit it from a thread that it does not have.
 */
int lib_pthread_once(struct freebsd_once *once, void (*function)(void))
{
	int state = __atomic_load_n(&once->state, __ATOMIC_ACQUIRE);

	while (state != ONCE_DONE) {
		if (state == ONCE_RUNS) {
			host_call(__NR_futex, &once->state, FUTEX_WAIT_PRIVATE, ONCE_RUNS, 0);
			state = __atomic_load_n(&once->state, __ATOMIC_ACQUIRE);
		} else if (__atomic_compare_exchange_n(&once->state, &state, ONCE_RUNS, false,
						       __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
			function();
			state = ONCE_DONE;
			__atomic_store_n(&once->state, ONCE_DONE, __ATOMIC_RELEASE);
			host_call(__NR_futex, &once->state, FUTEX_WAKE_PRIVATE, 0x7fffffff);
		}
	}
	return 0;
}
