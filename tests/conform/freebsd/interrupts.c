/*
 * Signals at random moments against calls that sleep for ever: none may be lost.
 *
 *	interrupts [ITERATIONS]		of each call; 2,000 unless given
 *
 * Another thread sends one signal for each call.  Where it comes before the call,
 * the handler steps over the `syscall` instruction; where it comes later, the
 * call must end with EINTR, or, restarted under SA_RESTART, do what the handler
 * made possible.  A call that sleeps on has lost its signal.
 *
 * sigaction(2) says which calls are restarted; nanosleep, kevent and _umtx_op's
 * waits never are (kern_clock_nanosleep, kqueue_scan, do_wait).
 */
#include "signals.h"

extern char before_call[], at_call[], after_call[];

static volatile long armed;  /* how many calls began, set just before each */
static volatile long caught; /* how many signals were handled */
static volatile long stepped, interrupted, restarted;
static volatile bool over;
static long target;
static void (*make_possible)(void);
static uint32_t word; /* what _umtx_op waits on */

/* call6 with the carry flag, as one region whose addresses the handler knows. */
long region(const long *arguments, long nr, volatile long *armed);
__asm__("	.globl region, before_call, at_call, after_call\n"
	"region: push %rbx\n"
	"	mov %rsi, %rax; mov %rdx, %rbx\n"
	"	mov 8(%rdi), %rsi; mov 16(%rdi), %rdx; mov 24(%rdi), %r10\n"
	"	mov 32(%rdi), %r8; mov 40(%rdi), %r9; mov (%rdi), %rdi\n"
	"before_call:\n"
	"	lock incq (%rbx)\n"
	"	nopl 0(%rax)\n"
	"at_call: syscall\n"
	"after_call:\n"
	"	jnc 1f\n"
	"	neg %rax\n"
	"1:	pop %rbx\n"
	"	ret\n");

static void handler(int signal, struct siginfo *info, struct ucontext *uc)
{
	struct mcontext *at = &uc->mcontext;
	char *rip = (char *)at->rip;

	(void)signal, (void)info;
	if (rip >= before_call && rip <= at_call && make_possible) {
		/* To be restarted, or not begun yet: either way the call is to end. */
		make_possible();
		restarted++;
	} else if (rip >= before_call && rip <= at_call) {
		at->rip = (long)after_call;
		at->rax = EINTR;
		at->rflags |= 1;
		stepped++;
	} else if (rip == after_call) {
		interrupted++;
	} else {
		EXPECT_EQ(at->rip, (long)after_call);
	}
	caught++;
}

static uint32_t next_random(void)
{
	static uint32_t state = 2463534242;

	state ^= state << 13;
	state ^= state >> 17;
	return state ^= state << 5;
}

/* Send a signal a little after each call begins, until there are no more. */
static void shoot(void *arg)
{
	long shots = 0, since;

	(void)arg;
	while (!over) {
		if (armed == shots)
			continue;
		/* As often at once as late: a call takes a moment to fall asleep. */
		for (uint32_t n = next_random() & ((1u << next_random() % 12) - 1); n; n--)
			__asm__ volatile("pause");
		call(NR_thr_kill, target, SIGUSR1);
		shots++;
		since = now();
		while (caught < shots && !over) {
			if (now() - since < 10000000000)
				continue;
			say("a signal was lost, or its call: %ld begun, %ld caught\n", armed,
			    caught);
			call(NR__exit, 1);
		}
	}
}

static void bombard(const char *name, long iterations, int flags, long wanted, long nr,
		    const long arguments[6])
{
	static char stack[65536];
	struct thread shooter;
	long wrong = 0, ret;

	armed = caught = stepped = interrupted = restarted = 0;
	over = false;
	EXPECT_EQ(catch (SIGUSR1, handler, flags, NULL), 0);
	EXPECT_EQ(thread_start(&shooter, shoot, 0, stack, sizeof(stack)), 0);
	for (long i = 0; i < iterations; i++) {
		ret = region(arguments, nr, &armed);
		while (caught == i)
			__asm__ volatile("pause");
		if (ret != wanted && ret != -EINTR && !wrong++)
			say("%s: answered %ld\n", name, ret);
		if (ret == -EINTR && wanted != -EINTR && !wrong++)
			say("%s: was not restarted\n", name);
	}
	over = true;
	thread_join(&shooter);
	EXPECT_EQ(wrong, 0);
	say("%s: %ld before the call, %ld in it, %ld restarted\n", name, stepped, interrupted,
	    restarted);
}

static int ends[2];
static void write_byte(void)
{
	call(NR_write, ends[1], "x", 1);
}

static int user_queue(void)
{
	struct kevent change = { .ident = 1, .filter = EVFILT_USER, .flags = EV_ADD };
	long queue = call(NR_kqueue);

	EXPECT_EQ(call(NR_kevent, queue, &change, 1, 0, 0, 0), 0);
	return queue;
}

int main(int argc, char **argv, char **envp)
{
	long n = argc > 1 ? to_long(argv[1]) : 2000;
	struct timespec long_time = { 1000, 0 };
	struct kevent event;
	char byte;
	long child, status;

	(void)envp;
	target = thread_self();
	call(NR_pipe2, ends, 0);
	child = call(NR_fork);
	if (!child)
		for (;;)
			call(NR_nanosleep, &long_time, 0);

	bombard("read", n, 0, -EINTR, NR_read, (long[6]){ ends[0], (long)&byte, 1 });
	bombard("kevent", n, SA_RESTART, -EINTR, NR_kevent,
		(long[6]){ user_queue(), 0, 0, (long)&event, 1, 0 });
	bombard("umtx", n, SA_RESTART, -EINTR, NR__umtx_op,
		(long[6]){ (long)&word, UMTX_OP_WAIT_UINT_PRIVATE, 0 });
	bombard("nanosleep", n, SA_RESTART, -EINTR, NR_nanosleep, (long[6]){ (long)&long_time });
	bombard("wait6", n, 0, -EINTR, NR_wait6, (long[6]){ P_PID, child, (long)&status, WEXITED });

	make_possible = write_byte;
	bombard("read, restarted", n, SA_RESTART, 1, NR_read, (long[6]){ ends[0], (long)&byte, 1 });
	call(NR_kill, child, 9);
	EXPECT_EQ(call(NR_wait4, child, &status, 0, 0), child);
	return result();
}
