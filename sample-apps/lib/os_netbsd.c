/* alien.h on NetBSD. */
#include "alien.h"

static void thread_main(struct thread *t)
{
	t->fn(t->arg);
	/* Who joins waits with _lwp_wait(2). */
	for (;;)
		call(NR__lwp_exit);
}

long thread_start(struct thread *t, void (*fn)(void *), void *arg, void *stack, size_t size)
{
	struct ucontext uc;
	int id = 0;
	long ret = call(NR_getcontext, &uc);

	if (ret)
		return ret;
	*t = (struct thread){ .fn = fn, .arg = arg };
	uc.flags = UC_CPU;
	uc.regs[REG_RDI] = (uint64_t)t;
	uc.regs[REG_RIP] = (uint64_t)thread_main;
	uc.regs[REG_RSP] = (((uint64_t)stack + size) & ~15ul) - 8;
	ret = call(NR__lwp_create, &uc, 0, &id);
	t->tid = id;
	return ret;
}

void thread_join(struct thread *t)
{
	while (call(NR__lwp_wait, t->tid, 0) == -EINTR)
		;
	t->done = 1;
}

long thread_self(void)
{
	return call(NR__lwp_self);
}

long thread_park(void)
{
	return call(NR____lwp_park60, CLOCK_MONOTONIC, 0, 0, 0, 0, 0);
}

long thread_unpark(long tid)
{
	return call(NR__lwp_unpark, tid, 0);
}

/* __futex(2) is the host's, in all but its seventh argument. */
long word_wait(uint32_t *word, uint32_t value)
{
	return call(NR___futex, word, 0 | 128, value, 0, 0, 0);
}

long word_wake(uint32_t *word)
{
	return call(NR___futex, word, 1 | 128, 1, 0, 0, 0);
}

long signal_catch(int signal, void (*handler)(int), int flags)
{
	struct sigaction action = { .handler = handler, .flags = flags };

	return call(NR___sigaction_sigtramp, signal, &action, 0, signal_trampoline, 2);
}

long signal_thread(long tid, int signal)
{
	return call(NR__lwp_kill, tid, signal);
}

static long ready_change(int queue, int fd, int flags)
{
	struct kevent change = { .ident = fd, .filter = EVFILT_READ, .flags = flags };

	return call(NR___kevent50, queue, &change, 1, 0, 0, 0);
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
	struct kevent events[64];
	struct timespec none = { 0, 0 };

	return call(NR___kevent50, queue, 0, 0, events, 64, &none);
}

long descriptors_raise(void)
{
	unsigned long limit[2];
	long ret = call(NR_getrlimit, 8, limit);

	if (is_error(ret))
		return ret;
	limit[0] = limit[1];
	ret = call(NR_setrlimit, 8, limit);
	return is_error(ret) ? ret : (long)limit[0];
}
