/*
 * A dynamic program for illumos: threads of both kinds, and what they wait for each other with.
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
	u16 flag1;
	u8 flag2, ceiling;
	u16 type, magic;
	u64 lock, data;
};
struct cond {
	u8 flag[4];
	u16 type, magic;
	u64 data;
};
struct rwlock {
	int readers;
	u16 type, magic;
	struct mutex mutex;
	struct cond readers_cond, writers_cond;
};
struct sema {
	u32 count;
	u16 type, magic;
	u64 rest[5];
};
struct barrier {
	u64 room[8];
};
struct once {
	u64 pad[4];
};

#define EPERM           1
#define EINTR           4
#define EBUSY           16
#define EINVAL          22
#define EDEADLK         45
#define ENOTSUP         48
#define ETIME           62
#define ETIMEDOUT       145
#define ERRORCHECK      2
#define RECURSIVE       4
#define SIGUSR1         16
#define THREADS         4
#define CLOCK_MONOTONIC 4

int *___errno(void);
int mutex_init(struct mutex *m, int type, void *arg);
int mutex_lock(struct mutex *m);
int mutex_trylock(struct mutex *m);
int mutex_unlock(struct mutex *m);
int mutex_destroy(struct mutex *m);
int pthread_mutexattr_init(void **a);
int pthread_mutexattr_settype(void **a, int type);
int pthread_mutexattr_setprotocol(void **a, int protocol);
int pthread_mutexattr_destroy(void **a);
int pthread_mutex_init(struct mutex *m, void **a);
int pthread_mutex_timedlock(struct mutex *m, const struct timespec *until);
int pthread_mutex_reltimedlock_np(struct mutex *m, const struct timespec *t);
int cond_wait(struct cond *c, struct mutex *m);
int cond_reltimedwait(struct cond *c, struct mutex *m, const struct timespec *t);
int cond_timedwait(struct cond *c, struct mutex *m, const struct timespec *t);
int cond_signal(struct cond *c);
int cond_broadcast(struct cond *c);
int pthread_cond_wait(struct cond *c, struct mutex *m);
int pthread_cond_timedwait(struct cond *c, struct mutex *m, const struct timespec *t);
int rw_rdlock(struct rwlock *l);
int rw_wrlock(struct rwlock *l);
int rw_tryrdlock(struct rwlock *l);
int rw_trywrlock(struct rwlock *l);
int rw_unlock(struct rwlock *l);
int pthread_rwlock_reltimedwrlock_np(struct rwlock *l, const struct timespec *t);
int sema_init(struct sema *s, u32 count, int type, void *arg);
int sema_wait(struct sema *s);
int sema_trywait(struct sema *s);
int sema_post(struct sema *s);
int sema_reltimedwait(struct sema *s, const struct timespec *t);
int sem_wait(struct sema *s);
int sem_getvalue(struct sema *s, int *value);
int pthread_barrier_init(struct barrier *b, void **attr, u32 count);
int pthread_barrier_wait(struct barrier *b);
int pthread_once(struct once *o, void (*f)(void));
int thr_create(void *stack, u64 size, void *(*f)(void *), void *arg, long flags, u32 *id);
int thr_join(u32 id, u32 *departed, void **status);
u32 thr_self(void);
int thr_main(void);
int thr_kill(u32 id, int sig);
int thr_keycreate(u32 *key, void (*destructor)(void *));
int thr_setspecific(u32 key, void *value);
int thr_getspecific(u32 key, void **value);
int pthread_create(u32 *id, void **attr, void *(*f)(void *), void *arg);
int pthread_join(u32 id, void **status);
int pthread_detach(u32 id);
int pthread_cancel(u32 id);
void pthread_testcancel(void);
void pthread_exit(void *status) __attribute__((noreturn));
int clock_gettime(int clock, struct timespec *t);
int sigset(int sig, void (*handler)(int));
long gethrtime(void);
int usleep(u32 usec);

static const struct timespec soon = { 0, 2000000 }, long_ago = { 1, 0 }, wrong = { 0, 1000000000 };

static void mutexes(void)
{
	struct mutex m = { 0 };
	void *attr;

	CHECK(mutex_lock(&m) == 0 && mutex_trylock(&m) == EBUSY && mutex_destroy(&m) == EBUSY);
	CHECK(pthread_mutex_timedlock(&m, &long_ago) == ETIMEDOUT);
	CHECK(pthread_mutex_timedlock(&m, &wrong) == EINVAL);
	CHECK(pthread_mutex_reltimedlock_np(&m, &soon) == ETIMEDOUT);
	CHECK(mutex_unlock(&m) == 0 && mutex_destroy(&m) == 0);
	CHECK(mutex_init(&m, ERRORCHECK, 0) == 0 && mutex_unlock(&m) == EPERM);
	CHECK(mutex_lock(&m) == 0 && mutex_lock(&m) == EDEADLK && mutex_trylock(&m) == EBUSY);
	CHECK(mutex_unlock(&m) == 0 && mutex_unlock(&m) == EPERM);
	CHECK(pthread_mutexattr_init(&attr) == 0);
	CHECK(pthread_mutexattr_settype(&attr, 3) == EINVAL);
	CHECK(pthread_mutexattr_settype(&attr, RECURSIVE) == 0);
	CHECK(pthread_mutexattr_setprotocol(&attr, 0x10) == ENOTSUP);
	CHECK(pthread_mutex_init(&m, &attr) == 0 && pthread_mutexattr_destroy(&attr) == 0);
	CHECK(mutex_lock(&m) == 0 && mutex_lock(&m) == 0 && mutex_trylock(&m) == 0);
	CHECK(mutex_unlock(&m) == 0 && mutex_unlock(&m) == 0 && mutex_unlock(&m) == 0);
	CHECK(mutex_unlock(&m) == EPERM);
	CHECK(mutex_init(&m, 0x40, 0) == EINVAL);
}

static struct mutex mutex = { .magic = 0x4d58 };
static struct cond cond = { .magic = 0x4356 }, done;
static int turn, count;

static void *take_turns(void *arg)
{
	int self = (int)(long)arg;

	for (int i = 0; i < 200; i++) {
		CHECK(mutex_lock(&mutex) == 0);
		while (turn != self)
			CHECK(pthread_cond_wait(&cond, &mutex) == 0);
		turn = (turn + 1) % THREADS;
		count++;
		CHECK(cond_broadcast(&cond) == 0 && mutex_unlock(&mutex) == 0);
	}
	return arg;
}

static void conditions(void)
{
	u32 id[THREADS], who;
	void *status;
	u32 seen = 0;

	for (long i = 0; i < THREADS; i++)
		CHECK(thr_create(0, 0, take_turns, (void *)i, 0, &id[i]) == 0);
	CHECK(thr_join(id[1], &who, &status) == 0 && who == id[1] && status == (void *)1);
	/* Any that is left. */
	for (int i = 0; i < THREADS - 1; i++) {
		CHECK(thr_join(0, &who, &status) == 0);
		for (int j = 0; j < THREADS; j++)
			seen |= who == id[j] && status == (void *)(long)j ? 1u << j : 0;
	}
	CHECK(seen == 0xd && thr_join(0, &who, &status) == EDEADLK && count == THREADS * 200);
	mutex_lock(&mutex);
	CHECK(cond_reltimedwait(&cond, &mutex, &soon) == ETIME);
	CHECK(cond_timedwait(&cond, &mutex, &long_ago) == ETIME);
	CHECK(pthread_cond_timedwait(&cond, &mutex, &long_ago) == ETIMEDOUT);
	CHECK(pthread_cond_timedwait(&cond, &mutex, &wrong) == EINVAL);
	CHECK(mutex_trylock(&mutex) == EBUSY && mutex_unlock(&mutex) == 0);
}

