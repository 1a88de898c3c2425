/* fork(2), vfork(2), rfork(2), wait4(2), wait6(2), and what SIGCHLD says. */
#include "children.h"
#include "noted.h"

/* sys/unistd.h */
#define RFFDG   (1 << 2)
#define RFPROC  (1 << 4)
#define RFMEM   (1 << 5)
#define RFCFDG  (1 << 12)
#define RFSPAWN (1u << 31)

static long child_of(int status, int sig)
{
	long pid = fork_here();

	if (pid)
		return pid;
	if (sig)
		kill_self(sig);
	leave(status);
}

/* The status names the alien's signal; SIGUSR1 is 30 here. */
static void test_status(void)
{
	int status;
	long pid = child_of(5, 0);

	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 5 << 8);
	pid = child_of(0, SIGUSR1);
	EXPECT_EQ(call(NR_wait4, -1, &status, 0, 0), pid);
	EXPECT_EQ(status, SIGUSR1);
	pid = child_of(0, SIGBUS);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status & 0x7f, SIGBUS);
	EXPECT_EQ(call(NR_wait4, -1, &status, 0, 0), -ECHILD);
	EXPECT_EQ(call(NR_wait4, -1, &status, 0x4000, 0), -EINVAL);
}

static void test_stop(void)
{
	int status;
	long pid = child_of(3, SIGSTOP);

	EXPECT_EQ(call(NR_wait4, pid, &status, WUNTRACED, 0), pid);
	EXPECT_EQ(status, SIGSTOP << 8 | 0x7f);
	EXPECT_EQ(call(NR_wait4, pid, &status, WNOHANG, 0), 0);
	EXPECT_EQ(call(NR_kill, pid, SIGCONT), 0);
	EXPECT_EQ(call(NR_wait4, pid, &status, WCONTINUED, 0), pid);
	/* It may have ended meanwhile; then the continuation is told no more. */
	EXPECT(status == 0x13 || status == 3 << 8);
	if (status == 0x13)
		EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 3 << 8);
}

static void test_wait6(void)
{
	struct siginfo info;
	long usage[2 * 18];
	int status;
	long pid = child_of(0x77, 0);

	memset(&info, 0, sizeof(info));
	EXPECT_EQ(call(NR_wait6, P_PID, pid, &status, WEXITED | WNOWAIT, usage, &info), pid);
	EXPECT_EQ(status, 0x77 << 8);
	EXPECT_EQ(info.signo, SIGCHLD);
	EXPECT_EQ(info.code, CLD_EXITED);
	EXPECT_EQ(info.pid, pid);
	EXPECT_EQ(info.status, 0x77);
	EXPECT_EQ(call(NR_wait6, P_ALL, 0, &status, WEXITED, 0, 0), pid);
	EXPECT_EQ(call(NR_wait6, P_ALL, 0, &status, WEXITED, 0, 0), -ECHILD);
	EXPECT_EQ(call(NR_wait6, P_PID, pid, &status, 0, 0, 0), -EINVAL);
	pid = child_of(0, SIGTERM);
	EXPECT_EQ(call(NR_wait6, P_PID, pid, &status, WEXITED, usage, &info), pid);
	EXPECT_EQ(status, SIGTERM);
	EXPECT_EQ(info.code, CLD_KILLED);
	EXPECT_EQ(info.status, SIGTERM);
}

static void test_sigchld(void)
{
	struct sigset set = sigset_of(SIGCHLD);
	struct siginfo info;
	int status;
	long pid;

	block(SIGCHLD);
	catch (SIGCHLD, note, 0, NULL);
	pid = child_of(9, 0);
	EXPECT_EQ(call(NR_sigwaitinfo, &set, &info), SIGCHLD);
	EXPECT_EQ(info.code, CLD_EXITED);
	EXPECT_EQ(info.pid, pid);
	EXPECT_EQ(info.status, 9);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	pid = child_of(0, SIGUSR2);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	unblock(SIGCHLD);
	EXPECT_EQ(count, 1);
	EXPECT_EQ(seen.code, CLD_KILLED);
	EXPECT_EQ(seen.status, SIGUSR2);
	EXPECT_EQ(seen.pid, pid);
	/* SA_NOCLDWAIT: children leave nothing to wait for. */
	catch (SIGCHLD, note, SA_NOCLDWAIT, NULL);
	pid = child_of(1, 0);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), -ECHILD);
	set_action(SIGCHLD, SIG_IGN);
	pid = child_of(1, 0);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), -ECHILD);
	set_action(SIGCHLD, SIG_DFL);
}

