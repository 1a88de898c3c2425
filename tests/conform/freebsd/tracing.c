/* ptrace(2): memory by bytes, threads, and why they stopped. */
#include "children.h"

#define PT_TRACE_ME   0
#define PT_KILL       8
#define PT_IO         12
#define PT_LWPINFO    13
#define PT_GETNUMLWPS 14
#define PT_GETLWPLIST 15

#define PIOD_READ_D   1
#define PIOD_WRITE_D  2

struct io {
	int op, pad;
	void *offset, *address;
	size_t length;
};

struct lwpinfo {
	int id, event, flags;
	struct sigset mask, pending;
	struct siginfo info;
	char name[20];
	int child;
	unsigned code, count;
};
_Static_assert(sizeof(struct lwpinfo) == 160, "struct ptrace_lwpinfo");

static char text[10000] = "of the child";
static char copy[10000];

static long io(long pid, int op, void *offset, void *address, size_t length)
{
	struct io io = { op, 0, offset, address, length };
	long ret = call(NR_ptrace, PT_IO, pid, &io, 0);

	return ret ? ret : (long)io.length;
}

static void test_memory(long pid)
{
	EXPECT_EQ(io(pid, PIOD_READ_D, text, copy, sizeof(copy)), sizeof(copy));
	EXPECT(!strcmp(copy, "of the child"));
	EXPECT_EQ(copy[9999], 7);
	memcpy(copy, "of the parent", 14);
	EXPECT_EQ(io(pid, PIOD_WRITE_D, text + 100, copy, sizeof(copy) - 200), sizeof(copy) - 200);
	memset(copy, 0, sizeof(copy));
	EXPECT_EQ(io(pid, PIOD_READ_D, text + 100, copy, 14), 14);
	EXPECT(!strcmp(copy, "of the parent"));
	EXPECT_EQ(io(pid, PIOD_READ_D, (void *)8, copy, 14), -EFAULT);
	EXPECT_EQ(io(pid, PIOD_READ_D, text, (void *)8, 14), -EFAULT);
	EXPECT_EQ(io(pid, 9, text, copy, 14), -EINVAL);
	EXPECT_EQ(call(NR_ptrace, PT_IO, pid, 8, 0), -EFAULT);
	EXPECT_EQ(io(call(NR_getpid), PIOD_READ_D, text, copy, 14), -ESRCH);
}

static void test_threads(long pid, long id)
{
	int list[4] = { 0 };
	struct lwpinfo info;

	EXPECT_EQ(call(NR_ptrace, PT_GETNUMLWPS, pid, 0, 0), 1);
	EXPECT_EQ(call(NR_ptrace, PT_GETLWPLIST, pid, list, 4), 1);
	EXPECT_EQ(list[0], id);
	EXPECT_EQ(call(NR_ptrace, PT_GETLWPLIST, pid, 8, 4), -EFAULT);
	EXPECT_EQ(call(NR_ptrace, PT_GETLWPLIST, pid, list, 0), -EINVAL);
	memset(&info, 0xff, sizeof(info));
	EXPECT_EQ(call(NR_ptrace, PT_LWPINFO, id, &info, sizeof(info)), 0);
	EXPECT_EQ(info.id, id);
	EXPECT_EQ(info.event, 1);
	EXPECT_EQ(info.flags, 0x20);
	EXPECT_EQ(info.info.signo, SIGUSR1);
	EXPECT_EQ(info.info.pid, pid);
	EXPECT(sigset_has(&info.mask, SIGUSR2));
	EXPECT(!sigset_has(&info.mask, SIGHUP));
	EXPECT(info.name[0] != 0);
	EXPECT_EQ(call(NR_ptrace, PT_LWPINFO, pid, &info, 500), -EINVAL);
	EXPECT_EQ(call(NR_ptrace, PT_LWPINFO, pid, 8, sizeof(info)), -EFAULT);
	EXPECT_EQ(call(NR_ptrace, PT_LWPINFO, call(NR_getpid), &info, sizeof(info)), -ESRCH);
}

int main(int argc, char **argv, char **envp)
{
	int ends[2], status;
	long pid, id = 0;

	(void)argc, (void)argv, (void)envp;
	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	pid = fork_here();
	if (!pid) {
		text[9999] = 7;
		id = thread_self();
		call(NR_write, ends[1], &id, sizeof(id));
		block(SIGUSR2);
		EXPECT_EQ(call(NR_ptrace, PT_TRACE_ME, 0, 0, 0), 0);
		kill_self(SIGUSR1);
		call(NR_exit_all, 1);
	}
	EXPECT_EQ(call(NR_read, ends[0], &id, sizeof(id)), sizeof(id));
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, SIGUSR1 << 8 | 0x7f);
	test_memory(pid);
	test_threads(pid, id);
	EXPECT_EQ(call(NR_ptrace, PT_KILL, pid, 0, 0), 0);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, SIGKILL);
	return result();
}
