/* kqueue(2) and kevent(2) through the door: sleeping, signals, fork, bad pointers. */
#include "kqueue.h"

static int ends[2];
static volatile int handled;

static void note(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)info, (void)context;
	handled++;
}

static void wake(void *word)
{
	struct timespec t = { 0, 20000000 };

	call(NR_nanosleep, &t, 0);
	*(volatile int *)word = 1;
	change(1, EVFILT_USER, 0, NOTE_TRIGGER, 0);
}

/* A sleeper is woken by another thread's change. */
static void test_sleep(void)
{
	static char stack[32768];
	static struct thread t;
	static volatile int done;
	struct kevent e;

	EXPECT_EQ(change(1, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 0), 0);
	EXPECT(thread_start(&t, wake, (void *)&done, stack, sizeof stack) >= 0);
	EXPECT_EQ(call(NR_kevent, kq, 0, 0, &e, 1, 0), 1);
	EXPECT_EQ(done, 1);
	EXPECT_EQ(e.filter, EVFILT_USER);
	thread_join(&t);
	EXPECT_EQ(take(&e, 1, 0), 0);
	EXPECT_EQ(take(&e, 1, 20), 0);
	EXPECT_EQ(change(1, EVFILT_USER, EV_DELETE, 0, 0), 0);
}

/* kevent is never started again, whatever SA_RESTART says; its changes stay made. */
static void test_interrupt(void)
{
	struct kevent k = { ends[0], EVFILT_READ, EV_ADD, 0, 0, 0, { 0 } }, e;
	struct timespec soon = { 0, 20000000 };
	long child = call(NR_fork);

	if (child == 0) {
		call(NR_nanosleep, &soon, 0);
		call(NR_kill, call(NR_getppid), SIGUSR1);
		call(NR_exit_all, 0);
	}
	catch (SIGUSR1, note, SA_RESTART, NULL);
	EXPECT_EQ(call(NR_kevent, kq, &k, 1, &e, 1, 0), -EINTR);
	EXPECT_EQ(handled, 1);
	EXPECT_EQ(call(NR_wait4, child, 0, 0, 0), child);
	EXPECT_EQ(call(NR_write, ends[1], "abc", 3), 3);
	EXPECT_EQ(take(&e, 1, 0), 1);
	EXPECT_EQ(e.data, 3);
	EXPECT_EQ(call(NR_read, ends[0], &e, 3), 3);
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_DELETE, 0, 0), 0);
}

/* Ignored, caught or blocked: each counts. */
static void test_signals(void)
{
	struct kevent e;

	handled = 0;
	EXPECT_EQ(change(SIGUSR1, EVFILT_SIGNAL, EV_ADD, 0, 0), 0);
	EXPECT_EQ(change(SIGUSR2, EVFILT_SIGNAL, EV_ADD, 0, 0), 0);
	EXPECT_EQ(change(SIGWINCH, EVFILT_SIGNAL, EV_ADD, 0, 0), 0);
	catch (SIGUSR1, note, 0, NULL);
	kill_self(SIGUSR1);
	kill_self(SIGUSR1);
	EXPECT_EQ(handled, 2);
	EXPECT_EQ(take(&e, 1, 0), 1);
	EXPECT_EQ(e.ident, SIGUSR1);
	EXPECT_EQ(e.data, 2);
	EXPECT_EQ(take(&e, 1, 0), 0);
	set_action(SIGUSR2, SIG_IGN);
	kill_self(SIGUSR2);
	kill_self(SIGUSR2);
	EXPECT_EQ(take(&e, 1, 100), 1);
	EXPECT_EQ(e.ident, SIGUSR2);
	EXPECT_EQ(e.data, 2);
	/* Ignored by default. */
	kill_self(SIGWINCH);
	EXPECT_EQ(take(&e, 1, 100), 1);
	EXPECT_EQ(e.ident, SIGWINCH);
	block(SIGUSR1);
	kill_self(SIGUSR1);
	EXPECT_EQ(take(&e, 1, 100), 1);
	EXPECT_EQ(e.data, 1);
	unblock(SIGUSR1);
	EXPECT_EQ(handled, 3);
	EXPECT_EQ(take(&e, 1, 0), 0);
	EXPECT_EQ(change(SIGUSR1, EVFILT_SIGNAL, EV_DELETE, 0, 0), 0);
	kill_self(SIGUSR1);
	EXPECT_EQ(handled, 4);
	EXPECT_EQ(change(SIGUSR2, EVFILT_SIGNAL, EV_DELETE, 0, 0), 0);
	kill_self(SIGUSR2);
	EXPECT_EQ(change(SIGWINCH, EVFILT_SIGNAL, EV_DELETE, 0, 0), 0);
	EXPECT_EQ(take(&e, 1, 0), 0);
}

/* A child does not get the kqueue; its end comes as an event. */
static void test_fork(void)
{
	struct kevent e;
	long child, reaped;

	EXPECT_EQ(change(ends[1], EVFILT_WRITE, EV_ADD | EV_CLEAR, 0, 0), 0);
	child = call(NR_fork);
	if (child == 0)
		call(NR_exit_all, take(&e, 1, 0) == -EBADF && call(NR_close, kq) == -EBADF ? 5 : 6);
	EXPECT_EQ(change(child, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0), 0);
	EXPECT_EQ(take(&e, 1, 0), 1);
	EXPECT_EQ(e.filter, EVFILT_WRITE);
	EXPECT_EQ(take(&e, 1, 2000), 1);
	EXPECT_EQ(e.ident, child);
	EXPECT_EQ(e.fflags, NOTE_EXIT);
	EXPECT_EQ(e.data, 5 << 8);
	EXPECT_EQ(call(NR_wait4, child, 0, 0, 0), child);
	/* Reaped first, asked afterwards. */
	child = call(NR_fork);
	if (child == 0) {
		struct timespec soon = { 0, 10000000 };

		call(NR_nanosleep, &soon, 0);
		call(NR_exit_all, 9);
	}
	EXPECT_EQ(change(child, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0), 0);
	reaped = call(NR_wait4, child, 0, 0, 0);
	EXPECT_EQ(reaped, child);
	EXPECT_EQ(take(&e, 1, 100), 1);
	EXPECT_EQ(e.data, 9 << 8);
	EXPECT_EQ(change(ends[1], EVFILT_WRITE, EV_DELETE, 0, 0), 0);
}

