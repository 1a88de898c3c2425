/*
 * Calls with a mask of their own for the time of their sleep: a signal that is blocked and
 * waits ends them at once when that mask lets it in.  Those of faults, which the host's kernel
 * can't keep, as well.
 */
#include "children.h"

static volatile int caught;

static void count(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)info, (void)context;
	caught = sig;
}

static struct sigset none;
static struct timespec limit = { 1000, 0 };

static long suspend(void)
{
	return call(NR_sigsuspend, &none);
}

static long select_nothing(void)
{
	return call(NR_pselect, 0, 0, 0, 0, &limit, &none);
}

static long poll_nothing(void)
{
	return call(NR_ppoll, 0, 0, &limit, &none);
}

static long (*const sleeps[])(void) = { suspend, select_nothing, poll_nothing };

static void try(int sig, long (*sleep)(void), int flags)
{
	struct sigset after;

	catch (sig, count, flags, NULL);
	block(sig);
	caught = 0;
	EXPECT_EQ(kill_self(sig), 0);
	EXPECT_EQ(caught, 0);
	EXPECT_EQ(sleep(), -EINTR);
	EXPECT_EQ(caught, sig);
	after = mask_now();
	EXPECT(sigset_has(&after, sig));
	unblock(sig);
}

/* One that is ignored ends nothing: only the next one does. */
static void try_ignored(int sig, long (*sleep)(void))
{
	long pid;

	set_action(sig, SIG_IGN);
	block(sig);
	kill_self(sig);
	catch (SIGUSR1, count, 0, NULL);
	block(SIGUSR1);
	caught = 0;
	pid = disturbing_child(SIGUSR1);
	EXPECT_EQ(sleep(), -EINTR);
	EXPECT_EQ(caught, SIGUSR1);
	unblock(SIGUSR1);
	unblock(sig);
	EXPECT_EQ(status_of(pid), 0);
}

int main(int argc, char **argv, char **envp)
{
	static const int signals[] = { SIGUSR2, SIGSYS, SIGSEGV, SIGBUS, SIGFPE, SIGTRAP, SIGILL };

	(void)argc, (void)argv, (void)envp;
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		for (size_t k = 0; k < sizeof(sleeps) / sizeof(*sleeps); k++) {
			try(signals[i], sleeps[k], 0);
			try(signals[i], sleeps[k], SA_RESTART);
			try_ignored(signals[i], sleeps[k]);
		}
	return result();
}
