/* alien.h on Linux. */
#include <asm/signal.h>
#include <linux/eventpoll.h>
#include <linux/futex.h>

#include "alien.h"

__attribute__((used)) static void thread_main(struct thread *t)
{
	t->fn(t->arg);
	for (;;)
		call(NR_exit, 0);
}

/* The word `done` is cleared, and waited on, by the kernel (CLONE_CHILD_CLEARTID). */
long thread_start(struct thread *t, void (*fn)(void *), void *arg, void *stack, size_t size)
{
	long flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
		     CLONE_SYSVSEM | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
	void **top = (void **)((char *)stack + size - 16);
	register long r10 __asm__("r10") = (long)&t->done;
	long ret;

	*t = (struct thread){ .fn = fn, .arg = arg, .done = 1 };
	top[0] = t;
	__asm__ volatile("syscall\n\t"
			 "test %%eax, %%eax\n\t"
			 "jnz 1f\n\t"
			 "xor %%ebp, %%ebp\n\t"
			 "mov (%%rsp), %%rdi\n\t"
			 "call thread_main\n"
			 "1:"
			 : "=a"(ret)
			 : "0"(NR_clone), "D"(flags), "S"(top), "d"(&t->tid), "r"(r10)
			 : "rcx", "r8", "r11", "memory");
	return is_error(ret) ? ret : 0;
}

void thread_join(struct thread *t)
{
	int *done = (int *)&t->done;
	int value;

	while ((value = __atomic_load_n(done, __ATOMIC_ACQUIRE)))
		call(NR_futex, done, FUTEX_WAIT, value, 0);
}

long thread_self(void)
{
	return call(NR_gettid);
}

long word_wait(uint32_t *word, uint32_t value)
{
	return call(NR_futex, word, FUTEX_WAIT_PRIVATE, value, 0);
}

long word_wake(uint32_t *word)
{
	return call(NR_futex, word, FUTEX_WAKE_PRIVATE, 1);
}

/* A word for each thread, by the last digits of its id: 1 when it may go on. */
static uint32_t may_go[64];

long thread_park(void)
{
	uint32_t *word = &may_go[call(NR_gettid) % 64];

	while (!__atomic_exchange_n(word, 0, __ATOMIC_SEQ_CST))
		word_wait(word, 0);
	return 0;
}

long thread_unpark(long tid)
{
	__atomic_store_n(&may_go[tid % 64], 1, __ATOMIC_SEQ_CST);
	return word_wake(&may_go[tid % 64]);
}

__attribute__((naked)) static void restorer(void)
{
	__asm__("mov %0, %%eax; syscall" : : "i"(NR_rt_sigreturn));
}

long signal_catch(int signal, void (*handler)(int), int flags)
{
	struct {
		void (*handler)(int);
		unsigned long flags;
		void (*restorer)(void);
		unsigned long mask;
	} action = { handler, flags | SA_RESTORER, restorer, 0 };

	return call(NR_rt_sigaction, signal, &action, 0, sizeof(action.mask));
}

long signal_thread(long tid, int signal)
{
	return call(NR_tgkill, call(NR_getpid), tid, signal);
}

long ready_add(int queue, int fd)
{
	struct epoll_event event = { .events = EPOLLIN };

	return call(NR_epoll_ctl, queue, EPOLL_CTL_ADD, fd, &event);
}

long ready_remove(int queue, int fd)
{
	struct epoll_event event = { 0 };

	return call(NR_epoll_ctl, queue, EPOLL_CTL_DEL, fd, &event);
}

long ready_new(int fd)
{
	long queue = call(NR_epoll_create1, 0);
	long ret = is_error(queue) ? queue : ready_add(queue, fd);

	return is_error(ret) ? ret : queue;
}

long ready_now(int queue)
{
	struct epoll_event event;

	return call(NR_epoll_wait, queue, &event, 1, 0);
}

long descriptors_raise(void)
{
	long limit[2] = { 0 };

	call(NR_getrlimit, 7, limit); /* RLIMIT_NOFILE */
	limit[0] = limit[1];
	call(NR_setrlimit, 7, limit);
	return limit[0];
}
