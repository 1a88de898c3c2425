/*
 * What a signal does to each call that sleeps: with SA_RESTART most are made
 * again, some never are (sigaction(2); sys/kern/: kern_openat, kern_connectat,
 * kern_clock_nanosleep, kqueue_scan, kern_poll, kern_select, do_wait).
 */
#include "signals.h"

static int ends[2], pair[2], listener, queue;
static uint32_t word;
static volatile int handled, done;
static long main_tid;
static char fifo[] = "/tmp/abirun-fifo-XXXXXXXX", lock_file[] = "/tmp/abirun-lock-XXXXXXXX";
static long lock_fd, child;
static char address[110];

static void count(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)info, (void)context;
	handled++;
}

static void name_file(char *name)
{
	long id = call(NR_getpid);

	for (size_t i = strlen(name) - 1; name[i] == 'X'; i--, id /= 10)
		name[i] = '0' + id % 10;
}

static long one_if(long wanted, long ret)
{
	return ret == wanted ? 1 : ret;
}

static long make_read(void)
{
	char byte;

	return call(NR_read, ends[0], &byte, 1);
}

static void end_read(void)
{
	call(NR_write, ends[1], "x", 1);
}

static long make_recv(void)
{
	char byte;

	return call(NR_recvfrom, pair[0], &byte, 1, 0, 0, 0);
}

static void end_recv(void)
{
	call(NR_sendto, pair[1], "x", 1, 0, 0, 0);
}

static long make_accept(void)
{
	long fd = call(NR_accept4, listener, 0, 0, 0);

	return is_error(fd) ? fd : (call(NR_close, fd), 1);
}

static void end_accept(void)
{
	long fd = call(NR_socket, 1, 1, 0); /* AF_UNIX, SOCK_STREAM */

	call(NR_connect, fd, address, 106);
	call(NR_close, fd);
}

/* A full pipe, as much as it takes. */
static long make_write(void)
{
	static char much[1 << 20];

	return call(NR_write, ends[1], much, 1);
}

static void fill(void)
{
	static char much[65536];

	call(NR_fcntl, ends[1], 4, 4); /* F_SETFL, O_NONBLOCK */
	for (size_t n = sizeof(much); n; n /= 2)
		while (!is_error(call(NR_write, ends[1], much, n)))
			;
	call(NR_fcntl, ends[1], 4, 0);
}

static void drain(void)
{
	static char much[65536];

	call(NR_read, ends[0], much, sizeof(much));
}

static void drain_all(void)
{
	static char much[65536];

	call(NR_fcntl, ends[0], 4, 4);
	while (!is_error(call(NR_read, ends[0], much, sizeof(much))))
		;
	call(NR_fcntl, ends[0], 4, 0);
}

static void start_child(void)
{
	long second;

	child = call6_two(NR_fork, 0, 0, 0, 0, 0, 0, &second);
	if (second != 1)
		return;
	for (;;)
		pause_ms(1000);
}

static void end_child(void)
{
	call(NR_kill, child, SIGKILL);
}

static long make_wait4(void)
{
	int status;

	return one_if(child, call(NR_wait4, child, &status, 0, 0));
}

static long make_wait6(void)
{
	int status;

	return one_if(child, call(NR_wait6, 0, child, &status, 16, 0, 0)); /* P_PID, WEXITED */
}

/* A child has the lock, until it ends. */
static void lock_in_child(void)
{
	long fd, second;
	int told[2];
	char byte;

	call(NR_pipe2, told, 0);
	child = call6_two(NR_fork, 0, 0, 0, 0, 0, 0, &second);
	if (second == 1) {
		fd = call(NR_open, lock_file, 2);
		call(NR_flock, fd, 2); /* LOCK_EX */
		call(NR_write, told[1], "x", 1);
		for (;;)
			pause_ms(1000);
	}
	call(NR_read, told[0], &byte, 1);
	call(NR_close, told[0]);
	call(NR_close, told[1]);
}

static long make_flock(void)
{
	long ret = call(NR_flock, lock_fd, 2);

	call(NR_flock, lock_fd, 8); /* LOCK_UN */
	return is_error(ret) ? ret : 1;
}

static void end_lock(void)
{
	int status;

	end_child();
	call(NR_wait4, child, &status, 0, 0);
}

static long make_open(void)
{
	long fd = call(NR_open, fifo, 0);

	return is_error(fd) ? fd : (call(NR_close, fd), 1);
}

static void end_open(void)
{
	call(NR_close,
	     call(NR_open, fifo, 1 | 4)); /* O_WRONLY, O_NONBLOCK: fails while none reads */
}

static long make_nanosleep(void)
{
	struct timespec t = { 30, 0 };

	return call(NR_nanosleep, &t, &t);
}

static long make_clock_nanosleep(void)
{
	struct timespec t = { 30, 0 };

	return -call(NR_clock_nanosleep, CLOCK_MONOTONIC, 0, &t, &t);
}

static long make_poll(void)
{
	struct {
		int fd;
		short events, revents;
	} p = { ends[0], 1, 0 };

	return call(NR_poll, &p, 1, 30000);
}

static long make_select(void)
{
	long set[16] = { 1l << ends[0] }, t[2] = { 30, 0 };

	return call(NR_select, ends[0] + 1, set, 0, 0, t);
}

