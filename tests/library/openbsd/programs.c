/* Programs, signals, jumps, semaphores, locks and ends of threads of OpenBSD's library. */
#include "start.h"

struct sigaction {
	void (*handler)(int);
	u32 mask;
	int flags;
};
int sigaction(int sig, const struct sigaction *new, struct sigaction *old);
int sigprocmask(int how, const u32 *set, u32 *old), sigwait(const u32 *set, int *sig);
int kill(int pid, int sig), raise(int sig), siginterrupt(int sig, int flag), pause(void);
u32 alarm(u32 seconds);
int system(const char *command), pclose(FILE *f), execlp(const char *name, const char *arg, ...);
FILE *popen(const char *command, const char *mode);
int posix_spawnp(int *pid, const char *name, void *const *actions, void *const *attributes,
		 char *const *argv, char *const *envp);
int posix_spawnattr_init(void **a), posix_spawnattr_destroy(void **a);
int posix_spawnattr_setsigdefault(void **a, const u32 *set),
    posix_spawnattr_setflags(void **a, short f);
int posix_spawnattr_getsigdefault(void *const *a, u32 *set);
int posix_spawn_file_actions_init(void **a), posix_spawn_file_actions_destroy(void **a);
int posix_spawn_file_actions_adddup2(void **a, int from, int to);
int pipe(int ends[2]);
int sigsetjmp(long *to, int keep) __attribute__((returns_twice));
void siglongjmp(long *to, int value) __attribute__((noreturn));
int setjmp(long *to) __attribute__((returns_twice));
void longjmp(long *to, int value) __attribute__((noreturn));
int sem_init(void **s, int shared, u32 value), sem_post(void **s), sem_wait(void **s);
int sem_trywait(void **s), sem_getvalue(void **s, int *value), sem_destroy(void **s);
int sem_timedwait(void **s, const struct timespec *until);
typedef struct pthread *pthread_t;
int pthread_create(pthread_t *t, const void *attr, void *(*f)(void *), void *arg);
int pthread_join(pthread_t t, void **result), pthread_cancel(pthread_t t);
int pthread_atfork(void (*before)(void), void (*parent)(void), void (*child)(void));
int pthread_mutex_lock(void **m), pthread_mutex_unlock(void **m);
int pthread_cond_timedwait(void **c, void **m, const struct timespec *until);
int clock_gettime(int clock, struct timespec *now);
struct tms {
	long user, system, child_user, child_system;
};
long times(struct tms *t);
int atexit(void (*f)(void));
void warnx(const char *format, ...);

#define SIGABRT 6
#define SIGUSR1 30
#define SIGCHLD 20
#define SIGALRM 14

static volatile int came;

/* It comes again, for who may not sleep as yet when it comes first. */
static void note(int sig)
{
	came = sig;
	if (sig == SIGALRM)
		alarm(1);
}

static void commands(void)
{
	char line[64];
	FILE *f = popen("echo to you; exit 3", "r");
	int status = 0, pid;

	CHECK(system("exit 5") == 5 << 8 && system(0) == 1);
	CHECK(f && fgets(line, sizeof line, f) && !strcmp(line, "to you\n"));
	CHECK(pclose(f) == 3 << 8 && pclose(stdin) == -1 && errno == 10); /* ECHILD */
	pid = fork();
	if (!pid) {
		execlp("sh", "sh", "-c", "exit 6", (char *)0);
		_exit(1);
	}
	CHECK(waitpid(pid, &status, 0) == pid && status == 6 << 8);
}

/* A set of signals has one word, and no more is written. */
static void spawns(void)
{
	char *argv[] = { "sh", "-c", "kill -USR1 $$; echo not here", 0 },
	     *envp[] = { "PATH=/usr/bin:/bin", 0 };
	struct sigaction ignore = { (void (*)(int))1, 0, 0 }, usual = { 0 };
	u32 set = 1u << (SIGUSR1 - 1), got[2] = { 0, 0x5a5a };
	void *attributes, *actions;
	int pid = 0, status = 0, ends[2];
	char byte;

	CHECK(sigaction(SIGUSR1, &ignore, 0) == 0 && pipe(ends) == 0);
	CHECK(posix_spawnattr_init(&attributes) == 0 &&
	      posix_spawn_file_actions_init(&actions) == 0);
	CHECK(posix_spawnattr_setsigdefault(&attributes, &set) == 0);
	CHECK(posix_spawnattr_setflags(&attributes, 0x10) == 0);
	CHECK(posix_spawnattr_getsigdefault(&attributes, got) == 0 && got[0] == set &&
	      got[1] == 0x5a5a);
	CHECK(posix_spawn_file_actions_adddup2(&actions, ends[1], 1) == 0);
	CHECK(posix_spawnp(&pid, "sh", &actions, &attributes, argv, envp) == 0);
	CHECK(waitpid(pid, &status, 0) == pid && status == SIGUSR1);
	close(ends[1]);
	CHECK(read(ends[0], &byte, 1) == 0 && close(ends[0]) == 0);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	CHECK(sigaction(SIGUSR1, &usual, 0) == 0);
}

