/*
 * Many threads at once, each making calls and getting signals: `crowd [THREADS]`, 200
 * unless given.  Then what comes from several sides at once: forks while others hold
 * locks and sleep, the end of the process while all are busy, thr_kill of the dead.
 */
#include "children.h"

#define ROUNDS 20
#define STACK  16384

static long wanted_threads = 200;
static volatile long ready, go, finished, caught, wrong;
static uint32_t go_word;

struct member {
	struct thread thread;
	long number, sent, got;
};
static struct member *crowd;

static void count(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)info, (void)context;
	__atomic_add_fetch(&caught, 1, __ATOMIC_SEQ_CST);
}

/* Calls of each kind: thin, by C, that sleep, that take locks of abirun's. */
static void make_calls(struct member *m)
{
	struct timespec moment = { 0, 10000 };
	struct kevent event;
	int ends[2];
	char byte = 0;
	long queue;

	if (call(NR_getpid) <= 0 || thread_self() != m->thread.tid)
		wrong++;
	if (call(NR_pipe2, ends, 0))
		wrong++;
	queue = ready_new(ends[0]);
	if (call(NR_write, ends[1], "x", 1) != 1)
		wrong++;
	while (call(NR_kevent, queue, 0, 0, &event, 1, 0) == -EINTR)
		;
	if (event.ident != (uintptr_t)ends[0] || call(NR_read, ends[0], &byte, 1) != 1)
		wrong++;
	call(NR_close, queue);
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
	call(NR_nanosleep, &moment, 0);
}

static void member(void *arg)
{
	struct member *m = arg;

	__atomic_add_fetch(&ready, 1, __ATOMIC_SEQ_CST);
	while (!go)
		word_wait(&go_word, 0);
	for (int i = 0; i < ROUNDS; i++) {
		struct member *other = &crowd[(m->number + i + 1) % wanted_threads];
		long ret = call(NR_thr_kill, other->thread.tid, SIGUSR1);

		/* It may have ended. */
		if (ret == 0)
			m->sent++;
		else if (ret != -ESRCH)
			wrong++;
		make_calls(m);
	}
	__atomic_add_fetch(&finished, 1, __ATOMIC_SEQ_CST);
}

static void wait_for(volatile long *value, long least)
{
	while (*value < least)
		pause_ms(1);
}

static void gather(void (*fn)(void *))
{
	char *stacks = pages(wanted_threads * STACK);

	crowd = pages(wanted_threads * sizeof(*crowd));
	ready = go = finished = 0;
	go_word = 0;
	for (long i = 0; i < wanted_threads; i++) {
		crowd[i].number = i;
		EXPECT_EQ(thread_start(&crowd[i].thread, fn, &crowd[i], stacks + i * STACK, STACK),
			  0);
	}
	wait_for(&ready, wanted_threads);
}

static void let_go(void)
{
	go = 1;
	__atomic_store_n(&go_word, 1, __ATOMIC_SEQ_CST);
	call(NR__umtx_op, &go_word, UMTX_OP_WAKE_PRIVATE, 0x7fffffff, 0, 0);
}

static void disperse(void)
{
	for (long i = 0; i < wanted_threads; i++)
		thread_join(&crowd[i].thread);
	call(NR_munmap, crowd, wanted_threads * sizeof(*crowd));
}

static void test_crowd(void)
{
	long tid, sent = 0;

	catch (SIGUSR1, count, SA_RESTART, NULL);
	gather(member);
	tid = crowd[0].thread.tid;
	let_go();
	wait_for(&finished, wanted_threads);
	for (long i = 0; i < wanted_threads; i++) {
		thread_join(&crowd[i].thread);
		sent += crowd[i].sent;
	}
	/* A standard signal is pending once: fewer may come than were sent, but some do. */
	EXPECT(caught > wanted_threads && caught <= sent);
	EXPECT_EQ(wrong, 0);
	EXPECT_EQ(call(NR_thr_kill, tid, SIGUSR1), -ESRCH);
	EXPECT_EQ(call(NR_thr_kill2, call(NR_getpid), tid, SIGUSR1), -ESRCH);
	say("%ld threads: %ld signals sent, %ld caught\n", wanted_threads, sent, caught);
}

static void expect_status(long pid, int wanted)
{
	int status = -1;
	long ret;

	while ((ret = call(NR_wait4, pid, &status, 0, 0)) == -EINTR)
		;
	EXPECT_EQ(ret, pid);
	EXPECT_EQ(status, wanted);
}

static volatile bool enough;

