/* pdfork(2), pdkill(2), pdgetpid(2), and what wait(2), SIGCHLD, poll(2) and kevent(2) say of them.
 */
#include "children.h"

#define PD_DAEMON         1
#define PD_CLOEXEC        2

#define PROC_REAP_ACQUIRE 2
#define PROC_REAP_RELEASE 3

#define POLLHUP           0x10
#define POLLIN            0x1
#define S_IFREG           0100000

struct pollfd {
	int fd;
	short events, revents;
};

static volatile int count;
static volatile int told_of;

static void note(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)context;
	told_of = info->pid;
	count++;
}

/* 0 in the child, whose second result is 1. */
static long pdfork(int *fd, int flags)
{
	long second, pid = call6_two(NR_pdfork, (long)fd, flags, 0, 0, 0, 0, &second);

	return !is_error(pid) && second == 1 ? 0 : pid;
}

/* A child that ends with a status, or with -1 not at all. */
static long child_of(int *fd, int flags, int status)
{
	long pid = pdfork(fd, flags);

	if (pid)
		return pid;
	while (status < 0)
		pause_ms(1000);
	for (;;)
		call(NR_exit_all, status);
}

/* Whether the process is there, after it had time to go. */
static bool lives(long pid, bool expected)
{
	int status;

	for (int i = 0; i < 500; i++) {
		call(NR_wait4, -1, &status, WNOHANG, 0);
		if ((call(NR_kill, pid, 0) == 0) == expected)
			return expected;
		pause_ms(2);
	}
	return !expected;
}

static void test_call(void)
{
	int fd = -1, pid_there = 0, status;
	long pid = child_of(&fd, 0, 7);
	struct pollfd p = { .events = 0 };
	unsigned char st[224];

	EXPECT(pid > 0 && fd >= 3 && fd < 10);
	EXPECT_EQ(call(NR_fcntl, fd, F_GETFD), 0);
	EXPECT_EQ(call(NR_pdgetpid, fd, &pid_there), 0);
	EXPECT_EQ(pid_there, pid);
	EXPECT_EQ(call(NR_pdgetpid, fd, 8), -EFAULT);
	p.fd = fd;
	EXPECT_EQ(call(NR_poll, &p, 1, 5000), 1);
	EXPECT_EQ(p.revents, POLLHUP);
	EXPECT_EQ(call(NR_fstat, fd, st), 0);
	EXPECT_EQ(*(unsigned short *)(st + 24), S_IFREG | 0700);
	EXPECT_EQ(call(NR_wait4, -1, &status, 0, 0), -ECHILD);
	EXPECT_EQ(call(NR_pdkill, fd, 0), 0);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 7 << 8);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), -ECHILD);
	EXPECT_EQ(call(NR_pdkill, fd, 0), -ESRCH);
	EXPECT_EQ(call(NR_pdgetpid, fd, &pid_there), 0);
	EXPECT_EQ(pid_there, pid);
	EXPECT_EQ(call(NR_close, fd), 0);
	EXPECT_EQ(call(NR_pdkill, fd, 0), -EBADF);
	EXPECT_EQ(call(NR_pdgetpid, 1, &pid_there), -EINVAL);
	EXPECT_EQ(call(NR_pdkill, 1, 0), -EINVAL);
	EXPECT_EQ(call(NR_pdfork, &fd, 4), -EINVAL);
	EXPECT_EQ(call(NR_pdfork, 8, 0), -EFAULT);
}

/* The child has not got its own descriptor, but another's. */
static void test_child(void)
{
	int fd, other, status;
	long pid = child_of(&other, PD_CLOEXEC, -1), second;

	EXPECT_EQ(call(NR_fcntl, other, F_GETFD), 1);
	second = pdfork(&fd, 0);
	if (!second) {
		int there;

		EXPECT_EQ(call(NR_pdgetpid, other, &there), 0);
		EXPECT_EQ(there, pid);
		EXPECT_EQ(call(NR_fcntl, other + 1, F_GETFD), -EBADF);
		EXPECT_EQ(call(NR_wait4, pid, &status, WNOHANG, 0), -ECHILD);
		call(NR_exit_all, result());
	}
	EXPECT_EQ(call(NR_wait4, second, &status, 0, 0), second);
	EXPECT_EQ(status, 0);
	call(NR_close, fd);
	EXPECT_EQ(call(NR_pdkill, other, SIGTERM), 0);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, SIGTERM);
	call(NR_close, other);
}