static struct rwlock rw;
static struct sema here, there;

static void *write_one(void *arg)
{
	(void)arg;
	CHECK(rw_trywrlock(&rw) == EBUSY && rw_tryrdlock(&rw) == 0 && rw_unlock(&rw) == 0);
	CHECK(pthread_rwlock_reltimedwrlock_np(&rw, &soon) == ETIMEDOUT && sema_post(&here) == 0);
	CHECK(rw_wrlock(&rw) == 0);
	count++;
	return (void *)(long)rw_unlock(&rw);
}

static void rwlocks(void)
{
	u32 id[2];
	void *status;

	count = 0;
	CHECK(rw_rdlock(&rw) == 0 && rw_rdlock(&rw) == 0);
	for (int i = 0; i < 2; i++)
		CHECK(pthread_create(&id[i], 0, write_one, 0) == 0);
	CHECK(sema_wait(&here) == 0 && sema_wait(&here) == 0);
	usleep(1000);
	CHECK(count == 0 && rw_rdlock(&rw) == 0); /* those who wait to write do not keep it out */
	CHECK(rw_unlock(&rw) == 0 && rw_unlock(&rw) == 0 && rw_unlock(&rw) == 0);
	for (int i = 0; i < 2; i++)
		CHECK(pthread_join(id[i], &status) == 0 && !status);
	CHECK(count == 2 && rw_unlock(&rw) == EPERM && pthread_join(id[0], &status) == 3);
}

