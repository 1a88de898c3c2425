/* EVFILT_SIGNAL: see event.h. */
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>

#include "syscall-map/event_queue.h"
#include "syscall-map/own_fd.h"

#define HOST_SIGRTMIN 32 /* the kernel's: from here on signals are queued */

/* How often each signal came; how many knotes count it; how many that are pending are counted. */
static uint64_t seen[ALIEN_SIGNAL_COUNT];
static uint32_t wanted[ALIEN_SIGNAL_COUNT];
static uint32_t counted[ALIEN_SIGNAL_COUNT];

/* An entry of every kqueue that counts signals; written at each one, never read. */
static int came = -1;
static struct lock came_lock;

bool event_signal_wanted(int sig)
{
	return sig > 0 && sig < ALIEN_SIGNAL_COUNT &&
	       __atomic_load_n(&wanted[sig], __ATOMIC_RELAXED);
}

static void count(int sig)
{
	uint64_t one = 1;

	__atomic_fetch_add(&seen[sig], 1, __ATOMIC_RELAXED);
	host_call(__NR_write, came, &one, sizeof one);
}

/* Take one off what is pending and counted; false: there is none. */
static bool was_counted(int sig)
{
	uint32_t n = __atomic_load_n(&counted[sig], __ATOMIC_RELAXED);

	while (n > 0) {
		if (__atomic_compare_exchange_n(&counted[sig], &n, n - 1, false, __ATOMIC_ACQ_REL,
						__ATOMIC_RELAXED))
			return true;
	}
	return false;
}

void event_signal_seen(int sig)
{
	if (event_signal_wanted(sig) && !was_counted(sig))
		count(sig);
}

static uint64_t host_bit(int sig)
{
	int host = signal_to_host(sig);

	return host > 0 ? 1ull << (host - 1) : 0;
}

static uint64_t pending_now(void)
{
	uint64_t set = 0;

	host_call(__NR_rt_sigpending, &set, sizeof set);
	return set;
}

/* What is pending counts, once. */
static void count_pending(int sig)
{
	uint32_t none = 0;

	if (__atomic_compare_exchange_n(&counted[sig], &none, 1, false, __ATOMIC_ACQ_REL,
					__ATOMIC_RELAXED))
		__atomic_fetch_add(&seen[sig], 1, __ATOMIC_RELAXED);
}

bool event_signal_is_pending(int sig)
{
	if (!event_signal_wanted(sig) || !(pending_now() & host_bit(sig)))
		return false;
	count_pending(sig);
	return true;
}

/* Those of the real-time range are each delivered once more, the others are one from now on. */
void event_signal_again(int sig)
{
	if (signal_to_host(sig) >= HOST_SIGRTMIN)
		__atomic_fetch_add(&counted[sig], 1, __ATOMIC_RELAXED);
	count(sig);
}

void signals_look(struct kqueue *kq)
{
	uint64_t pending = pending_now();
	struct knote *kn;

	for (kn = kq->signals; kn; kn = kn->signal_next) {
		if (pending & host_bit(kn->ident))
			count_pending(kn->ident);
		if (__atomic_load_n(&seen[kn->ident], __ATOMIC_RELAXED) != kn->base)
			knote_activate(kq, kn);
	}
}

static long came_fd(void)
{
	long fd = came;

	if (fd >= 0)
		return fd;
	lock_take(&came_lock);
	fd = came;
	if (fd < 0) {
		fd = own_fd(host_call(__NR_eventfd2, 0, EFD_CLOEXEC | EFD_NONBLOCK));
		if (!is_error(fd))
			came = fd;
	}
	lock_drop(&came_lock);
	return fd;
}

/* Both entries in edge mode: neither is ever read. */
static long signal_sources(struct kqueue *kq, uint64_t set)
{
	struct epoll_event ev = { .events = EPOLLIN | EPOLLET, .data.u64 = SOURCE_SIGNAL };
	long fd = came_fd(), ret;

	if (is_error(fd))
		return fd;
	ret = host_call(__NR_epoll_ctl, kq->ep, EPOLL_CTL_ADD, fd, &ev);
	if (is_error(ret) && ret != -EEXIST)
		return ret;
	kq->sigset |= set;
	if (kq->sigfd >= 0) {
		ret = host_call(__NR_signalfd4, kq->sigfd, &kq->sigset, sizeof kq->sigset, 0);
		return is_error(ret) ? ret : 0;
	}
	ret = own_entry(kq,
			host_call(__NR_signalfd4, -1, &kq->sigset, sizeof kq->sigset, SFD_CLOEXEC),
			SOURCE_SIGNAL, EPOLLIN | EPOLLET);
	if (is_error(ret))
		return ret;
	kq->sigfd = ret;
	return 0;
}

static long signal_attach(struct kqueue *kq, struct knote *kn)
{
	uint64_t bit;
	long ret;

	if (!valid_signal((long)kn->ident))
		return -EINVAL;
	bit = host_bit(kn->ident);
	ret = queue_wake_fd(kq);
	if (ret == 0)
		ret = signal_sources(kq, bit);
	if (ret != 0)
		return ret;
	/* What is pending already came before. */
	if (__atomic_fetch_add(&wanted[kn->ident], 1, __ATOMIC_RELAXED) == 0) {
		counted[kn->ident] = (pending_now() & bit) != 0;
		signal_event_watch(kn->ident, true);
	}
	kn->base = __atomic_load_n(&seen[kn->ident], __ATOMIC_RELAXED);
	kn->signal_next = kq->signals;
	kq->signals = kn;
	knote_flags(kn, EVENT_CLEAR);
	return 0;
}

static void signal_detach(struct kqueue *kq, struct knote *kn)
{
	struct knote **link = &kq->signals;

	while (*link != kn)
		link = &(*link)->signal_next;
	*link = kn->signal_next;
	if (__atomic_sub_fetch(&wanted[kn->ident], 1, __ATOMIC_RELAXED) == 0)
		signal_event_watch(kn->ident, false);
}

static bool signal_ready(struct kqueue *kq, struct knote *kn, uint32_t bits, struct report *r)
{
	(void)kq, (void)bits;
	kn->data = __atomic_load_n(&seen[kn->ident], __ATOMIC_RELAXED) - kn->base;
	r->data = kn->data;
	return kn->data != 0;
}

static void signal_clear(struct kqueue *kq, struct knote *kn)
{
	(void)kq;
	kn->base += kn->data;
}

void signals_after_fork(void)
{
	own_fd_close(came);
	came = -1;
}

const struct filter filter_signal = {
	.attach = signal_attach,
	.detach = signal_detach,
	.arm = arm_listed,
	.disarm = disarm_listed,
	.ready = signal_ready,
	.clear = signal_clear,
};
