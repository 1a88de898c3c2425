/* EVFILT_SIGNAL: each signal counts, caught, ignored, blocked or taken.  kevent(2). */
#include "kqueue.h"

static volatile int handled;

static void count(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)info, (void)context;
	handled++;
}

/* Each sends one signal to this program. */
static long kill_thread(int sig)
{
	return call(NR_thr_kill, thread_self(), sig);
}

static long queue_one(int sig)
{
	return call(NR_sigqueue, call(NR_getpid), sig, 1);
}

static void send(long (*send_one)(int), int sig, int times)
{
	while (times-- > 0)
		EXPECT_EQ(send_one(sig), 0);
}

static void expect_count(int sig, int times)
{
	struct kevent e = one();

	EXPECT_EQ(e.ident, sig);
	EXPECT_EQ(e.filter, EVFILT_SIGNAL);
	EXPECT_EQ(e.data, times);
	EXPECT_EQ(e.flags, EV_CLEAR);
	EXPECT_NONE();
}

static void test_actions(void)
{
	EXPECT_EQ(change(SIGUSR1, EVFILT_SIGNAL, EV_ADD, 0, 0), 0);
	catch (SIGUSR1, count, 0, NULL);
	send(kill_self, SIGUSR1, 3);
	EXPECT_EQ(handled, 3);
	expect_count(SIGUSR1, 3);
	set_action(SIGUSR1, SIG_IGN);
	send(kill_self, SIGUSR1, 2);
	expect_count(SIGUSR1, 2);
	EXPECT_EQ(change(SIGUSR1, EVFILT_SIGNAL, EV_DELETE, 0, 0), 0);
	/* Ignored by default. */
	EXPECT_EQ(change(SIGWINCH, EVFILT_SIGNAL, EV_ADD, 0, 0), 0);
	send(kill_self, SIGWINCH, 1);
	expect_count(SIGWINCH, 1);
	EXPECT_EQ(change(SIGWINCH, EVFILT_SIGNAL, EV_DELETE, 0, 0), 0);
}

/* Those that find one pending already count too; the program gets one of them. */
static void test_blocked(int sig, long (*send_one)(int))
{
	handled = 0;
	catch (sig, count, 0, NULL);
	block(sig);
	send(send_one, sig, 1);
	/* What was there before does not count. */
	EXPECT_EQ(change(sig, EVFILT_SIGNAL, EV_ADD, 0, 0), 0);
	EXPECT_NONE();
	send(send_one, sig, 1);
	expect_count(sig, 1);
	send(send_one, sig, 3);
	expect_count(sig, 3);
	EXPECT_EQ(handled, 0);
	unblock(sig);
	EXPECT(handled >= 1);
	EXPECT_NONE();
	send(send_one, sig, 1);
	expect_count(sig, 1);
	EXPECT_EQ(change(sig, EVFILT_SIGNAL, EV_DELETE, 0, 0), 0);
	send(send_one, sig, 1);
	EXPECT_NONE();
}

static void test_taken(void)
{
	struct sigset set = sigset_of(SIGUSR2);
	int got;

	catch (SIGUSR2, count, 0, NULL);
	EXPECT_EQ(change(SIGUSR2, EVFILT_SIGNAL, EV_ADD, 0, 0), 0);
	block(SIGUSR2);
	send(kill_self, SIGUSR2, 1);
	EXPECT_EQ(call(NR_sigwait, &set, &got), 0);
	EXPECT_EQ(got, SIGUSR2);
	expect_count(SIGUSR2, 1);
	unblock(SIGUSR2);
	EXPECT_EQ(change(SIGUSR2, EVFILT_SIGNAL, EV_DELETE, 0, 0), 0);
}

/* One disabled goes on counting; one shot is one report; two queues count each for itself. */
static void test_flags(void)
{
	int first = kq, second = call(NR_kqueue);
	struct kevent e;

	set_action(SIGUSR1, SIG_IGN);
	EXPECT_EQ(change(SIGUSR1, EVFILT_SIGNAL, EV_ADD, 0, 0), 0);
	kq = second;
	EXPECT_EQ(change(SIGUSR1, EVFILT_SIGNAL, EV_ADD | EV_ONESHOT, 0, 0), 0);
	kq = first;
	EXPECT_EQ(change(SIGUSR1, EVFILT_SIGNAL, EV_DISABLE, 0, 0), 0);
	send(kill_self, SIGUSR1, 2);
	EXPECT_NONE();
	EXPECT_EQ(change(SIGUSR1, EVFILT_SIGNAL, EV_ENABLE, 0, 0), 0);
	expect_count(SIGUSR1, 2);
	kq = second;
	e = one();
	EXPECT_EQ(e.data, 2);
	EXPECT_EQ(e.flags, EV_CLEAR | EV_ONESHOT);
	EXPECT_EQ(change(SIGUSR1, EVFILT_SIGNAL, EV_DELETE, 0, 0), -ENOENT);
	EXPECT_EQ(call(NR_close, second), 0);
	kq = first;
	send(kill_self, SIGUSR1, 1);
	expect_count(SIGUSR1, 1);
	EXPECT_EQ(change(SIGUSR1, EVFILT_SIGNAL, EV_DELETE, 0, 0), 0);
	EXPECT_EQ(change(0, EVFILT_SIGNAL, EV_ADD, 0, 0), -EINVAL);
	EXPECT_EQ(change(129, EVFILT_SIGNAL, EV_ADD, 0, 0), -EINVAL);
}

/* From another process, while this one sleeps in the queue with all signals ignored. */
static void test_sleeping(void)
{
	long child;

	set_action(SIGUSR2, SIG_IGN);
	EXPECT_EQ(change(SIGUSR2, EVFILT_SIGNAL, EV_ADD, 0, 0), 0);
	child = call(NR_fork);
	if (child == 0) {
		pause_ms(20);
		call(NR_kill, call(NR_getppid), SIGUSR2);
		call(NR_exit_all, 0);
	}
	EXPECT_EQ(one().data, 1);
	EXPECT_EQ(change(SIGUSR2, EVFILT_SIGNAL, EV_DELETE, 0, 0), 0);
	/* The end of a child is one, whether anybody cares or not. */
	EXPECT_EQ(call(NR_wait4, child, 0, 0, 0), child);
	EXPECT_EQ(change(SIGCHLD, EVFILT_SIGNAL, EV_ADD, 0, 0), 0);
	child = call(NR_fork);
	if (child == 0)
		call(NR_exit_all, 0);
	EXPECT_EQ(one().ident, SIGCHLD);
	EXPECT_EQ(call(NR_wait4, child, 0, 0, 0), child);
	EXPECT_EQ(change(SIGCHLD, EVFILT_SIGNAL, EV_DELETE, 0, 0), 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	EXPECT((kq = call(NR_kqueue)) >= 0);
	test_actions();
	test_blocked(SIGUSR1, kill_self);
	test_blocked(SIGUSR2, kill_thread);
	test_blocked(SIGRTMIN + 3, kill_self);
	test_blocked(SIGRTMIN + 4, queue_one);
	test_taken();
	test_flags();
	test_sleeping();
	return result();
}