static u32 key, waiter;
static int destroyed, came;

static void destroy(void *value)
{
	destroyed += (int)(long)value;
}

static void on_signal(int sig)
{
	came = sig;
}

static void *wait_for_signal(void *arg)
{
	void *value;

	waiter = thr_self();
	CHECK(!thr_main() && thr_setspecific(key, arg) == 0);
	CHECK(thr_getspecific(key, &value) == 0 && value == arg);
	CHECK(sema_post(&here) == 0);
	CHECK(sema_wait(&there) == EINTR && came == SIGUSR1);
	came = 0;
	CHECK(sema_post(&here) == 0);
	CHECK(sem_wait(&there) == -1 && *___errno() == EINTR && came == SIGUSR1);
	came = 0;
	CHECK(mutex_lock(&mutex) == 0 && sema_post(&here) == 0);
	CHECK(cond_wait(&done, &mutex) == EINTR && came == SIGUSR1 && mutex_unlock(&mutex) == 0);
	return 0;
}

/* Until its wait has been ended by one: a signal may come before the wait begins. */
static void signal_until(u32 id, struct sema *s)
{
	do
		CHECK(thr_kill(id, SIGUSR1) == 0 || !s);
	while (s && sema_reltimedwait(s, &soon) == ETIME);
}

static void semaphores(void)
{
	u32 id;
	int value;

	CHECK(thr_main() && sema_init(&here, 2, 0, 0) == 0 && sema_init(&there, 0, 0, 0) == 0);
	CHECK(sem_getvalue(&here, &value) == 0 && value == 2);
	CHECK(sema_wait(&here) == 0 && sema_trywait(&here) == 0 && sema_trywait(&here) == EBUSY);
	CHECK(sema_reltimedwait(&here, &soon) == ETIME &&
	      sema_reltimedwait(&here, &wrong) == EINVAL);
	CHECK(sigset(SIGUSR1, on_signal) == 0 && thr_keycreate(&key, destroy) == 0);
	CHECK(thr_create(0, 0, wait_for_signal, (void *)7, 0, &id) == 0);
	CHECK(sema_wait(&here) == 0 && waiter == id);
	signal_until(id, &here);
	signal_until(id, &here);
	/* It waits with the mutex free: what it waits for comes too often rather than never. */
	while (destroyed != 7) {
		thr_kill(id, SIGUSR1);
		usleep(1000);
	}
	CHECK(thr_join(id, 0, 0) == 0);
}

static struct barrier barrier;
static struct once once;
static int serial, made;

static void make(void)
{
	usleep(5000);
	made++;
}

static void *meet(void *arg)
{
	(void)arg;
	CHECK(pthread_once(&once, make) == 0 && made == 1);
	for (int i = 0; i < 50; i++)
		if (pthread_barrier_wait(&barrier) == -2)
			__atomic_fetch_add(&serial, 1, __ATOMIC_RELAXED);
	return 0;
}

static void *until_cancelled(void *arg)
{
	(void)arg;
	sema_post(&here);
	for (;;) {
		usleep(100);
		pthread_testcancel();
	}
}

static void others(void)
{
	u32 id[THREADS];
	void *status = 0;

	CHECK(pthread_barrier_init(&barrier, 0, 0) == EINVAL);
	CHECK(pthread_barrier_init(&barrier, 0, THREADS) == 0);
	for (int i = 0; i < THREADS; i++)
		CHECK(pthread_create(&id[i], 0, meet, 0) == 0);
	for (int i = 0; i < THREADS; i++)
		CHECK(pthread_join(id[i], 0) == 0);
	CHECK(serial == 50 && made == 1);
	CHECK(pthread_create(&id[0], 0, until_cancelled, 0) == 0 && sema_wait(&here) == 0);
	CHECK(pthread_cancel(id[0]) == 0 && pthread_join(id[0], &status) == 0);
	CHECK(status == (void *)-19);
	CHECK(thr_create(0, 0, meet, 0, 0x100, 0) == ENOTSUP && gethrtime() > 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	mutexes();
	conditions();
	rwlocks();
	semaphores();
	others();
	return 0;
}
