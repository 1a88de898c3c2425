/*
 * What dynamic test programs use of FreeBSD's C library.  Types and constants are
 * those of its headers for amd64; each is here because a program needs it.
 */
#ifndef BSD_H
#define BSD_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct bsd_file FILE;
extern FILE *__stdinp, *__stdoutp, *__stderrp;
extern int __isthreaded;
extern char **environ;
extern const char *__progname;

int *__error(void);
#define errno (*__error())
enum {
	BSD_ENOENT = 2,
	BSD_EDEADLK = 11,
	BSD_EBUSY = 16,
	BSD_EINVAL = 22,
	BSD_ERANGE = 34,
	BSD_EAGAIN = 35,
	BSD_ETIMEDOUT = 60,
	BSD_ENAMETOOLONG = 63
};

/* stdio.h */
int printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
int fprintf(FILE *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
int snprintf(char *to, size_t size, const char *format, ...);
int sscanf(const char *from, const char *format, ...);
FILE *fopen(const char *path, const char *mode);
int fclose(FILE *f);
int fflush(FILE *f);
int fputs(const char *text, FILE *f);
char *fgets(char *to, int size, FILE *f);
size_t fread(void *to, size_t size, size_t count, FILE *f);
size_t fwrite(const void *from, size_t size, size_t count, FILE *f);
int fseek(FILE *f, long offset, int whence);
long ftell(FILE *f);
int feof(FILE *f);
int ferror(FILE *f);
int getc(FILE *f);
int __srget(FILE *f);
int __swbuf(int c, FILE *f);
int fileno(FILE *f);

/* The head of struct __sFILE, as far as macros look. */
struct bsd_file {
	unsigned char *p;
	int r, w;
	short flags, file;
};
#define SEOF 0x20

/* stdlib.h, string.h */
void *malloc(size_t size);
void free(void *p);
char *getenv(const char *name);
int setenv(const char *name, const char *value, int overwrite);
int unsetenv(const char *name);
void exit(int status) __attribute__((noreturn));
int atexit(void (*function)(void));
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
int mkstemp(char *template);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
char *strstr(const char *a, const char *b);
void *memcpy(void *to, const void *from, size_t n);
void *memset(void *to, int byte, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlcpy(char *to, const char *from, size_t size);
size_t strlcat(char *to, const char *from, size_t size);
char *strnstr(const char *big, const char *little, size_t length);
char *strerror(int error);
int strerror_r(int error, char *buffer, size_t size);
long long strtonum(const char *text, long long least, long long most, const char **problem);

/* fcntl.h, unistd.h, sys/wait.h, sys/stat.h */
#define O_RDONLY 0
#define O_WRONLY 1
#define O_RDWR   2
#define O_CREAT  0x200
#define O_TRUNC  0x400
int open(const char *path, int flags, ...);
int close(int fd);
long read(int fd, void *to, size_t n);
long write(int fd, const void *from, size_t n);
int unlink(const char *path);
int pipe(int ends[2]);
int fork(void);
int vfork(void);
int getpid(void);
int waitpid(int pid, int *status, int options);
void _exit(int status) __attribute__((noreturn));
int execlp(const char *name, const char *arg, ...);
unsigned sleep(unsigned seconds);
int usleep(unsigned microseconds);
long sysconf(int name);
char *getcwd(char *to, size_t size);
struct bsd_stat {
	uint64_t dev, ino, nlink;
	uint16_t mode, pad0;
	uint32_t uid, gid, pad1;
	uint64_t rdev;
	int64_t times[8];
	int64_t size, blocks;
	int32_t blksize;
	uint32_t flags;
	uint64_t gen, spare[10];
};
_Static_assert(sizeof(struct bsd_stat) == 224, "struct stat");
int stat(const char *path, struct bsd_stat *st);
int fstat(int fd, struct bsd_stat *st);

/* signal.h */
typedef struct {
	uint32_t bits[4];
} sigset_t;
struct bsd_sigaction {
	void (*handler)(int);
	int flags;
	sigset_t mask;
};
#define SIGHUP     1
#define SIGABRT    6
#define SIGSEGV    11
#define SIGALRM    14
#define SIGCHLD    20
#define SIGUSR1    30
#define SIGUSR2    31
#define SA_ONSTACK 1
#define SA_RESTART 2
#define SA_SIGINFO 0x40
int sigaction(int sig, const struct bsd_sigaction *new, struct bsd_sigaction *old);
int sigprocmask(int how, const sigset_t *set, sigset_t *old);
int sigemptyset(sigset_t *set);
int sigaddset(sigset_t *set, int sig);
int sigismember(const sigset_t *set, int sig);
int kill(int pid, int sig);
int raise(int sig);
struct bsd_itimerval {
	long interval[2], value[2];
};
int setitimer(int which, const struct bsd_itimerval *new, struct bsd_itimerval *old);

/* pthread.h: all objects are pointers */
typedef struct bsd_thread *pthread_t;
typedef struct bsd_mutex *pthread_mutex_t;
typedef struct bsd_cond *pthread_cond_t;
typedef struct bsd_rwlock *pthread_rwlock_t;
typedef struct bsd_attr *pthread_attr_t;
typedef struct bsd_mutexattr *pthread_mutexattr_t;
typedef int pthread_key_t;
typedef struct {
	int state;
	void *mutex;
} pthread_once_t;
struct bsd_timespec {
	long sec, nsec;
};
int pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *arg);
int pthread_join(pthread_t t, void **result);
int pthread_detach(pthread_t t);
pthread_t pthread_self(void);
void pthread_exit(void *result) __attribute__((noreturn));
int pthread_kill(pthread_t t, int sig);
int pthread_attr_init(pthread_attr_t *a);
int pthread_attr_destroy(pthread_attr_t *a);
int pthread_attr_setstacksize(pthread_attr_t *a, size_t size);
int pthread_attr_getstack(const pthread_attr_t *a, void **low, size_t *size);
int pthread_attr_get_np(pthread_t t, pthread_attr_t *a);
int pthread_mutex_init(pthread_mutex_t *m, const pthread_mutexattr_t *a);
int pthread_mutex_lock(pthread_mutex_t *m);
int pthread_mutex_trylock(pthread_mutex_t *m);
int pthread_mutex_unlock(pthread_mutex_t *m);
int pthread_mutex_destroy(pthread_mutex_t *m);
int pthread_mutexattr_init(pthread_mutexattr_t *a);
int pthread_mutexattr_settype(pthread_mutexattr_t *a, int type);
int pthread_mutexattr_destroy(pthread_mutexattr_t *a);
#define PTHREAD_MUTEX_RECURSIVE 2
int pthread_cond_wait(pthread_cond_t *c, pthread_mutex_t *m);
int pthread_cond_timedwait(pthread_cond_t *c, pthread_mutex_t *m, const struct bsd_timespec *until);
int pthread_cond_signal(pthread_cond_t *c);
int pthread_cond_broadcast(pthread_cond_t *c);
int pthread_rwlock_rdlock(pthread_rwlock_t *l);
int pthread_rwlock_trywrlock(pthread_rwlock_t *l);
int pthread_rwlock_unlock(pthread_rwlock_t *l);
int pthread_once(pthread_once_t *once, void (*function)(void));
int pthread_key_create(pthread_key_t *key, void (*destructor)(void *));
int pthread_key_delete(pthread_key_t key);
int pthread_setspecific(pthread_key_t key, const void *value);
void *pthread_getspecific(pthread_key_t key);
int clock_gettime(int clock, struct bsd_timespec *time);

/* spawn.h */
typedef struct bsd_spawn_actions *posix_spawn_file_actions_t;
int posix_spawn_file_actions_init(posix_spawn_file_actions_t *a);
int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *a);
int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *a, int fd, int other);
int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *a, int fd, const char *path,
				     int flags, unsigned short mode);
int posix_spawnp(int *pid, const char *name, const posix_spawn_file_actions_t *actions,
		 const void *attr, char *const argv[], char *const envp[]);

/* Checks, as in alien.h. */
static int bsd_held, bsd_failed;
static inline void bsd_expect(bool held, const char *what, int line, long got)
{
	__atomic_add_fetch(held ? &bsd_held : &bsd_failed, 1, __ATOMIC_RELAXED);
	if (!held)
		printf("line %d: not so: %s (%ld)\n", line, what, got);
}
#define EXPECT(condition) bsd_expect(!!(condition), #condition, __LINE__, 0)
#define EXPECT_EQ(got, wanted)                                                                     \
	do {                                                                                       \
		long bsd_got = (long)(got);                                                        \
                                                                                                   \
		bsd_expect(bsd_got == (long)(wanted), #got " == " #wanted, __LINE__, bsd_got);     \
	} while (0)
static inline int result(void)
{
	printf("%d held, %d failed\n", bsd_held, bsd_failed);
	return bsd_failed != 0;
}

#endif
