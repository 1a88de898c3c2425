/*
 * pthread_cancel(3): against every function of pthread_testcancel(3) that sleeps, before it is
 * called, at that moment, and while it sleeps, in a handler as well; what is cleaned up, and what
 * is not to end.  cancels 20000 for that many rounds of each.
 */
#include "bsd.h"

#define CANCELED ((void *)1)
enum { ENABLE, DISABLE };
enum { DEFERRED, ASYNCHRONOUS = 2 };

struct cleanup {
	void *room[8];
};
int pthread_cancel(pthread_t t);
void pthread_testcancel(void);
int pthread_setcancelstate(int state, int *old);
int pthread_setcanceltype(int type, int *old);
void __pthread_cleanup_push_imp(void (*routine)(void *), void *arg, struct cleanup *info);
void __pthread_cleanup_pop_imp(int execute);
int accept(int fd, void *address, unsigned *length);
int connect(int fd, const void *address, unsigned length);
int bind(int fd, const void *address, unsigned length);
int listen(int fd, int backlog);
int socket(int domain, int type, int protocol);
int socketpair(int domain, int type, int protocol, int fds[2]);
long recv(int fd, void *to, size_t size, int flags);
long recvfrom(int fd, void *to, size_t size, int flags, void *from, unsigned *length);
long recvmsg(int fd, void *message, int flags);
long send(int fd, const void *from, size_t size, int flags);
long readv(int fd, const void *iov, int count);
long writev(int fd, const void *iov, int count);
int select(int count, void *in, void *out, void *other, void *timeout);
int pselect(int count, void *in, void *out, void *other, const void *timeout, const sigset_t *mask);
int poll(void *fds, unsigned count, int timeout);
int ppoll(void *fds, unsigned count, const void *timeout, const sigset_t *mask);
int kqueue(void);
int kevent(int kq, const void *changes, int count, void *events, int room, const void *timeout);
int nanosleep(const struct bsd_timespec *time, struct bsd_timespec *left);
int clock_nanosleep(int clock, int flags, const struct bsd_timespec *time,
		    struct bsd_timespec *left);
int pause(void);
int sigsuspend(const sigset_t *mask);
int sigwait(const sigset_t *set, int *sig);
int sigwaitinfo(const sigset_t *set, void *info);
int sigtimedwait(const sigset_t *set, void *info, const struct bsd_timespec *timeout);
int sigfillset(sigset_t *set);
int pthread_sigmask(int how, const sigset_t *set, sigset_t *old);
int wait4(int pid, int *status, int options, void *usage);
int fcntl(int fd, int command, ...);
int mkfifo(const char *path, unsigned short mode);
int sched_yield(void);
int atoi(const char *text);
typedef struct {
	unsigned words[4];
} sem_t;
int sem_init(sem_t *s, int shared, unsigned value);
int sem_wait(sem_t *s);
int sem_timedwait(sem_t *s, const struct bsd_timespec *until);

static int pipe_in, pipe_full, pair[2], full, listener, queue, child, locked, rounds = 12;
static char fifo[64], lock_file[64];
static pthread_mutex_t mutex;
static pthread_cond_t never;
static pthread_t sleeper;
static sem_t semaphore;
static struct bsd_timespec hour = { 3600, 0 };
static struct {
	void *base;
	size_t size;
} block[1] = { { block, 1 } };
static volatile int about, cleaned, went_on;

static void until_an_hour(struct bsd_timespec *t)
{
	clock_gettime(0, t);
	t->sec += 3600;
}

