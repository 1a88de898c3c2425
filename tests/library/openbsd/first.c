/*
 * A dynamic program for OpenBSD: its start, errno, structures, signals, threads, and the
 * calls that are OpenBSD's alone.
 */
#include "tests/library/named.h"

int main(int argc, char **argv, char **envp);
char ***_csu_finish(char **argv, char **envp, void (*cleanup)(void));
extern const char *__progname;

void start(long argc, char **argv, char **envp, void (*cleanup)(void))
{
	exit(main((int)argc, argv, *_csu_finish(argv, envp, cleanup)));
}

struct timespec {
	long tv_sec, tv_nsec;
};
struct stat {
	u32 st_mode;
	int st_dev;
	u64 st_ino;
	u32 st_nlink, st_uid, st_gid;
	int st_rdev;
	struct timespec st_atim, st_mtim, st_ctim;
	long st_size, st_blocks;
	int st_blksize;
	u32 st_flags, st_gen;
	struct timespec st_birthtim;
};
struct kevent {
	u64 ident;
	short filter;
	u16 flags;
	u32 fflags;
	long data;
	void *udata;
};
struct sigaction {
	void (*sa_sigaction)(int, void *, void *);
	u32 sa_mask;
	int sa_flags;
};
typedef struct pthread *pthread_t;

int *__errno(void);
int open(const char *path, int flags, ...);
int close(int fd);
int pipe2(int fd[2], int flags);
int fstat(int fd, struct stat *st);
int kqueue(void);
int kevent(int kq, const struct kevent *changes, int n, struct kevent *events, int room,
	   const struct timespec *limit);
int getentropy(void *buffer, u64 size);
int pledge(const char *now, const char *later);
int unveil(const char *path, const char *permissions);
int sysctl(const int *name, u32 length, void *old, u64 *size, const void *new, u64 new_size);
int futex(volatile u32 *word, int op, int value, const struct timespec *limit, volatile u32 *other);
int __thrsleep(const volatile void *ident, int clock, const struct timespec *end, void *lock,
	       const int *abort);
int __thrwakeup(const volatile void *ident, int n);
int clock_gettime(int clock, struct timespec *now);
int getthrid(void);
int thrkill(int id, int sig, void *tcb);
int sigaction(int sig, const struct sigaction *new, struct sigaction *old);
int sigprocmask(int how, const u32 *set, u32 *old);
int sigpending(u32 *set);
int pthread_create(pthread_t *t, const void *attr, void *(*f)(void *), void *arg);
int pthread_join(pthread_t t, void **result);
char *getcwd(char *buffer, u64 size);
int snprintf(char *to, u64 size, const char *format, ...);
int wait4(int pid, int *status, int options, void *usage);
int fork(void);

#define EINVAL      22
#define EWOULDBLOCK 35
#define ENOENT      2
#define SIGUSR1     30

static __thread int mine = 7;
/* ld.so fills it before the program starts. */
long __guard_local __attribute__((visibility("hidden"), section(".openbsd.randomdata")));

static void files(void)
{
	struct stat st;
	char cwd[1024], text[64];
	int fd;

	CHECK(open("/no/such/file", 0) == -1 && *__errno() == ENOENT);
	fd = open("/dev/null", 0x10000 | 2); /* O_CLOEXEC | O_RDWR */
	CHECK(fd >= 0 && fstat(fd, &st) == 0);
	CHECK((st.st_mode & 0xf000) == 0x2000 && st.st_rdev == (1 << 8 | 3));
	CHECK(close(fd) == 0 && close(fd) == -1 && *__errno() == 9);
	CHECK(getcwd(cwd, sizeof cwd) == cwd && cwd[0] == '/');
	CHECK(getcwd(cwd, 2) == 0 && *__errno() == 34); /* ERANGE */
	CHECK(snprintf(text, sizeof text, "%d %s %d %d %d", 1, "two", 3, 4, 5) == 11);
	CHECK(!strcmp(text, "1 two 3 4 5"));
}

static void own_calls(void)
{
	static const int ncpu[2] = { 6, 3 }, nothing[2] = { 6, 9999 };
	u8 bytes[256] = { 0 }, zeros[256] = { 0 };
	u64 size = 4;
	int n = 0;

	CHECK(getentropy(bytes, 256) == 0 && memcmp(bytes, zeros, 256) != 0);
	CHECK(getentropy(bytes, 257) == -1 && *__errno() == 5); /* EIO */
	CHECK(sysctl(ncpu, 2, &n, &size, 0, 0) == 0 && size == 4 && n >= 1);
	CHECK(sysctl(nothing, 2, &n, &size, 0, 0) == -1);
	CHECK(pledge("stdio rpath no_such_thing", 0) == -1 && *__errno() == EINVAL);
	CHECK(unveil("/", "rwz") == -1 && *__errno() == EINVAL);
	CHECK(unveil("/", "rwxc") == 0 && unveil(0, 0) == 0);
	CHECK(pledge("stdio rpath proc", 0) == 0);
}

