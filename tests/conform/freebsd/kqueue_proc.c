/* EVFILT_PROC: the end of a process, its forks and execs, its children.  kevent(2). */
#include "children.h"
#include "kqueue.h"

#define EVERYTHING (NOTE_EXIT | NOTE_FORK | NOTE_EXEC)

static void reap(long child)
{
	EXPECT_EQ(call(NR_wait4, child, 0, 0, 0), child);
}

/* Wait until somebody writes into the pipe, or it ends. */
static void wait_for(int fd)
{
	char byte;

	call(NR_read, fd, &byte, 1);
}

static void let_go(int fd)
{
	EXPECT_EQ(call(NR_write, fd, "x", 1), 1);
}

static void test_exit(void)
{
	struct kevent e;
	int ends[2];
	long child;

	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	child = fork_here();
	if (child == 0) {
		wait_for(ends[0]);
		call(NR_exit_all, 7);
	}
	EXPECT_EQ(change_data(child, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, (uintptr_t)&e), 0);
	EXPECT_NONE();
	let_go(ends[1]);
	e = one();
	EXPECT_EQ(e.ident, child);
	EXPECT_EQ(e.filter, EVFILT_PROC);
	EXPECT_EQ(e.flags, EV_CLEAR | EV_ONESHOT | EV_EOF);
	EXPECT_EQ(e.fflags, NOTE_EXIT);
	EXPECT_EQ(e.data, 7 << 8);
	EXPECT_EQ(e.udata, &e);
	EXPECT_NONE();
	/* A zombie has ended as well; once it is reaped there is nothing to watch. */
	EXPECT_EQ(change(child, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0), 0);
	EXPECT_EQ(one().data, 7 << 8);
	reap(child);
	EXPECT_EQ(change(child, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0), -ESRCH);
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
}

/* By a signal; and reaped before anybody asks. */
static void test_killed(void)
{
	struct kevent e;
	long child = fork_here();

	if (child == 0)
		for (;;)
			pause_ms(1000);
	EXPECT_EQ(change(child, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0), 0);
	EXPECT_EQ(call(NR_kill, child, SIGUSR1), 0);
	reap(child);
	e = one();
	EXPECT_EQ(e.data & 0x7f, SIGUSR1);
	EXPECT_EQ(e.fflags, NOTE_EXIT);
	EXPECT_NONE();
}

/* Forks are told, by fork and vfork, before the parent goes on; an exec that fails is none. */
static void test_fork_and_exec(const char *self)
{
	char *argv[] = { (char *)self, "quit", NULL }, *envp[] = { NULL };
	int ends[2];
	long child;
	struct kevent e;

	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	child = fork_here();
	if (child == 0) {
		wait_for(ends[0]);
		for (int i = 0; i < 2; i++) {
			long grandchild = fork_by(i ? NR_vfork : NR_fork, 0);

			if (grandchild == 0)
				call(NR_exit_all, 0);
			call(NR_wait4, grandchild, 0, 0, 0);
			wait_for(ends[0]);
		}
		call(NR_execve, "/nonexistent/program", argv, envp);
		call(NR_execve, "/dev/null", argv, envp);
		wait_for(ends[0]);
		call(NR_execve, self, argv, envp);
		call(NR_exit_all, 1);
	}
	EXPECT_EQ(change(child, EVFILT_PROC, EV_ADD, EVERYTHING, 0), 0);
	EXPECT_NONE();
	for (int i = 0; i < 2; i++) {
		let_go(ends[1]);
		e = one();
		EXPECT_EQ(e.ident, child);
		EXPECT_EQ(e.fflags, NOTE_FORK);
		EXPECT_EQ(e.flags, EV_CLEAR);
		EXPECT_NONE();
	}
	let_go(ends[1]);
	pause_ms(50);
	EXPECT_NONE();
	let_go(ends[1]);
	e = one();
	EXPECT(e.fflags & NOTE_EXEC);
	if (!(e.fflags & NOTE_EXIT))
		e = one();
	EXPECT(e.fflags & NOTE_EXIT);
	EXPECT_EQ(e.data, 5 << 8);
	reap(child);
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
}

