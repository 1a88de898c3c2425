/* sigfastblock(2): a word that blocks signals, and the call when it no longer does. */
#include "signals.h"

#define SETPTR   1
#define UNBLOCK  2
#define UNSETPTR 3
#define PEND     1
#define INC      16

static uint32_t word;
static volatile int count, last;
static volatile uint32_t word_there;

static void note(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)info, (void)context;
	count++;
	last = sig;
	word_there = __atomic_load_n(&word, __ATOMIC_SEQ_CST);
}

static void enter(void)
{
	__atomic_add_fetch(&word, INC, __ATOMIC_SEQ_CST);
}

static void leave(void)
{
	if (__atomic_sub_fetch(&word, INC, __ATOMIC_SEQ_CST) == PEND)
		EXPECT_EQ(call(NR_sigfastblock, UNBLOCK, 0), 0);
}

static void test_call(void)
{
	EXPECT_EQ(call(NR_sigfastblock, UNBLOCK, 0), -EINVAL);
	EXPECT_EQ(call(NR_sigfastblock, UNSETPTR, 0), -EINVAL);
	EXPECT_EQ(call(NR_sigfastblock, SETPTR, (char *)&word + 1), -EINVAL);
	EXPECT_EQ(call(NR_sigfastblock, 0, &word), -EINVAL);
	EXPECT_EQ(call(NR_sigfastblock, 4, &word), -EINVAL);
	EXPECT_EQ(call(NR_sigfastblock, SETPTR, &word), 0);
	EXPECT_EQ(call(NR_sigfastblock, SETPTR, &word), -EBUSY);
	EXPECT_EQ(call(NR_sigfastblock, UNBLOCK, 0), 0);
	enter();
	EXPECT_EQ(call(NR_sigfastblock, UNBLOCK, 0), -EBUSY);
	EXPECT_EQ(call(NR_sigfastblock, UNSETPTR, 0), -EBUSY);
	leave();
}

/* What comes while the word is set is held, and said in it. */
static void test_held(int sig)
{
	count = 0;
	enter();
	enter();
	EXPECT_EQ(kill_self(sig), 0);
	EXPECT_EQ(count, 0);
	EXPECT_EQ(word, 2 * INC | PEND);
	leave();
	EXPECT_EQ(count, 0);
	/* Calls in between do not let it through. */
	for (int i = 0; i < 3; i++) {
		struct sigset set = mask_now();

		EXPECT_EQ(call(NR_sigprocmask, SIG_SETMASK, &set, 0), 0);
	}
	EXPECT_EQ(count, 0);
	leave();
	EXPECT_EQ(count, 1);
	EXPECT_EQ(last, sig);
	EXPECT_EQ(word_there, 0);
	/* Without a signal there is nothing to be said. */
	enter();
	leave();
	EXPECT_EQ(word, 0);
	EXPECT_EQ(count, 1);
}

static void test_several(void)
{
	struct sigset set;
	long pid, second;
	int status;

	count = 0;
	enter();
	kill_self(SIGUSR1);
	kill_self(SIGUSR2);
	call(NR_thr_kill, thread_self(), SIGHUP);
	EXPECT_EQ(count, 0);
	call(NR_sigpending, &set);
	EXPECT(sigset_has(&set, SIGUSR1) && sigset_has(&set, SIGUSR2) && sigset_has(&set, SIGHUP));
	/* A child has the word and the way it blocks, and none of the signals. */
	pid = call6_two(NR_fork, 0, 0, 0, 0, 0, 0, &second);
	if (second == 1) {
		__atomic_and_fetch(&word, ~PEND, __ATOMIC_SEQ_CST);
		kill_self(SIGHUP);
		EXPECT_EQ(count, 0);
		EXPECT_EQ(word, INC | PEND);
		leave();
		EXPECT_EQ(count, 1);
		call(NR_exit_all, result());
	}
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 0);
	EXPECT_EQ(count, 0);
	leave();
	EXPECT_EQ(count, 3);
}

/* A fault is delivered, whatever the word says. */
static void skip_fault(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)info;
	count++;
	context->mcontext.rip += 2; /* ud2 */
}

static void test_fault(void)
{
	catch (SIGILL, skip_fault, 0, NULL);
	count = 0;
	enter();
	__asm__ volatile("ud2" ::: "memory");
	EXPECT_EQ(count, 1);
	EXPECT_EQ(word, INC);
	leave();
}

static struct thread sender;
static uint32_t stop;
static long main_id;

static void send(void *arg)
{
	(void)arg;
	while (!__atomic_load_n(&stop, __ATOMIC_SEQ_CST))
		call(NR_thr_kill, main_id, SIGUSR1);
}

static volatile bool inside;
static volatile int wrong;

static void look(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)info, (void)context;
	count++;
	wrong += inside;
}

/* No signal gets in, and none is lost, wherever it comes. */
static void test_storm(void)
{
	size_t size = 65536;

	catch (SIGUSR1, look, 0, NULL);
	main_id = thread_self();
	count = 0;
	EXPECT_EQ(thread_start(&sender, send, NULL, pages(size), size), 0);
	for (int i = 0; i < 20000 || count < 1000; i++) {
		enter();
		inside = true;
		if (i % 4 == 0)
			call(NR_getppid);
		if (i % 16 == 0)
			call(NR_sigprocmask, SIG_BLOCK, 0, 0);
		inside = false;
		leave();
	}
	stop = 1;
	thread_join(&sender);
	EXPECT_EQ(wrong, 0);
	EXPECT_EQ(word, 0);
	count = 0;
	kill_self(SIGUSR1);
	EXPECT_EQ(count, 1);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	catch (SIGUSR1, note, 0, NULL);
	catch (SIGUSR2, note, 0, NULL);
	catch (SIGHUP, note, 0, NULL);
	catch (SIGBUS, note, 0, NULL);
	test_call();
	test_held(SIGUSR1);
	test_held(SIGBUS);
	test_several();
	test_fault();
	test_storm();
	EXPECT_EQ(call(NR_sigfastblock, UNSETPTR, 0), 0);
	enter();
	count = 0;
	catch (SIGUSR1, note, 0, NULL);
	kill_self(SIGUSR1);
	EXPECT_EQ(count, 1);
	return result();
}
