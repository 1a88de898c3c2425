/*
 * Every function of the library that sleeps, as a row: how it is made to sleep, what lets it end,
 * and what FreeBSD says that a signal does to it.  Used by cancels.c and wakeups.c.
 *
 * Rules: sigaction(2), and where it is silent the function's own page.
 */
#ifndef SLEEPERS_H
#define SLEEPERS_H

#include "bsd.h"

int accept(int fd, void *address, unsigned *length);
int connect(int fd, const void *address, unsigned length);
int bind(int fd, const void *address, unsigned length);
int listen(int fd, int backlog);
int getsockname(int fd, void *address, unsigned *length);
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
int sigdelset(sigset_t *set, int sig);
int pthread_sigmask(int how, const sigset_t *set, sigset_t *old);
int wait4(int pid, int *status, int options, void *usage);
int fcntl(int fd, int command, ...);
int mkfifo(const char *path, unsigned short mode);
int sched_yield(void);
int atoi(const char *text);
int pthread_rwlock_wrlock(pthread_rwlock_t *l);
int pthread_mutex_timedlock(pthread_mutex_t *m, const struct bsd_timespec *until);
FILE *fdopen(int fd, const char *mode);
void clearerr(FILE *f);
int setvbuf(FILE *f, char *buffer, int mode, size_t size);
typedef struct {
	unsigned words[4];
} sem_t;
int sem_init(sem_t *s, int shared, unsigned value);
int sem_wait(sem_t *s);
int sem_timedwait(sem_t *s, const struct bsd_timespec *until);
int sem_post(sem_t *s);

enum rule {
	RESTARTS,     /* EINTR; with SA_RESTART it goes on */
	EINTR_ALWAYS, /* with SA_RESTART, too */
	GOES_ON       /* never EINTR */
};

struct sleeper {
	const char *name;
	long (*call)(void);    /* a value, or -errno */
	void (*release)(void); /* by another thread: let one call end; NULL: nothing does */
	void (*again)(void);   /* by the caller: after each call; may be NULL */
	void (*arm)(void);     /* by the other thread: before each call; may be NULL */
	long wanted;           /* its value when it is released */
	enum rule rule;
	bool no_point; /* it is no cancellation point */
	short share;   /* of the rounds, one in so many */
};

static int pipe_in, pipe_to, full_in, full_to, pair[2], room[2], listener, queue, child;
static unsigned char port_address[16] = { 16, 2, 0, 0, 127, 0, 0, 1 };
static pthread_mutex_t cond_mutex, taken;
static pthread_rwlock_t rw;
static pthread_cond_t changed;
static pthread_t sleeper;
static volatile int cond_flag, let_join;
static sem_t semaphore;
static FILE *stream;
static struct bsd_timespec hour = { 3600, 0 };
static char byte[4096];
static struct {
	void *base;
	size_t size;
} block[1] = { { byte, 1 } };

static inline long say(long ret)
{
	return ret < 0 ? -errno : ret;
}

static inline const struct bsd_timespec *in_an_hour(void)
{
	static __thread struct bsd_timespec t;

	clock_gettime(0, &t);
	t.sec += 3600;
	return &t;
}

static inline void set_nonblocking(int fd, bool on)
{
	fcntl(fd, 4, on ? 4 : 0); /* F_SETFL, O_NONBLOCK */
}

static inline void fill(int fd)
{
	set_nonblocking(fd, true);
	for (size_t n = sizeof byte; n; n /= 2)
		while (write(fd, byte, n) > 0)
			;
	set_nonblocking(fd, false);
}

static inline void drain(int fd, long bytes)
{
	set_nonblocking(fd, true);
	while (bytes > 0) {
		long n = read(fd, byte, sizeof byte);

		if (n <= 0)
			break;
		bytes -= n;
	}
	set_nonblocking(fd, false);
}

#define CALL(name, what)                                                                           \
	static long name(void)                                                                     \
	{                                                                                          \
		return say(what);                                                                  \
	}

