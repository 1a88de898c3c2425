/* aio(4) through the door: signals, sleeping, threads, fork, exec, exit. */
#include "children.h"
#include "noted.h"

/* sys/errno.h, sys/signal.h, sys/aio.h */
#define EINPROGRESS  36
#define ECANCELED    85
#define SI_ASYNCIO   0x10004
#define SIGEV_SIGNAL 1
#define SIGEV_KEVENT 3
#define SIGEV_THREAD 4
#define LIO_WAIT     1
#define LIO_READ     2
#define CANCELED     1

struct sigevent {
	int notify, signo;
	long value;
	int thread, pad;
	long spare[7];
};

struct aiocb {
	int fd;
	long offset;
	void *buf;
	size_t n;
	long spare[2];
	int op, priority;
	long status, error, number;
	struct sigevent event;
};
_Static_assert(sizeof(struct aiocb) == 160, "struct aiocb");

static int ends[2];
static char path[] = "/tmp/abirun-aio-XXXXXXXX";
static volatile long tid_seen;

static void note_thread(int sig, struct siginfo *info, struct ucontext *context)
{
	tid_seen = thread_self();
	note(sig, info, context);
}

/* A child that sends its parent a signal in a while, and later a byte. */
static long nagging(bool and_byte)
{
	long pid = fork_here();

	if (pid)
		return pid;
	disturb_parent(SIGUSR1);
	if (and_byte)
		call(NR_write, ends[1], "x", 1);
	leave(0);
}

static char text[16];

static struct aiocb waiting_read(void)
{
	return (struct aiocb){ .fd = ends[0], .buf = text, .n = 1 };
}

static long wait_one(struct aiocb *cb)
{
	struct aiocb *list[] = { cb };

	EXPECT_EQ(call(NR_aio_suspend, list, 1, 0), 0);
	return call(NR_aio_return, cb);
}

/* With a value, whatever else the process does meanwhile. */
static void test_signal(void)
{
	struct aiocb cb = waiting_read();

	catch (SIGUSR1, note, SA_RESTART, NULL);
	count = 0;
	cb.event = (struct sigevent){ .notify = SIGEV_SIGNAL, .signo = SIGUSR1, .value = 1234 };
	EXPECT_EQ(call(NR_aio_read, &cb), 0);
	EXPECT_EQ(call(NR_aio_error, &cb), EINPROGRESS);
	EXPECT_EQ(call(NR_write, ends[1], "x", 1), 1);
	while (!count)
		;
	EXPECT_EQ(seen.signo, SIGUSR1);
	EXPECT_EQ(seen.code, SI_ASYNCIO);
	EXPECT_EQ(seen.value, 1234);
	EXPECT_EQ(call(NR_aio_error, &cb), 0);
	EXPECT_EQ(call(NR_aio_return, &cb), 1);
	EXPECT_EQ(count, 1);
}

static volatile int stop;

static void spin(void *unused)
{
	(void)unused;
	while (!stop)
		;
}

/* SIGEV_THREAD_ID: that thread, or nobody. */
static void test_thread(void)
{
	static char stack[32768];
	struct aiocb cb = waiting_read();
	struct thread t;

	catch (SIGUSR1, note_thread, SA_RESTART, NULL);
	EXPECT(thread_start(&t, spin, NULL, stack, sizeof stack) >= 0);
	for (int gone = 0; gone < 2; gone++) {
		count = 0;
		cb.event = (struct sigevent){ SIGEV_THREAD, SIGUSR1, 9, (int)t.tid, 0, { 0 } };
		EXPECT_EQ(call(NR_aio_read, &cb), 0);
		EXPECT_EQ(call(NR_write, ends[1], "x", 1), 1);
		EXPECT_EQ(wait_one(&cb), 1);
		pause_ms(20);
		EXPECT_EQ(count, !gone);
		EXPECT(gone || tid_seen == t.tid);
		stop = 1;
		if (!gone)
			thread_join(&t);
	}
}

/* aio_suspend and lio_listio never start again, aio_waitcomplete does without a timeout. */
static void test_interrupts(void)
{
	struct aiocb cb = waiting_read(), *list[] = { &cb }, *done;
	struct timespec long_time = { 20, 0 };
	long pid;

	for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
		catch (SIGUSR1, note, flags, NULL);
		count = 0;
		EXPECT_EQ(call(NR_aio_read, &cb), 0);
		pid = nagging(false);
		EXPECT_EQ(call(NR_aio_suspend, list, 1, 0), -EINTR);
		status_of(pid);
		pid = nagging(false);
		EXPECT_EQ(call(NR_aio_waitcomplete, &done, &long_time), -EINTR);
		status_of(pid);
		pid = nagging(true);
		EXPECT_EQ(call(NR_aio_waitcomplete, &done, 0), flags ? 1 : -EINTR);
		EXPECT_EQ(count, 3);
		status_of(pid);
		if (!flags)
			EXPECT_EQ(call(NR_aio_waitcomplete, &done, 0), 1);
		EXPECT_EQ((long)done, (long)&cb);

		cb.op = LIO_READ;
		pid = nagging(false);
		EXPECT_EQ(call(NR_lio_listio, LIO_WAIT, list, 1, 0), -EINTR);
		status_of(pid);
		EXPECT_EQ(call(NR_aio_cancel, ends[0], 0), CANCELED);
		EXPECT_EQ(call(NR_aio_return, &cb), -ECANCELED);
	}
}