/* Each sleeps, for all that anybody does. */
static char byte[1];
static void f_read(void)
{
	read(pipe_in, byte, 1);
}
static void f_readv(void)
{
	readv(pipe_in, block, 1);
}
static void f_write(void)
{
	write(pipe_full, byte, 1);
}
static void f_writev(void)
{
	writev(pipe_full, block, 1);
}
static void f_recv(void)
{
	recv(pair[0], byte, 1, 0);
}
static void f_recvfrom(void)
{
	recvfrom(pair[0], byte, 1, 0, NULL, NULL);
}
static void f_recvmsg(void)
{
	struct {
		void *name;
		unsigned length, pad;
		void *iov;
		int count, pad2;
		void *control;
		unsigned control_length;
		int flags;
	} m = { .iov = block, .count = 1 };

	recvmsg(pair[0], &m, 0);
}
static void f_send(void)
{
	send(full, byte, 1, 0);
}
static void f_accept(void)
{
	accept(listener, NULL, NULL);
}
static void f_nanosleep(void)
{
	nanosleep(&hour, NULL);
}
static void f_clock_nanosleep(void)
{
	clock_nanosleep(4, 0, &hour, NULL);
}
static void f_sleep(void)
{
	sleep(3600);
}
static void f_usleep(void)
{
	usleep(900000000);
}
static void f_pause(void)
{
	pause();
}
static void f_poll(void)
{
	struct {
		int fd;
		short events, got;
	} p = { pipe_in, 1, 0 };

	poll(&p, 1, -1);
}
static void f_ppoll(void)
{
	ppoll(NULL, 0, &hour, NULL);
}
static void f_select(void)
{
	select(0, NULL, NULL, NULL, NULL);
}
static void f_pselect(void)
{
	pselect(0, NULL, NULL, NULL, NULL, NULL);
}
static void f_kevent(void)
{
	long event[8];

	kevent(queue, NULL, 0, event, 1, NULL);
}
static void f_sigsuspend(void)
{
	sigset_t all;

	sigfillset(&all);
	sigsuspend(&all);
}
static void f_sigwait(void)
{
	sigset_t all;
	int sig;

	sigfillset(&all);
	sigwait(&all, &sig);
}
static void f_sigwaitinfo(void)
{
	sigset_t all;

	sigfillset(&all);
	sigwaitinfo(&all, NULL);
}
static void f_sigtimedwait(void)
{
	sigset_t all;

	sigfillset(&all);
	sigtimedwait(&all, NULL, &hour);
}
static void f_wait4(void)
{
	wait4(child, NULL, 0, NULL);
}
static void f_waitpid(void)
{
	waitpid(child, NULL, 0);
}
static void f_open(void)
{
	open(fifo, O_RDONLY);
}
static void f_lock(void)
{
	struct {
		long start, length;
		int pid;
		short type, whence;
		int system;
	} l = { .type = 3 };

	fcntl(locked, 13, &l);
}
static void f_sem_wait(void)
{
	sem_wait(&semaphore);
}
static void f_sem_timedwait(void)
{
	struct bsd_timespec t;

	until_an_hour(&t);
	sem_timedwait(&semaphore, &t);
}
static void f_cond_wait(void)
{
	pthread_mutex_lock(&mutex);
	for (;;)
		pthread_cond_wait(&never, &mutex);
}
static void f_cond_timedwait(void)
{
	struct bsd_timespec t;

	until_an_hour(&t);
	pthread_mutex_lock(&mutex);
	for (;;)
		pthread_cond_timedwait(&never, &mutex, &t);
}
static void f_join(void)
{
	pthread_join(sleeper, NULL);
}
static void f_testcancel(void)
{
	for (;;) {
		pthread_testcancel();
		sched_yield();
	}
}
static void f_asynchronous(void)
{
	volatile long n = 0;

	pthread_setcanceltype(ASYNCHRONOUS, NULL);
	for (;;)
		n++;
}
static void f_asynchronous_calls(void)
{
	pthread_setcanceltype(ASYNCHRONOUS, NULL);
	for (;;)
		getpid();
}
/* All signals blocked: that of the library's own is not. */
static void f_masked(void)
{
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(3, &all, NULL);
	nanosleep(&hour, NULL);
}

static const struct point {
	const char *name;
	void (*call)(void);
	bool has_mutex;
} points[] = {
	{ "read", f_read, 0 },
	{ "readv", f_readv, 0 },
	{ "write", f_write, 0 },
	{ "writev", f_writev, 0 },
	{ "recv", f_recv, 0 },
	{ "recvfrom", f_recvfrom, 0 },
	{ "recvmsg", f_recvmsg, 0 },
	{ "send", f_send, 0 },
	{ "accept", f_accept, 0 },
	{ "nanosleep", f_nanosleep, 0 },
	{ "clock_nanosleep", f_clock_nanosleep, 0 },
	{ "sleep", f_sleep, 0 },
	{ "usleep", f_usleep, 0 },
	{ "pause", f_pause, 0 },
	{ "poll", f_poll, 0 },
	{ "ppoll", f_ppoll, 0 },
	{ "select", f_select, 0 },
	{ "pselect", f_pselect, 0 },
	{ "kevent", f_kevent, 0 },
	{ "sigsuspend", f_sigsuspend, 0 },
	{ "sigwait", f_sigwait, 0 },
	{ "sigwaitinfo", f_sigwaitinfo, 0 },
	{ "sigtimedwait", f_sigtimedwait, 0 },
	{ "wait4", f_wait4, 0 },
	{ "waitpid", f_waitpid, 0 },
	{ "open", f_open, 0 },
	{ "fcntl", f_lock, 0 },
	{ "sem_wait", f_sem_wait, 0 },
	{ "sem_timedwait", f_sem_timedwait, 0 },
	{ "pthread_cond_wait", f_cond_wait, 1 },
	{ "pthread_cond_timedwait", f_cond_timedwait, 1 },
	{ "pthread_join", f_join, 0 },
	{ "pthread_testcancel", f_testcancel, 0 },
	{ "asynchronously", f_asynchronous, 0 },
	{ "asynchronously, in calls", f_asynchronous_calls, 0 },
	{ "with all signals blocked", f_masked, 0 },
};

