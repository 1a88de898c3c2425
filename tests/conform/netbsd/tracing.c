/* ptrace(2): words, memory by bytes, registers, one step, and going on with a signal. */
#include "children.h"

#define PT_TRACE_ME  0
#define PT_READ_D    2
#define PT_WRITE_D   5
#define PT_CONTINUE  7
#define PT_KILL      8
#define PT_IO        11
#define PT_STEP      32
#define PT_GETREGS   33
#define PT_SETREGS   34

#define PIOD_READ_D  1
#define PIOD_WRITE_D 2

static char text[10000] = "of the child";
static char copy[10000];
static volatile long answer;

static long io(long pid, int op, void *offset, void *address, size_t length)
{
	struct {
		int op, pad;
		void *offset, *address;
		size_t length;
	} io = { op, 0, offset, address, length };
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
	EXPECT_EQ(io(pid, PIOD_READ_D, (void *)8, copy, 14), -EFAULT);
	EXPECT_EQ(io(pid, 9, text, copy, 14), -EINVAL);
	EXPECT_EQ(io(call(NR_getpid), PIOD_READ_D, text, copy, 14), -ESRCH);
	EXPECT_EQ((int)call(NR_ptrace, PT_READ_D, pid, text, 0),
		  'o' | 'f' << 8 | ' ' << 16 | 't' << 24);
	EXPECT_EQ(call(NR_ptrace, PT_WRITE_D, pid, &answer, 42), 0);
	EXPECT_EQ(call(NR_ptrace, PT_READ_D, pid, &answer, 0), 42);
}

/* A step goes on by one instruction; what is set is there afterwards. */
static void test_registers(long pid)
{
	static uint64_t regs[REG_COUNT], later[REG_COUNT];
	int status;

	EXPECT_EQ(call(NR_ptrace, PT_GETREGS, pid, regs, 0), 0);
	EXPECT(regs[REG_RSP] != 0 && regs[REG_RIP] != 0);
	EXPECT_EQ(call(NR_ptrace, PT_GETREGS, pid, 8, 0), -EFAULT);
	memcpy(later, regs, sizeof(regs));
	later[12] = 0x1234; /* rbp */
	EXPECT_EQ(call(NR_ptrace, PT_SETREGS, pid, later, 0), 0);
	EXPECT_EQ(call(NR_ptrace, PT_GETREGS, pid, later, 0), 0);
	EXPECT_EQ(later[12], 0x1234);
	EXPECT_EQ(call(NR_ptrace, PT_SETREGS, pid, regs, 0), 0);
	EXPECT_EQ(call(NR_ptrace, PT_STEP, pid, 1, 0), 0);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, SIGTRAP << 8 | 0x7f);
	EXPECT_EQ(call(NR_ptrace, PT_GETREGS, pid, later, 0), 0);
	EXPECT(later[REG_RIP] != regs[REG_RIP]);
}

int main(int argc, char **argv, char **envp)
{
	int status;
	long pid;

	(void)argc, (void)argv, (void)envp;
	pid = fork_here();
	if (!pid) {
		text[9999] = 7;
		EXPECT_EQ(call(NR_ptrace, PT_TRACE_ME, 0, 0, 0), 0);
		kill_self(SIGUSR1);
		leave(answer == 42 && !strcmp(text + 100, "of the parent") ? 3 : 4);
	}
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, SIGUSR1 << 8 | 0x7f);
	test_memory(pid);
	test_registers(pid);
	EXPECT_EQ(call(NR_ptrace, 13, pid, 0, 0), -EINVAL); /* PT_LWPINFO */
	EXPECT_EQ(call(NR_ptrace, PT_CONTINUE, pid, 1, 0), 0);
	EXPECT_EQ(status_of(pid), 3 << 8);

	pid = fork_here();
	if (!pid) {
		EXPECT_EQ(call(NR_ptrace, PT_TRACE_ME, 0, 0, 0), 0);
		kill_self(SIGUSR1);
		leave(5);
	}
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(call(NR_ptrace, PT_KILL, pid, 0, 0), 0);
	EXPECT_EQ(status_of(pid), SIGKILL);
	EXPECT_EQ(call(NR_ptrace, PT_CONTINUE, pid, 1, 0), -ESRCH);
	return result();
}
