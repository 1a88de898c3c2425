/* EVFILT_PROC, EVFILT_PROCDESC and EVFILT_SIGNAL.  kqueue(2); sys/event.h. */
#include "tests/map/kqueue.h"

#include <sys/syscall.h>
#include <sys/wait.h>

/* A child that ends with this status, or is killed by the signal. */
static pid_t child(int status, int sig, int after_us)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	usleep(after_us);
	if (sig) {
		signal(sig, SIG_DFL);
		raise(sig);
	}
	_exit(status);
}

static void exit_of_child(void **state)
{
	pid_t pid = child(7, 0, 20000);
	struct kevent e;

	(void)state;
	assert_int_equal(change(kq, pid, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 4), 0);
	assert_none(kq);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.ident, pid);
	assert_int_equal(e.filter, EVFILT_PROC);
	assert_int_equal(e.fflags, NOTE_EXIT);
	assert_int_equal(e.data, 7 << 8);
	assert_int_equal(e.udata, 4);
	assert_int_equal(e.flags, EV_CLEAR | EV_ONESHOT | EV_EOF);
	assert_none(kq);
	assert_int_equal(change(kq, pid, EVFILT_PROC, EV_DELETE, 0, 0, 0), -ENOENT);
	/* It is still there to be waited for. */
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(change(kq, pid, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0), -ESRCH);
}

/* Signals have FreeBSD's numbers in the status: SIGUSR1 is 30 there, 10 here. */
static void death_by_signal(void **state)
{
	pid_t pid = child(0, SIGUSR1, 0);
	struct kevent e;
	siginfo_t info;

	(void)state;
	assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
	/* A zombie is reported at once. */
	assert_int_equal(change(kq, pid, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0), 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 30);
	waitpid(pid, NULL, 0);
}

static void reaped_before_asked(void **state)
{
	pid_t pid = child(9, 0, 10000);
	struct kevent e;
	int status;

	(void)state;
	change(kq, pid, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0);
	waitpid(pid, &status, 0);
	event_child_reaped(pid, status);
	assert_true(readable(kq));
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 9 << 8);
	assert_none(kq);
}

/* A child's child that ends when a byte comes from `go`, and is reaped when one comes from `seen`.
 */
static pid_t grandchild_that_waits(const int told[2], const int go[2], const int seen[2])
{
	pid_t pid = fork(), grand;
	char byte;

	if (pid)
		return pid;
	grand = fork();
	if (grand == 0) {
		read(go[0], &byte, 1);
		_exit(5);
	}
	write(told[1], &grand, sizeof grand);
	read(seen[0], &byte, 1);
	waitpid(grand, NULL, 0);
	_exit(0);
}

/* libkqueue knows direct children only. */
static void grandchild(void **state)
{
	int told[2], go[2], seen[2];
	struct kevent e;
	pid_t pid, grand;

	(void)state;
	assert_int_equal(pipe(told) | pipe(go) | pipe(seen), 0);
	pid = grandchild_that_waits(told, go, seen);
	assert_int_equal(read(told[0], &grand, sizeof grand), sizeof grand);
	assert_int_equal(change(kq, grand, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0), 0);
	assert_none(kq);
	assert_int_equal(write(go[1], "x", 1), 1);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.ident, grand);
	assert_int_equal(e.data, 5 << 8);
	assert_int_equal(write(seen[1], "x", 1), 1);
	waitpid(pid, NULL, 0);
	for (int i = 0; i < 2; i++) {
		close(told[i]);
		close(go[i]);
		close(seen[i]);
	}
}

static int native_process(void)
{
	int pid = vfork();

	if (pid == 0) {
		execl("/bin/sleep", "sleep", "100", NULL);
		_exit(1);
	}
	return pid;
}

static void refused_processes(void **state)
{
	int native = native_process(), queues[5];

	(void)state;
	/* What a native process does is told to nobody; nor are five told of one's forks. */
	assert_int_equal(change(kq, native, EVFILT_PROC, EV_ADD, NOTE_EXIT | NOTE_FORK, 0, 0),
			 -EINVAL);
	assert_int_equal(change(kq, native, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0), 0);
	kill(native, SIGKILL);
	waitpid(native, NULL, 0);
	for (int i = 0; i < 5; i++) {
		queues[i] = make_kqueue();
		assert_int_equal(change(queues[i], getpid(), EVFILT_PROC, EV_ADD, NOTE_FORK, 0, 0),
				 i < 4 ? 0 : -ENOMEM);
	}
	for (int i = 0; i < 5; i++)
		close_fd(queues[i]);
	assert_int_equal(change(kq, getpid(), EVFILT_PROC, EV_ADD, NOTE_FORK, 0, 0), 0);
	assert_int_equal(change(kq, getpid(), EVFILT_PROC, EV_DELETE, 0, 0, 0), 0);
	assert_int_equal(change(kq, native, EVFILT_PROC, EV_DELETE, 0, 0, 0), 0);
	assert_int_equal(change(kq, 0, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0), -ESRCH);
	assert_int_equal(change(kq, 1ul << 40, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0), -ESRCH);
	assert_int_equal(change(kq, getpid(), EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0), 0);
	assert_none(kq);
	assert_int_equal(change(kq, 0, EVFILT_PROCDESC, EV_ADD, NOTE_EXIT, 0, 0), -EINVAL);
}

