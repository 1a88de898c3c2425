/*
 * What calls of the C library cost a dynamic program, from one source for both systems:
 *
 *	calls NAME N	do it N times, in parts; print nanoseconds and count of the median part
 *	calls nothing	just start
 *
 * Without headers: those of the system that it is built for are not there.
 */
typedef unsigned long size_t;
struct timespec {
	long seconds, nanoseconds;
};
#define TIME_UTC 1 /* the same on both */

int printf(const char *format, ...);
long strtol(const char *text, char **end, int base);
int strcmp(const char *a, const char *b);
int timespec_get(struct timespec *t, int base);
size_t strlen(const char *text);
void *memcpy(void *to, const void *from, size_t n);
double sin(double x);
int fstat(int fd, void *status);
int open(const char *path, int flags, ...);
int close(int fd);
int getpid(void);
int *pthread_self(void);
int pthread_mutex_lock(void *mutex);
int pthread_mutex_unlock(void *mutex);
void *malloc(size_t n);
void free(void *p);

static char text[64] = "a text of thirty-one characters";
static char room[512] __attribute__((aligned(16)));

static void run_strlen(long n)
{
	for (; n; n--)
		strlen(text);
}

static void run_memcpy(long n)
{
	for (; n; n--)
		memcpy(room, text, sizeof(text));
}

static void run_sin(long n)
{
	for (; n; n--)
		sin((double)n);
}

static void run_malloc(long n)
{
	for (; n; n--)
		free(malloc(48));
}

static void run_mutex(long n)
{
	/* Zero is a mutex with default attributes on both. */
	static long mutex[8];

	for (; n; n--) {
		pthread_mutex_lock(mutex);
		pthread_mutex_unlock(mutex);
	}
}

static void run_getpid(long n)
{
	for (; n; n--)
		getpid();
}

static void run_fstat(long n)
{
	for (; n; n--)
		fstat(0, room);
}

static void run_open(long n)
{
	for (; n; n--)
		close(open("/dev/null", 0));
}

static void run_close(long n)
{
	for (; n; n--)
		close(-1);
}

static const struct {
	const char *name;
	void (*run)(long n);
} calls[] = {
	{ "strlen", run_strlen }, { "memcpy", run_memcpy }, { "sin", run_sin },
	{ "malloc", run_malloc }, { "mutex", run_mutex },   { "getpid", run_getpid },
	{ "fstat", run_fstat },   { "open", run_open },     { "close", run_close },
};

static long now(void)
{
	struct timespec t;

	timespec_get(&t, TIME_UTC);
	return t.seconds * 1000000000 + t.nanoseconds;
}

/* What else ran spoils a few of the parts. */
#define PARTS 25

static long median_part(void (*run)(long n), long each)
{
	long took[PARTS];

	for (int i = 0; i < PARTS; i++) {
		long start = now(), t;
		int at = i;

		run(each);
		for (t = now() - start; at && took[at - 1] > t; at--)
			took[at] = took[at - 1];
		took[at] = t;
	}
	return took[PARTS / 2];
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";
	long n = argc > 2 ? strtol(argv[2], 0, 10) / PARTS : 0;

	if (!strcmp(name, "nothing"))
		return 0;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]) && n > 0; i++) {
		if (strcmp(name, calls[i].name))
			continue;
		calls[i].run(n);
		printf("%ld %ld\n", median_part(calls[i].run, n), n);
		return 0;
	}
	printf("usage: calls NAME N\n");
	return 2;
}