static void queues(void)
{
	struct kevent change = { 0 }, event;
	struct timespec none = { 0, 0 };
	int fd[2], kq = kqueue();

	CHECK(kq >= 0 && pipe2(fd, 4) == 0);
	change.ident = (u64)fd[0];
	change.filter = -1;      /* EVFILT_READ */
	change.flags = 1 | 0x20; /* EV_ADD | EV_CLEAR */
	change.udata = &change;
	CHECK(kevent(kq, &change, 1, 0, 0, 0) == 0);
	CHECK(kevent(kq, 0, 0, &event, 1, &none) == 0);
	CHECK(write(fd[1], "abc", 3) == 3);
	CHECK(kevent(kq, 0, 0, &event, 1, 0) == 1);
	CHECK(event.filter == -1 && event.data == 3 && event.udata == &change);
	CHECK(kevent(kq, 0, 0, &event, 1, &none) == 0);
	CHECK(close(fd[1]) == 0 && kevent(kq, 0, 0, &event, 1, 0) == 1);
	CHECK(event.flags & 0x8000); /* EV_EOF */
	CHECK(close(fd[0]) == 0 && close(kq) == 0);
}

static volatile int came, code;
static void *volatile where;

static void handler(int sig, void *info, void *context)
{
	came = sig;
	code = ((int *)info)[1];
	where = context;
}

static volatile u8 *hole_at = (u8 *)16;
static void fault(int sig, void *info, void *context)
{
	u64 *registers = context;

	came = sig;
	code = ((int *)info)[1];
	CHECK(((u64 *)info)[2] == 16);
	registers[21] += 2; /* sc_rip: over a movb that has two bytes */
}

static void signals(void)
{
	struct sigaction action = { handler, 0, 0x40 /* SA_SIGINFO */ }, old;
	u32 set = 1u << (SIGUSR1 - 1), was = 0, pending = 0;

	CHECK(sigaction(SIGUSR1, &action, 0) == 0 && sigaction(SIGUSR1, 0, &old) == 0);
	CHECK(old.sa_sigaction == handler && old.sa_flags == 0x40);
	CHECK(sigprocmask(1, &set, &was) == 0 && !(was & set));
	CHECK(thrkill(0, SIGUSR1, 0) == 0 && !came);
	CHECK(sigpending(&pending) == 0 && pending == set);
	CHECK(sigprocmask(3, &was, 0) == 0 && came == SIGUSR1 && code <= 0);
	CHECK(sigaction(33, &action, 0) == -1 && *__errno() == EINVAL);
	action.sa_sigaction = fault;
	CHECK(sigaction(11, &action, 0) == 0);
	__asm__ volatile("movb %%cl, (%%rax)" ::"a"(hole_at), "c"(0) : "memory");
	CHECK(came == 11 && code == 1); /* SEGV_MAPERR */
}

static volatile int ready;
static int lock_word = 1;

static void *thread(void *arg)
{
	CHECK(mine == 7);
	mine = 8;
	*(int *)arg = getthrid();
	while (!__atomic_load_n(&ready, __ATOMIC_ACQUIRE))
		CHECK(__thrsleep(&ready, 3, 0, 0, (int *)&ready) <= 4);
	return arg;
}

static void threads(void)
{
	struct timespec now, soon = { 0, 1000000 };
	u32 word = 5;
	int id = 0, one = 1;
	void *result;
	pthread_t t;

	CHECK(pthread_create(&t, 0, thread, &id) == 0);
	while (!__atomic_load_n(&id, __ATOMIC_ACQUIRE))
		;
	__atomic_store_n(&ready, 1, __ATOMIC_RELEASE);
	__thrwakeup(&ready, 1); /* ESRCH where it does not sleep as yet: then it looks at ready */
	CHECK(pthread_join(t, &result) == 0 && result == &id);
	CHECK(id != getthrid() && mine == 7);
	/* Errors are values; the program's lock is let go of. */
	CHECK(__thrwakeup(&one, 1) == 3); /* ESRCH */
	CHECK(__thrsleep(&one, 3, 0, 0, &one) == 4);
	clock_gettime(3, &now);
	CHECK(__thrsleep(&one, 3, &now, &lock_word, 0) == EWOULDBLOCK && lock_word == 0);
	CHECK(futex(&word, 1, 4, 0, 0) == EWOULDBLOCK);
	CHECK(futex(&word, 1, 5, &soon, 0) == 60); /* ETIMEDOUT */
	CHECK(futex(&word, 2, 1, 0, 0) == 0);
}

static void processes(void)
{
	int status = 0, pid = fork();

	if (!pid)
		exit(3);
	CHECK(pid > 0 && wait4(pid, &status, 0, 0) == pid && status == 3 << 8);
	CHECK(wait4(pid, &status, 0, 0) == -1 && *__errno() == 10);
}

int main(int argc, char **argv, char **envp)
{
	(void)envp;
	CHECK(argc == 1 && argv[0] && !strcmp(__progname, "first"));
	CHECK(__guard_local != 0);
	files();
	own_calls();
	queues();
	signals();
	threads();
	processes();
	return 0;
}
