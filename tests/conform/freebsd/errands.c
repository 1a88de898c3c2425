/*
 * What is done in all threads at once (ids of users, the net) while threads fork,
 * vfork, begin and end, take their contexts, and get signals: everybody comes back.
 */
#include "children.h"

#define ROUNDS 60

static volatile int stop;
static struct thread workers[4];

static void tick(int sig)
{
	(void)sig;
}

/* The child of a vfork must not come back to this stack. */
static void make_vfork(void)
{
	long pid, second;
	int status;

	__asm__ volatile("syscall\n\t"
			 "jc 1f\n\t"
			 "cmp $1, %%edx\n\t"
			 "jne 1f\n\t"
			 "xor %%edi, %%edi\n\t"
			 "mov $1, %%eax\n\t"
			 "syscall\n"
			 "1:"
			 : "=a"(pid), "=d"(second)
			 : "0"((long)NR_vfork)
			 : "rcx", "r8", "r9", "r10", "r11", "rdi", "memory", "cc");
	while (call(NR_wait4, pid, &status, 0, 0) == -EINTR)
		;
}

static void vforks(void *arg)
{
	(void)arg;
	while (!stop)
		make_vfork();
}

static void forks(void *arg)
{
	long pid;
	int status;

	(void)arg;
	while (!stop) {
		pid = fork_here();
		if (!pid)
			call(NR__exit, 0);
		while (call(NR_wait4, pid, &status, 0, 0) == -EINTR)
			;
	}
}

static void contexts(void *arg)
{
	static struct ucontext context;

	(void)arg;
	while (!stop)
		call(NR_getcontext, &context);
}

static void nothing(void *arg)
{
	(void)arg;
}

static void births(void *arg)
{
	char *stack = pages(65536);

	(void)arg;
	while (!stop) {
		struct thread t;

		if (thread_start(&t, nothing, NULL, stack, 65536) == 0)
			thread_join(&t);
	}
}

int main(int argc, char **argv, char **envp)
{
	static void (*const work[])(void *) = { vforks, forks, contexts, births };
	long timer[4] = { 0, 1000, 0, 1000 }, id = call(NR_getuid);
	long rounds = argc > 1 ? to_long(argv[1]) : ROUNDS;

	(void)envp;
	signal_catch(SIGALRM, tick, SA_RESTART);
	EXPECT_EQ(call(NR_setitimer, 0, timer, 0), 0);
	for (int i = 0; i < 4; i++)
		EXPECT_EQ(thread_start(&workers[i], work[i], NULL, pages(65536), 65536), 0);
	for (long i = 0; i < rounds; i++)
		EXPECT_EQ(call(NR_setreuid, id, id), 0);
	stop = 1;
	for (int i = 0; i < 4; i++)
		thread_join(&workers[i]);
	return result();
}
