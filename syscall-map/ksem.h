/*
 * The kernel's own semaphores (ksem_open and kin; sem(4)), which libc used up to
 * FreeBSD 8.  There a semaphore is a file behind a descriptor, whose number is its
 * id: so forks inherit it, an exec closes it, a message may carry it.  Here it is a
 * file too, of a few bytes: a memfd, or for a name a file of /dev/shm.  A call maps
 * it for as long as it takes; nothing else is kept of it, so nothing gets out of
 * step with the descriptors.
 */
#ifndef SYSCALL_MAP_KSEM_H
#define SYSCALL_MAP_KSEM_H

#include <stdint.h>

#define KSEM_VALUE_MAX INT32_MAX /* SEM_VALUE_MAX */
#define KSEM_MAGIC     0x6d65736b6e757261ull

enum ksem_state { KSEM_UNNAMED = 1, KSEM_DESTROYED = 2 };

/* The file. */
struct semaphore {
	uint64_t magic;
	uint32_t value, state;
};

#endif
