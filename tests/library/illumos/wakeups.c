/*
 * Signals at random against threads that sleep in illumos' library: each sleeper is sent
 * signals from another thread while it waits for what a third gives it.  No wake-up may be lost, no
 * call may end for a signal that was not there, and SA_RESTART says whether it goes on.
 *
 *	wakeups [ROUNDS]	of each sleeper (300)
 */
#include "tests/library/named.h"

int main(int argc, char **argv, char **envp);

void start(long argc, char **argv, char **envp, void (*cleanup)(void))
{
	(void)cleanup;
	exit(main((int)argc, argv, envp));
}

struct timespec {
	long tv_sec, tv_nsec;
};
struct mutex {
	u64 room[3];
};
struct cond {
	u64 room[2];
};
struct sema {
	u64 room[6];
};
struct sigaction {
	int sa_flags;
	void (*sa_handler)(int);
	u32 sa_mask[4];
};
struct port_event {
	int events;
	u16 source, pad;
	u64 object;
	void *user;
};

int *___errno(void);
int sema_init(struct sema *s, u32 count, int type, void *arg);
int sema_wait(struct sema *s);
int sem_wait(struct sema *s);
int sema_post(struct sema *s);
int sema_trywait(struct sema *s);
int mutex_lock(struct mutex *m);
int mutex_unlock(struct mutex *m);
int cond_wait(struct cond *c, struct mutex *m);
int pthread_cond_wait(struct cond *c, struct mutex *m);
int cond_signal(struct cond *c);
int cond_broadcast(struct cond *c);
int thr_create(void *stack, u64 size, void *(*f)(void *), void *arg, long flags, u32 *id);
int thr_join(u32 id, u32 *departed, void **status);
int thr_kill(u32 id, int sig);
void thr_yield(void);
u32 thr_self(void);
int sigaction(int sig, const struct sigaction *new, struct sigaction *old);
int pipe2(int fd[2], int flags);
long read(int fd, void *to, u64 size);
int close(int fd);
int port_create(void);
int port_associate(int port, int source, u64 object, int events, void *user);
int port_getn(int port, struct port_event *list, u32 max, u32 *n, const struct timespec *limit);
int atoi(const char *text);
int rand_r(u32 *state);

#define EINTR   4
#define SIGUSR1 16
#define RESTART 4

static int rounds = 300;
static struct sema gate, ready;
static struct mutex mutex;
static struct cond cond;
static int tokens, fd[2], port;
static volatile int handled, done, over;

static void handler(int sig)
{
	(void)sig;
	__atomic_fetch_add(&handled, 1, __ATOMIC_RELAXED);
}

/*
 * Wait for one token: 1, or 0 where a signal ended it.  What else happens is a failure.
 */
static int by_sema(void)
{
	int error = sema_wait(&gate);

	CHECK(error == 0 || error == EINTR);
	return !error;
}

static int by_sem(void)
{
	int ret = sem_wait(&gate);

	CHECK(ret == 0 || *___errno() == EINTR);
	return !ret;
}

static int by_cond(void)
{
	int error = 0;

	mutex_lock(&mutex);
	while (!tokens && !error)
		error = cond_wait(&cond, &mutex);
	CHECK(error == 0 || error == EINTR);
	error = tokens > 0;
	tokens -= error;
	mutex_unlock(&mutex);
	return error;
}

/* A signal does not end it. */
static int by_pthread_cond(void)
{
	mutex_lock(&mutex);
	while (!tokens)
		CHECK(pthread_cond_wait(&cond, &mutex) == 0);
	tokens--;
	mutex_unlock(&mutex);
	return 1;
}

static int by_mutex(void)
{
	int got;

	do {
		CHECK(mutex_lock(&mutex) == 0);
		got = tokens > 0;
		tokens -= got;
		CHECK(mutex_unlock(&mutex) == 0);
		if (!got)
			thr_yield();
	} while (!got);
	return 1;
}