/* Whatever takes a lock of abirun's, over and over. */
static void hold_locks(void *arg)
{
	struct member *m = arg;

	__atomic_add_fetch(&ready, 1, __ATOMIC_SEQ_CST);
	while (!enough) {
		struct sigaction action = { .handler = 0 };
		void *page = (void *)call(NR_mmap, 0, 4096, PROT_READ | PROT_EXEC,
					  MAP_PRIVATE | MAP_ANON, -1, 0);

		call(NR_munmap, page, 4096);
		call(NR_sigaction, SIGUSR2, &action, 0);
		call(NR_thr_set_name, m->thread.tid, "busy");
		make_calls(m);
	}
}

static void child_thread(void *arg)
{
	*(volatile long *)arg = 1;
}

/* A child has no thread but the caller, and every lock is free there. */
static void test_forks(void)
{
	wanted_threads = 8;
	enough = false;
	gather(hold_locks);
	for (int i = 0; i < 60; i++) {
		long pid = fork_here();

		if (!pid) {
			struct member self = { .thread.tid = thread_self() };
			static char stack[STACK];
			struct thread thread;
			volatile long ran = 0;

			wrong = 0;
			make_calls(&self);
			call(NR_munmap,
			     call(NR_mmap, 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANON,
				  -1, 0),
			     4096);
			call(NR_thr_set_name, self.thread.tid, "child");
			if (thread_start(&thread, child_thread, (void *)&ran, stack, sizeof(stack)))
				call(NR_exit_all, 8);
			thread_join(&thread);
			call(NR_exit_all, ran == 1 && !wrong ? 7 : 9);
		}
		expect_status(pid, 7 << 8);
	}
	enough = true;
	disperse();
}

static volatile long end_at;

static void end_all(void *arg)
{
	struct member *m = arg;

	__atomic_add_fetch(&ready, 1, __ATOMIC_SEQ_CST);
	while (!go)
		__asm__ volatile("pause");
	for (long i = 0; i < end_at; i++)
		make_calls(m);
	if (m->number % 2)
		call(NR_exit_all, 5);
	for (;;)
		make_calls(m);
}

/* Several end the process at once while others make calls, start threads and get signals. */
static void test_ends(void)
{
	for (int i = 0; i < 30; i++) {
		long pid = fork_here();

		if (!pid) {
			wanted_threads = 6;
			end_at = i % 4;
			gather(end_all);
			let_go();
			for (;;)
				call(NR_thr_kill, -1, SIGUSR1);
		}
		expect_status(pid, 5 << 8);
	}
}

static char **self_argv, **self_envp;

static void become(void *arg)
{
	char *const argv[] = { self_argv[0], "end", 0 };
	struct member *m = arg;

	__atomic_add_fetch(&ready, 1, __ATOMIC_SEQ_CST);
	while (!go)
		__asm__ volatile("pause");
	if (m->number == 3)
		call(NR_execve, self_argv[0], argv, self_envp);
	/* Faults too, which are abirun's affair until there is no thread left to have one. */
	for (;;) {
		make_calls(m);
		call(NR_sigprocmask, SIG_BLOCK, 8, 0);
	}
}

/* The new program has the old one's id and none of its threads. */
static void test_exec(void)
{
	for (int i = 0; i < 10; i++) {
		long pid = fork_here();

		if (!pid) {
			wanted_threads = 6;
			gather(become);
			let_go();
			for (;;)
				pause_ms(1);
		}
		expect_status(pid, 3 << 8);
	}
}

static void mortal(void *arg)
{
	(void)arg;
	__atomic_add_fetch(&ready, 1, __ATOMIC_SEQ_CST);
}

/* Signals to threads that are just ending reach them or nobody: 0 or ESRCH. */
static void test_mortals(void)
{
	static char stack[STACK];
	struct thread thread;
	long before = caught, sent = 0, gone = 0;

	for (int i = 0; i < 500; i++) {
		long ret, tid;

		EXPECT_EQ(thread_start(&thread, mortal, 0, stack, sizeof(stack)), 0);
		tid = __atomic_load_n(&thread.tid, __ATOMIC_ACQUIRE);
		while ((ret = call(NR_thr_kill, tid, SIGUSR1)) == 0)
			sent++;
		gone += ret == -ESRCH;
		thread_join(&thread);
	}
	EXPECT_EQ(gone, 500);
	EXPECT(caught - before <= sent);
}

int main(int argc, char **argv, char **envp)
{
	if (argc > 1 && !strcmp(argv[1], "end"))
		return 3;
	self_argv = argv;
	self_envp = envp;
	if (argc > 1)
		wanted_threads = to_long(argv[1]);
	test_crowd();
	test_forks();
	test_ends();
	test_exec();
	test_mortals();
	return result();
}