CALL(f_read, read(pipe_in, byte, 1))
CALL(f_readv, readv(pipe_in, block, 1))
CALL(f_write, write(full_to, byte, 1))
CALL(f_writev, writev(full_to, block, 1))
CALL(f_recv, recv(pair[0], byte, 1, 0))
CALL(f_recvfrom, recvfrom(pair[0], byte, 1, 0, NULL, NULL))
CALL(f_send, send(room[1], byte, 1, 0))
CALL(f_nanosleep, nanosleep(&hour, NULL))
CALL(f_clock_nanosleep, -clock_nanosleep(4, 0, &hour, NULL) ? (errno = 4, -1) : 0)
CALL(f_sleep, sleep(3600) ? (errno = 4, -1) : 0)
CALL(f_usleep, usleep(900000000))
CALL(f_pause, pause())
CALL(f_ppoll_nothing, ppoll(NULL, 0, &hour, NULL))
CALL(f_sem_wait, sem_wait(&semaphore))
CALL(f_sem_timedwait, sem_timedwait(&semaphore, in_an_hour()))

static long f_recvmsg(void)
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

	return say(recvmsg(pair[0], &m, 0));
}

static long f_accept(void)
{
	int fd = accept(listener, NULL, NULL);

	return fd < 0 ? -errno : close(fd);
}

static long f_getc(void)
{
	int c = getc(stream);
	int error = errno;

	if (c < 0)
		clearerr(stream);
	return c < 0 ? -error : 1;
}

struct polled {
	int fd;
	short events, got;
};

static long f_poll(void)
{
	struct polled p = { pipe_in, 1, 0 };

	return say(poll(&p, 1, -1));
}

static long f_ppoll(void)
{
	struct polled p = { pipe_in, 1, 0 };

	return say(ppoll(&p, 1, &hour, NULL));
}

static long f_select(void)
{
	long set[16] = { 0 };

	set[pipe_in / 64] |= 1l << pipe_in % 64;
	return say(select(pipe_in + 1, set, NULL, NULL, NULL));
}

static long f_pselect(void)
{
	long set[16] = { 0 };

	set[pipe_in / 64] |= 1l << pipe_in % 64;
	return say(pselect(pipe_in + 1, set, NULL, NULL, &hour, NULL));
}

static long f_kevent(void)
{
	long event[8];

	return say(kevent(queue, NULL, 0, event, 1, NULL));
}

static long f_sigsuspend(void)
{
	sigset_t none;

	sigemptyset(&none);
	return say(sigsuspend(&none));
}

static sigset_t *usr2(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGUSR2);
	return set;
}

static long f_sigwait(void)
{
	sigset_t set;
	int sig, error = sigwait(usr2(&set), &sig);

	return error ? -error : sig;
}

static long f_sigwaitinfo(void)
{
	sigset_t set;

	return say(sigwaitinfo(usr2(&set), NULL));
}

static long f_sigtimedwait(void)
{
	sigset_t set;

	return say(sigtimedwait(usr2(&set), NULL, &hour));
}

static long f_wait4(void)
{
	return wait4(child, NULL, 0, NULL) == child ? 1 : -errno;
}

static long f_waitpid(void)
{
	return waitpid(child, NULL, 0) == child ? 1 : -errno;
}

static void leave_mutex(void *unused)
{
	(void)unused;
	pthread_mutex_unlock(&cond_mutex);
}

/* pthread.h: what a pthread_cleanup_push keeps */
struct cleanup {
	void *room[8];
};
void __pthread_cleanup_push_imp(void (*routine)(void *), void *arg, struct cleanup *info);
void __pthread_cleanup_pop_imp(int execute);

static long wait_for_flag(bool timed)
{
	struct cleanup info;
	long error = 0;

	pthread_mutex_lock(&cond_mutex);
	__pthread_cleanup_push_imp(leave_mutex, NULL, &info);
	while (!cond_flag && !error)
		error = timed ? pthread_cond_timedwait(&changed, &cond_mutex, in_an_hour())
			      : pthread_cond_wait(&changed, &cond_mutex);
	cond_flag = 0;
	__pthread_cleanup_pop_imp(1);
	return -error;
}

static long f_cond_wait(void)
{
	return wait_for_flag(false);
}