static int by_read(void)
{
	char byte;
	long n = read(fd[0], &byte, 1);

	CHECK(n == 1 || (n == -1 && *___errno() == EINTR));
	return n == 1;
}

static int by_restarted_read(void)
{
	char byte;

	CHECK(read(fd[0], &byte, 1) == 1);
	return 1;
}

static int by_port(void)
{
	struct port_event event;
	u32 n = 1;
	char byte;

	CHECK(port_associate(port, 4, (u64)fd[0], 1, 0) == 0);
	if (port_getn(port, &event, 1, &n, 0) < 0) {
		CHECK(*___errno() == EINTR && n == 0);
		return 0;
	}
	CHECK(n == 1 && event.object == (u64)fd[0] && read(fd[0], &byte, 1) == 1);
	return 1;
}

static void give_sema(void)
{
	CHECK(sema_post(&gate) == 0);
}

static void give_cond(void)
{
	mutex_lock(&mutex);
	tokens++;
	CHECK(cond_signal(&cond) == 0);
	mutex_unlock(&mutex);
}

static void give_byte(void)
{
	CHECK(write(fd[1], "x", 1) == 1);
}

static const struct sleeper {
	int (*wait)(void);
	void (*give)(void);
	int flags;
	int can_end; /* by a signal */
} sleepers[] = {
	{ by_sema, give_sema, 0, 1 },
	{ by_sem, give_sema, RESTART, 1 }, /* it is never restarted */
	{ by_cond, give_cond, RESTART, 1 },
	{ by_pthread_cond, give_cond, 0, 0 },
	{ by_mutex, give_cond, 0, 0 },
	{ by_read, give_byte, 0, 1 },
	{ by_restarted_read, give_byte, RESTART, 0 },
	{ by_port, give_byte, RESTART, 1 },
};
#define SLEEPERS ((int)(sizeof sleepers / sizeof sleepers[0]))

static const struct sleeper *now;
static int ended;

static void *sleep_all(void *arg)
{
	(void)arg;
	CHECK(sema_post(&ready) == 0);
	while (done < rounds) {
		int before = handled;

		if (now->wait()) {
			__atomic_fetch_add(&done, 1, __ATOMIC_SEQ_CST);
		} else {
			CHECK(now->can_end && handled != before);
			ended++;
		}
	}
	return 0;
}

static void *send_signals(void *arg)
{
	u32 seed = 7, id = *(u32 *)arg;

	while (!over) {
		CHECK(thr_kill(id, SIGUSR1) == 0 || done >= rounds);
		for (int i = rand_r(&seed) % 200; i; i--)
			__asm__ volatile("pause");
		if (rand_r(&seed) % 8 == 0)
			thr_yield();
	}
	return 0;
}

/* A token when the last one has been taken: one that is lost stops everything. */
static void run(const struct sleeper *s)
{
	struct sigaction action = { s->flags, handler, { 0 } };
	u32 sleeper, sender;

	CHECK(sigaction(SIGUSR1, &action, 0) == 0);
	now = s;
	done = over = ended = handled = 0;
	CHECK(thr_create(0, 0, sleep_all, 0, 0, &sleeper) == 0 && sema_wait(&ready) == 0);
	CHECK(thr_create(0, 0, send_signals, &sleeper, 0, &sender) == 0);
	for (int given = 0; given < rounds; given++) {
		while (done < given)
			thr_yield();
		s->give();
	}
	while (done < rounds)
		thr_yield();
	over = 1;
	CHECK(thr_join(sender, 0, 0) == 0 && thr_join(sleeper, 0, 0) == 0);
	CHECK(done == rounds && !tokens && sema_trywait(&gate) != 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)envp;
	if (argc > 1)
		rounds = atoi(argv[1]);
	CHECK(sema_init(&gate, 0, 0, 0) == 0 && sema_init(&ready, 0, 0, 0) == 0);
	CHECK(pipe2(fd, 0) == 0 && (port = port_create()) >= 0);
	for (int i = 0; i < SLEEPERS; i++)
		run(&sleepers[i]);
	return 0;
}
