/*
 * Signals at random moments against every function of the library that sleeps (sleepers.h): none
 * is lost, and none sleeps on.  As tests/conform/freebsd/interrupts.c does it to calls.
 *
 *	wakeups [ROUNDS [NAME...]]	of each function and way
 *
 * A function is called, and about then another thread sends a signal, to the thread or to the
 * process, and then
 *
 *	with SA_RESTART		lets it end: it is not to fail, or with EINTR where it always does
 *	without			sends more, as long as one comes before the call: it fails
 */
#include "sleepers.h"

#define PATIENCE 60 /* s */

static const struct sleeper *current;
static bool interrupts, stop;
static long begun, over, caught, ready, let_go, early;

static void handler(int sig)
{
	(void)sig;
	__atomic_add_fetch(&caught, 1, __ATOMIC_SEQ_CST);
}

static unsigned random_below(unsigned long *state, unsigned limit)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (unsigned)(*state >> 20) % limit;
}

static void dawdle(unsigned long *state)
{
	for (unsigned n = random_below(state, 1u << random_below(state, 13)); n; n--)
		__asm__ volatile("pause");
}

static long load(const long *value)
{
	return __atomic_load_n(value, __ATOMIC_SEQ_CST);
}

static long seconds(void)
{
	struct bsd_timespec t;

	clock_gettime(4, &t);
	return t.sec;
}

/* False: not within so many turns (0: all the time there is). */
static bool wait_until(const long *value, long least, int turns, const char *what)
{
	long start = seconds();

	for (int i = 0; load(value) < least && !__atomic_load_n(&stop, __ATOMIC_SEQ_CST); i++) {
		if (turns && i > turns)
			return false;
		if (i < 300)
			__asm__ volatile("pause");
		else
			sched_yield();
		if (i % 4096 == 4095 && seconds() - start > PATIENCE) {
			printf("%s: round %ld: %s\n", current->name, load(value), what);
			_exit(1);
		}
	}
	return true;
}

static void shoot(unsigned long *state)
{
	if (random_below(state, 2))
		pthread_kill(caller, SIGUSR1);
	else
		kill(getpid(), SIGUSR1);
}

static void *shooter(void *arg)
{
	unsigned long state = 88172645463325252;

	for (long n = 1;; n++) {
		long before = load(&caught);

		if (current->arm)
			current->arm();
		__atomic_add_fetch(&ready, 1, __ATOMIC_SEQ_CST);
		wait_until(&begun, n, 0, "it does not begin");
		if (__atomic_load_n(&stop, __ATOMIC_SEQ_CST))
			return arg;
		dawdle(&state);
		shoot(&state);
		wait_until(&caught, before + 1, 0, "the signal is lost");
		if (interrupts)
			while (!wait_until(&over, n, 2000, "")) {
				before = load(&caught);
				shoot(&state);
				wait_until(&caught, before + 1, 0, "a later signal is lost");
				early++;
			}
		else
			current->release();
		__atomic_add_fetch(&let_go, 1, __ATOMIC_SEQ_CST);
		wait_until(&over, n, 0, "it sleeps on");
	}
}

/* Whether it may have ended so. */
static bool is_right(const struct sleeper *s, long ret)
{
	if (interrupts)
		return ret == -4;
	return ret == s->wanted || (s->rule == EINTR_ALWAYS && ret == -4);
}

/* One that always ends with EINTR has still to take what it was released by. */
static void take_what_came(const struct sleeper *s, long ret)
{
	while (!interrupts && ret == -4 && s->release)
		ret = s->call();
	if (s->again)
		s->again();
}

static long bombard(const struct sleeper *s, long rounds, bool how)
{
	struct bsd_sigaction a = { .handler = handler, .flags = how ? 0 : SA_RESTART };
	unsigned long state = 362436069362436069;
	sigset_t set, old;
	pthread_t t;
	long wrong = 0;

	current = s;
	interrupts = how;
	begun = over = caught = ready = let_go = early = 0;
	stop = false;
	sigaction(SIGUSR1, &a, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	pthread_sigmask(1, &set, &old);
	pthread_create(&t, NULL, shooter, NULL);
	pthread_sigmask(3, &old, NULL);
	for (long n = 1; n <= rounds && wrong < 3; n++) {
		long ret;

		wait_until(&ready, n, 0, "it is not made ready");
		__atomic_add_fetch(&begun, 1, __ATOMIC_SEQ_CST);
		dawdle(&state);
		ret = s->call();
		if (!is_right(s, ret))
			printf("%s: round %ld answered %ld\n", s->name, n, ret), wrong++;
		if (!interrupts)
			wait_until(&let_go, n, 0, "the signal is lost");
		take_what_came(s, ret);
		__atomic_add_fetch(&over, 1, __ATOMIC_SEQ_CST);
	}
	EXPECT_EQ(wrong, 0);
	__atomic_store_n(&stop, true, __ATOMIC_SEQ_CST);
	pthread_join(t, NULL);
	if (s->arm == new_child) {
		kill(child, 9);
		waitpid(child, NULL, 0);
	}
	if (s->arm == take || s->arm == take_rw) {
		/* The last one was taken for nothing, by a thread that is gone. */
		taken = NULL;
		rw = NULL;
	}
	return rounds;
}

static bool is_wanted(const char *name, char **names)
{
	for (char **n = names; *n; n++)
		if (!strcmp(name, *n))
			return true;
	return !*names;
}

int main(int argc, char **argv, char **envp)
{
	long rounds = argc > 1 ? atoi(argv[1]) : 32, all = 0;
	sigset_t set;

	(void)envp;
	caller = pthread_self();
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	pthread_sigmask(1, &set, NULL);
	make_sleepers();
	for (size_t i = 0; i < SLEEPERS; i++) {
		const struct sleeper *s = &sleepers[i];

		if (argc > 2 && !is_wanted(s->name, argv + 2))
			continue;
		if (s->release)
			all += bombard(s, rounds / s->share, false);
		/* A child and a thread that nobody ends would be left over. */
		if (s->rule != GOES_ON && !s->arm)
			all += bombard(s, rounds / s->share, true);
	}
	printf("%ld rounds\n", all);
	return result();
}
