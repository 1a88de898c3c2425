/*
 * Threads that come and go, each with storage of its own in the program and in libraries
 * that were opened later, and with objects to destroy, while signals come and children
 * are forked.  churn 10000 for that many threads (make stress-library).
 */
#include "bsd.h"

void *dlopen(const char *name, int mode);
void *dlsym(void *handle, const char *name);
struct dl_info {
	const char *file;
	void *base;
	const char *symbol;
	void *address;
};
int dladdr(const void *address, struct dl_info *info);
int __cxa_thread_atexit(void (*f)(void *), void *object, void *dso);
int atoi(const char *text);
#define BATCH 40

static __thread long own = 11;
static __thread char zero[3000];
static volatile int ticks;
static int destroyed, bad;
static int (*late_initial[2])(void);
static char *(*late_room[2])(void);

static void tick(int sig)
{
	ticks += sig == SIGALRM;
	if (own < 11) /* the storage of whatever thread it comes to */
		__atomic_add_fetch(&bad, 1, __ATOMIC_RELAXED);
}

static void destroy(void *object)
{
	__atomic_add_fetch(&destroyed, *(long *)object == 11 + 3, __ATOMIC_RELAXED);
}

static void *one(void *arg)
{
	int wrong = own != 11 || zero[2999];

	__cxa_thread_atexit(destroy, &own, NULL);
	for (int k = 0; k < 2; k++) {
		wrong += late_initial[k]() != 7 || late_room[k]()[99];
		late_room[k]()[99] = 1;
	}
	zero[2999] = 1;
	own += 3;
	free(malloc((size_t)(long)arg % 700 + 1));
	wrong += own != 14;
	__atomic_add_fetch(&bad, wrong, __ATOMIC_RELAXED);
	return arg;
}

static int batch(long from)
{
	pthread_t t[BATCH];
	int made = 0;

	for (long i = 0; i < BATCH; i++)
		made += !pthread_create(&t[i], NULL, one, (void *)(from + i));
	if (made != BATCH)
		return -1;
	for (int i = 0; i < BATCH; i++)
		pthread_join(t[i], NULL);
	return 0;
}

static void child(void)
{
	pthread_t t;
	int status, pid = fork();

	if (!pid) {
		int before = bad;

		_exit(pthread_create(&t, NULL, one, NULL) || pthread_join(t, NULL) ||
		      bad != before);
	}
	EXPECT_EQ(waitpid(pid, &status, 0), pid);
	EXPECT_EQ(status, 0);
}

static void open_libraries(void)
{
	static const char *const names[2] = { "liblate_small.so", "liblate_large.so" };
	struct dl_info info;
	char path[600];

	dladdr((void *)open_libraries, &info);
	for (int k = 0; k < 2; k++) {
		size_t n = strlcpy(path, info.file, sizeof path);

		while (path[n - 1] != '/')
			n--;
		strlcpy(path + n, names[k], sizeof path - n);
		void *h = dlopen(path, 2);

		EXPECT(h);
		late_initial[k] = (int (*)(void))dlsym(h, "late_initial");
		late_room[k] = (char *(*)(void))dlsym(h, "late_room");
	}
}

int main(int argc, char **argv, char **envp)
{
	struct bsd_sigaction a = { .handler = tick, .flags = SA_RESTART };
	struct bsd_itimerval every = { { 0, 700 }, { 0, 700 } };
	int count = argc > 1 ? atoi(argv[1]) : 400;

	(void)envp;
	open_libraries();
	sigaction(SIGALRM, &a, NULL);
	setitimer(0, &every, NULL);
	for (int i = 0; i < count; i += BATCH) {
		EXPECT_EQ(batch(i), 0);
		if (i % (5 * BATCH) == 0)
			child();
	}
	EXPECT_EQ(bad, 0);
	EXPECT_EQ(destroyed, (count + BATCH - 1) / BATCH * BATCH);
	EXPECT(ticks > 0);
	return result();
}
