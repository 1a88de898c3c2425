/* alien.h on FreeBSD. */
#include "alien.h"

static void thread_main(void *arg)
{
	struct thread *t = arg;

	t->fn(t->arg);
	/* thr_exit(2) sets `done` to 1 and wakes who waits on it. */
	for (;;)
		call(NR_thr_exit, &t->done);
}

long thread_start(struct thread *t, void (*fn)(void *), void *arg, void *stack, size_t size)
{
	struct thr_param param = {
		.start_func = thread_main,
		.arg = t,
		.stack_base = stack,
		.stack_size = size,
		.child_tid = &t->tid,
		.parent_tid = &t->tid,
	};

	*t = (struct thread){ .fn = fn, .arg = arg };
	return call(NR_thr_new, &param, sizeof(param));
}

void thread_join(struct thread *t)
{
	while (!__atomic_load_n(&t->done, __ATOMIC_ACQUIRE))
		call(NR__umtx_op, &t->done, UMTX_OP_WAIT, 0, 0, 0);
}

long thread_self(void)
{
	long tid = 0;

	call(NR_thr_self, &tid);
	return tid;
}

long word_wait(uint32_t *word, uint32_t value)
{
	return call(NR__umtx_op, word, UMTX_OP_WAIT_UINT_PRIVATE, value, 0, 0);
}

long word_wake(uint32_t *word)
{
	return call(NR__umtx_op, word, UMTX_OP_WAKE_PRIVATE, 1, 0, 0);
}

long thread_park(void)
{
	return call(NR_thr_suspend, 0);
}

long thread_unpark(long tid)
{
	return call(NR_thr_wake, tid);
}

long signal_catch(int signal, void (*handler)(int), int flags)
{
	struct sigaction action = { .handler = handler, .flags = flags };

	return call(NR_sigaction, signal, &action, 0);
}

long signal_thread(long tid, int signal)
{
	return call(NR_thr_kill, tid, signal);
}

static long ready_change(int queue, int fd, int flags)
{
	struct kevent change = { .ident = fd, .filter = EVFILT_READ, .flags = flags };

	return call(NR_kevent, queue, &change, 1, 0, 0, 0);
}

long ready_add(int queue, int fd)
{
	return ready_change(queue, fd, EV_ADD);
}

long ready_remove(int queue, int fd)
{
	return ready_change(queue, fd, EV_DELETE);
}

long ready_new(int fd)
{
	long queue = call(NR_kqueue);
	long ret = is_error(queue) ? queue : ready_add(queue, fd);

	return is_error(ret) ? ret : queue;
}

long ready_now(int queue)
{
	struct timespec at_once = { 0, 0 };
	struct kevent event;

	return call(NR_kevent, queue, 0, 0, &event, 1, &at_once);
}

/* sys/resource.h: RLIMIT_NOFILE is 8. */
long descriptors_raise(void)
{
	long limit[2] = { 0 };

	call(NR_getrlimit, 8, limit);
	limit[0] = limit[1];
	call(NR_setrlimit, 8, limit);
	return limit[0];
}
