/*
 * A dynamic program for illumos: its start, errno, structures, signals, threads,
 * semaphores, and event ports.
 */
#include "tests/library/named.h"

int main(int argc, char **argv, char **envp);

void start(long argc, char **argv, char **envp, void (*cleanup)(void))
{
	int atexit(void (*)(void));

	if (cleanup)
		atexit(cleanup);
	exit(main((int)argc, argv, envp));
}

struct timespec {
	long tv_sec, tv_nsec;
};
struct stat {
	u64 st_dev, st_ino;
	u32 st_mode, st_nlink, st_uid, st_gid;
	u64 st_rdev;
	long st_size;
	struct timespec st_atim, st_mtim, st_ctim;
	int st_blksize;
	long st_blocks;
	char st_fstype[16];
};
struct dirent {
	u64 d_ino;
	long d_off;
	u16 d_reclen;
	char d_name[];
};
struct sigaction {
	int sa_flags;
	void (*sa_sigaction)(int, void *, void *);
	u32 sa_mask[4];
};
struct port_event {
	int events;
	u16 source, pad;
	u64 object;
	void *user;
};
struct semaphore {
	u32 count, rest[11];
};

int *___errno(void);
int open(const char *path, int flags, ...);
int close(int fd);
int pipe2(int fd[2], int flags);
int fstat(int fd, struct stat *st);
long getdents(int fd, void *buffer, u64 size);
int port_create(void);
int port_associate(int port, int source, u64 object, int events, void *user);
int port_dissociate(int port, int source, u64 object);
int port_getn(int port, struct port_event *list, u32 max, u32 *n, const struct timespec *limit);
int port_get(int port, struct port_event *event, const struct timespec *limit);
int port_alert(int port, int flags, int events, void *user);
int sem_init(struct semaphore *s, int shared, u32 value);
int sem_post(struct semaphore *s);
int sem_wait(struct semaphore *s);
int sem_trywait(struct semaphore *s);
int sem_reltimedwait_np(struct semaphore *s, const struct timespec *t);
int sigaction(int sig, const struct sigaction *new, struct sigaction *old);
int sigprocmask(int how, const u32 *set, u32 *old);
u32 pthread_self(void);
int pthread_kill(u32 thread, int sig);
int pthread_create(u32 *t, const void *attr, void *(*f)(void *), void *arg);
long sysconf(int name);
const char *getexecname(void);
int forkx(int flags);
int wait4(int pid, int *status, int options, void *usage);
int __xnet_socketpair(int family, int type, int protocol, int fd[2]);
int uname(char *name);

#define EINVAL  22
#define ETIME   62
#define SIGUSR1 16

static __thread int mine = 7;

static void files(void)
{
	char entries[4096], name[5 * 257];
	struct dirent *d = (struct dirent *)entries;
	struct stat st;
	int fd;

	CHECK(open("/no/such/file", 0) == -1 && *___errno() == 2);
	fd = open("/dev/null", 0x800000 | 2); /* O_CLOEXEC | O_RDWR */
	CHECK(fd >= 0 && fstat(fd, &st) == 0);
	CHECK(st.st_fstype[0] == 0); /* not told */
	CHECK((st.st_mode & 0xf000) == 0x2000 && st.st_rdev == (1ul << 32 | 3));
	CHECK(close(fd) == 0 && close(fd) == -1 && *___errno() == 9);
	fd = open("/", 0);
	CHECK(fd >= 0 && getdents(fd, entries, sizeof entries) > 0);
	CHECK(d->d_ino && d->d_reclen >= 24 && d->d_reclen % 8 == 0 && strlen(d->d_name) > 0);
	CHECK(close(fd) == 0);
	CHECK(sysconf(11) == 4096 && sysconf(15) >= 1);
	CHECK(sysconf(99999) == -1 && *___errno() == EINVAL);
	CHECK(getexecname()[0] == '/');
	CHECK(uname(name) >= 0 && !strcmp(name, "SunOS"));
}

static void sockets(void)
{
	char byte;
	int fd[2];
	long read(int, void *, u64);

	/* SOCK_STREAM is 2, and SOCK_DGRAM 1. */
	CHECK(__xnet_socketpair(1, 2, 0, fd) == 0 && write(fd[0], "ab", 2) == 2);
	CHECK(read(fd[1], &byte, 1) == 1 && byte == 'a' && read(fd[1], &byte, 1) == 1);
	CHECK(close(fd[0]) == 0 && read(fd[1], &byte, 1) == 0 && close(fd[1]) == 0);
	CHECK(__xnet_socketpair(1, 3, 0, fd) == -1);
}