/* Waiting for any child, and SIGCHLD, pass it over; an ordinary child's is told. */
static void test_wait(void)
{
	int fd, status;
	long pid, plain;

	catch (SIGCHLD, note, 0, NULL);
	count = 0;
	pid = child_of(&fd, 0, 3);
	pause_ms(50);
	EXPECT_EQ(count, 0);
	EXPECT_EQ(call(NR_wait4, -1, &status, WNOHANG, 0), -ECHILD);
	plain = fork_here();
	if (!plain) {
		pause_ms(30);
		for (;;)
			call(NR_exit_all, 5);
	}
	EXPECT_EQ(call(NR_wait4, -1, &status, WNOHANG, 0), 0);
	EXPECT_EQ(call(NR_wait6, P_ALL, 0, &status, WEXITED, 0, 0), plain);
	EXPECT_EQ(status, 5 << 8);
	EXPECT_EQ(count, 1);
	EXPECT_EQ(told_of, plain);
	EXPECT_EQ(call(NR_wait4, -1, &status, 0, 0), -ECHILD);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 3 << 8);
	set_action(SIGCHLD, SIG_DFL);
	call(NR_close, fd);
}

/* Waiting for the signal passes it over, too. */
static void test_sigtimedwait(void)
{
	struct timespec soon = { 0, 50000000 };
	struct sigset set = sigset_of(SIGCHLD);
	struct siginfo info;
	int fd, status;
	long pid, plain;

	block(SIGCHLD);
	pid = child_of(&fd, 0, 3);
	EXPECT_EQ(call(NR_sigtimedwait, &set, &info, &soon), -EAGAIN);
	plain = fork_here();
	if (!plain)
		call(NR_exit_all, 5);
	EXPECT_EQ(call(NR_sigwaitinfo, &set, &info), SIGCHLD);
	EXPECT_EQ(info.pid, plain);
	EXPECT_EQ(call(NR_wait4, plain, &status, 0, 0), plain);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	unblock(SIGCHLD);
	call(NR_close, fd);
}

static void test_kevent(void)
{
	struct kevent e = { .filter = EVFILT_PROCDESC, .flags = EV_ADD, .fflags = NOTE_EXIT };
	int fd, status;
	long queue = call(NR_kqueue), pid = child_of(&fd, 0, 9);

	e.ident = fd;
	EXPECT_EQ(call(NR_kevent, queue, &e, 1, 0, 0, 0), 0);
	EXPECT_EQ(call(NR_kevent, queue, 0, 0, &e, 1, 0), 1);
	EXPECT_EQ(e.ident, fd);
	EXPECT_EQ(e.fflags, NOTE_EXIT);
	EXPECT_EQ(e.data, 9 << 8);
	EXPECT_EQ(call(NR_wait4, -1, &status, WNOHANG, 0), -ECHILD);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	call(NR_close, fd);
	call(NR_close, queue);
}

/* It lives as long as there is a descriptor, wherever. */
static void test_close(void)
{
	int fd, status;
	long pid = child_of(&fd, 0, -1), copy = call(NR_dup, fd), plain;

	EXPECT_EQ(call(NR_close, fd), 0);
	pause_ms(30);
	EXPECT_EQ(call(NR_pdkill, copy, 0), 0);
	plain = fork_here();
	if (!plain) {
		pause_ms(200);
		EXPECT_EQ(call(NR_pdkill, copy, 0), 0);
		call(NR_exit_all, result());
	}
	EXPECT_EQ(call(NR_close, copy), 0);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), -ECHILD);
	EXPECT_EQ(call(NR_kill, pid, 0), 0);
	EXPECT_EQ(call(NR_wait4, -1, &status, 0, 0), plain);
	EXPECT_EQ(status, 0);
	pause_ms(30);
	EXPECT_EQ(call(NR_wait4, -1, &status, 0, 0), -ECHILD);
	EXPECT(!lives(pid, false));
	/* dup2 and closefrom close, too. */
	pid = child_of(&fd, 0, -1);
	EXPECT_EQ(call(NR_dup2, 1, fd), fd);
	EXPECT(!lives(pid, false));
	call(NR_close, fd);
	pid = child_of(&fd, 0, -1);
	EXPECT_EQ(call(NR_closefrom, 3), 0);
	EXPECT(!lives(pid, false));
	/* PD_DAEMON */
	pid = child_of(&fd, PD_DAEMON, -1);
	EXPECT_EQ(call(NR_close, fd), 0);
	pause_ms(30);
	EXPECT_EQ(call(NR_kill, pid, 0), 0);
	EXPECT_EQ(call(NR_wait4, pid, &status, WNOHANG, 0), -ECHILD);
	EXPECT_EQ(call(NR_kill, pid, SIGKILL), 0);
	pause_ms(30);
	EXPECT_EQ(call(NR_wait4, -1, &status, 0, 0), -ECHILD);
	EXPECT(!lives(pid, false));
}