/* close(2) takes the knotes along, dup2(2) onto the number as well. */
static void test_close(void)
{
	struct kevent e;
	int more[2];
	long copy;

	EXPECT_EQ(call(NR_pipe2, more, 0), 0);
	EXPECT_EQ(change(more[0], EVFILT_READ, EV_ADD, 0, 0), 0);
	copy = call(NR_dup, more[0]);
	EXPECT_EQ(call(NR_write, more[1], "x", 1), 1);
	EXPECT_EQ(take(&e, 1, 0), 1);
	EXPECT_EQ(call(NR_close, more[0]), 0);
	EXPECT_EQ(take(&e, 1, 0), 0);
	EXPECT_EQ(change(copy, EVFILT_READ, EV_ADD, 0, 0), 0);
	EXPECT_EQ(take(&e, 1, 0), 1);
	EXPECT_EQ(call(NR_dup2, more[1], copy), copy);
	EXPECT_EQ(take(&e, 1, 0), 0);
	EXPECT_EQ(change(copy, EVFILT_READ, EV_DELETE, 0, 0), -ENOENT);
	EXPECT_EQ(call(NR_close_range, copy, copy, 0), 0);
	EXPECT_EQ(call(NR_close, more[1]), 0);
	EXPECT_EQ(change(copy, EVFILT_READ, EV_DELETE, 0, 0), -EBADF);
}

/* A vfork's child lives in the same memory; what it closes is its own. */
static void test_vfork(void)
{
	struct kevent e;
	long child;

	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_ADD, 0, 0), 0);
	EXPECT_EQ(call(NR_write, ends[1], "x", 1), 1);
	child = call(NR_vfork);
	if (child == 0) {
		long first = take(&e, 1, 0), second = call(NR_close, ends[0]);

		call(NR_close_range, 3, -1u, 0);
		call(NR_exit_all, first == -EBADF && second == 0 ? 4 : 1);
	}
	EXPECT_EQ(change(child, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0), 0);
	EXPECT_EQ(call(NR_read, ends[0], &e, 1), 1);
	EXPECT_EQ(take(&e, 1, 2000), 1);
	EXPECT_EQ(e.data, 4 << 8);
	EXPECT_EQ(call(NR_wait4, child, 0, 0, 0), child);
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_DELETE, 0, 0), 0);
}

static void test_errors(void)
{
	struct kevent k = { 999, EVFILT_READ, EV_ADD | EV_RECEIPT, 0, 0, 0, { 0 } };
	struct kevent e = { 0 };
	struct timespec bad = { 0, 1000000000 };

	EXPECT_EQ(call(NR_kevent, 999, 0, 0, &e, 1, 0), -EBADF);
	EXPECT_EQ(call(NR_kevent, ends[0], 0, 0, &e, 1, 0), -EBADF);
	EXPECT_EQ(call(NR_kevent, kq, &k, 1, &e, 1, 0), 1);
	EXPECT_EQ(e.flags, EV_ERROR);
	EXPECT_EQ(e.data, EBADF);
	EXPECT_EQ(call(NR_kevent, kq, 8, 1, &e, 1, 0), -EFAULT);
	EXPECT_EQ(call(NR_kevent, kq, 0, 0, &e, 1, 8), -EFAULT);
	EXPECT_EQ(call(NR_kevent, kq, 0, 0, &e, 1, &bad), -EINVAL);
	EXPECT_EQ(change(1, EVFILT_TIMER, EV_ADD | EV_ONESHOT, NOTE_MSECONDS, 1), 0);
	EXPECT_EQ(call(NR_kevent, kq, 0, 0, 8, 1, 0), -EFAULT);
	EXPECT_EQ(call(NR_kqueuex, 0x80), -EINVAL);
}

/* FreeBSD 11's kevent has 32 bytes. */
static void test_old(void)
{
	struct kevent11 k = { 3, EVFILT_TIMER, EV_ADD | EV_ONESHOT, NOTE_MSECONDS, 5, 77 };

	EXPECT_EQ(call(NR_kevent_FBSD_1_0, kq, &k, 1, &k, 1, 0), 1);
	EXPECT_EQ(k.ident, 3);
	EXPECT_EQ(k.data, 1);
	EXPECT_EQ(k.udata, 77);
	EXPECT_EQ(k.flags, EV_ONESHOT | EV_CLEAR);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	kq = call(NR_kqueue);
	EXPECT(kq >= 0);
	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	test_sleep();
	test_interrupt();
	test_signals();
	test_fork();
	test_close();
	test_vfork();
	test_errors();
	test_old();
	EXPECT_EQ(call(NR_close, kq), 0);
	EXPECT_EQ(call(NR_kevent, kq, 0, 0, 0, 0, 0), -EBADF);
	EXPECT((kq = call(NR_kqueuex, 1)) >= 0);
	return result();
}
