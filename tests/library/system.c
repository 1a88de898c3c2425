/* The system's names and files, lists, and the finer points of threads, as FreeBSD's library has
 * them. */
#include "text.h"

int sysctlnametomib(const char *name, int *oid, size_t *count), getosreldate(void),
    feature_present(const char *name);
int lockf(int fd, int what, long size), dup3(int from, int to, int flags),
    fcntl(int fd, int what, ...);
int memfd_create(const char *name, unsigned flags), ftruncate(int fd, long size),
    utime(const char *path, const long *t);
struct statvfs {
	uint64_t bavail, bfree, blocks, favail, ffree, files, bsize, flag, frsize, fsid, namemax;
};
int statvfs(const char *path, struct statvfs *s),
    socketpair(int domain, int type, int protocol, int *fds);
size_t confstr(int name, char *to, size_t size),
    wcslcpy(wchar_t *to, const wchar_t *from, size_t size);
void *iconv_open(const char *to, const char *from);
size_t iconv(void *cd, char **in, size_t *in_left, char **out, size_t *out_left);
int iconv_close(void *cd), getpeereid(int fd, unsigned *uid, unsigned *gid), getuid(void),
    semctl(int id, int n, int what, ...);
int semget(long key, int n, int flags), l64a_r(long value, char *to, int size),
    clock_getcpuclockid(int pid, int *clock);
char *fmtcheck(const char *suspicious, const char *other), *getbsize(int *length, long *size),
    *tempnam(const char *d, const char *p);
long ulimit(int what, ...);
struct list *sl_init(void);
int sl_add(struct list *l, char *s);
char *sl_find(struct list *l, const char *s);
void sl_free(struct list *l, int all);

int pthread_cancel(pthread_t t),
    pthread_timedjoin_np(pthread_t t, void **r, const struct bsd_timespec *until);
int pthread_peekjoin_np(pthread_t t, void **r), pthread_setcancelstate(int state, int *old),
    pthread_mutex_isowned_np(pthread_mutex_t *m);
void pthread_testcancel(void), __pthread_cleanup_push_imp(void (*f)(void *), void *arg, void *room),
    __pthread_cleanup_pop_imp(int run);
int pthread_attr_getinheritsched(const pthread_attr_t *a, int *v),
    pthread_attr_setinheritsched(pthread_attr_t *a, int v);
int pthread_attr_getschedpolicy(const pthread_attr_t *a, int *v),
    pthread_attr_setschedpolicy(pthread_attr_t *a, int v);
int pthread_mutexattr_setprotocol(pthread_mutexattr_t *a, int v),
    pthread_mutexattr_setpshared(pthread_mutexattr_t *a, int v);
int pthread_rwlockattr_init(void **a), pthread_rwlockattr_destroy(void **a);
int pthread_getschedparam(pthread_t t, int *policy, int *priority),
    pthread_getaffinity_np(pthread_t t, size_t size, void *set);

static void names(void)
{
	unsigned uid, gid;
	size_t count = 8;
	int oid[8], fds[2], clock, length;
	long size;
	char *name;

	EXPECT_EQ(sysctlnametomib("kern.ostype", oid, &count), 0);
	EXPECT(count == 2 && oid[0] == 1 && oid[1] == 1);
	count = 8;
	EXPECT_EQ(sysctlnametomib("no.such", oid, &count), -1);
	EXPECT_EQ(errno, BSD_ENOENT);
	EXPECT(getosreldate() > 1300000 && !feature_present("nosuchthing"));
	EXPECT_EQ(confstr(1, text_room, sizeof text_room), 30);
	SAYS("/usr/bin:/bin:/usr/sbin:/sbin", text_room + 0);
	EXPECT_EQ(confstr(99, text_room, 10), 0);
	EXPECT_EQ(errno, BSD_EINVAL);
	EXPECT_EQ(socketpair(1, 1, 0, fds), 0);
	EXPECT_EQ(getpeereid(fds[0], &uid, &gid), 0);
	EXPECT_EQ(uid, getuid());
	EXPECT_EQ(clock_getcpuclockid(0, &clock), 0);
	SAYS("512-blocks", getbsize(&length, &size));
	setenv("BLOCKSIZE", "4k", 1);
	SAYS("4K-blocks", getbsize(&length, &size));
	EXPECT(length == 9 && size == 4096);
	SAYS("%d %s", fmtcheck("%d %s", "%u %s"));
	SAYS("%d", fmtcheck("%s", "%d"));
	SAYS("%5d", fmtcheck("%5d", "%d %s"));
	EXPECT_EQ(l64a_r(123456, text_room, 100), 0);
	SAYS(".7S", text_room + 0);
	name = tempnam("/tmp", "x.");
	EXPECT(name && strstr(name, "x.") && !strstr(name, "XXX"));
	EXPECT(ulimit(1) > 0);
}

