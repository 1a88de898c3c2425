/* FreeBSD's semaphores.  Sources: semaphore.h, sys/umtx.h; the magic number is libc's own. */
#ifndef SHIM_LIB_SEM_H
#define SHIM_LIB_SEM_H

#include <stdint.h>
#include <time.h>

#define FREEBSD_SEM_MAGIC            0x73656d32u
#define FREEBSD_SEM_VALUE_MAX        0x7fffffffu
#define FREEBSD_USEM_HAS_WAITERS     0x80000000u
#define FREEBSD_USYNC_PROCESS_SHARED 1
#define FREEBSD_SEM_NAMED            2
#define FREEBSD_UMTX_OP_SEM2_WAIT    23
#define FREEBSD_UMTX_OP_SEM2_WAKE    24
#define FREEBSD_UMTX_ABSTIME         1
#define FREEBSD_TIMER_ABSTIME        1
#define FREEBSD_EOVERFLOW            84

struct freebsd_sem {
	uint32_t magic, count, flags, padding;
};
_Static_assert(sizeof(struct freebsd_sem) == 16, "sem_t");

struct freebsd_umtx_time {
	struct timespec time;
	uint32_t flags, clock;
};

int lib_sem_init(struct freebsd_sem *s, int shared, unsigned value);

#endif
