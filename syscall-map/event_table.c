/* Which descriptors are kqueues, and which have knotes: see event.h. */
#include "syscall-map/event_queue.h"
#include "syscall-map/own_fd.h"

/* A descriptor: the kqueue it is, and the filters (1 << enum event_filter) that watch it. */
struct slot {
	struct kqueue *kq;
	uint32_t watched;
};

#define SLOTS_CHUNK 256
#define CHUNKS      4096 /* a million descriptors: fs.nr_open's default */

static struct slot *chunks[CHUNKS];
static struct lock table_lock; /* taken before any kqueue's */
static struct kqueue *queues;

/*
 * A vfork's child has its parent's tables before it, but descriptors of its own: what
 * it closes and copies is no business of theirs, and the kqueues are not its.
 */
static bool tables_are_ours(void)
{
	return this_thread()->owns_memory;
}

/* Chunks are only ever added, so that a close can look without a lock. */
static struct slot *slot_of(unsigned fd)
{
	struct slot *chunk;

	if (fd >= CHUNKS * SLOTS_CHUNK)
		return NULL;
	chunk = __atomic_load_n(&chunks[fd / SLOTS_CHUNK], __ATOMIC_ACQUIRE);
	return chunk ? &chunk[fd % SLOTS_CHUNK] : NULL;
}

static struct slot *slot_made(unsigned fd)
{
	struct slot *chunk, *none = NULL;

