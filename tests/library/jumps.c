/* setjmp(3) with and without the signal mask, out of a signal handler too; pthread_atfork(3). */
#include "bsd.h"

typedef struct {
	long words[12];
} jmp_buf_t;
int setjmp(jmp_buf_t *b) __attribute__((returns_twice));
int _setjmp(jmp_buf_t *b) __attribute__((returns_twice));
int sigsetjmp(jmp_buf_t *b, int keep) __attribute__((returns_twice));
void longjmp(jmp_buf_t *b, int value) __attribute__((noreturn));
void _longjmp(jmp_buf_t *b, int value) __attribute__((noreturn));
void siglongjmp(jmp_buf_t *b, int value) __attribute__((noreturn));
int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void));

static jmp_buf_t back;

static bool blocked(int sig)
{
	sigset_t now;

	sigprocmask(1, NULL, &now);
	return sigismember(&now, sig);
}

static void set_mask(int how, int sig)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, sig);
	sigprocmask(how, &set, NULL);
}

static __attribute__((noinline)) void deeper(int depth, int value)
{
	volatile char room[500];

	room[depth % 500] = 1;
	if (depth)
		deeper(depth - 1, value);
	else
		longjmp(&back, value);
	room[0] = 2;
}

static void plain(void)
{
	volatile int times = 0;
	register long kept = 77;
	int value = setjmp(&back);

	times++;
	if (times == 1) {
		EXPECT_EQ(value, 0);
		set_mask(1, SIGUSR1);
		deeper(50, 5);
	} else if (times == 2) {
		EXPECT_EQ(value, 5);
		EXPECT(!blocked(SIGUSR1)); /* setjmp keeps the mask */
		deeper(3, 0);
	}
	EXPECT_EQ(times, 3);
	EXPECT_EQ(value, 1); /* 0 becomes 1 */
	EXPECT_EQ(kept, 77);
}

static void masks(void)
{
	if (!_setjmp(&back)) {
		set_mask(1, SIGUSR1);
		_longjmp(&back, 1);
	}
	EXPECT(blocked(SIGUSR1));
	set_mask(2, SIGUSR1);
	if (!sigsetjmp(&back, 0)) {
		set_mask(1, SIGUSR1);
		siglongjmp(&back, 1);
	}
	EXPECT(blocked(SIGUSR1));
	set_mask(2, SIGUSR1);
	if (!sigsetjmp(&back, 1)) {
		set_mask(1, SIGUSR1);
		siglongjmp(&back, 1);
	}
	EXPECT(!blocked(SIGUSR1));
}

static void jump(int sig)
{
	siglongjmp(&back, sig);
}

static int *volatile nowhere;

/* Out of a handler: again and again, from a fault and from a signal that was sent. */
static void handlers(void)
{
	struct bsd_sigaction a = { .handler = jump };
	volatile int faults = 0, signals = 0;

	sigaction(SIGSEGV, &a, NULL);
	sigaction(SIGUSR2, &a, NULL);
	while (faults < 200) {
		if (sigsetjmp(&back, 1) == 0)
			*nowhere = 1;
		faults++;
		EXPECT(!blocked(SIGSEGV));
	}
	while (signals < 200) {
		if (sigsetjmp(&back, 1) == 0)
			kill(getpid(), SIGUSR2);
		signals++;
	}
	EXPECT_EQ(faults, 200);
}

static char order[16];
static int at;

#define HANDLER(name, letter)                                                                      \
	static void name(void)                                                                     \
	{                                                                                          \
		order[at++] = letter;                                                              \
	}
HANDLER(prepare1, 'a')
HANDLER(prepare2, 'b')
HANDLER(parent1, 'c')
HANDLER(parent2, 'd')
HANDLER(child1, 'e')
HANDLER(child2, 'f')

static void forks(void)
{
	int pid, status;

	EXPECT_EQ(pthread_atfork(prepare1, parent1, child1), 0);
	EXPECT_EQ(pthread_atfork(prepare2, parent2, child2), 0);
	EXPECT_EQ(pthread_atfork(NULL, NULL, NULL), 0);
	pid = fork();
	if (!pid)
		_exit(strcmp(order, "baef") ? 1 : 7);
	EXPECT_EQ(strcmp(order, "bacd"), 0);
	EXPECT_EQ(waitpid(pid, &status, 0), pid);
	EXPECT_EQ(status, 7 << 8);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	plain();
	masks();
	handlers();
	forks();
	return result();
}
