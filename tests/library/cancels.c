/*
 * pthread_cancel(3): against every function of pthread_testcancel(3) that sleeps, before it is
 * called, at that moment, and while it sleeps, in a handler as well; what is cleaned up, and what
 * is not to end.  cancels 20000 for that many rounds of each.
 */
#include "sleepers.h"

#define CANCELED ((void *)1)
enum { ENABLE, DISABLE };
enum { DEFERRED, ASYNCHRONOUS = 2 };

int pthread_cancel(pthread_t t);
void pthread_testcancel(void);
int pthread_setcancelstate(int state, int *old);
int pthread_setcanceltype(int type, int *old);

static int locked, rounds = 12;
static char fifo[64], lock_file[64];
static pthread_mutex_t mutex;
static pthread_cond_t never;
static volatile int about, cleaned, went_on;

static long f_open(void)
{
	return say(open(fifo, O_RDONLY));
}

struct file_lock {
	long start, length;
	int pid;
	short type, whence;
	int system;
};

static long f_lock(void)
{
	struct file_lock l = { .type = 3 }; /* F_WRLCK */

	return say(fcntl(locked, 13, &l)); /* F_SETLKW */
}

/* The mutex is taken again before anything is cleaned up. */
static long f_cond_in_a_loop(void)
{
	pthread_mutex_lock(&mutex);
	for (;;)
		pthread_cond_wait(&never, &mutex);
}

static long f_testcancel(void)
{
	for (;;) {
		pthread_testcancel();
		sched_yield();
	}
}

static long f_asynchronous(void)
{
	volatile long n = 0;

	pthread_setcanceltype(ASYNCHRONOUS, NULL);
	for (;;)
		n++;
}

static long f_asynchronous_calls(void)
{
	pthread_setcanceltype(ASYNCHRONOUS, NULL);
	for (;;)
		getpid();
}

/* All signals blocked, or waited for: that of the library's own is not. */
static long f_masked(void)
{
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(3, &all, NULL);
	return say(nanosleep(&hour, NULL));
}

static long f_all_suspended(void)
{
	sigset_t all;

	sigfillset(&all);
	return say(sigsuspend(&all));
}

static long f_all_waited_for(void)
{
	sigset_t all;
	int sig;

	sigfillset(&all);
	return -sigwait(&all, &sig);
}

static const struct sleeper more[] = {
	{ "open of a fifo", f_open, .share = 1 },
	{ "fcntl F_SETLKW", f_lock, .share = 1 },
	{ "pthread_cond_wait in a loop", f_cond_in_a_loop, .share = 1 },
	{ "pthread_testcancel", f_testcancel, .share = 1 },
	{ "asynchronously", f_asynchronous, .share = 1 },
	{ "asynchronously, in calls", f_asynchronous_calls, .share = 1 },
	{ "with all signals blocked", f_masked, .share = 1 },
	{ "sigsuspend with all signals blocked", f_all_suspended, .share = 1 },
	{ "sigwait for all signals", f_all_waited_for, .share = 1 },
};

static void clean(void *arg)
{
	const struct sleeper *p = arg;

	if (p->call == f_cond_in_a_loop)
		EXPECT_EQ(pthread_mutex_unlock(&mutex), 0);
	EXPECT_EQ(getpid() > 0, 1);
	cleaned++;
}

static void *sleeps(void *arg)
{
	const struct sleeper *p = arg;
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

static void bombard(const struct sleeper *p)
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

static void nested(long (*call)(void), int flags)
{
	struct bsd_sigaction a = { .handler = stay, .flags = flags };
	struct sleeper p = { "in a handler", call, .share = 1 };
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
		struct file_lock l = { .type = 3 };

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
	make_sleepers();
	make_files();
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
	for (size_t i = 0; i < SLEEPERS; i++)
		if (!sleepers[i].no_point)
			bombard(&sleepers[i]);
	for (size_t i = 0; i < sizeof more / sizeof more[0]; i++)
		bombard(&more[i]);
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
