#include <fcntl.h>
#include <linux/futex.h>

#include "shim/host.h"
#include "shim/signal.h"
#include "shim/threads.h"
#include "syscall-map/map.h"

static struct thread *threads;
static unsigned count;
static struct lock threads_lock;
struct lock threads_birth;

/* The call that all threads are making now; under threads_lock. */
static struct {
	long nr, arg[5];
	uint32_t waiting;
} errand;

/*
 * A vfork child is alone in its process: the threads in the list are its parent's,
 * who may hold the lock and wait for the one that waits for the child.
 */
static bool is_alone(const struct thread *self)
{
	return !self->owns_memory;
}

static void know(struct thread *t)
{
	t->known_pid = t->pid;
	t->known_tid = t->tid;
}

void threads_enter(struct thread *t)
{
	know(t);
	lock_take(&threads_lock);
	t->prev = NULL;
	t->next = threads;
	if (threads)
		threads->prev = t;
	threads = t;
	count++;
	lock_drop(&threads_lock);
}

unsigned threads_leave(struct thread *t)
{
	unsigned left;

	lock_take(&threads_lock);
	if (t->prev)
		t->prev->next = t->next;
	else
		threads = t->next;
	if (t->next)
		t->next->prev = t->prev;
	left = --count;
	lock_drop(&threads_lock);
	return left;
}

bool threads_have(int tid)
{
	bool found = false;

	if (is_alone(this_thread()))
		return tid == this_thread()->tid;
	lock_take(&threads_lock);
	for (struct thread *t = threads; t && !found; t = t->next)
		found = t->known_tid == tid;
	lock_drop(&threads_lock);
	return found;
}

long threads_kill_others(int sig)
{
	struct thread *self = this_thread();
	long ret = -ESRCH;

	if (is_alone(self))
		return ret;
	lock_take(&threads_lock);
	for (struct thread *t = threads; t; t = t->next)
		if (t != self)
			ret = host_call(__NR_tgkill, t->known_pid, t->known_tid, sig);
	lock_drop(&threads_lock);
	return ret;
}

long threads_wake(int tid)
{
	long ret = -ESRCH;

	if (is_alone(this_thread()))
		return ret;
	lock_take(&threads_lock);
	for (struct thread *t = threads; t && ret; t = t->next) {
		if (t->known_tid != tid)
			continue;
		__atomic_store_n(&t->woken, 1, __ATOMIC_RELEASE);
		host_call(__NR_futex, &t->woken, FUTEX_WAKE_PRIVATE, 1);
		ret = 0;
	}
	lock_drop(&threads_lock);
	return ret;
}

static void path_of_name(char *path, int tid)
{
	static const char front[] = "/proc/self/task/", back[] = "/comm";
	char digits[12];
	size_t n = 0, at = sizeof front - 1;

	memcpy(path, front, at);
	do
		digits[n++] = '0' + tid % 10;
	while (tid /= 10);
	while (n)
		path[at++] = digits[--n];
	memcpy(path + at, back, sizeof back);
}

long threads_set_name(int tid, const char *name)
{
	char path[48];
	size_t length = 0;
	long fd, ret;

	if (!threads_have(tid))
		return -ESRCH;
	path_of_name(path, tid);
	fd = host_call(__NR_open, path, O_WRONLY | O_CLOEXEC);
	if (is_error(fd))
		return fd;
	while (name[length])
		length++;
	ret = host_call(__NR_write, fd, name, length);
	host_call(__NR_close, fd);
	return is_error(ret) ? ret : 0;
}

long threads_get_name(int tid, char name[16])
{
	char path[48];
	long fd, ret;

	if (!threads_have(tid))
		return -ESRCH;
	path_of_name(path, tid);
	fd = host_call(__NR_open, path, O_RDONLY | O_CLOEXEC);
	if (is_error(fd))
		return fd;
	ret = host_call(__NR_read, fd, name, 16);
	host_call(__NR_close, fd);
	if (is_error(ret))
		return ret;
	name[ret ? ret - 1 : 0] = 0; /* the host ends it with a newline, after 15 bytes at most */
	return 0;
}

void host_altstack(const struct thread *t, struct host_stack *stack)
{
	*stack = t->host_altstack;
}

void threads_after_fork(struct thread *self)
{
	self->next = self->prev = NULL;
	self->owns_memory = true; /* though the parent be a vfork child */
	self->put_off = 0;
	self->wakes_next = false; /* timers are not inherited */
	threads = self;
	count = 1;
	self->pid = (int)host_call(__NR_getpid);
	self->tid = (int)host_call(__NR_gettid);
	know(self);
}

static long run_errand(void)
{
	return host_call(errand.nr, errand.arg[0], errand.arg[1], errand.arg[2], errand.arg[3],
			 errand.arg[4]);
}

void threads_own_signal(struct thread *t)
{
	(void)t;
	run_errand();
	if (!__atomic_sub_fetch(&errand.waiting, 1, __ATOMIC_ACQ_REL))
		host_call(__NR_futex, &errand.waiting, FUTEX_WAKE_PRIVATE, 1);
}

long host_call_all_threads(long nr, long a, long b, long c, long d, long e)
{
	struct thread *self = this_thread();
	uint32_t left;
	long ret;

	if (is_alone(self))
		return host_call(nr, a, b, c, d, e);
	lock_take(&threads_birth);
	lock_take(&threads_lock);
	errand.nr = nr;
	errand.arg[0] = a;
	errand.arg[1] = b;
	errand.arg[2] = c;
	errand.arg[3] = d;
	errand.arg[4] = e;
	ret = run_errand();
	if (!is_error(ret) && count > 1) {
		__atomic_store_n(&errand.waiting, count - 1, __ATOMIC_RELEASE);
		for (struct thread *t = threads; t; t = t->next)
			if (t != self)
				host_call(__NR_tgkill, t->known_pid, t->known_tid, OWN_SIGNAL);
		while ((left = __atomic_load_n(&errand.waiting, __ATOMIC_ACQUIRE)))
			host_call(__NR_futex, &errand.waiting, FUTEX_WAIT_PRIVATE, left, 0);
	}
	lock_drop(&threads_lock);
	lock_drop(&threads_birth);
	return ret;
}
