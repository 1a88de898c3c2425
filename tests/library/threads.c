/* Threads, and what they wait for: the alien's objects are pointers that may start as NULL. */
#include "bsd.h"

#define THREADS 40
#define ROUNDS  2000

static pthread_mutex_t mutex;
static pthread_cond_t changed;
static pthread_rwlock_t lock;
static long counter, waiting, turn;
static __thread long own = 5;
static pthread_key_t key;
static int destroyed;

static void *count(void *arg)
{
	for (int i = 0; i < ROUNDS; i++) {
		pthread_mutex_lock(&mutex);
		counter++;
		pthread_mutex_unlock(&mutex);
		own++;
	}
	EXPECT_EQ(own, 5 + ROUNDS);
	EXPECT_EQ(errno, 0);
	errno = (int)(long)arg;
	usleep(1000);
	EXPECT_EQ(errno, (long)arg); /* each thread has its own */
	return arg;
}

static void counting(void)
{
	pthread_t t[THREADS];
	void *value;

	for (long i = 0; i < THREADS; i++)
		EXPECT_EQ(pthread_create(&t[i], NULL, count, (void *)i), 0);
	for (long i = 0; i < THREADS; i++) {
		EXPECT_EQ(pthread_join(t[i], &value), 0);
		EXPECT_EQ(value, i);
	}
	EXPECT_EQ(counter, THREADS * ROUNDS);
	EXPECT_EQ(own, 5);
}

static void *take_turn(void *arg)
{
	pthread_mutex_lock(&mutex);
	waiting++;
	while (turn != (long)arg)
		pthread_cond_wait(&changed, &mutex);
	turn++;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&mutex);
	return NULL;
}

static void turns(void)
{
	struct bsd_timespec until;
	pthread_t t[8];

	for (long i = 0; i < 8; i++)
		pthread_create(&t[i], NULL, take_turn, (void *)(8 - i));
	pthread_mutex_lock(&mutex);
	turn = 1;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&mutex);
	for (int i = 0; i < 8; i++)
		pthread_join(t[i], NULL);
	EXPECT_EQ(turn, 9);
	clock_gettime(0, &until);
	until.nsec += 5000000;
	if (until.nsec >= 1000000000)
		until.sec++, until.nsec -= 1000000000;
	pthread_mutex_lock(&mutex);
	EXPECT_EQ(pthread_cond_timedwait(&changed, &mutex, &until), BSD_ETIMEDOUT);
	EXPECT_EQ(pthread_mutex_trylock(&mutex), BSD_EBUSY);
	/* The plain mutex looks for deadlocks: PTHREAD_MUTEX_DEFAULT is ERRORCHECK. */
	EXPECT_EQ(pthread_mutex_lock(&mutex), BSD_EDEADLK);
	pthread_mutex_unlock(&mutex);
}

static void recursive(void)
{
	pthread_mutexattr_t a;
	pthread_mutex_t m;

	EXPECT_EQ(pthread_mutexattr_init(&a), 0);
	EXPECT_EQ(pthread_mutexattr_settype(&a, 77), BSD_EINVAL);
	EXPECT_EQ(pthread_mutexattr_settype(&a, PTHREAD_MUTEX_RECURSIVE), 0);
	EXPECT_EQ(pthread_mutex_init(&m, &a), 0);
	EXPECT_EQ(pthread_mutexattr_destroy(&a), 0);
	EXPECT_EQ(pthread_mutex_lock(&m), 0);
	EXPECT_EQ(pthread_mutex_lock(&m), 0);
	EXPECT_EQ(pthread_mutex_unlock(&m), 0);
	EXPECT_EQ(pthread_mutex_unlock(&m), 0);
	EXPECT_EQ(pthread_mutex_destroy(&m), 0);
	EXPECT(!m);
	EXPECT_EQ(pthread_rwlock_rdlock(&lock), 0);
	EXPECT_EQ(pthread_rwlock_rdlock(&lock), 0);
	EXPECT_EQ(pthread_rwlock_trywrlock(&lock), BSD_EBUSY);
	EXPECT_EQ(pthread_rwlock_unlock(&lock), 0);
	EXPECT_EQ(pthread_rwlock_unlock(&lock), 0);
}

static int inits;

static void init(void)
{
	usleep(2000);
	inits++;
}

static pthread_once_t once;

static void *only_once(void *unused)
{
	pthread_once(&once, init);
	EXPECT_EQ(inits, 1);
	return unused;
}

static void destroy(void *value)
{
	EXPECT_EQ(value, 7);
	EXPECT_EQ(getpid() > 0, 1); /* calls still work here */
	__atomic_add_fetch(&destroyed, 1, __ATOMIC_RELAXED);
}

static void *with_key(void *how)
{
	EXPECT(!pthread_getspecific(key));
	EXPECT_EQ(pthread_setspecific(key, (void *)7), 0);
	EXPECT_EQ(pthread_getspecific(key), 7);
	if (how)
		pthread_exit((void *)9);
	return (void *)9;
}

static void ends(void)
{
	pthread_t t[4];
	void *value;

	for (int i = 0; i < 4; i++)
		pthread_create(&t[i], NULL, only_once, NULL);
	for (int i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
	EXPECT_EQ(pthread_key_create(&key, destroy), 0);
	for (long i = 0; i < 2; i++) {
		pthread_create(&t[i], NULL, with_key, (void *)i);
		EXPECT_EQ(pthread_join(t[i], &value), 0);
		EXPECT_EQ(value, 9);
	}
	EXPECT_EQ(destroyed, 2);
	EXPECT_EQ(pthread_key_delete(key), 0);
	EXPECT_EQ(pthread_setspecific(key, NULL), BSD_EINVAL);
	EXPECT_EQ(pthread_join(pthread_self(), NULL), BSD_EDEADLK);
}

static void *deep(void *arg)
{
	char page[200 * 1024];

	memset(page, (int)(long)arg, sizeof page);
	return (void *)(long)page[100];
}

static void *see_stack(void *unused)
{
	pthread_attr_t a;
	char here, *low;
	size_t size;

	pthread_attr_init(&a);
	EXPECT_EQ(pthread_attr_get_np(pthread_self(), &a), 0);
	EXPECT_EQ(pthread_attr_getstack(&a, (void **)&low, &size), 0);
	EXPECT(&here > low && &here < low + size);
	pthread_attr_destroy(&a);
	return unused;
}

static void stacks(void)
{
	pthread_attr_t a;
	pthread_t t;
	void *value;

	EXPECT_EQ(pthread_attr_init(&a), 0);
	EXPECT_EQ(pthread_attr_setstacksize(&a, 256 * 1024), 0);
	EXPECT_EQ(pthread_create(&t, &a, deep, (void *)3), 0);
	EXPECT_EQ(pthread_join(t, &value), 0);
	EXPECT_EQ(value, 3);
	EXPECT_EQ(pthread_create(&t, &a, see_stack, NULL), 0);
	pthread_join(t, NULL);
	see_stack(NULL);
	EXPECT_EQ(pthread_attr_destroy(&a), 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	counting();
	turns();
	recursive();
	ends();
	stacks();
	return result();
}
