/*
 * System V IPC and POSIX message queues between processes, and what interrupts
 * their sleep; abort2(2).
 */
#include "children.h"
#include "noted.h"

/* sys/errno.h */
#define EIDRM  82
#define ENOMSG 83

/* sys/ipc.h, sys/sem.h, sys/signal.h */
#define IPC_PRIVATE 0
#define IPC_RMID    0
#define IPC_CREAT   01000
#define IPC_NOWAIT  04000
#define SETVAL      8
#define SI_MESGQ    0x10005

struct sembuf {
	uint16_t number;
	int16_t op, flags;
};

struct message {
	long type;
	char text[8];
};

static void test_memory_and_semaphores(void)
{
	long shm = call(NR_shmget, IPC_PRIVATE, 4096, IPC_CREAT | 0600);
	long sem = call(NR_semget, IPC_PRIVATE, 2, IPC_CREAT | 0600);
	volatile long *shared = (long *)call(NR_shmat, shm, 0, 0), *again;
	struct sembuf down = { 0, -1, 0 }, up = { 0, 1, 0 }, now = { 1, -1, IPC_NOWAIT };
	long pid = fork_here(), arg = 2;

	if (!pid) {
		if (call(NR_semop, sem, &down, 1) == 0)
			shared[1] = shared[0] + 1;
		leave(3);
	}
	pause_ms(50);
	shared[0] = 41;
	EXPECT_EQ(call(NR_semop, sem, &up, 1), 0);
	EXPECT_EQ(status_of(pid), 3 << 8);
	EXPECT_EQ(shared[1], 42);
	EXPECT_EQ(call(NR_semop, sem, &now, 1), -EAGAIN);
	EXPECT_EQ(call(NR___semctl, sem, 1, SETVAL, &arg), 0);
	EXPECT_EQ(call(NR_semop, sem, &now, 1), 0);

	/* The old ways in: semop, and a second place for the memory. */
	EXPECT_EQ(call(NR_semsys, 2, sem, &up, 1), 0);
	EXPECT_EQ(call(NR_semsys, 2, sem, &down, 1), 0);
	again = (long *)call(NR_shmsys, 0, shm, 0, 0);
	EXPECT(again != shared);
	EXPECT_EQ(again[1], 42);
	EXPECT_EQ(call(NR_shmsys, 2, again), 0);

	/* Never restarted, whatever the handler is. */
	pid = disturbing_child(SIGUSR1);
	count = 0;
	EXPECT_EQ(call(NR_semop, sem, &down, 1), -EINTR);
	EXPECT_EQ(count, 1);
	status_of(pid);

	pid = fork_here();
	if (!pid)
		leave(call(NR_semop, sem, &down, 1) == -EIDRM ? 7 : 8);
	pause_ms(50);
	EXPECT_EQ(call(NR___semctl, sem, 0, IPC_RMID, 0), 0);
	EXPECT_EQ(status_of(pid), 7 << 8);
	EXPECT_EQ(call(NR_shmdt, shared), 0);
	EXPECT_EQ(call(NR_shmctl, shm, IPC_RMID, 0), 0);
}

static void test_messages(void)
{
	struct message m = { 4, "child" };
	/* The old way in, by its own number and through syscall(2). */
	long queue = call(0, NR_msgsys, 1, IPC_PRIVATE, IPC_CREAT | 0600);
	long pid = fork_here();

	if (!pid) {
		pause_ms(50);
		leave((int)call(NR_msgsys, 2, queue, &m, 6, 0));
	}
	m.type = 0;
	memset(m.text, 0, sizeof m.text);
	EXPECT_EQ(call(NR_msgrcv, queue, &m, 8, 4, 0), 6);
	EXPECT_EQ(m.type, 4);
	EXPECT_EQ(strcmp(m.text, "child"), 0);
	EXPECT_EQ(status_of(pid), 0);
	EXPECT_EQ(call(NR_msgrcv, queue, &m, 8, 0, IPC_NOWAIT), -ENOMSG);
	pid = disturbing_child(SIGUSR1);
	EXPECT_EQ(call(NR_msgsys, 3, queue, &m, 8, 0, 0), -EINTR);
	status_of(pid);
	EXPECT_EQ(call(NR_msgctl, queue, IPC_RMID, 0), 0);
}

static void test_queues(void)
{
	static const char name[] = "/abirun-conform-ipc";
	long attr[8] = { -1, 4, 8 }, past[2] = { 1000, 0 };
	struct {
		int notify, sig;
		long value, rest[8];
	} event = { 1, SIGUSR1, 77, { 0 } };
	char text[8];
	unsigned priority = 0;
	long fd, pid;

	call(NR_kmq_unlink, name);
	fd = call(NR_kmq_open, name, O_RDWR | O_CREAT | O_EXCL, 0600, attr);
	EXPECT(fd >= 0);
	EXPECT_EQ(call(NR_kmq_timedreceive, fd, text, 8, 0, past), -ETIMEDOUT);
	/* A signal comes, then a message: restarted. */
	count = 0;
	pid = fork_here();
	if (!pid) {
		disturb_parent(SIGUSR1);
		leave((int)call(NR_kmq_timedsend, fd, "hello", 6, 9, 0));
	}
	EXPECT_EQ(call(NR_kmq_timedreceive, fd, text, 8, &priority, 0), 6);
	EXPECT_EQ(count, 1);
	EXPECT_EQ(priority, 9);
	EXPECT_EQ(strcmp(text, "hello"), 0);
	EXPECT_EQ(status_of(pid), 0);
	EXPECT_EQ(call(NR_kmq_notify, fd, &event), 0);
	EXPECT_EQ(call(NR_kmq_timedsend, fd, "x", 1, 0, 0), 0);
	EXPECT_EQ(count, 2);
	EXPECT_EQ(seen.code, SI_MESGQ);
	EXPECT_EQ(seen.value, 77);
	EXPECT_EQ(call(NR_close, fd), 0);
	EXPECT_EQ(call(NR_kmq_unlink, name), 0);
}

static void test_abort(void)
{
	long no_core[2] = { 0, 0 };
	long pid = fork_here();

	if (!pid) {
		call(NR_setrlimit, 4, no_core);
		call(NR_abort2, "a test of abort2", 0, 0);
		leave(1);
	}
	EXPECT_EQ(status_of(pid) & 0x7f, 6);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	catch (SIGUSR1, note, SA_RESTART, 0);
	test_memory_and_semaphores();
	test_messages();
	test_queues();
	test_abort();
	return result();
}
