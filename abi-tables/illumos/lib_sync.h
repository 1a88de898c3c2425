/*
 * illumos' objects of threads: they are in the program's memory, whole, and may be shared
 * with other processes through it (sys/synch.h, sys/types.h).  Programs know their size and
 * how they are initialised statically; what is in them is the library's.
 */
#ifndef ABI_TABLES_ILLUMOS_LIB_SYNC_H
#define ABI_TABLES_ILLUMOS_LIB_SYNC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* sys/synch.h, pthread.h: bits of an object's type */
#define ILLUMOS_SYNC_SHARED     0x01
#define ILLUMOS_LOCK_ERRORCHECK 0x02
#define ILLUMOS_LOCK_RECURSIVE  0x04
#define ILLUMOS_LOCK_INHERIT    0x10
#define ILLUMOS_LOCK_PROTECT    0x20
#define ILLUMOS_LOCK_ROBUST     0x40

#define ILLUMOS_ENOTSUP         48 /* errno.h; EOPNOTSUPP is another */

#define ILLUMOS_MUTEX_MAGIC     0x4d58 /* "MX" */
#define ILLUMOS_SEMA_MAGIC      0x534d
#define ILLUMOS_COND_MAGIC      0x4356
#define ILLUMOS_RWL_MAGIC       0x5257

/* mutex_t, pthread_mutex_t, pthread_spinlock_t; all zero is one, too. */
struct illumos_mutex {
	uint16_t flag1;
	uint8_t flag2, ceiling;
	uint16_t type, magic;
	uint32_t depth; /* how often its owner has it more than once */
	uint32_t word;  /* MUTEX_ */
	uint64_t owner; /* of those that ask who it is */
};
_Static_assert(sizeof(struct illumos_mutex) == 24, "mutex_t");

/* cond_t, pthread_cond_t */
struct illumos_cond {
	uint32_t waiters;
	uint16_t type, magic;
	uint32_t turn; /* counts the signals */
	uint32_t clock;
};
_Static_assert(sizeof(struct illumos_cond) == 16, "cond_t");

/* rwlock_t, pthread_rwlock_t */
struct illumos_rwlock {
	int32_t readers; /* -1: a writer */
	uint16_t type, magic;
	struct illumos_mutex mutex;
	struct illumos_cond may_read, may_write;
};
_Static_assert(sizeof(struct illumos_rwlock) == 64, "rwlock_t");

/* sema_t, sem_t */
struct illumos_sema {
	uint32_t unused;
	uint16_t type, magic;
	uint64_t state; /* how many there are, and above them how many threads wait */
	uint64_t rest[4];
};
_Static_assert(sizeof(struct illumos_sema) == 48, "sema_t");

/* pthread_barrier_t */
struct illumos_barrier {
	uint32_t count, current;
	uint64_t cycle, reserved;
	struct illumos_mutex mutex;
	struct illumos_cond cond;
};
_Static_assert(sizeof(struct illumos_barrier) == 64, "pthread_barrier_t");

/* pthread_once_t */
struct illumos_once {
	uint64_t pad[3];
	uint32_t state, pad1;
};
_Static_assert(sizeof(struct illumos_once) == 32, "pthread_once_t");

/*
 * Sleep while *word is `value`, until `until` of the host's clock (NULL: for ever).  0, or an
 * errno of the host's: EAGAIN, EINTR after any signal's handler, ETIMEDOUT.
 */
int illumos_sleep(uint32_t *word, uint32_t value, bool shared, clockid_t clock,
		  const struct timespec *until);
void illumos_wake(uint32_t *word, bool shared, int count);

/* A time from now, of the monotonic clock; false: it is no time. */
bool illumos_time_from_now(const struct timespec *t, struct timespec *until);
bool illumos_is_time(const struct timespec *t);

/* Errors are illumos' numbers, not in errno. */
int illumos_mutex_init(struct illumos_mutex *m, int type, void *arg);
int illumos_mutex_lock(struct illumos_mutex *m);
int illumos_mutex_unlock(struct illumos_mutex *m);
int illumos_cond_init(struct illumos_cond *c, int type, void *arg);
int illumos_cond_broadcast(struct illumos_cond *c);
int illumos_cond_signal(struct illumos_cond *c);
/* Not ended by signals, no place where threads end; `until` NULL: for ever.  ETIMEDOUT. */
int illumos_cond_wait_until(struct illumos_cond *c, struct illumos_mutex *m, clockid_t clock,
			    const struct timespec *until);

/* What attributes of mutexes, conditions, locks and barriers are, behind the program's pointer. */
struct illumos_attr {
	int type; /* ILLUMOS_SYNC_, ILLUMOS_LOCK_ */
	int ceiling;
	uint32_t clock;
};

#endif