static void files(void)
{
	char name[] = "/tmp/abirun-system-XXXXXX", latin[] = "\xe9", *in = latin, out[8] = "",
	     *to = out;
	size_t in_left = 1, out_left = 7;
	const long times[2] = { 1000, 2000 };
	int fd = mkstemp(name), id = semget(0, 2, 0600);
	struct bsd_stat st;
	struct statvfs fs;
	void *cd = iconv_open("UTF-8", "ISO-8859-1");

	EXPECT_EQ(lockf(fd, 2, 0), 0);
	EXPECT_EQ(lockf(fd, 3, 0), 0);
	EXPECT_EQ(lockf(fd, 9, 0), -1);
	EXPECT_EQ(utime(name, times), 0);
	EXPECT(stat(name, &st) == 0 && st.times[0] == 1000 && st.times[2] == 2000);
	unlink(name);
	EXPECT_EQ(dup3(fd, fd, 0), -1);
	EXPECT_EQ(dup3(fd, 50, 0x100000), 50);
	EXPECT_EQ(fcntl(50, 1), 1);
	fd = memfd_create("x", 1);
	EXPECT(fd >= 0 && fcntl(fd, 1) == 1 && write(fd, "abc", 3) == 3);
	EXPECT(statvfs("/tmp", &fs) == 0 && fs.blocks > 0 && fs.namemax == 255);
	EXPECT_EQ(statvfs("/gone/away", &fs), -1);
	EXPECT_EQ(errno, BSD_ENOENT);
	EXPECT_EQ(iconv(cd, &in, &in_left, &to, &out_left), 0);
	SAYS("\xc3\xa9", out + 0);
	EXPECT_EQ(iconv_close(cd), 0);
	EXPECT_EQ(iconv_open("nope", "UTF-8"), -1);
	EXPECT_EQ(errno, BSD_EINVAL);
	EXPECT_EQ(semctl(id, 1, 8, 7), 0); /* SETVAL */
	EXPECT_EQ(semctl(id, 1, 5), 7);    /* GETVAL */
	EXPECT_EQ(semctl(id, 0, 0), 0);    /* IPC_RMID */
}

static int cleaned;

static void clean(void *arg)
{
	cleaned = (int)(long)arg;
}

static void *until_cancelled(void *unused)
{
	void *room[8];

	__pthread_cleanup_push_imp(clean, (void *)5, room);
	for (;;)
		usleep(500);
	return unused;
}

static void *not_cancelled(void *unused)
{
	int old;

	(void)unused;
	pthread_setcancelstate(1, &old);
	for (int i = 0; i < 20; i++)
		usleep(500);
	pthread_setcancelstate(old, NULL);
	pthread_testcancel();
	return (void *)8;
}

static void threads(void)
{
	struct bsd_timespec until;
	pthread_mutexattr_t ma;
	pthread_mutex_t mutex;
	pthread_attr_t a;
	pthread_t t;
	unsigned long set[16];
	void *result, *ra;
	int value, priority;

	pthread_create(&t, NULL, until_cancelled, NULL);
	clock_gettime(0, &until);
	until.sec -= 1;
	EXPECT_EQ(pthread_timedjoin_np(t, &result, &until), BSD_ETIMEDOUT);
	EXPECT_EQ(pthread_peekjoin_np(t, &result), BSD_EBUSY);
	EXPECT_EQ(pthread_cancel(t), 0);
	EXPECT_EQ(pthread_join(t, &result), 0);
	EXPECT_EQ(result, 1); /* PTHREAD_CANCELED */
	EXPECT_EQ(cleaned, 5);
	pthread_create(&t, NULL, not_cancelled, NULL);
	EXPECT_EQ(pthread_cancel(t), 0);
	EXPECT_EQ(pthread_join(t, &result), 0);
	EXPECT_EQ(result, 1);
	pthread_attr_init(&a);
	EXPECT(pthread_attr_getschedpolicy(&a, &value) == 0 && value == 2);
	EXPECT(pthread_attr_getinheritsched(&a, &value) == 0 && value == 4);
	EXPECT_EQ(pthread_attr_setschedpolicy(&a, 77), BSD_EINVAL);
	EXPECT_EQ(pthread_attr_setinheritsched(&a, 9), BSD_EINVAL);
	pthread_mutexattr_init(&ma);
	EXPECT_EQ(pthread_mutexattr_setprotocol(&ma, 1), 0);
	EXPECT_EQ(pthread_mutexattr_setprotocol(&ma, 9), BSD_EINVAL);
	EXPECT_EQ(pthread_mutexattr_setpshared(&ma, 1), 45); /* ENOTSUP */
	EXPECT_EQ(pthread_mutex_init(&mutex, &ma), 0);
	pthread_mutex_lock(&mutex);
	EXPECT_EQ(pthread_mutex_isowned_np(&mutex), 1);
	pthread_mutex_unlock(&mutex);
	EXPECT_EQ(pthread_mutex_isowned_np(&mutex), 0);
	EXPECT(pthread_rwlockattr_init(&ra) == 0 && pthread_rwlockattr_destroy(&ra) == 0);
	EXPECT(pthread_getschedparam(pthread_self(), &value, &priority) == 0 && value == 2 &&
	       priority == 0);
	EXPECT(pthread_getaffinity_np(pthread_self(), sizeof set, set) == 0 && set[0]);
}

int main(int argc, char **argv, char **envp)
{
	struct list *l = sl_init();
	wchar_t wide[3];

	(void)argc, (void)argv, (void)envp;
	names();
	files();
	threads();
	for (int i = 0; i < 30; i++)
		EXPECT_EQ(sl_add(l, i == 25 ? "x" : "a"), 0);
	EXPECT(sl_find(l, "x") && !sl_find(l, "q"));
	sl_free(l, 0);
	EXPECT_EQ(wcslcpy(wide, L"long", 3), 4);
	EXPECT(wide[1] == 'o' && !wide[2]);
	return result();
}