/* A disabled knote hears on, and reports when it is enabled. */
static void test_disabled(void)
{
	int ends[2];
	long child;

	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	child = fork_here();
	if (child == 0) {
		long grandchild;

		wait_for(ends[0]);
		grandchild = fork_here();
		if (grandchild == 0)
			call(NR_exit_all, 0);
		call(NR_wait4, grandchild, 0, 0, 0);
		wait_for(ends[0]);
		call(NR_exit_all, 3);
	}
	/* The notes may be changed later on. */
	EXPECT_EQ(change(child, EVFILT_PROC, EV_ADD | EV_DISABLE, NOTE_EXIT, 0), 0);
	EXPECT_EQ(change(child, EVFILT_PROC, EV_ADD, EVERYTHING, 0), 0);
	let_go(ends[1]);
	pause_ms(50);
	EXPECT_NONE();
	EXPECT_EQ(change(child, EVFILT_PROC, EV_ENABLE, EVERYTHING, 0), 0);
	EXPECT_EQ(one().fflags, NOTE_FORK);
	let_go(ends[1]);
	EXPECT_EQ(one().data, 3 << 8);
	reap(child);
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
}

/* Two generations below: each child is told of once, and each end, and all in order. */
static void test_track(void)
{
	int ends[2], children = 0, exits = 0, forks = 0;
	long child, known[4];
	struct kevent e;

	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	known[0] = child = fork_here();
	if (child == 0) {
		wait_for(ends[0]);
		for (int i = 0; i < 2; i++) {
			long next = fork_here();

			if (next) {
				/* Older kernels do not say the status of what is reaped. */
				pause_ms(150);
				call(NR_wait4, next, 0, 0, 0);
				call(NR_exit_all, 10 + i);
			}
		}
		call(NR_exit_all, 12);
	}
	EXPECT_EQ(
	    change_data(child, EVFILT_PROC, EV_ADD, EVERYTHING | NOTE_TRACK, 0, (uintptr_t)&e), 0);
	let_go(ends[1]);
	while (exits < 3) {
		int at = 0;

		if (take(&e, 1, 2000) != 1)
			break;
		EXPECT_EQ(e.udata, &e);
		if (e.fflags & NOTE_CHILD) {
			EXPECT_EQ(e.fflags, NOTE_CHILD);
			EXPECT_EQ(e.data, known[children]);
			EXPECT(e.flags & EV_ONESHOT);
			known[++children] = e.ident;
			continue;
		}
		while (at <= children && known[at] != (long)e.ident)
			at++;
		EXPECT(at <= children);
		EXPECT(!(e.fflags & (NOTE_TRACK | NOTE_TRACKERR)));
		forks += !!(e.fflags & NOTE_FORK);
		if (e.fflags & NOTE_EXIT) {
			EXPECT_EQ(e.data, (10 + at) << 8);
			exits++;
		}
	}
	EXPECT_EQ(children, 2);
	EXPECT_EQ(exits, 3);
	EXPECT_EQ(forks, 2);
	EXPECT_NONE();
	reap(child);
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
}

static void test_refused(void)
{
	EXPECT_EQ(change(0, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0), -ESRCH);
	EXPECT_EQ(change(0x7ffffff0, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0), -ESRCH);
	EXPECT_EQ(change(call(NR_getpid), EVFILT_PROC, EV_ADD, 0x8, 0), -EINVAL);
	EXPECT_EQ(change(call(NR_getpid), EVFILT_PROC, EV_DELETE, 0, 0), -ENOENT);
	EXPECT_EQ(change(900, EVFILT_PROCDESC, EV_ADD, NOTE_EXIT, 0), -EBADF);
	EXPECT_EQ(change(kq, EVFILT_PROCDESC, EV_ADD, NOTE_EXIT, 0), -EINVAL);
}

/* A process may watch itself, and nothing of it is left behind. */
static void test_self(void)
{
	long self = call(NR_getpid), child;

	EXPECT_EQ(change(self, EVFILT_PROC, EV_ADD, NOTE_FORK, 0), 0);
	child = fork_here();
	if (child == 0)
		call(NR_exit_all, 0);
	EXPECT_EQ(one().ident, self);
	reap(child);
	EXPECT_EQ(change(self, EVFILT_PROC, EV_DELETE, 0, 0), 0);
	child = fork_here();
	if (child == 0)
		call(NR_exit_all, 0);
	EXPECT_NONE();
	reap(child);
}

int main(int argc, char **argv, char **envp)
{
	(void)envp;
	if (argc == 2)
		return 5;
	EXPECT((kq = call(NR_kqueue)) >= 0);
	test_exit();
	test_killed();
	test_fork_and_exec(argv[0]);
	test_disabled();
	test_track();
	test_refused();
	test_self();
	return result();
}