static void signals(void)
{
	struct sigaction action = { note, 0, 2 /* SA_RESTART */ }, is;
	u32 set = 1u << (SIGUSR1 - 1), before, now;
	long place[12];
	int sig = 0, status = 0, pid;

	CHECK(sigprocmask(1, &set, &before) == 0 && raise(SIGUSR1) == 0);
	CHECK(sigwait(&set, &sig) == 0 && sig == SIGUSR1);
	if (sigsetjmp(place, 1) == 0) {
		u32 all = ~0u;

		sigprocmask(3, &all, 0);
		siglongjmp(place, 9);
	}
	CHECK(sigprocmask(1, 0, &now) == 0 && now == set);
	if (!setjmp(place)) {
		sigprocmask(3, &before, 0);
		longjmp(place, 1);
	}
	CHECK(sigprocmask(3, &before, &now) == 0 && now == set);
	CHECK(sigaction(SIGALRM, &action, 0) == 0 && siginterrupt(SIGALRM, 1) == 0);
	CHECK(sigaction(SIGALRM, 0, &is) == 0 && is.flags == 0 && is.handler == note);
	alarm(1);
	CHECK(pause() == -1 && errno == 4 && came == SIGALRM);
	alarm(0);
	pid = fork();
	if (!pid) {
		action.handler = note;
		sigaction(SIGABRT, &action, 0);
		void abort(void);
		abort();
	}
	CHECK(waitpid(pid, &status, 0) == pid && (status & 0x7f) == SIGABRT);
}

static void *sleeps(void *arg)
{
	char byte;

	read(*(int *)arg, &byte, 1);
	return arg;
}

static void threads(void)
{
	void *s, *mutex = 0, *condition = 0, *result = 0;
	struct timespec until;
	int value = 0, ends[2];
	pthread_t t;

	CHECK(sem_init(&s, 1, 0) == -1 && errno == 1); /* EPERM */
	CHECK(sem_init(&s, 0, 1) == 0 && sem_wait(&s) == 0 && sem_trywait(&s) == -1 && errno == 35);
	clock_gettime(0, &until);
	CHECK(sem_timedwait(&s, &until) == -1 && errno == 60); /* ETIMEDOUT */
	CHECK(sem_post(&s) == 0 && sem_getvalue(&s, &value) == 0 && value == 1 &&
	      sem_destroy(&s) == 0);
	CHECK(pthread_mutex_lock(&mutex) == 0);
	CHECK(pthread_cond_timedwait(&condition, &mutex, &until) == 60);
	CHECK(pthread_mutex_unlock(&mutex) == 0 && pipe(ends) == 0);
	/* One that sleeps in a call, or is about to. */
	CHECK(pthread_create(&t, 0, sleeps, &ends[0]) == 0 && pthread_cancel(t) == 0);
	CHECK(pthread_join(t, &result) == 0 && result == (void *)1);
	close(ends[0]);
	close(ends[1]);
}

static char order[8];
static int steps;

static void before_fork(void)
{
	order[steps++] = 'b';
}

static void in_parent(void)
{
	order[steps++] = 'p';
}

static void in_child(void)
{
	order[steps++] = 'c';
}

static void forks(void)
{
	int status = 0, pid;
	struct tms t;

	CHECK(pthread_atfork(before_fork, in_parent, in_child) == 0);
	pid = fork();
	if (!pid)
		_exit(strcmp(order, "bc") ? 1 : 2);
	CHECK(!strcmp(order, "bp") && waitpid(pid, &status, 0) == pid && status == 2 << 8);
	CHECK(times(&t) > 0 && t.user >= 0 && t.child_user >= 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	commands();
	spawns();
	signals();
	threads();
	forks();
	return 0;
}