static void process_descriptor(void **state)
{
	pid_t pid = child(3, 0, 20000);
	int fd = syscall(SYS_pidfd_open, pid, 0);
	struct kevent e;

	(void)state;
	assert_int_equal(add(kq, fd, EVFILT_READ, 0), -EINVAL);
	assert_int_equal(change(kq, fd, EVFILT_PROCDESC, EV_ADD, NOTE_EXIT, 0, 0), 0);
	assert_none(kq);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.ident, fd);
	assert_int_equal(e.fflags, NOTE_EXIT);
	assert_int_equal(e.data, 3 << 8);
	assert_none(kq);
	waitpid(pid, NULL, 0);
	close_fd(fd);
}

enum { BSD_USR1 = 30, BSD_USR2 = 31, BSD_HUP = 1 };

/* A blocked signal counts when it becomes pending, and not again when it is delivered. */
static void blocked_signal(void **state)
{
	struct timespec none = { 0 };
	struct kevent e;
	sigset_t set, old;

	(void)state;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, &old);
	kill(getpid(), SIGUSR1);
	/* What came before does not count. */
	assert_int_equal(add(kq, BSD_USR1, EVFILT_SIGNAL, 0), 0);
	assert_true(event_signal_wanted(BSD_USR1));
	assert_none(kq);
	assert_int_equal(sigtimedwait(&set, NULL, &none), SIGUSR1);
	event_signal_seen(BSD_USR1);
	assert_none(kq);
	for (int i = 0; i < 3; i++) {
		kill(getpid(), SIGUSR1);
		assert_true(readable(kq));
		assert_int_equal(await(kq, &e, 1), 1);
		assert_int_equal(e.ident, BSD_USR1);
		assert_int_equal(e.data, 1);
		assert_int_equal(e.flags, EV_CLEAR);
		assert_none(kq);
		assert_int_equal(sigtimedwait(&set, NULL, &none), SIGUSR1);
		event_signal_seen(BSD_USR1);
		assert_none(kq);
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	change(kq, BSD_USR1, EVFILT_SIGNAL, EV_DELETE, 0, 0, 0);
	assert_false(event_signal_wanted(BSD_USR1));
}

/* Every attempt counts, for every kqueue. */
static void counted_signals(void **state)
{
	int other = make_kqueue();
	struct kevent e[2];

	(void)state;
	assert_int_equal(add(kq, BSD_USR2, EVFILT_SIGNAL, 0), 0);
	assert_int_equal(add(other, BSD_USR2, EVFILT_SIGNAL, 0), 0);
	assert_int_equal(add(other, BSD_HUP, EVFILT_SIGNAL, 0), 0);
	for (int i = 0; i < 5; i++)
		event_signal_seen(BSD_USR2);
	assert_true(readable(kq));
	assert_int_equal(ready(kq, e, 2), 1);
	assert_int_equal(e[0].data, 5);
	assert_none(kq);
	event_signal_seen(BSD_HUP);
	assert_none(kq);
	assert_int_equal(ready(other, e, 2), 2);
	assert_int_equal(e[0].data + e[1].data, 6);
	/* Disabled, it goes on counting. */
	change(kq, BSD_USR2, EVFILT_SIGNAL, EV_DISABLE, 0, 0, 0);
	event_signal_seen(BSD_USR2);
	assert_none(kq);
	change(kq, BSD_USR2, EVFILT_SIGNAL, EV_ENABLE, 0, 0, 0);
	assert_int_equal(ready(kq, e, 2), 1);
	assert_int_equal(add(kq, 0, EVFILT_SIGNAL, 0), -EINVAL);
	assert_int_equal(add(kq, 129, EVFILT_SIGNAL, 0), -EINVAL);
	close_fd(other);
	assert_false(event_signal_wanted(BSD_HUP));
	assert_true(event_signal_wanted(BSD_USR2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_QUEUE(exit_of_child),       ON_QUEUE(death_by_signal),
		ON_QUEUE(reaped_before_asked), ON_QUEUE(grandchild),
		ON_QUEUE(refused_processes),   ON_QUEUE(process_descriptor),
		ON_QUEUE(blocked_signal),      ON_QUEUE(counted_signals),
	};

	harness_start(abis[0]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
