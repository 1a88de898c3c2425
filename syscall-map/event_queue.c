/* One kqueue: its descriptors, its active list, its timers.  See event.h. */
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>

#include "shim/process.h"
#include "syscall-map/event_queue.h"
#include "syscall-map/own_fd.h"

struct kqueue *queue_new(void)
{
	struct kqueue *kq = host_alloc(sizeof *kq);

	if (!kq)
		return NULL;
	kq->refs = 1;
	kq->ep = kq->inner = kq->wake = kq->timer = kq->notify = kq->sigfd = -1;
	kq->buckets = kq->first_buckets;
	kq->bucket_count = FIRST_BUCKETS;
	kq->chunks[0] = kq->first_knotes;
	return kq;
}

void queue_free(struct kqueue *kq)
{
	int i;

	kq->closing = true;
	knotes_detach_all(kq);
	own_fd_close(kq->ep);
	own_fd_close(kq->inner);
	own_fd_close(kq->wake);
	own_fd_close(kq->timer);
	notify_close(kq);
	own_fd_close(kq->sigfd);
	for (i = 1; i < CHUNK_MAX && kq->chunks[i]; i++)
		host_free(kq->chunks[i], (sizeof(struct knote) * FIRST_KNOTES) << i);
	if (kq->buckets != kq->first_buckets)
		host_free(kq->buckets, kq->bucket_count * sizeof *kq->buckets);
	if (kq->heap)
		host_free(kq->heap, kq->heap_room * sizeof *kq->heap);
	host_free(kq, sizeof *kq);
}

/* Put a descriptor of our own into the epoll.  It, or -errno, and then it is closed. */
long put_entry(struct kqueue *kq, long fd, enum source source, uint32_t events)
{
	struct epoll_event ev = { .events = events, .data.u64 = source };
	long ret = host_call(__NR_epoll_ctl, kq->ep, EPOLL_CTL_ADD, fd, &ev);
	if (!is_error(ret))
		return fd;
	own_fd_close(fd);
	return ret;
}

/* The same with one that the host has just made, or failed to make. */
long own_entry(struct kqueue *kq, long fd, enum source source, uint32_t events)
{
	fd = own_fd(fd);
	return is_error(fd) ? fd : put_entry(kq, fd, source, events);
}

long queue_inner(struct kqueue *kq)
{
	long fd;

	if (kq->inner >= 0)
		return kq->inner;
	fd = own_entry(kq, host_call(__NR_epoll_create1, EPOLL_CLOEXEC), SOURCE_INNER, EPOLLIN);
	if (!is_error(fd))
		kq->inner = fd;
	return fd;
}

/* Edges: each write wakes once, and who waits need not read it empty. */
long queue_wake_fd(struct kqueue *kq)
{
	long fd;

	if (kq->wake >= 0)
		return 0;
	fd = own_entry(kq, host_call(__NR_eventfd2, 0, EFD_CLOEXEC | EFD_NONBLOCK), SOURCE_WAKE,
		       EPOLLIN | EPOLLET);
	if (is_error(fd))
		return fd;
	kq->wake = fd;
	return 0;
}

void queue_wake(struct kqueue *kq)
{
	uint64_t one = 1;

	if (kq->woken || queue_wake_fd(kq) != 0)
		return;
	kq->woken = true;
	host_call(__NR_write, kq->wake, &one, sizeof one);
}

void queue_unwake(struct kqueue *kq)
{
	uint64_t n;

	kq->woken = false;
	host_call(__NR_read, kq->wake, &n, sizeof n);
}

void knote_activate(struct kqueue *kq, struct knote *kn)
{
	if (kn->listed || kn->disabled)
		return;
	kn->listed = true;
	kn->next = NULL;
	kn->prev = kq->active_tail;
	if (kq->active_tail)
		kq->active_tail->next = kn;
	else
		kq->active_head = kn;
	kq->active_tail = kn;
	__atomic_store_n(&kq->active_count, kq->active_count + 1, __ATOMIC_RELAXED);
}

void knote_deactivate(struct kqueue *kq, struct knote *kn)
{
	if (!kn->listed)
		return;
	kn->listed = false;
	if (kn->prev)
		kn->prev->next = kn->next;
	else
		kq->active_head = kn->next;
	if (kn->next)
		kn->next->prev = kn->prev;
	else
		kq->active_tail = kn->prev;
	__atomic_store_n(&kq->active_count, kq->active_count - 1, __ATOMIC_RELAXED);
}