static void clean(void *arg)
{
	const struct point *p = arg;

	/* It holds the mutex again. */
	if (p->has_mutex)
		EXPECT_EQ(pthread_mutex_unlock(&mutex), 0);
	EXPECT_EQ(getpid() > 0, 1);
	cleaned++;
}

static void *sleeps(void *arg)
{
	const struct point *p = arg;
	struct cleanup info;

	__pthread_cleanup_push_imp(clean, arg, &info);
	about = 1;
	p->call();
	went_on++;
	__pthread_cleanup_pop_imp(0);
	return NULL;
}

static void wait_a_moment(int how)
{
	if (how % 3)
		while (!about)
			sched_yield();
	for (volatile int n = 0; how % 3 == 2 && n < how * 997 % 20000; n++)
		;
	if (how % 12 == 11)
		usleep(2000);
}

static void bombard(const struct point *p)
{
	int line = bsd_failed;

	for (int i = 0; i < rounds && bsd_failed == line; i++) {
		void *value = NULL;
		pthread_t t;

		about = cleaned = went_on = 0;
		EXPECT_EQ(pthread_create(&t, NULL, sleeps, (void *)p), 0);
		wait_a_moment(i);
		EXPECT_EQ(pthread_cancel(t), 0);
		EXPECT_EQ(pthread_join(t, &value), 0);
		EXPECT_EQ(value, CANCELED);
		EXPECT_EQ(cleaned, about);
		EXPECT_EQ(went_on, 0);
	}
	if (bsd_failed > line)
		printf("... %s\n", p->name);
}

/* While a handler runs that came in the middle of a call: the call ends when that is done. */
static volatile int in_handler, leave_handler;

static void stay(int sig)
{
	(void)sig;
	in_handler = 1;
	while (!leave_handler)
		__asm__ volatile("pause");
}

static void nested(void (*call)(void), int flags)
{
	struct bsd_sigaction a = { .handler = stay, .flags = flags };
	struct point p = { "in a handler", call, 0 };
	void *value = NULL;
	pthread_t t;

	sigaction(SIGUSR1, &a, NULL);
	for (int i = 0; i < 10; i++) {
		about = cleaned = went_on = in_handler = leave_handler = 0;
		pthread_create(&t, NULL, sleeps, &p);
		while (!about)
			sched_yield();
		usleep(i % 2 ? 3000 : 0);
		pthread_kill(t, SIGUSR1);
		while (!in_handler)
			sched_yield();
		EXPECT_EQ(pthread_cancel(t), 0);
		usleep(200);
		leave_handler = 1;
		EXPECT_EQ(pthread_join(t, &value), 0);
		EXPECT_EQ(value, CANCELED);
		EXPECT_EQ(cleaned, 1);
	}
}

/* What is disabled, or was done already, does not end; the next point does. */
static volatile int step;

static void *disabled(void *arg)
{
	int old = 77;
	char got = 0;

	EXPECT_EQ(pthread_setcancelstate(DISABLE, &old), 0);
	EXPECT_EQ(old, ENABLE);
	EXPECT_EQ(pthread_setcancelstate(5, NULL), BSD_EINVAL);
	EXPECT_EQ(pthread_setcanceltype(1, NULL), BSD_EINVAL);
	step = 1;
	EXPECT_EQ(read(*(int *)arg, &got, 1), 1);
	pthread_testcancel();
	usleep(1);
	step = 2;
	EXPECT_EQ(pthread_setcancelstate(ENABLE, &old), 0);
	EXPECT_EQ(old, DISABLE);
	step = 3;
	pthread_testcancel();
	step = 4;
	return NULL;
}

static void *closes(void *arg)
{
	while (step != 1)
		sched_yield();
	close(*(int *)arg); /* is done, and the thread ends */
	step = 2;
	return NULL;
}

