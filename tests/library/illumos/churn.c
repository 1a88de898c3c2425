/*
 * Threads of both kinds, children, event ports and memory that come and go, while signals come.
 *
 *	churn [ROUNDS]	(12)
 */
#include "tests/library/named.h"

int main(int argc, char **argv, char **envp);

void start(long argc, char **argv, char **envp, void (*cleanup)(void))
{
	(void)cleanup;
	exit(main((int)argc, argv, envp));
}

struct sema {
	u64 room[6];
};
struct timeval {
	long sec, usec;
};
struct itimerval {
	struct timeval every, first;
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
int sema_post(struct sema *s);
int thr_create(void *stack, u64 size, void *(*f)(void *), void *arg, long flags, u32 *id);
int thr_join(u32 id, u32 *departed, void **status);
u32 thr_self(void);
int pthread_create(u32 *id, void **attr, void *(*f)(void *), void *arg);
int pthread_join(u32 id, void **status);
int pthread_detach(u32 id);
int pthread_key_create(u32 *key, void (*destructor)(void *));
int pthread_setspecific(u32 key, void *value);
void *pthread_getspecific(u32 key);
int fork(void);
int waitpid(int pid, int *status, int options);
int port_create(void);
int port_associate(int port, int source, u64 object, int events, void *user);
int port_getn(int port, struct port_event *list, u32 max, u32 *n, const void *limit);
int pipe2(int fd[2], int flags);
int close(int fd);
void *mmap(void *at, u64 size, int prot, int flags, int fd, long offset);
int munmap(void *at, u64 size);
void *malloc(u64 size);
void free(void *p);
int atoi(const char *text);
int sigaction(int sig, const struct sigaction *new, struct sigaction *old);
int setitimer(int which, const struct itimerval *new, struct itimerval *old);

#define EINTR    4
#define SIGALRM  14
#define RESTART  4
#define DETACHED 0x40
#define BATCH    12

static __thread long own = 11;
static u32 key;
static int destroyed, detached_done;
static struct sema gate;
static volatile int ticks;

static void tick(int sig)
{
	(void)sig;
	ticks++;
	CHECK(own >= 11);
}

static void destroy(void *value)
{
	__atomic_fetch_add(&destroyed, value != 0, __ATOMIC_RELAXED);
}

static void *one(void *arg)
{
	char *memory = mmap(0, 1 << 16, 3, 0x102, -1, 0); /* MAP_PRIVATE, MAP_ANON */

	CHECK(memory != (void *)-1 && own == 11 && !pthread_getspecific(key));
	own += (long)arg;
	memory[4096] = (char)(long)arg;
	CHECK(pthread_setspecific(key, memory) == 0);
	free(malloc((u64)(long)arg * 50 + 1));
	CHECK(own == 11 + (long)arg && pthread_getspecific(key) == memory);
	CHECK(memory[4096] == (char)(long)arg && munmap(memory, 1 << 16) == 0);
	return arg;
}

static void *detached(void *arg)
{
	one(arg);
	__atomic_fetch_add(&detached_done, 1, __ATOMIC_SEQ_CST);
	CHECK(sema_post(&gate) == 0);
	return 0;
}

static void threads(void)
{
	u32 id[BATCH], loose, who;
	void *status;
	int left = 0;

	for (long i = 0; i < BATCH; i++) {
		if (i % 3 == 0)
			CHECK(thr_create(0, 0, detached, (void *)i, DETACHED, 0) == 0);
		else if (i % 3 == 1)
			CHECK(thr_create(0, 0, one, (void *)i, 0, &id[i]) == 0);
		else
			CHECK(pthread_create(&id[i], 0, one, (void *)i) == 0);
	}
	CHECK(pthread_create(&loose, 0, detached, 0) == 0 && pthread_detach(loose) == 0);
	CHECK(pthread_join(loose, &status) == 3); /* ESRCH */
	for (int i = 2; i < BATCH; i += 3)
		CHECK(pthread_join(id[i], &status) == 0 && (long)status == i);
	while (thr_join(0, &who, &status) == 0)
		left++;
	CHECK(left == BATCH / 3);
	for (int i = 0; i < BATCH / 3 + 1; i++)
		while (sema_wait(&gate) == EINTR)
			;
}

static void children(void)
{
	int status, pid = fork();
	u32 id = 0;

	CHECK(pid >= 0);
	if (!pid) {
		/* Its only thread can make others; the ones before are none of its. */
		CHECK(thr_join(0, 0, 0) == 45 && thr_create(0, 0, one, (void *)3, 0, &id) == 0);
		CHECK(thr_join(id, 0, 0) == 0 && id != thr_self());
		exit(7);
	}
	while (waitpid(pid, &status, 0) < 0)
		CHECK(*___errno() == EINTR);
	CHECK(status == 7 << 8);
}

static void ports(void)
{
	struct port_event event;
	int fd[2], port = port_create();
	u32 n = 1;

	CHECK(port >= 0 && pipe2(fd, 0) == 0 && write(fd[1], "x", 1) == 1);
	CHECK(port_associate(port, 4, (u64)fd[0], 1, &event) == 0);
	while (port_getn(port, &event, 1, &n, 0) < 0)
		CHECK(*___errno() == EINTR);
	CHECK(n == 1 && event.user == &event);
	CHECK(close(fd[0]) == 0 && close(fd[1]) == 0 && close(port) == 0 && port < 16);
}

int main(int argc, char **argv, char **envp)
{
	struct itimerval often = { { 0, 700 }, { 0, 700 } }, never = { { 0, 0 }, { 0, 0 } };
	struct sigaction action = { RESTART, tick, { 0 } };
	int rounds = argc > 1 ? atoi(argv[1]) : 12;

	(void)envp;
	CHECK(pthread_key_create(&key, destroy) == 0 && sema_init(&gate, 0, 0, 0) == 0);
	CHECK(sigaction(SIGALRM, &action, 0) == 0 && setitimer(0, &often, 0) == 0);
	for (int i = 0; i < rounds; i++) {
		threads();
		children();
		ports();
	}
	CHECK(setitimer(0, &never, 0) == 0 && detached_done == rounds * (BATCH / 3 + 1));
	return 0;
}