/* The end of whoever holds it, in whatever way, is the end of it.  An orphan comes to us. */
static void test_end_of_parent(int sig)
{
	int ends[2], fd, status;
	long parent, pid = 0;

	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	parent = fork_here();
	if (!parent) {
		pid = child_of(&fd, 0, -1);
		call(NR_write, ends[1], &pid, sizeof(pid));
		if (sig)
			kill_self(sig);
		for (;;)
			call(NR_exit_all, 0);
	}
	EXPECT_EQ(call(NR_read, ends[0], &pid, sizeof(pid)), sizeof(pid));
	EXPECT_EQ(call(NR_wait4, parent, &status, 0, 0), parent);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, SIGKILL);
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
}

/* A new program is held as the old one was, and holds what it did. */
static void test_exec(char *self)
{
	char *sleeper[] = { self, "sleep", NULL }, *quick[] = { self, "quick", NULL };
	char *parent[] = { self, "parent", NULL }, *none[] = { NULL };
	int fd, status;
	long pid = pdfork(&fd, 0), plain;

	if (!pid)
		call(NR_execve, self, sleeper, none);
	pause_ms(100);
	EXPECT_EQ(call(NR_kill, pid, 0), 0);
	EXPECT_EQ(call(NR_close, fd), 0);
	EXPECT(!lives(pid, false));
	catch (SIGCHLD, note, 0, NULL);
	count = 0;
	pid = pdfork(&fd, 0);
	if (!pid)
		call(NR_execve, self, quick, none);
	pause_ms(100);
	EXPECT_EQ(count, 0);
	EXPECT_EQ(call(NR_wait4, -1, &status, 0, 0), -ECHILD);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 6 << 8);
	call(NR_close, fd);
	set_action(SIGCHLD, SIG_DFL);
	plain = fork_here();
	if (!plain)
		call(NR_execve, self, parent, none);
	EXPECT_EQ(call(NR_wait4, plain, &status, 0, 0), plain);
	EXPECT_EQ(status, 0);
}

/* What test_exec has executed. */
static int other_program(const char *what, char *self)
{
	char *holder[] = { self, "holder", NULL, NULL }, *none[] = { NULL };
	static char number[32];
	int fd, there;
	long pid;

	if (!strcmp(what, "sleep"))
		pause_ms(30000);
	if (!strcmp(what, "quick"))
		return 6;
	if (strcmp(what, "parent"))
		return 0;
	pid = child_of(&fd, 0, -1);
	number[0] = (char)('0' + fd);
	holder[2] = number;
	EXPECT_EQ(call(NR_pdgetpid, fd, &there), 0);
	EXPECT_EQ(there, pid);
	call(NR_execve, self, holder, none);
	return 1;
}

/* Executed by a process that has one: it is still there, and ends with this. */
static int hold(const char *number)
{
	EXPECT_EQ(call(NR_pdkill, number[0] - '0', 0), 0);
	pause_ms(30);
	EXPECT_EQ(call(NR_pdkill, number[0] - '0', 0), 0);
	return result();
}

int main(int argc, char **argv, char **envp)
{
	(void)envp;
	if (argc > 2)
		return hold(argv[2]);
	if (argc > 1)
		return other_program(argv[1], argv[0]);
	test_call();
	test_child();
	test_wait();
	test_sigtimedwait();
	test_kevent();
	test_close();
	EXPECT_EQ(call(NR_procctl, P_PID, 0, PROC_REAP_ACQUIRE, 0), 0);
	test_end_of_parent(0);
	test_end_of_parent(SIGKILL);
	EXPECT_EQ(call(NR_procctl, P_PID, 0, PROC_REAP_RELEASE, 0), 0);
	test_exec(argv[0]);
	return result();
}