static void exceptions(void)
{
	void *value = NULL;
	pthread_t t;
	int ends[2];

	pipe(ends);
	step = 0;
	pthread_create(&t, NULL, disabled, &ends[0]);
	while (step != 1)
		sched_yield();
	EXPECT_EQ(pthread_cancel(t), 0);
	EXPECT_EQ(pthread_cancel(t), 0);
	usleep(5000);
	EXPECT_EQ(step, 1);
	EXPECT_EQ(write(ends[1], "x", 1), 1);
	EXPECT_EQ(pthread_join(t, &value), 0);
	EXPECT_EQ(value, CANCELED);
	EXPECT_EQ(step, 3);
	step = 0;
	pthread_create(&t, NULL, closes, &ends[0]);
	EXPECT_EQ(pthread_cancel(t), 0);
	step = 1;
	EXPECT_EQ(pthread_join(t, &value), 0);
	EXPECT_EQ(value, CANCELED);
	EXPECT_EQ(step, 1);
	EXPECT_EQ(fcntl(ends[0], 1), -1); /* F_GETFD */
	close(ends[1]);
}

static void *itself(void *arg)
{
	EXPECT_EQ(pthread_cancel(pthread_self()), 0);
	if (arg)
		pthread_setcanceltype(ASYNCHRONOUS, NULL);
	else
		usleep(1);
	return NULL;
}

static void *sleeps_long(void *arg)
{
	for (;;)
		sleep(1000);
	return arg;
}

static void fill(int fd)
{
	fcntl(fd, 4, 4); /* F_SETFL, O_NONBLOCK */
	while (write(fd, byte, 1) == 1)
		;
	fcntl(fd, 4, 0);
}

static void make_sockets(void)
{
	unsigned char address[16] = { 16, 2, 0, 0, 127, 0, 0, 1 };
	int ends[2];

	socketpair(1, 1, 0, pair);
	socketpair(1, 1, 0, ends);
	full = ends[0];
	fill(full);
	listener = socket(2, 1, 0);
	EXPECT_EQ(bind(listener, address, 16), 0);
	EXPECT_EQ(listen(listener, 1), 0);
}

static void make_files(void)
{
	int ends[2], mine;

	snprintf(fifo, sizeof fifo, "/tmp/abirun-cancels-%d.f", getpid());
	snprintf(lock_file, sizeof lock_file, "/tmp/abirun-cancels-%d.l", getpid());
	EXPECT_EQ(mkfifo(fifo, 0600), 0);
	locked = open(lock_file, O_RDWR | O_CREAT, 0600);
	pipe(ends);
	child = fork();
	if (!child) {
		struct {
			long start, length;
			int pid;
			short type, whence;
			int system;
		} l = { .type = 3 };

		mine = fcntl(locked, 13, &l);
		write(ends[1], &mine, 1);
		for (;;)
			sleep(1000);
	}
	EXPECT_EQ(read(ends[0], &mine, 1), 1);
	close(ends[0]);
	close(ends[1]);
}

static void prepare(void)
{
	int ends[2];

	pipe(ends);
	pipe_in = ends[0];
	pipe(ends);
	pipe_full = ends[1];
	fill(pipe_full);
	queue = kqueue();
	sem_init(&semaphore, 0, 0);
	make_files();
	make_sockets();
	pthread_create(&sleeper, NULL, sleeps_long, NULL);
}

int main(int argc, char **argv, char **envp)
{
	void *value = NULL;
	pthread_t t;

	(void)envp;
	if (argc > 1)
		rounds = atoi(argv[1]);
	prepare();
	for (size_t i = 0; i < sizeof points / sizeof points[0]; i++)
		bombard(&points[i]);
	nested(f_read, SA_RESTART);
	nested(f_read, 0);
	nested(f_nanosleep, 0);
	nested(f_clock_nanosleep, 0);
	nested(f_kevent, SA_RESTART);
	nested(f_sem_wait, SA_RESTART);
	exceptions();
	for (long i = 0; i < 2; i++) {
		pthread_create(&t, NULL, itself, (void *)i);
		pthread_join(t, &value);
		EXPECT_EQ(value, CANCELED);
	}
	EXPECT_EQ(pthread_cancel(sleeper), 0);
	EXPECT_EQ(pthread_join(sleeper, &value), 0);
	kill(child, 9);
	waitpid(child, NULL, 0);
	unlink(fifo);
	unlink(lock_file);
	return result();
}
