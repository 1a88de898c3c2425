/*
 * getcontext(2), setcontext(2), swapcontext(2): whole contexts taken, changed, gone
 * on with; with what a signal does in between.
 */
#include "signals.h"

/* ucontext_t and mcontext_t, x86/ucontext.h: offsets and size */
#define UCONTEXT_SIZE 880
#define UC_RDI        24
#define UC_RBX        80
#define UC_RIP        176
#define UC_RSP        200

struct context {
	unsigned char bytes[UCONTEXT_SIZE] __attribute__((aligned(16)));
};

static long *field(struct context *c, int offset)
{
	return (long *)(c->bytes + offset);
}

static struct context here, there;
static volatile int times, visits;
static volatile long handed;

static void test_comes_back(void)
{
	volatile long kept = 77;

	times = 0;
	EXPECT_EQ(call(NR_getcontext, &here), 0);
	if (++times < 5)
		EXPECT_EQ(call(NR_setcontext, &here), 0);
	EXPECT_EQ(times, 5);
	EXPECT_EQ(kept, 77);
	EXPECT_EQ(call(NR_getcontext, 0), -22);
	EXPECT_EQ(call(NR_getcontext, 8), -14);
	EXPECT_EQ(call(NR_setcontext, 0), -22);
	EXPECT_EQ(call(NR_setcontext, 8), -14);
	EXPECT_EQ(call(NR_swapcontext, &here, 0), -22);
	EXPECT_EQ(call(NR_swapcontext, &here, 8), -14);
}

/* On the other stack: back and forth, and back for good. */
static void other_stack(long argument)
{
	handed = argument;
	for (int i = 0; i < 3; i++) {
		visits++;
		call(NR_swapcontext, &there, &here);
	}
	visits += 100;
	call(NR_setcontext, &here);
}

static void test_other_stack(void)
{
	unsigned char *stack = pages(65536);

	EXPECT_EQ(call(NR_getcontext, &there), 0);
	*field(&there, UC_RIP) = (long)other_stack;
	*field(&there, UC_RSP) = (long)(stack + 65536 - 8);
	*field(&there, UC_RDI) = 4711;
	visits = 0;
	for (int i = 1; i <= 3; i++) {
		EXPECT_EQ(call(NR_swapcontext, &here, &there), 0);
		EXPECT_EQ(visits, i);
	}
	EXPECT_EQ(call(NR_swapcontext, &here, &there), 0);
	EXPECT_EQ(visits, 103);
	EXPECT_EQ(handed, 4711);
}

static volatile int handled;

static void on_signal(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)info, (void)context;
	handled++;
}

static volatile int done;
static long main_tid;

static void disturb(void *arg)
{
	(void)arg;
	while (!__atomic_load_n(&done, __ATOMIC_ACQUIRE))
		call(NR_thr_kill, main_tid, SIGUSR1);
}

static void test_under_signals(void)
{
	static char stack[32768];
	static struct thread other;

	call(NR_thr_self, &main_tid);
	catch (SIGUSR1, on_signal, SA_RESTART, NULL);
	EXPECT_EQ(thread_start(&other, disturb, 0, stack, sizeof stack), 0);
	for (int i = 0; i < 300; i++) {
		test_comes_back();
		test_other_stack();
	}
	__atomic_store_n(&done, 1, __ATOMIC_RELEASE);
	thread_join(&other);
	EXPECT(handled > 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	test_comes_back();
	test_other_stack();
	test_under_signals();
	return result();
}
