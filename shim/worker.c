/* Host threads for abirun's own work: see worker.h. */
#include <errno.h>
#include <linux/sched.h>
#include <stddef.h>
#include <sys/mman.h>

#include "shim/host.h"
#include "shim/thread.h"
#include "shim/worker.h"

#define WORKERS 64
#define GUARD   4096ul
#define STACK   (32 * 1024ul)

/* The host clears tid when the thread is gone; STARTING: it is about to come. */
#define STARTING (-1)
static struct slot {
	int tid;
	unsigned long stack; /* 0: it has none any more */
	void (*fn)(void *arg);
	void *arg;
} slots[WORKERS];

/* What worker_clone finds on the new stack: entry at the foot. */
struct first {
	void (*fn)(void *slot);
	struct slot *slot;
	unsigned long stack, size;
};

long worker_clone(unsigned long flags, struct first *first, int *parent_tid, int *child_tid);

static struct slot *free_slot(void)
{
	for (int i = 0; i < WORKERS; i++) {
		int none = 0;

		if (__atomic_compare_exchange_n(&slots[i].tid, &none, STARTING, false,
						__ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
			return &slots[i];
	}
	return NULL;
}

static long make_stack(struct slot *slot)
{
	long at = host_call(__NR_mmap, 0, GUARD + STACK, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (is_error(at))
		return at;
	host_call(__NR_mprotect, at, GUARD, PROT_NONE);
	slot->stack = (unsigned long)at;
	return 0;
}

/* What t1 code finds behind GS in a worker: a thread that is nobody's. */
static struct thread nobody = { .self = &nobody, .owns_memory = true };

static void run(void *arg)
{
	struct slot *slot = arg;

	__asm__ volatile("wrgsbase %0" ::"r"(&nobody));
	slot->fn(slot->arg);
	slot->stack = 0;
}

static long start_in(struct slot *slot)
{
	struct first *first = (struct first *)(slot->stack + GUARD + STACK) - 1;
	uint64_t all = ~0ull, before;
	long ret;

	*first = (struct first){ run, slot, slot->stack, GUARD + STACK };
	/* Its mask is that of the thread it comes from. */
	host_call(__NR_rt_sigprocmask, 2 /* SIG_SETMASK */, &all, &before, 8);
	ret = worker_clone(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
			       CLONE_SYSVSEM | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID,
			   first, &slot->tid, &slot->tid);
	host_call(__NR_rt_sigprocmask, 2, &before, 0, 8);
	return is_error(ret) ? ret : 0;
}

long worker_start(void (*fn)(void *arg), void *arg)
{
	struct slot *slot = free_slot();
	long error;

	if (!slot)
		return -EAGAIN;
	slot->fn = fn;
	slot->arg = arg;
	error = make_stack(slot);
	if (!error) {
		error = start_in(slot);
		if (error)
			host_call(__NR_munmap, slot->stack, GUARD + STACK);
	}
	if (error)
		__atomic_store_n(&slot->tid, 0, __ATOMIC_RELEASE);
	return error;
}

unsigned worker_count(void)
{
	unsigned n = 0;

	for (int i = 0; i < WORKERS; i++)
		n += __atomic_load_n(&slots[i].tid, __ATOMIC_RELAXED) > 0;
	return n;
}

bool worker_has(int tid)
{
	for (int i = 0; i < WORKERS; i++)
		if (__atomic_load_n(&slots[i].tid, __ATOMIC_RELAXED) == tid)
			return tid > 0;
	return false;
}

void workers_after_fork(void)
{
	for (int i = 0; i < WORKERS; i++) {
		if (slots[i].tid && slots[i].stack)
			host_call(__NR_munmap, slots[i].stack, GUARD + STACK);
		slots[i].tid = 0;
	}
}
