/*
 * Signals at random against calls that sleep: `wakeups [ROUNDS]`.
 *
 * A round: one thread makes the call, another sends it a signal at some moment
 * about then, waits until the handler has run, and only then lets the call come
 * to its end.  A signal that got lost, or that waits for the call to end, stops
 * the round for ever; so does an end that the call does not notice.  With
 * SA_RESTART read(2) and wait6(2) must not say EINTR, the others may.
 */
#include "signals.h"

#define PATIENCE 20000000000 /* ns */

static volatile long handled, begun, ended, wanted;
static long sleeper_tid, child;
static int ends[2], queue;
static uint32_t word;
static volatile bool stop;
static const struct kind *kind;
static long interrupted;
static uint64_t sender_random = 88172645463325252, sleeper_random = 362436069362436069;

static void count(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)info, (void)context;
	__atomic_add_fetch(&handled, 1, __ATOMIC_SEQ_CST);
}

/* Each thread has a state of its own. */
static unsigned random_below(uint64_t *state, unsigned limit)
{
	uint64_t x = *state;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	*state = x;
	return (x >> 20) % limit;
}

/* Up to some tens of microseconds, but mostly less than a call takes to go to sleep. */
static void delay(uint64_t *state)
{
	for (unsigned i = random_below(state, random_below(state, 4) ? 60 : 2000); i; i--)
		__asm__ volatile("pause");
}

static long make_read(void)
{
	char byte;

	return call(NR_read, ends[0], &byte, 1);
}

static void end_read(void)
{
	call(NR_write, ends[1], "x", 1);
}

static long make_kevent(void)
{
	struct kevent event;
	long ret = call(NR_kevent, queue, 0, 0, &event, 1, 0);

	return ret == 1 ? make_read() : ret;
}

static long make_umtx(void)
{
	/* Each round waits for another value; one that has come already is no sleep. */
	long ret = call(NR__umtx_op, &word, UMTX_OP_WAIT_UINT_PRIVATE, (uint32_t)begun - 1, 0, 0);

	if (ret == 0 && __atomic_load_n(&word, __ATOMIC_SEQ_CST) == (uint32_t)begun - 1)
		return -EINTR; /* woken for another reason, as umtx allows */
	return ret == 0 ? 1 : ret;
}

static void end_umtx(void)
{
	__atomic_store_n(&word, (uint32_t)begun, __ATOMIC_SEQ_CST);
	word_wake(&word);
}

static long make_nanosleep(void)
{
	struct timespec t = { 100, 0 };

	return call(NR_nanosleep, &t, 0) == -EINTR; /* which is its end here */
}

/* The child is stopped and continued in turn; wait6 tells of both. */
static long make_wait6(void)
{
	int status;

	long ret =
	    call(NR_wait6, 0, child, &status, 2 | 4 | 16, 0, 0); /* WSTOPPED, WCONTINUED, WEXITED */

	return ret == child ? 1 : ret;
}

static void end_wait6(void)
{
	static int turn;

	call(NR_kill, child, turn++ % 2 ? SIGCONT : SIGSTOP);
}

static void nothing(void)
{
}

/* `make` gives 1 when it has come to its end; share: of the rounds, one in so many. */
/* clang-format off */
static const struct kind {
	const char *name;
	long (*make)(void);
	void (*end)(void);
	int flags, share;
	bool never_interrupted, ended_by_signals;
} kinds[] = {
	{ "read, restarted", make_read, end_read, SA_RESTART, 4, true, false },
	{ "read, interrupted", make_read, end_read, 0, 4, false, false },
	{ "kevent", make_kevent, end_read, SA_RESTART, 4, false, false },
	{ "_umtx_op WAIT", make_umtx, end_umtx, 0, 5, false, false },
	{ "nanosleep", make_nanosleep, nothing, SA_RESTART, 50, false, true },
	{ "wait6, restarted", make_wait6, end_wait6, SA_RESTART, 50, true, false },
	{ "wait6, interrupted", make_wait6, end_wait6, 0, 100, false, false },
};
/* clang-format on */

static void sleeper(void *arg)
{
	(void)arg;
	sleeper_tid = thread_self();
	unblock(SIGUSR1);
	while (!stop) {
		long ret;

		while (begun == wanted && !stop)
			call(NR_sched_yield);
		if (stop)
			break;
		begun++;
		delay(&sleeper_random);
		while ((ret = kind->make()) == -EINTR && !kind->never_interrupted)
			interrupted++;
		EXPECT_EQ(ret, 1);
		ended++;
	}
}

static void wait_until(volatile long *value, long least, const char *what)
{
	long start = 0;

	for (int i = 0; *value < least; i++) {
		if (i > 200)
			call(NR_sched_yield);
		if (i % 4096 != 4095)
			continue;
		if (!start)
			start = now();
		if (now() - start < PATIENCE)
			continue;
		say("%s: round %ld: %s\n", kind->name, begun, what);
		call(NR_exit_all, 1);
	}
}

static void send(long *sent)
{
	if (random_below(&sender_random, 2))
		call(NR_thr_kill, sleeper_tid, SIGUSR1);
	else
		kill_self(SIGUSR1);
	++*sent;
	wait_until(&handled, *sent, "the signal is lost");
}

static void one_round(long *sent)
{
	wanted++;
	wait_until(&begun, wanted, "it does not begin");
	delay(&sender_random);
	send(sent);
	while (kind->ended_by_signals && ended < wanted)
		send(sent);
	kind->end();
	wait_until(&ended, wanted, "it does not end");
}

static void run(const struct kind *k, long rounds)
{
	static char *stack;
	struct thread thread;
	long sent = 0;

	if (!stack)
		stack = pages(65536);
	kind = k;
	handled = begun = ended = wanted = 0;
	word = 0;
	interrupted = 0;
	stop = false;
	sleeper_tid = 0;
	catch (SIGUSR1, count, k->flags, NULL);
	EXPECT_EQ(thread_start(&thread, sleeper, 0, stack, 65536), 0);
	while (!*(volatile long *)&sleeper_tid)
		call(NR_sched_yield);
	while (wanted < rounds)
		one_round(&sent);
	stop = true;
	thread_join(&thread);
	EXPECT_EQ(handled, sent);
	say("%s: %ld rounds, %ld signals, %ld times interrupted\n", k->name, rounds, sent,
	    interrupted);
}

int main(int argc, char **argv, char **envp)
{
	struct kevent change = { .filter = EVFILT_READ, .flags = EV_ADD };
	long rounds = argc > 1 ? to_long(argv[1]) : 4000, second;

	(void)envp;
	block(SIGUSR1);
	call(NR_pipe2, ends, 0);
	queue = call(NR_kqueue);
	change.ident = ends[0];
	EXPECT_EQ(call(NR_kevent, queue, &change, 1, 0, 0, 0), 0);
	child = call6_two(NR_fork, 0, 0, 0, 0, 0, 0, &second);
	if (second == 1)
		for (;;)
			pause_ms(1000);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		run(&kinds[i], rounds / kinds[i].share);
	call(NR_kill, child, SIGKILL);
	return result();
}