	if (fd >= CHUNKS * SLOTS_CHUNK)
		return NULL;
	if (slot_of(fd))
		return slot_of(fd);
	chunk = host_alloc(SLOTS_CHUNK * sizeof *chunk);
	if (!chunk)
		return NULL;
	if (!__atomic_compare_exchange_n(&chunks[fd / SLOTS_CHUNK], &none, chunk, false,
					 __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
		host_free(chunk, SLOTS_CHUNK * sizeof *chunk);
	return slot_of(fd);
}

long fd_watched(unsigned fd, unsigned filter)
{
	struct slot *s = slot_made(fd);

	if (!s)
		return -ENOMEM;
	__atomic_fetch_or(&s->watched, 1u << filter, __ATOMIC_RELAXED);
	return 0;
}

struct kqueue *kqueue_get(int fd)
{
	struct slot *s = slot_of(fd);
	struct kqueue *kq;

	if (!s || !__atomic_load_n(&s->kq, __ATOMIC_RELAXED) || !tables_are_ours())
		return NULL;
	lock_take(&table_lock);
	kq = s->kq;
	if (kq)
		__atomic_fetch_add(&kq->refs, 1, __ATOMIC_RELAXED);
	lock_drop(&table_lock);
	return kq;
}

void kqueue_put(struct kqueue *kq)
{
	if (__atomic_sub_fetch(&kq->refs, 1, __ATOMIC_ACQ_REL) == 0)
		queue_free(kq);
}

/* The table holds one reference for all descriptors of a kqueue. */
long kqueue_enter(struct kqueue *kq, int fd)
{
	struct slot *s = tables_are_ours() ? slot_made(fd) : NULL;

	if (!s)
		return -ENOMEM;
	lock_take(&table_lock);
	s->kq = kq;
	if (kq->fds++ == 0) {
		kq->next = queues;
		kq->prev = NULL;
		if (queues)
			queues->prev = kq;
		queues = kq;
	}
	lock_drop(&table_lock);
	return 0;
}

static void unlink_queue(struct kqueue *kq)
{
	if (kq->prev)
		kq->prev->next = kq->next;
	else
		queues = kq->next;
	if (kq->next)
		kq->next->prev = kq->prev;
}

/* Returns the kqueue whose last descriptor this was; the caller puts it. */
static struct kqueue *slot_closed(struct slot *s, unsigned fd)
{
	uint32_t filters = __atomic_exchange_n(&s->watched, 0, __ATOMIC_RELAXED);
	struct kqueue *kq;

	for (kq = filters ? queues : NULL; kq; kq = kq->next)
		knotes_drop_fd(kq, fd, filters);
	kq = s->kq;
	s->kq = NULL;
	if (!kq || --kq->fds > 0)
		return NULL;
	unlink_queue(kq);
	__atomic_store_n(&kq->closing, true, __ATOMIC_RELEASE);
	return kq;
}

static void fd_closed(struct slot *s, unsigned fd)
{
	struct kqueue *kq;

	if (!__atomic_load_n(&s->kq, __ATOMIC_RELAXED) &&
	    !__atomic_load_n(&s->watched, __ATOMIC_RELAXED))
		return;
	if (!tables_are_ours())
		return;
	lock_take(&table_lock);
	kq = slot_closed(s, fd);
	lock_drop(&table_lock);
	if (!kq)
		return;
	/* Whoever sleeps in it finds that it is gone. */
	if (__atomic_load_n(&kq->refs, __ATOMIC_ACQUIRE) > 1) {
		lock_take(&kq->lock);
		queue_wake(kq);
		lock_drop(&kq->lock);
	}
	kqueue_put(kq);
}

void event_fds_closed(unsigned first, unsigned last)
{
	struct slot *s;
	uint64_t fd;

	if (last >= CHUNKS * SLOTS_CHUNK)
		last = CHUNKS * SLOTS_CHUNK - 1;
	for (fd = first; fd <= last; fd++) {
		s = slot_of(fd);
		if (s)
			fd_closed(s, fd);
		else
			fd |= SLOTS_CHUNK - 1;
	}
}

void event_fd_duplicated(int fd, int copy)
{
	struct kqueue *kq = kqueue_get(fd);

	if (!kq)
		return;
	if (kqueue_enter(kq, copy) != 0)
		hole("kqueue: no memory for a duplicate", copy);
	kqueue_put(kq);
}

bool event_is_kqueue(int fd)
{
	struct slot *s = slot_of(fd);

	return s && __atomic_load_n(&s->kq, __ATOMIC_RELAXED);
}

void event_child_reaped(int pid, int status)
{
	struct kqueue *kq;

	if (!__atomic_load_n(&queues, __ATOMIC_RELAXED) || !tables_are_ours())
		return;
	lock_take(&table_lock);
	for (kq = queues; kq; kq = kq->next)
		proc_reaped(kq, pid, status);
	lock_drop(&table_lock);
}

void queues_each(void (*fn)(struct kqueue *kq, const void *arg), const void *arg)
{
	struct kqueue *kq;

	lock_take(&table_lock);
	for (kq = queues; kq; kq = kq->next) {
		lock_take(&kq->lock);
		fn(kq, arg);
		if (kq->active_count)
			queue_wake(kq);
		lock_drop(&kq->lock);
	}
	lock_drop(&table_lock);
}

void event_before_fork(void)
{
	struct kqueue *kq;

	lock_take(&table_lock);
	for (kq = queues; kq; kq = kq->next)
		lock_take(&kq->lock);
}

/* The child closes the numbers that its parent's kqueues had. */
static void close_all_queues(void)
{
	struct slot *s;
	unsigned fd;

	for (fd = 0; fd < CHUNKS * SLOTS_CHUNK; fd++) {
		s = slot_of(fd);
		if (!s) {
			fd |= SLOTS_CHUNK - 1;
			continue;
		}
		s->watched = 0;
		if (s->kq)
			host_call(__NR_close, fd);
		s->kq = NULL;
	}
}

void event_after_fork(bool in_child)
{
	struct kqueue *kq, *next;

	for (kq = queues; kq; kq = next) {
		next = kq->next;
		lock_drop(&kq->lock);
		if (in_child) {
			kq->inherited = true;
			queue_free(kq);
		}
	}
	if (in_child) {
		if (queues)
			close_all_queues();
		queues = NULL;
		signals_after_fork();
		notify_after_fork();
	}
	lock_drop(&table_lock);
}