/* A child has its parent's memory as it was, mask, actions, alternate stack, but none of its
 * pending signals. */
static void test_inherited(void)
{
	struct stack stack = { pages(65536), 65536, 0 }, got;
	struct sigset set, pending;
	struct sigaction action;
	int status;
	long pid;

	catch (SIGUSR1, note, 0, NULL);
	block(SIGUSR1);
	call(NR_sigaltstack, &stack, 0);
	kill_self(SIGUSR1);
	count = 0;
	pid = fork_here();
	if (!pid) {
		set = mask_now();
		EXPECT(sigset_has(&set, SIGUSR1));
		call(NR_sigpending, &pending);
		EXPECT(!sigset_has(&pending, SIGUSR1));
		call(NR_sigaction, SIGUSR1, 0, &action);
		EXPECT_EQ(action.handler, (void *)note);
		call(NR_sigaltstack, 0, &got);
		EXPECT_EQ(got.sp, stack.sp);
		EXPECT(call(NR_getpid) != call(NR_getppid));
		call(NR_exit_all, result());
	}
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 0);
	EXPECT_EQ(count, 0);
	unblock(SIGUSR1);
	EXPECT_EQ(count, 1);
}

static int told;

/* A vfork child writes in its parent's memory, and its parent sleeps until it is gone. */
static void test_vfork(long nr, long flags)
{
	int status;
	long pid;

	told = 0;
	pid = fork_by(nr, flags);
	if (!pid) {
		__atomic_store_n(&told, 1, __ATOMIC_SEQ_CST);
		leave(6);
	}
	EXPECT(pid > 0);
	EXPECT_EQ(__atomic_load_n(&told, __ATOMIC_SEQ_CST), 1);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 6 << 8);
}

/* Both find in the callee-saved registers what was there, though the child came first. */
static void test_vfork_registers(void)
{
	static volatile long in_child;
	long kept, pid;
	int status;

	__asm__ volatile("push %%rbp\n"
			 "mov $1, %%ebx\nmov $2, %%ebp\nmov $4, %%r12d\n"
			 "mov $8, %%r13d\nmov $16, %%r14d\nmov $32, %%r15d\n"
			 "syscall\n"
			 "add %%rbp, %%rbx\nadd %%r12, %%rbx\nadd %%r13, %%rbx\n"
			 "add %%r14, %%rbx\nadd %%r15, %%rbx\n"
			 "pop %%rbp\n"
			 : "=a"(pid), "=&b"(kept)
			 : "0"(NR_vfork)
			 : "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
			   "memory");
	if (pid == 0) {
		in_child = kept;
		call(NR_exit_all, 0);
	}
	EXPECT_EQ(kept, 63);
	EXPECT_EQ(in_child, 63);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
}

static void test_rfork(void)
{
	int ends[2], status;
	char byte;
	long pid;

	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	pid = fork_by(NR_rfork, RFPROC | RFFDG);
	if (!pid) {
		call(NR_write, ends[1], "x", 1);
		call(NR_exit_all, 4);
	}
	EXPECT(pid > 0);
	EXPECT_EQ(call(NR_close, ends[1]), 0);
	EXPECT_EQ(call(NR_read, ends[0], &byte, 1), 1);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 4 << 8);
	/* RFCFDG: without any descriptor. */
	pid = fork_by(NR_rfork, RFPROC | RFCFDG);
	if (!pid)
		call(NR_exit_all, is_error(call(NR_fcntl, ends[0], 1)) ? 4 : 5);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 4 << 8);
	EXPECT_EQ(call(NR_rfork, RFPROC | RFFDG | RFCFDG), -EINVAL);
	call(NR_close, ends[0]);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	test_status();
	test_stop();
	test_wait6();
	test_sigchld();
	test_inherited();
	test_vfork(NR_vfork, 0);
	test_vfork(NR_rfork, RFSPAWN);
	test_vfork_registers();
	test_rfork();
	return result();
}
