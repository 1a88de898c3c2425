/* A futex lock for state that alien threads share, and memory from the kernel. */
#include <linux/futex.h>
#include <sys/mman.h>

#include "syscall-map/map.h"

enum { FREE, TAKEN, CONTENDED };

void lock_take(struct lock *l)
{
	uint32_t found = FREE;

	if (__atomic_compare_exchange_n(&l->word, &found, TAKEN, 0, __ATOMIC_ACQUIRE,
					__ATOMIC_RELAXED))
		return;
	while (__atomic_exchange_n(&l->word, CONTENDED, __ATOMIC_ACQUIRE) != FREE)
		host_call(__NR_futex, &l->word, FUTEX_WAIT_PRIVATE, CONTENDED, 0);
}

void lock_drop(struct lock *l)
{
	if (__atomic_exchange_n(&l->word, FREE, __ATOMIC_RELEASE) == CONTENDED)
		host_call(__NR_futex, &l->word, FUTEX_WAKE_PRIVATE, 1);
}

void *host_alloc(size_t size)
{
	long p = host_call(__NR_mmap, 0, size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return is_error(p) ? NULL : (void *)p;
}

void host_free(void *p, size_t size)
{
	host_call(__NR_munmap, p, size);
}
