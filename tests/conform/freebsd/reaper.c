/* procctl(2): a reaper and what is below it, and settings of a process. */
#include "children.h"

#define P_PGID          2

#define REAP_ACQUIRE    2
#define REAP_RELEASE    3
#define REAP_STATUS     4
#define REAP_GETPIDS    5
#define REAP_KILL       6
#define TRACE_STATUS    8
#define TRAPCAP_CTL     9
#define PDEATHSIG       11
#define ASLR_CTL        13
#define ASLR_STATUS     14
#define PROTMAX_CTL     15
#define PROTMAX_STATUS  16
#define STACKGAP_CTL    17
#define STACKGAP_STATUS 18
#define NNP_STATUS      20
#define WXMAP_CTL       21
#define WXMAP_STATUS    22

#define OWNED           1
#define REALINIT        2
#define VALID           1
#define CHILD           2
#define STOPPED         16
#define KILL_CHILDREN   1
#define KILL_SUBTREE    2

struct status {
	unsigned flags, children, descendants;
	int reaper, pid;
	unsigned pad[15];
};

struct pidinfo {
	int pid, subtree;
	unsigned flags, pad[15];
};

struct pids {
	unsigned count, pad[15];
	struct pidinfo *pids;
};

struct killing {
	int sig;
	unsigned flags;
	int subtree;
	unsigned killed;
	int first;
	unsigned pad[15];
};

static long self;

static long control(long id, int command, void *data)
{
	return call(NR_procctl, P_PID, id, command, data);
}

static void sleep_on(void)
{
	for (;;)
		pause_ms(1000);
}

/* A child with a child, which both sleep; the grandchild's id in *below. */
static long family(long *below)
{
	int ends[2];
	long pid;

	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	pid = fork_here();
	if (!pid) {
		pid = fork_here();
		if (pid)
			call(NR_write, ends[1], &pid, sizeof(pid));
		sleep_on();
	}
	EXPECT_EQ(call(NR_read, ends[0], below, sizeof(*below)), sizeof(*below));
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
	return pid;
}

static void expect_status(long of, unsigned flags, unsigned children, unsigned descendants)
{
	struct status st;

	memset(&st, 0xff, sizeof(st));
	EXPECT_EQ(control(of, REAP_STATUS, &st), 0);
	EXPECT_EQ(st.flags, flags);
	EXPECT_EQ(st.reaper, self);
	EXPECT_EQ(st.children, children);
	EXPECT_EQ(st.descendants, descendants);
	if (!descendants)
		EXPECT_EQ(st.pid, -1);
}

static void test_acquire(void)
{
	struct status st;

	EXPECT_EQ(control(0, REAP_STATUS, &st), 0);
	EXPECT(!(st.flags & OWNED));
	EXPECT(st.reaper > 0 && st.reaper != self);
	EXPECT(st.descendants >= st.children);
	EXPECT_EQ(control(0, REAP_RELEASE, 0), -EINVAL);
	EXPECT_EQ(control(self, REAP_ACQUIRE, 0), 0);
	EXPECT_EQ(control(self, REAP_ACQUIRE, 0), -EBUSY);
	EXPECT_EQ(control(call(NR_getppid), REAP_ACQUIRE, 0), -EPERM);
	EXPECT_EQ(control(0, REAP_STATUS, (void *)8), -EFAULT);
	EXPECT_EQ(control(0x3ffffff, REAP_STATUS, &st), -ESRCH);
	expect_status(0, OWNED, 0, 0);
}

