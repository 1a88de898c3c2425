/*
 * C++ without its library's headers: exceptions through the program's frames, a library's and the
 * host's qsort and bsearch; casts of a library's classes; objects of threads, also of such as are
 * cancelled.
 */
#include "lib/shapes.hh"

typedef unsigned long size_t;
typedef struct bsd_thread *pthread_t;

extern "C" {
int printf(const char *format, ...);
int snprintf(char *to, size_t size, const char *format, ...);
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
void *bsearch(const void *key, const void *base, size_t count, size_t size,
	      int (*compare)(const void *, const void *));
void *dlopen(const char *name, int mode);
void *dlsym(void *handle, const char *name);
char *strrchr(const char *s, int c);
int pthread_create(pthread_t *t, const void *attr, void *(*function)(void *), void *arg);
int pthread_join(pthread_t t, void **result);
int pthread_cancel(pthread_t t);
void pthread_exit(void *result) __attribute__((noreturn));
unsigned sleep(unsigned seconds);
}

static int held, failed, destroyed;

static void expect(bool is_so, const char *what, int line)
{
	__atomic_add_fetch(is_so ? &held : &failed, 1, __ATOMIC_RELAXED);
	if (!is_so)
		printf("line %d: not so: %s\n", line, what);
}
#define EXPECT(what) expect(what, #what, __LINE__)

struct guard {
	~guard()
	{
		__atomic_add_fetch(&destroyed, 1, __ATOMIC_SEQ_CST);
	}
};

static int compare(const void *a, const void *b)
{
	guard g;
	int x = *static_cast<const int *>(a), y = *static_cast<const int *>(b);

	if (x == 13 || y == 13)
		throw 13;
	return x - y;
}

static void through_the_host()
{
	int list[] = { 5, 3, 13, 1, 9 }, key = 13;
	int caught = 0;

	try {
		guard g;

		qsort(list, 5, sizeof *list, compare);
	} catch (int e) {
		caught = e;
	}
	EXPECT(caught == 13);
	caught = 0;
	try {
		bsearch(&key, list, 5, sizeof *list, compare);
	} catch (const int &e) {
		caught = e;
	}
	EXPECT(caught == 13);
	EXPECT(destroyed >= 3);
}

static int thrower(int value)
{
	if (value > 100)
		throw "large";
	return value;
}

static shape *(*make)(int);
static int (*back)(int (*)(int), int);
static int (*count_lives)();

static void through_a_library()
{
	bool caught = false;
	shape *s = make(4), *t = make(3);

	EXPECT(s->corners() == 4 && t->corners() == 3);
	EXPECT(dynamic_cast<void *>(s) != nullptr);
	try {
		back(thrower, 101);
	} catch (const char *text) {
		caught = text[0] == 'l';
	}
	EXPECT(caught);
	caught = false;
	try {
		try {
			make(5);
		} catch (...) {
			caught = true;
			throw;
		}
	} catch (int) {
		EXPECT(false);
	} catch (...) {
		EXPECT(caught);
		caught = false;
	}
	EXPECT(!caught);
	delete s;
	delete t;
}

static thread_local int own = 3;
static thread_local struct kept {
	int value;
	kept() : value(11) {}
	~kept()
	{
		__atomic_add_fetch(&destroyed, 100, __ATOMIC_SEQ_CST);
	}
} own_object;

static void *in_thread(void *how)
{
	guard g;

	EXPECT(own++ == 3 && own_object.value == 11);
	EXPECT(back(thrower, 1) == 8);
	try {
		throw 5L;
	} catch (long e) {
		EXPECT(e == 5);
	}
	if (how)
		pthread_exit(how);
	return how;
}

static void threads()
{
	pthread_t t[50];
	int lives = count_lives();

	destroyed = 0;
	for (long round = 0; round < 4; round++) {
		for (auto &one : t)
			EXPECT(!pthread_create(&one, nullptr, in_thread,
					       reinterpret_cast<void *>(round % 2)));
		for (auto &one : t)
			pthread_join(one, nullptr);
	}
	EXPECT(destroyed == 200 * 101); /* the guards of those that call pthread_exit, too */
	EXPECT(count_lives() == lives);
}

static void *sleeps(void *arg)
{
	guard g;

	for (;;)
		sleep(100);
	return arg;
}

static void cancelled()
{
	void *value = nullptr;
	pthread_t t;

	destroyed = 0;
	pthread_create(&t, nullptr, sleeps, nullptr);
	pthread_cancel(t);
	pthread_join(t, &value);
	EXPECT(value == reinterpret_cast<void *>(1)); /* PTHREAD_CANCELED */
	pthread_create(&t, nullptr, sleeps, nullptr);
	sleep(1);
	pthread_cancel(t);
	pthread_join(t, &value);
	EXPECT(destroyed >= 1);
}

int main(int argc, char **argv)
{
	char path[600];
	char *slash = strrchr(argv[0], '/');
	void *h;

	(void)argc;
	snprintf(path, sizeof path, "%.*s/libshapes.so", static_cast<int>(slash - argv[0]), argv[0]);
	h = dlopen(path, 2);
	EXPECT(h);
	if (h) {
		make = reinterpret_cast<decltype(make)>(dlsym(h, "make_shape"));
		back = reinterpret_cast<decltype(back)>(dlsym(h, "call_back"));
		count_lives = reinterpret_cast<decltype(count_lives)>(dlsym(h, "lives"));
		through_the_host();
		through_a_library();
		threads();
		cancelled();
	}
	printf("%d held, %d failed\n", held, failed);
	return failed || !held;
}