static long f_cond_timedwait(void)
{
	return wait_for_flag(true);
}

static long f_mutex_lock(void)
{
	return -pthread_mutex_lock(&taken);
}

static long f_mutex_timedlock(void)
{
	return -pthread_mutex_timedlock(&taken, in_an_hour());
}

static long f_rdlock(void)
{
	return -pthread_rwlock_rdlock(&rw);
}

static long f_wrlock(void)
{
	return -pthread_rwlock_wrlock(&rw);
}

static long f_join(void)
{
	return -pthread_join(sleeper, NULL);
}

static void more_to_read(void)
{
	write(pipe_to, "x", 1);
}

static void read_it(void)
{
	drain(pipe_in, 1);
}

static void more_room(void)
{
	drain(full_in, 4096);
}

static void fill_again(void)
{
	fill(full_to);
}

static void more_in_socket(void)
{
	write(pair[1], "x", 1);
}

static void more_room_in_socket(void)
{
	drain(room[0], 1 << 20);
}

static void fill_socket_again(void)
{
	fill(room[1]);
}

static void connect_to_it(void)
{
	int fd = socket(2, 1, 0);

	if (connect(fd, port_address, 16) < 0)
		printf("connect: %d\n", errno);
	close(fd);
}

static pthread_t caller; /* the thread that sleeps */

static void send_usr2(void)
{
	pthread_kill(caller, SIGUSR2);
}

static void end_child(void)
{
	kill(child, 9);
}

static void new_child(void)
{
	child = fork();
	if (!child)
		for (;;)
			pause();
}

static void set_flag(void)
{
	pthread_mutex_lock(&cond_mutex);
	cond_flag = 1;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&cond_mutex);
}

static void post(void)
{
	sem_post(&semaphore);
}

static void take(void)
{
	pthread_mutex_lock(&taken);
}

static void give(void)
{
	pthread_mutex_unlock(&taken);
}

static void take_rw(void)
{
	pthread_rwlock_wrlock(&rw);
}

static void give_rw(void)
{
	pthread_rwlock_unlock(&rw);
}

static void *sleep_until_let(void *arg)
{
	while (!let_join)
		usleep(50);
	return arg;
}

static void new_thread(void)
{
	let_join = 0;
	pthread_create(&sleeper, NULL, sleep_until_let, NULL);
}

static void end_thread(void)
{
	let_join = 1;
}

