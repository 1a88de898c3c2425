/*
 * What comes and goes leaves nothing: threads, children, libraries with thread-local storage and
 * without, kqueues, memory.  growth 20 for twenty times as much.
 */
#include "bsd.h"

void *dlopen(const char *name, int mode);
int dlclose(void *handle);
void *dlsym(void *handle, const char *name);
struct dl_info {
	const char *file;
	void *base;
	const char *symbol;
	void *address;
};
int dladdr(const void *address, struct dl_info *info);
int kqueue(void);
void *mmap(void *at, size_t size, int protection, int flags, int fd, long offset);
int munmap(void *at, size_t size);
int dup(int fd);
int atoi(const char *text);
int pthread_cancel(pthread_t t);
#define MAP_PRIVATE 2
#define MAP_ANON    0x1000

static char directory[500];

static void *library(const char *name)
{
	char path[600];

	snprintf(path, sizeof path, "%s%s", directory, name);
	return dlopen(path, 2);
}

static void *touch(void *arg)
{
	pthread_mutex_t m = NULL;
	pthread_cond_t c = NULL;

	pthread_mutex_lock(&m);
	pthread_cond_signal(&c);
	pthread_mutex_unlock(&m);
	pthread_mutex_destroy(&m);
	free(malloc((size_t)(long)arg * 100));
	return arg;
}

static void *wait_for_end(void *arg)
{
	for (;;)
		sleep(100);
	return arg;
}

static void threads(int count)
{
	for (int i = 0; i < count; i++) {
		pthread_t t[3];

		for (long k = 0; k < 3; k++)
			EXPECT_EQ(
			    pthread_create(&t[k], NULL, k == 2 ? wait_for_end : touch, (void *)k),
			    0);
		pthread_cancel(t[2]);
		for (int k = 0; k < 3; k++)
			EXPECT_EQ(pthread_join(t[k], NULL), 0);
	}
}

static void libraries(int count)
{
	for (int i = 0; i < count; i++) {
		void *plain = library("libplain.so"), *late = library("liblate_small.so");

		EXPECT(plain && late);
		EXPECT(dlsym(late, "late_initial"));
		EXPECT_EQ(dlclose(plain), 0);
		EXPECT_EQ(dlclose(late), 0);
	}
}

static void descriptors(int count)
{
	for (int i = 0; i < count; i++) {
		int q = kqueue(), ends[2];
		unsigned char *code = mmap(NULL, 8192, 7, MAP_PRIVATE | MAP_ANON, -1, 0);
		FILE *f = fopen("/dev/null", "r");

		EXPECT(q >= 0 && code && f && !pipe(ends));
		code[0] = 0xc3;
		((void (*)(void))code)();
		fclose(f);
		close(q);
		close(ends[0]);
		close(ends[1]);
		munmap(code, 8192);
	}
}

static void children(int count)
{
	for (int i = 0; i < count; i++) {
		int status, pid = fork();

		if (!pid)
			_exit(3);
		EXPECT_EQ(waitpid(pid, &status, 0), pid);
		EXPECT_EQ(status, 3 << 8);
	}
}

static void once(int times)
{
	threads(20 * times);
	libraries(20 * times);
	descriptors(40 * times);
	children(10 * times);
}

/* How many lines /proc/self/maps has, and how many pages are in memory. */
static void measure(long *maps, long *pages, long *next)
{
	FILE *f = fopen("/proc/self/maps", "r");
	char line[700];

	for (*maps = 0; fgets(line, sizeof line, f); ++*maps)
		;
	fclose(f);
	f = fopen("/proc/self/statm", "r");
	fgets(line, sizeof line, f);
	sscanf(line, "%*d %ld", pages);
	fclose(f);
	*next = dup(0);
	close((int)*next);
}

int main(int argc, char **argv, char **envp)
{
	int times = argc > 1 ? atoi(argv[1]) : 1;
	long before[3], after[3];
	struct dl_info info;

	(void)envp;
	dladdr((void *)once, &info);
	strlcpy(directory, info.file, sizeof directory);
	for (char *p = directory + strlen(directory); p[-1] != '/'; p--)
		p[-1] = 0;
	once(1);
	measure(&before[0], &before[1], &before[2]);
	once(4 * times);
	measure(&after[0], &after[1], &after[2]);
	printf("maps %ld %ld, pages %ld %ld, next descriptor %ld %ld\n", before[0], after[0],
	       before[1], after[1], before[2], after[2]);
	EXPECT(after[0] <= before[0] + 4);
	EXPECT(after[1] <= before[1] + 512);
	EXPECT_EQ(after[2], before[2]);
	return result();
}