static void ports(void)
{
	struct port_event list[4];
	struct timespec none = { 0, 0 }, soon = { 0, 1000000 };
	int fd[2], port = port_create();
	u32 n = 1;

	CHECK(port >= 0 && pipe2(fd, 0x80) == 0);
	CHECK(port_associate(port, 4, (u64)fd[0], 1, &soon) == 0);
	CHECK(port_getn(port, list, 4, &n, &none) == 0 && n == 0);
	n = 1;
	CHECK(port_getn(port, list, 4, &n, &soon) == -1 && *___errno() == ETIME && n == 0);
	CHECK(write(fd[1], "x", 1) == 1);
	n = 1;
	CHECK(port_getn(port, list, 4, &n, 0) == 0 && n == 1);
	CHECK(list[0].events == 1 && list[0].source == 4 && list[0].object == (u64)fd[0] &&
	      list[0].user == &soon);
	/* An association ends with its first event. */
	n = 1;
	CHECK(port_getn(port, list, 4, &n, &none) == 0 && n == 0);
	CHECK(port_associate(port, 4, (u64)fd[0], 1, &none) == 0);
	/* In alert mode there is nothing else; the event is not lost. */
	CHECK(port_alert(port, 1, 0x10, &port) == 0);
	CHECK(port_alert(port, 1, 0x10, &port) == -1 && *___errno() == 16); /* EBUSY */
	n = 1;
	CHECK(port_getn(port, list, 4, &n, 0) == 0 && n == 1);
	CHECK(list[0].source == 5 && list[0].events == 0x10 && list[0].user == &port);
	CHECK(port_alert(port, 0, 0, 0) == 0);
	n = 1;
	CHECK(port_getn(port, list, 4, &n, 0) == 0 && n == 1 && list[0].user == &none);
	CHECK(port_associate(port, 4, (u64)fd[0], 1, &soon) == 0);
	CHECK(port_get(port, list, &soon) == 0 && list[0].user == &soon);
	CHECK(port_get(port, list, &soon) == -1 && *___errno() == ETIME);
	CHECK(port_associate(port, 4, (u64)fd[0], 1, 0) == 0);
	CHECK(port_dissociate(port, 4, (u64)fd[0]) == 0);
	n = 1;
	CHECK(port_getn(fd[0], list, 4, &n, &none) == -1 && *___errno() == 81); /* EBADFD */
	CHECK(close(fd[0]) == 0 && close(fd[1]) == 0 && close(port) == 0);
}

static volatile int came, code;

static void handler(int sig, void *info, void *context)
{
	(void)context;
	came = sig;
	code = ((int *)info)[1];
}

static volatile u8 *hole_at = (u8 *)16;
static void fault(int sig, void *info, void *context)
{
	u64 *registers = (u64 *)((char *)context + 64);

	came = sig;
	code = ((int *)info)[1];
	CHECK(((u64 *)info)[2] == 16);
	registers[17] += 2; /* REG_RIP: over a movb that has two bytes */
}

static void signals(void)
{
	struct sigaction action = { 8 /* SA_SIGINFO */, handler, { 0 } }, old;
	u32 set[4] = { 1u << (SIGUSR1 - 1) }, was[4];

	CHECK(sigaction(SIGUSR1, &action, 0) == 0 && sigaction(SIGUSR1, 0, &old) == 0);
	CHECK(old.sa_sigaction == handler && old.sa_flags == 8);
	CHECK(sigprocmask(1, set, was) == 0 && !(was[0] & set[0]));
	CHECK(pthread_kill(pthread_self(), SIGUSR1) == 0 && !came);
	CHECK(sigprocmask(3, was, 0) == 0 && came == SIGUSR1 && code <= 0);
	action.sa_sigaction = fault;
	CHECK(sigaction(11, &action, 0) == 0);
	__asm__ volatile("movb %%cl, (%%rax)" ::"a"(hole_at), "c"(0) : "memory");
	CHECK(came == 11 && code == 1); /* SEGV_MAPERR */
}

static struct semaphore here, there;

static void *thread(void *arg)
{
	CHECK(mine == 7);
	mine = 8;
	*(u32 *)arg = pthread_self();
	CHECK(sem_post(&here) == 0);
	while (sem_wait(&there) != 0)
		CHECK(*___errno() == 4);
	CHECK(sem_post(&here) == 0);
	return 0;
}

static void threads(void)
{
	struct timespec soon = { 0, 1000000 };
	u32 id = 0, t;

	CHECK(sem_init(&here, 0, 0) == 0 && sem_init(&there, 0, 1) == 0);
	CHECK(sem_trywait(&there) == 0 && sem_trywait(&there) == -1 && *___errno() == 11);
	CHECK(sem_reltimedwait_np(&there, &soon) == -1 && *___errno() == 145); /* ETIMEDOUT */
	CHECK(pthread_create(&t, 0, thread, &id) == 0);
	CHECK(sem_wait(&here) == 0 && id == t && t != pthread_self() && mine == 7);
	CHECK(sem_post(&there) == 0 && sem_wait(&here) == 0 && here.count == 0);
}

static void processes(void)
{
	int status = 0, pid = forkx(1);

	if (!pid)
		exit(3);
	CHECK(pid > 0 && wait4(pid, &status, 0, 0) == pid && status == 3 << 8);
	CHECK(forkx(8) == -1 && *___errno() == EINVAL);
}

int main(int argc, char **argv, char **envp)
{
	(void)envp;
	CHECK(argc == 1 && argv[0]);
	files();
	sockets();
	ports();
	signals();
	threads();
	processes();
	return 0;
}