static void test_below(void)
{
	struct pidinfo info[4];
	struct pids pids = { .count = 4, .pids = info };
	struct killing killing = { .sig = SIGTERM, .flags = KILL_CHILDREN };
	long grandchild, child = family(&grandchild), pid;
	int status;

	expect_status(0, OWNED, 1, 2);
	memset(info, 0, sizeof(info));
	EXPECT_EQ(control(self, REAP_GETPIDS, &pids), 0);
	for (int i = 0; i < 2; i++) {
		EXPECT(info[i].pid == child || info[i].pid == grandchild);
		EXPECT_EQ(info[i].subtree, child);
		EXPECT_EQ(info[i].flags, info[i].pid == child ? VALID | CHILD : VALID);
	}
	EXPECT_EQ(info[2].flags, 0);
	/* Its child can ask about it. */
	pid = fork_here();
	if (!pid) {
		expect_status(self, OWNED, 2, 3);
		expect_status(0, 0, 2, 3);
		call(NR_exit_all, result());
	}
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 0);
	EXPECT_EQ(control(0, REAP_KILL, &killing), 0);
	EXPECT_EQ(killing.killed, 1);
	EXPECT_EQ(call(NR_wait4, -1, &status, 0, 0), child);
	EXPECT_EQ(status, SIGTERM);
	/* The orphan is ours now. */
	killing.flags = KILL_SUBTREE;
	killing.subtree = (int)grandchild;
	EXPECT_EQ(control(0, REAP_KILL, &killing), 0);
	EXPECT_EQ(call(NR_wait4, -1, &status, 0, 0), grandchild);
	EXPECT_EQ(control(0, REAP_KILL, &killing), -ESRCH);
	EXPECT_EQ(killing.killed, 0);
	EXPECT_EQ(killing.first, -1);
	killing.sig = 0;
	EXPECT_EQ(control(0, REAP_KILL, &killing), -EINVAL);
	killing = (struct killing){ .sig = SIGTERM, .flags = KILL_CHILDREN | KILL_SUBTREE };
	EXPECT_EQ(control(0, REAP_KILL, &killing), -EINVAL);
	child = family(&grandchild);
	killing.flags = 0;
	EXPECT_EQ(control(0, REAP_KILL, &killing), 0);
	EXPECT_EQ(killing.killed, 2);
	EXPECT(call(NR_wait4, -1, &status, 0, 0) > 0);
	EXPECT(call(NR_wait4, -1, &status, 0, 0) > 0);
	EXPECT_EQ(control(0, REAP_RELEASE, 0), 0);
	EXPECT_EQ(control(0, REAP_RELEASE, 0), -EINVAL);
}

static int asked(int command)
{
	int value = -7;

	EXPECT_EQ(control(0, command, &value), 0);
	return value;
}

static long set(int command, int value)
{
	return control(0, command, &value);
}

static void test_settings(void)
{
	int value;

	EXPECT_EQ(set(TRAPCAP_CTL, 1), 0);
	EXPECT_EQ(asked(TRAPCAP_CTL + 1), 1);
	EXPECT_EQ(set(TRAPCAP_CTL, 2), 0);
	EXPECT_EQ(asked(TRAPCAP_CTL + 1), 2);
	EXPECT_EQ(set(TRAPCAP_CTL, 3), -EINVAL);
	value = asked(ASLR_STATUS);
	EXPECT_EQ(set(ASLR_CTL, 2), 0);
	EXPECT_EQ(asked(ASLR_STATUS), (value & (int)0x80000000) | 2);
	EXPECT_EQ(set(ASLR_CTL, 1), 0);
	EXPECT_EQ(asked(ASLR_STATUS), (value & (int)0x80000000) | 1);
	EXPECT_EQ(set(ASLR_CTL, 3), 0);
	EXPECT_EQ(set(ASLR_CTL, 4), -EINVAL);
	EXPECT_EQ(set(ASLR_CTL, 0), -EINVAL);
	EXPECT_EQ(set(PROTMAX_CTL, 2), 0);
	EXPECT_EQ(asked(PROTMAX_STATUS), 2);
	EXPECT_EQ(set(PROTMAX_CTL, 1), -EPERM);
	EXPECT_EQ(set(PROTMAX_CTL, 3), 0);
	EXPECT_EQ(asked(PROTMAX_STATUS), 3);
	EXPECT_EQ(set(STACKGAP_CTL, 1 | 4), 0);
	EXPECT_EQ(set(STACKGAP_CTL, 1 | 2), -EINVAL);
	EXPECT_EQ(set(STACKGAP_CTL, 2), -EPERM);
	EXPECT_EQ(asked(STACKGAP_STATUS), 1 | 4);
	EXPECT_EQ(asked(WXMAP_STATUS), 0);
	EXPECT_EQ(set(WXMAP_CTL, 1), 0);
	EXPECT_EQ(asked(WXMAP_STATUS), 1);
	EXPECT_EQ(set(WXMAP_CTL, 2), -EPERM);
	EXPECT_EQ(control(0, WXMAP_STATUS, (void *)8), -EFAULT);
	EXPECT_EQ(control(0, WXMAP_CTL, (void *)8), -EFAULT);
	EXPECT_EQ(control(0, 99, &value), -EINVAL);
	/* Of others. */
	EXPECT_EQ(control(call(NR_getppid), TRACE_STATUS, &value), 0);
	EXPECT_EQ(control(call(NR_getppid), NNP_STATUS, &value), 0);
	EXPECT(value == 1 || value == 2);
	EXPECT_EQ(control(call(NR_getppid), PDEATHSIG, &value), -EINVAL);
	EXPECT_EQ(control(0x3ffffff, TRACE_STATUS, &value), -ESRCH);
	EXPECT_EQ(call(NR_procctl, 5, 0, TRACE_STATUS, &value), -EINVAL);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	self = call(NR_getpid);
	test_acquire();
	test_below();
	test_settings();
	return result();
}
