/* fork(2) while other threads allocate, print, start threads and sleep: no lock stays taken in the
 * child. */
#include "bsd.h"

#define BUSY  4
#define FORKS 60

static pthread_mutex_t mutex;
static volatile bool enough;
static FILE *nothing;

static void *short_lived(void *arg)
{
	free(malloc(5000));
	return arg;
}

static void work(long i)
{
	char *block = malloc(100 + i * 37 % 5000), *big = malloc(200000);
	pthread_t t;

	block[0] = big[0] = 1;
	free(block);
	fprintf(nothing, "%ld %p\n", i, (void *)big);
	free(big);
	if (pthread_create(&t, NULL, short_lived, NULL) == 0)
		pthread_join(t, NULL);
	pthread_mutex_lock(&mutex);
	usleep(10);
	pthread_mutex_unlock(&mutex);
}

static int times;

static void count(void)
{
	__atomic_add_fetch(&times, 1, __ATOMIC_RELAXED);
}

/* What the library has one table, and once had one lock, for. */
static void make_key(void)
{
	pthread_once_t once = { 0, NULL };
	pthread_key_t key;

	pthread_once(&once, count);
	if (pthread_key_create(&key, NULL) == 0)
		pthread_key_delete(key);
}

static void *make_keys(void *arg)
{
	while (!enough)
		make_key();
	return arg;
}

static void *busy(void *arg)
{
	for (long i = (long)arg; !enough; i++)
		work(i);
	return NULL;
}

/* The child has one thread, and all that a process has. */
static void child(void)
{
	void *value = NULL;
	pthread_t t;
	int status, pid;

	for (int i = 0; i < 10; i++)
		free(malloc(1000 * i));
	make_key();
	fprintf(nothing, "%d\n", getpid());
	if (pthread_create(&t, NULL, short_lived, (void *)5) || pthread_join(t, &value) ||
	    value != (void *)5)
		_exit(8);
	pid = fork();
	if (pid == 0)
		_exit(6);
	if (waitpid(pid, &status, 0) != pid || status != 6 << 8)
		_exit(9);
	exit(7);
}

int main(int argc, char **argv, char **envp)
{
	pthread_t threads[BUSY];
	int status;

	(void)argc, (void)argv, (void)envp;
	nothing = fopen("/dev/null", "w");
	for (long i = 0; i < BUSY; i++)
		EXPECT_EQ(
		    pthread_create(&threads[i], NULL, i ? busy : make_keys, (void *)(i * 1000)), 0);
	for (int i = 0; i < FORKS; i++) {
		int pid = fork();

		if (pid == 0)
			child();
		EXPECT_EQ(waitpid(pid, &status, 0), pid);
		EXPECT_EQ(status, 7 << 8);
	}
	enough = true;
	for (int i = 0; i < BUSY; i++)
		EXPECT_EQ(pthread_join(threads[i], NULL), 0);
	return result();
}