int64_t monotonic_now(void)
{
	struct timespec ts;

	if (vdso_clock)
		vdso_clock(CLOCK_MONOTONIC, &ts);
	else
		host_call(__NR_clock_gettime, CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ll + ts.tv_nsec;
}

long timer_fd(struct kqueue *kq)
{
	long fd;

	if (kq->timer >= 0)
		return 0;
	fd = own_entry(kq,
		       host_call(__NR_timerfd_create, CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK),
		       SOURCE_TIMER, EPOLLIN);
	if (is_error(fd))
		return fd;
	kq->timer = fd;
	return 0;
}

/* Room for one more time. */
static long heap_grow(struct kqueue *kq)
{
	uint32_t room = kq->heap_room ? kq->heap_room * 2 : 512;
	struct knote **heap;

	if (kq->heap_count + 1 < kq->heap_room)
		return 0;
	heap = host_alloc(room * sizeof *heap);
	if (!heap)
		return -ENOMEM;
	if (kq->heap) {
		memcpy(heap, kq->heap, kq->heap_room * sizeof *heap);
		host_free(kq->heap, kq->heap_room * sizeof *heap);
	}
	kq->heap = heap;
	kq->heap_room = room;
	return 0;
}

static void heap_put(struct kqueue *kq, uint32_t place, struct knote *kn)
{
	kq->heap[place] = kn;
	kn->heap_place = place;
}

/* Put kn where it belongs, from `place` on up or down. */
static void heap_settle(struct kqueue *kq, uint32_t place, struct knote *kn)
{
	uint32_t child;

	while (place > 1 && kq->heap[place / 2]->due > kn->due) {
		heap_put(kq, place, kq->heap[place / 2]);
		place /= 2;
	}
	while ((child = place * 2) <= kq->heap_count) {
		if (child < kq->heap_count && kq->heap[child + 1]->due < kq->heap[child]->due)
			child++;
		if (kq->heap[child]->due >= kn->due)
			break;
		heap_put(kq, place, kq->heap[child]);
		place = child;
	}
	heap_put(kq, place, kn);
}

/* Set the timerfd to the first time there is. */
static void timer_aim(struct kqueue *kq)
{
	int64_t first = kq->heap_count ? kq->heap[1]->due : 0;
	struct itimerspec at = { { 0 }, { 0 } };

	if (first == kq->timer_set)
		return;
	kq->timer_set = first;
	at.it_value.tv_sec = first / 1000000000;
	at.it_value.tv_nsec = first % 1000000000;
	host_call(__NR_timerfd_settime, kq->timer, TFD_TIMER_ABSTIME, &at, 0);
}

/* There must be a timerfd: timer_fd.  Without memory the time never comes, and is traced. */
void timer_start(struct kqueue *kq, struct knote *kn, int64_t due)
{
	kn->due = due > 0 ? due : 1;
	if (!kn->heap_place) {
		if (heap_grow(kq) != 0) {
			hole("kqueue: no memory for a timer", kn->ident);
			return;
		}
		kn->heap_place = ++kq->heap_count;
	}
	heap_settle(kq, kn->heap_place, kn);
	timer_aim(kq);
}

static void heap_remove(struct kqueue *kq, struct knote *kn)
{
	uint32_t place = kn->heap_place;
	struct knote *last = kq->heap[kq->heap_count--];

	kn->heap_place = 0;
	if (last != kn)
		heap_settle(kq, place, last);
}

void timer_stop(struct kqueue *kq, struct knote *kn)
{
	if (!kn->heap_place)
		return;
	heap_remove(kq, kn);
	timer_aim(kq);
}

void timers_expired(struct kqueue *kq)
{
	int64_t now = monotonic_now();
	struct knote *kn;

	/* A timerfd set anew is no longer readable, so it needs no read; one with nothing left
	 * does. */
	while (kq->heap_count && kq->heap[1]->due <= now) {
		kn = kq->heap[1];
		heap_remove(kq, kn);
		kn->ops->expire(kq, kn, now);
	}
	kq->timer_set = -1;
	timer_aim(kq);
}
