/* dlopen(3) and its like: libraries that come and go, with storage of threads that run already. */
#include "bsd.h"

void *dlopen(const char *name, int mode);
int dlclose(void *handle);
void *dlsym(void *handle, const char *name);
char *dlerror(void);
struct dl_info {
	const char *file;
	void *base;
	const char *symbol;
	void *address;
};
int dladdr(const void *address, struct dl_info *info);
int dlinfo(void *handle, int request, void *result);
int dl_iterate_phdr(int (*visit)(void *, size_t, void *), void *arg);
#define RTLD_NOW     2
#define RTLD_NOLOAD  0x2000
#define RTLD_NEXT    ((void *)-1)
#define RTLD_DEFAULT ((void *)-2)
#define THREADS      8

static char directory[500];
static volatile int stage;
static int (*late_initial[2])(void);
static char *(*late_room[2])(void), *(*late_by_descriptor[2])(void);

static void *open_it(const char *name, int mode)
{
	char path[600];

	snprintf(path, sizeof path, "%s/%s", directory, name);
	return dlopen(path, mode);
}

/* Started before the libraries are there, and used by them afterwards. */
static void *old_thread(void *arg)
{
	while (stage < 1)
		usleep(500);
	for (int k = 0; k < 2; k++) {
		EXPECT_EQ(late_initial[k](), 7);
		EXPECT_EQ(late_initial[k](), 8);
		EXPECT_EQ(late_room[k]()[99], 0);
		late_room[k]()[99] = (char)(long)arg;
		EXPECT(late_room[k]() == late_by_descriptor[k]());
	}
	usleep(1000);
	for (int k = 0; k < 2; k++)
		EXPECT_EQ(late_room[k]()[99], (char)(long)arg);
	return NULL;
}

static void threads(void)
{
	static const char *const names[2] = { "liblate_small.so", "liblate_large.so" };
	pthread_t t[2 * THREADS];

	for (long i = 0; i < THREADS; i++)
		pthread_create(&t[i], NULL, old_thread, (void *)(i + 1));
	for (int k = 0; k < 2; k++) {
		void *h = open_it(names[k], RTLD_NOW);

		EXPECT(h);
		if (!h) {
			printf("%s\n", dlerror());
			exit(1);
		}
		late_initial[k] = (int (*)(void))dlsym(h, "late_initial");
		late_room[k] = (char *(*)(void))dlsym(h, "late_room");
		late_by_descriptor[k] = (char *(*)(void))dlsym(h, "late_room_by_descriptor");
		EXPECT_EQ(late_initial[k](), 8); /* its first function has been here */
		EXPECT(dlsym(h, "late_place") == late_room[k]());
	}
	stage = 1;
	for (long i = THREADS; i < 2 * THREADS; i++)
		pthread_create(&t[i], NULL, old_thread, (void *)(i + 1));
	for (int i = 0; i < 2 * THREADS; i++)
		pthread_join(t[i], NULL);
}

static int objects;

static int count(void *info, size_t size, void *arg)
{
	(void)info, (void)arg;
	EXPECT_EQ(size, 64);
	objects++;
	return 0;
}

static void come_and_go(void)
{
	int before, told = 0;
	void *h, *again;
	int (*depth)(int);

	dl_iterate_phdr(count, NULL);
	before = objects;
	for (int i = 0; i < 50; i++) {
		EXPECT(!open_it("libplain.so", RTLD_NOW | RTLD_NOLOAD));
		EXPECT(dlerror());
		EXPECT(!dlerror());
		h = open_it("libplain.so", RTLD_NOW);
		EXPECT(h);
		again = open_it("libplain.so", RTLD_NOW);
		EXPECT(h == again);
		depth = (int (*)(int))dlsym(h, "plain_depth");
		EXPECT_EQ(depth(10), 10);
		((void (*)(int *))dlsym(h, "plain_tell"))(&told);
		EXPECT(!dlsym(RTLD_DEFAULT, "plain_depth")); /* it is not global */
		EXPECT_EQ(dlclose(h), 0);
		EXPECT_EQ(depth(3), 3); /* once more open */
		EXPECT_EQ(told, i * 1000);
		EXPECT_EQ(dlclose(h), 0);
		EXPECT_EQ(told, (i + 1) * 1000);
		EXPECT_EQ(dlclose(h), -1);
	}
	objects = 0;
	dl_iterate_phdr(count, NULL);
	EXPECT_EQ(objects, before);
}

static void names(void)
{
	struct dl_info info;
	void *self = dlopen(NULL, RTLD_NOW), *libc = dlopen("libc.so.7", RTLD_NOW);
	char origin[600];

	EXPECT(self && libc);
	EXPECT(dlsym(self, "malloc") == (void *)malloc);
	EXPECT(dlsym(libc, "strlen") == dlsym(RTLD_DEFAULT, "strlen"));
	EXPECT_EQ(((int (*)(void))dlsym(libc, "getpid"))(), getpid());
	EXPECT(dlsym(libc, "close")); /* a call that nothing had asked for */
	EXPECT(!dlsym(self, "there is no such function"));
	EXPECT(strstr(dlerror(), "no such function"));
	EXPECT(!dlsym(libc, "mac_reload")); /* what would only stop the program */
	EXPECT(!dlopen("libnowhere.so.1", RTLD_NOW));
	EXPECT(strstr(dlerror(), "libnowhere.so.1"));
	EXPECT(dladdr((char *)late_room[0] + 2, &info));
	EXPECT(info.symbol && !strcmp(info.symbol, "late_room"));
	EXPECT(info.address == (void *)late_room[0]);
	EXPECT(strstr(info.file, "/liblate_small.so"));
	EXPECT_EQ(dlinfo(self, 6, origin), 0); /* RTLD_DI_ORIGIN */
	EXPECT_EQ(strcmp(origin, directory), 0);
	EXPECT(!open_it("../library/loads.o.none", RTLD_NOW));
}

int main(int argc, char **argv, char **envp)
{
	struct dl_info info;

	(void)argc, (void)argv, (void)envp;
	dladdr((void *)main, &info);
	strlcpy(directory, info.file, sizeof directory);
	for (size_t i = strlen(directory); i-- > 0 && directory[i] != '/';)
		directory[i] = 0;
	directory[strlen(directory) - 1] = 0;
	threads();
	come_and_go();
	names();
	return result();
}
