/*
 * Signals at random moments against every call that sleeps (blocking.h): none may be
 * lost, and no call may sleep on.
 *
 *	interrupts [ITERATIONS [NAME...]]	of each call and way; 400 unless given
 *
 * A call is made, and about then another thread sends one signal, to the thread or to
 * the process.  There are three ways to go on:
 *
 *	to be interrupted	Where the signal comes before the call (or the call is to be
 *				made again), the handler steps over the `syscall`; else it is
 *				EINTR.
 *	to be restarted		Under SA_RESTART; there the handler lets the call end.
 *	to end later		The handler does nothing; when it has run, the other thread
 *				lets the call end.
 */
#include "blocking.h"

#define PATIENCE 20000000000 /* ns */

enum way { INTERRUPTED, RESTARTED, ENDS_LATER };
static const char *const way_name[] = { "interrupted", "restarted", "ends later" };

static const struct blocking *current;
static enum way way;
static volatile long begun, caught, released, rounds, over;
static volatile long stepped;
static volatile bool stop;
static long arguments[6];
static uint64_t sender_random = 88172645463325252, caller_random = 362436069362436069;

static void handler(int sig, struct siginfo *info, struct ucontext *uc)
{
	char *rip = (char *)*context_rip(uc);

	(void)sig, (void)info;
	if (rip >= before_call && rip <= at_call && way == INTERRUPTED) {
		*context_rip(uc) = (long)after_call;
		*context_rax(uc) = EINTR;
		if (!current->by_value)
			*context_rflags(uc) |= 1;
		else
			*context_rflags(uc) &= ~1l;
		stepped++;
	} else if (rip >= before_call && rip <= at_call && way == RESTARTED) {
		current->release();
		stepped++;
	} else if (way != ENDS_LATER) {
		EXPECT_EQ(rip, after_call);
	}
	__atomic_add_fetch(&caught, 1, __ATOMIC_SEQ_CST);
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

/* At once as often as late: a call takes a moment to fall asleep. */
static unsigned moment(uint64_t *state)
{
	return random_below(state, 1u << random_below(state, 12));
}

static void wait_until(volatile long *value, long least, const char *what)
{
	long start = 0;

	for (int i = 0; *value < least && !stop; i++) {
		if (i < 600)
			__asm__ volatile("pause");
		else
			call(NR_sched_yield);
		if (i % 4096 != 4095)
			continue;
		if (!start)
			start = now();
		if (now() - start < PATIENCE)
			continue;
		say("%s, %s: round %ld: %s\n", current->name, way_name[way], *value, what);
		call(NR_exit_all, 1);
	}
}

/* One signal for each call. */
static void shoot(void *arg)
{
	long pid = call(NR_getpid);

	(void)arg;
	for (long shot = 1;; shot++) {
		wait_until(&begun, shot, "it does not begin");
		if (stop)
			break;
		for (unsigned n = moment(&sender_random); n; n--)
			__asm__ volatile("pause");
		if (random_below(&sender_random, 2))
			signal_thread(main_tid, SIGUSR1);
		else
			call(NR_kill, pid, SIGUSR1);
		wait_until(&caught, shot, "the signal is lost");
		if (way == ENDS_LATER)
			current->release();
		released++;
		wait_until(&over, shot, "the call goes on");
	}
}

static bool one_round(const struct blocking *b)
{
	static volatile long again;
	bool right;
	long ret;

	region_delay = moment(&caller_random);
	ret = region(arguments, b->nr, &begun);
	region_delay = 0;
	while (way == ENDS_LATER && b->rule == EINTR_ALWAYS && was_interrupted(b, ret))
		ret = region(arguments, b->nr, &again);
	wait_until(&released, begun, "the signal is lost");
	right = way == INTERRUPTED ? was_interrupted(b, ret) : was_ended(b, ret);
	if (!right)
		say("%s, %s: answered %ld\n", b->name, way_name[way], ret);
	tidy(b, ret);
	over++;
	return right;
}

static void bombard(const struct blocking *b, enum way how, long iterations)
{
	static char *stack;
	struct thread shooter;
	long wrong = 0;

	if (!stack)
		stack = pages(65536);
	current = b;
	way = how;
	begun = caught = released = over = stepped = 0;
	stop = false;
	memset(arguments, 0, sizeof(arguments));
	b->begin(arguments);
	catch (SIGUSR1, handler, how == INTERRUPTED && b->rule == RESTARTS ? 0 : SA_RESTART, NULL);
	block(SIGUSR1);
	EXPECT_EQ(thread_start(&shooter, shoot, 0, stack, 65536), 0);
	if (!b->masked)
		unblock(SIGUSR1);
	for (rounds = 0; rounds < iterations && wrong < 5; rounds++)
		wrong += !one_round(b);
	stop = true;
	thread_join(&shooter);
	unblock(SIGUSR1);
	EXPECT_EQ(wrong, 0);
	EXPECT_EQ(caught, rounds);
	say("%s, %s: %ld rounds, %ld before the call or made again\n", b->name, way_name[how],
	    rounds, stepped);
}

static bool is_wanted(const struct blocking *b, char **names)
{
	if (!*names)
		return true;
	for (; *names; names++)
		if (!strcmp(b->name, *names))
			return true;
	return false;
}

int main(int argc, char **argv, char **envp)
{
	long n = argc > 1 ? to_long(argv[1]) : 400, all = 0;

	(void)envp;
	main_tid = thread_self();
	name_scratch();
	for (size_t i = 0; i < BLOCKING; i++) {
		const struct blocking *b = &blocking[i];

		if (argc > 2 && !is_wanted(b, argv + 2))
			continue;
		bombard(b, INTERRUPTED, n / b->share);
		all += rounds;
		if (b->rule != EINTR_ALWAYS)
			bombard(b, RESTARTED, n / b->share), all += rounds;
		if (b->release)
			bombard(b, ENDS_LATER, n / b->share), all += rounds;
	}
	say("%ld rounds\n", all);
	end_blocking();
	return result();
}