/* The child has none of it, and what it does is its own. */
static void test_fork(void)
{
	struct aiocb cb = waiting_read();
	long pid;

	EXPECT_EQ(call(NR_aio_read, &cb), 0);
	pause_ms(20);
	pid = fork_here();
	if (!pid) {
		struct aiocb own = waiting_read(), *done;
		long there = call(NR_aio_error, &cb), fetched = call(NR_aio_return, &cb);

		if (there != EINVAL || fetched != -EINVAL)
			leave(1);
		if (call(NR_aio_cancel, ends[0], 0) != 3)
			leave(2);
		call(NR_socketpair, 1, 1, 0, ends);
		own.fd = ends[0];
		if (call(NR_aio_read, &own) || call(NR_write, ends[1], "y", 1) != 1 ||
		    call(NR_aio_waitcomplete, &done, 0) != 1 || done != &own || text[0] != 'y')
			leave(3);
		leave(7);
	}
	EXPECT_EQ(status_of(pid), 7 << 8);
	EXPECT_EQ(call(NR_aio_error, &cb), EINPROGRESS);
	EXPECT_EQ(call(NR_write, ends[1], "x", 1), 1);
	EXPECT_EQ(wait_one(&cb), 1);
	EXPECT_EQ(text[0], 'x');
}

#define SIZE (8l << 20)

static long write_and(char *const again[], char **envp)
{
	struct aiocb cb = { .buf = pages(SIZE), .n = SIZE };
	struct aiocb forever = waiting_read();
	long pid = fork_here();

	if (pid)
		return pid;
	cb.fd = (int)call(NR_open, path, O_RDWR | O_CREAT, 0600);
	call(NR_aio_read, &forever);
	call(NR_aio_write, &cb);
	pause_ms(1);
	if (again)
		call(NR_execve, again[0], again, envp);
	leave(7);
}

/* A process that ends, or becomes another, writes what it is at to the end, and waits for no
 * stream. */
static void test_end(char **argv, char **envp)
{
	char *again[] = { argv[0], "done", NULL };

	for (int i = 0; i < 20; i++) {
		long fd, size, pid = write_and(i % 2 ? again : NULL, envp);

		EXPECT_EQ(status_of(pid), 7 << 8);
		fd = call(NR_open, path, O_RDWR, 0);
		size = call(NR_lseek, fd, 0, 2);
		EXPECT(size == 0 || size == SIZE);
		call(NR_close, fd);
		call(NR_unlink, path);
	}
}

/* An exec that fails leaves requests as they are. */
static void test_failed_exec(char **argv, char **envp)
{
	struct aiocb cb = waiting_read();

	EXPECT_EQ(call(NR_aio_read, &cb), 0);
	EXPECT_EQ(call(NR_execve, "/nowhere", argv, envp), -ENOENT);
	EXPECT_EQ(call(NR_write, ends[1], "x", 1), 1);
	EXPECT_EQ(wait_one(&cb), 1);
}

/* kern.proc.pid.PID's ki_numthreads: abirun's own threads are not the program's. */
static void test_threads_are_hidden(void)
{
	static char info[1088];
	int mib[4] = { 1, 14, 1, (int)call(NR_getpid) };
	size_t size = sizeof info;
	struct aiocb cb = waiting_read();

	EXPECT_EQ(call(NR_aio_read, &cb), 0);
	pause_ms(20);
	EXPECT_EQ(call(NR___sysctl, mib, 4, info, &size, 0, 0), 0);
	EXPECT_EQ(*(int *)(info + 596), 1);
	mib[2] = 17; /* KERN_PROC_PID | KERN_PROC_INC_THREAD */
	size = 0;
	EXPECT_EQ(call(NR___sysctl, mib, 4, 0, &size, 0, 0), 0);
	EXPECT(size < 2 * sizeof info);
	EXPECT_EQ(call(NR_aio_cancel, ends[0], &cb), CANCELED);
	EXPECT_EQ(call(NR_aio_return, &cb), -ECANCELED);
}

/* Requests and signals by the thousand: none is lost. */
static void test_many(void)
{
	static struct aiocb cb[16];
	static char to[16];
	long fd = call(NR_open, path, O_RDWR | O_CREAT, 0600);
	struct aiocb *done;

	catch (SIGUSR1, note, SA_RESTART, NULL);
	EXPECT_EQ(call(NR_write, fd, "0123456789abcdef", 16), 16);
	for (int round = 0; round < 200; round++) {
		count = 0;
		for (int i = 0; i < 16; i++) {
			cb[i] =
			    (struct aiocb){ (int)fd, i, to + i, 1, { 0 }, 0, 0, 0, 0, 0, { 0 } };
			if (i == 7)
				cb[i].event =
				    (struct sigevent){ SIGEV_SIGNAL, SIGUSR1, i, 0, 0, { 0 } };
			EXPECT_EQ(call(NR_aio_read, &cb[i]), 0);
		}
		for (int i = 0; i < 16; i++)
			EXPECT_EQ(call(NR_aio_waitcomplete, &done, 0), 1);
		for (int i = 0; i < 200 && !count; i++)
			pause_ms(1);
		EXPECT_EQ(count, 1);
		EXPECT_EQ(to[15], 'f');
	}
	call(NR_close, fd);
	call(NR_unlink, path);
}

int main(int argc, char **argv, char **envp)
{
	if (argc > 1)
		return 7;
	for (long i = sizeof path - 2, id = call(NR_getpid); path[i] == 'X'; i--, id /= 10)
		path[i] = '0' + id % 10;
	EXPECT_EQ(call(NR_socketpair, 1, 1, 0, ends), 0);
	test_signal();
	test_thread();
	test_interrupts();
	test_fork();
	test_end(argv, envp);
	test_failed_exec(argv, envp);
	test_threads_are_hidden();
	test_many();
	return result();
}