static long make_kevent(void)
{
	struct timespec t = { 30, 0 };
	struct kevent event;

	return call(NR_kevent, queue, 0, 0, &event, 1, &t);
}

static long make_umtx(void)
{
	long ret = call(NR__umtx_op, &word, UMTX_OP_WAIT_UINT_PRIVATE, 0, 0, 0);

	return ret;
}

static void end_umtx(void)
{
	__atomic_store_n(&word, 1, __ATOMIC_SEQ_CST);
	word_wake(&word);
	__atomic_store_n(&word, 0, __ATOMIC_SEQ_CST);
}

static long make_suspend(void)
{
	struct sigset none = { { 0 } };

	return call(NR_sigsuspend, &none);
}

static void nothing(void)
{
}

/* One call: it gives 1 when `end` lets it, if signals let it come so far. */
/* clang-format off */
static const struct blocking {
	const char *name;
	void (*begin)(void);
	long (*make)(void);
	void (*end)(void);
	bool restarts;
} blocking[] = {
	{ "read", nothing, make_read, end_read, true },
	{ "write", fill, make_write, drain, true },
	{ "recvfrom", nothing, make_recv, end_recv, true },
	{ "accept4", nothing, make_accept, end_accept, true },
	{ "wait4", start_child, make_wait4, end_child, true },
	{ "wait6", start_child, make_wait6, end_child, true },
	{ "flock", lock_in_child, make_flock, end_lock, true },
	{ "open of a fifo", nothing, make_open, end_open, false },
	{ "nanosleep", nothing, make_nanosleep, nothing, false },
	{ "clock_nanosleep", nothing, make_clock_nanosleep, nothing, false },
	{ "poll", drain_all, make_poll, nothing, false },
	{ "select", nothing, make_select, nothing, false },
	{ "kevent", nothing, make_kevent, nothing, false },
	{ "_umtx_op WAIT", nothing, make_umtx, end_umtx, false },
	{ "sigsuspend", nothing, make_suspend, nothing, false },
};
/* clang-format on */

static const struct blocking *current;
static bool restart_asked;

/*
 * Send signals until the call is over; where it is to be restarted, let it come
 * to its end after some.  One that hangs is ended by the test's time limit.
 */
static void disturb(void *arg)
{
	(void)arg;
	for (int i = 0; !__atomic_load_n(&done, __ATOMIC_ACQUIRE); i++) {
		pause_ms(4);
		if (__atomic_load_n(&done, __ATOMIC_ACQUIRE))
			break;
		if (restart_asked && i == 8)
			current->end();
		else if (i < 8 || !restart_asked)
			call(NR_thr_kill, main_tid, SIGUSR1);
	}
}

static void try_one(const struct blocking *b, bool restart)
{
	struct thread thread;
	static char *stack;
	long ret;

	if (!stack)
		stack = pages(65536);
	current = b;
	restart_asked = restart && b->restarts;
	handled = done = 0;
	catch (SIGUSR1, count, restart ? SA_RESTART : 0, NULL);
	b->begin();
	EXPECT_EQ(thread_start(&thread, disturb, 0, stack, 65536), 0);
	ret = b->make();
	__atomic_store_n(&done, 1, __ATOMIC_RELEASE);
	thread_join(&thread);
	if (ret != (restart_asked ? 1 : -EINTR))
		say("%s, %s SA_RESTART:\n", b->name, restart ? "with" : "without");
	EXPECT_EQ(ret, restart_asked ? 1 : -EINTR);
	EXPECT(handled > 0);
	/* What was interrupted still has its child, its data, its lock to end. */
	if (!restart_asked && b->restarts)
		b->end();
	if (!restart_asked && (b->make == make_wait4 || b->make == make_wait6))
		b->make();
	if (b->make == make_read || b->make == make_write)
		drain_all();
	if (b->make == make_recv && !restart_asked)
		make_recv();
	if (b->make == make_accept && !restart_asked)
		make_accept();
}

int main(int argc, char **argv, char **envp)
{
	struct kevent change = { .filter = EVFILT_READ, .flags = EV_ADD };

	(void)argc, (void)argv, (void)envp;
	main_tid = thread_self();
	name_file(fifo);
	name_file(lock_file);
	address[1] = 1;
	memcpy(address + 2, "/tmp/abirun-sock-XXXXXXXX", 26);
	name_file(address + 2);
	address[0] = 106;
	call(NR_unlink, fifo);
	call(NR_unlink, address + 2);
	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	EXPECT_EQ(call(NR_socketpair, 1, 1, 0, pair), 0);
	listener = call(NR_socket, 1, 1, 0);
	EXPECT_EQ(call(NR_bind, listener, address, 106), 0);
	EXPECT_EQ(call(NR_listen, listener, 5), 0);
	EXPECT_EQ(call(NR_mkfifo, fifo, 0600), 0);
	lock_fd = call(NR_open, lock_file, 0x202, 0600);
	queue = call(NR_kqueue);
	change.ident = ends[0];
	EXPECT_EQ(call(NR_kevent, queue, &change, 1, 0, 0, 0), 0);
	for (size_t i = 0; i < sizeof(blocking) / sizeof(*blocking); i++)
		for (int restart = 0; restart < 2; restart++)
			try_one(&blocking[i], restart);
	call(NR_unlink, fifo);
	call(NR_unlink, lock_file);
	call(NR_unlink, address + 2);
	return result();
}