/* clang-format off */
static const struct sleeper sleepers[] = {
	{ "read", f_read, more_to_read, 0, 0, 1, RESTARTS, 0, 1 },
	{ "readv", f_readv, more_to_read, 0, 0, 1, RESTARTS, 0, 1 },
	{ "getc", f_getc, more_to_read, 0, 0, 1, RESTARTS, 1, 1 },
	{ "write", f_write, more_room, fill_again, 0, 1, RESTARTS, 0, 4 },
	{ "writev", f_writev, more_room, fill_again, 0, 1, RESTARTS, 0, 4 },
	{ "recv", f_recv, more_in_socket, 0, 0, 1, RESTARTS, 0, 1 },
	{ "recvfrom", f_recvfrom, more_in_socket, 0, 0, 1, RESTARTS, 0, 1 },
	{ "recvmsg", f_recvmsg, more_in_socket, 0, 0, 1, RESTARTS, 0, 1 },
	{ "send", f_send, more_room_in_socket, fill_socket_again, 0, 1, RESTARTS, 0, 8 },
	{ "accept", f_accept, connect_to_it, 0, 0, 0, RESTARTS, 0, 8 },
	{ "poll", f_poll, more_to_read, read_it, 0, 1, EINTR_ALWAYS, 0, 1 },
	{ "ppoll", f_ppoll, more_to_read, read_it, 0, 1, EINTR_ALWAYS, 0, 1 },
	{ "ppoll of nothing", f_ppoll_nothing, 0, 0, 0, 0, EINTR_ALWAYS, 0, 1 },
	{ "select", f_select, more_to_read, read_it, 0, 1, EINTR_ALWAYS, 0, 1 },
	{ "pselect", f_pselect, more_to_read, read_it, 0, 1, EINTR_ALWAYS, 0, 1 },
	{ "kevent", f_kevent, more_to_read, read_it, 0, 1, EINTR_ALWAYS, 0, 1 },
	{ "nanosleep", f_nanosleep, 0, 0, 0, 0, EINTR_ALWAYS, 0, 1 },
	{ "clock_nanosleep", f_clock_nanosleep, 0, 0, 0, 0, EINTR_ALWAYS, 0, 1 },
	{ "sleep", f_sleep, 0, 0, 0, 0, EINTR_ALWAYS, 0, 1 },
	{ "usleep", f_usleep, 0, 0, 0, 0, EINTR_ALWAYS, 0, 1 },
	{ "pause", f_pause, 0, 0, 0, 0, EINTR_ALWAYS, 0, 1 },
	{ "sigsuspend", f_sigsuspend, 0, 0, 0, 0, EINTR_ALWAYS, 0, 1 },
	/* sigwait(2): libc makes it again. */
	{ "sigwait", f_sigwait, send_usr2, 0, 0, SIGUSR2, GOES_ON, 0, 1 },
	{ "sigwaitinfo", f_sigwaitinfo, send_usr2, 0, 0, SIGUSR2, EINTR_ALWAYS, 0, 1 },
	{ "sigtimedwait", f_sigtimedwait, send_usr2, 0, 0, SIGUSR2, EINTR_ALWAYS, 0, 1 },
	{ "wait4", f_wait4, end_child, 0, new_child, 1, RESTARTS, 0, 16 },
	{ "waitpid", f_waitpid, end_child, 0, new_child, 1, RESTARTS, 0, 16 },
	{ "sem_wait", f_sem_wait, post, 0, 0, 0, RESTARTS, 0, 1 },
	{ "sem_timedwait", f_sem_timedwait, post, 0, 0, 0, RESTARTS, 0, 1 },
	{ "pthread_cond_wait", f_cond_wait, set_flag, 0, 0, 0, GOES_ON, 0, 1 },
	{ "pthread_cond_timedwait", f_cond_timedwait, set_flag, 0, 0, 0, GOES_ON, 0, 1 },
	{ "pthread_mutex_lock", f_mutex_lock, give, give, take, 0, GOES_ON, 1, 1 },
	{ "pthread_mutex_timedlock", f_mutex_timedlock, give, give, take, 0, GOES_ON, 1, 1 },
	{ "pthread_rwlock_rdlock", f_rdlock, give_rw, give_rw, take_rw, 0, GOES_ON, 1, 1 },
	{ "pthread_rwlock_wrlock", f_wrlock, give_rw, give_rw, take_rw, 0, GOES_ON, 1, 1 },
	{ "pthread_join", f_join, end_thread, 0, new_thread, 0, GOES_ON, 0, 16 },
};
/* clang-format on */
#define SLEEPERS (sizeof sleepers / sizeof *sleepers)

static inline void make_sleepers(void)
{
	struct {
		unsigned long fd;
		short filter;
		unsigned short flags;
		unsigned other;
		long more[6];
	} event = { .filter = -1, .flags = 1 };
	unsigned length = 16;
	int ends[2];

	pipe(ends);
	pipe_in = ends[0];
	pipe_to = ends[1];
	pipe(ends);
	full_in = ends[0];
	full_to = ends[1];
	fill(full_to);
	socketpair(1, 1, 0, pair);
	socketpair(1, 1, 0, room);
	fill(room[1]);
	stream = fdopen(pipe_in, "r");
	setvbuf(stream, NULL, 2, 0); /* _IONBF */
	queue = kqueue();
	event.fd = (unsigned long)pipe_in;
	kevent(queue, &event, 1, NULL, 0, NULL);
	sem_init(&semaphore, 0, 0);
	listener = socket(2, 1, 0);
	EXPECT_EQ(bind(listener, port_address, 16), 0);
	EXPECT_EQ(listen(listener, 16), 0);
	EXPECT_EQ(getsockname(listener, port_address, &length), 0);
}

#endif
