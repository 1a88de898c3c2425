/*
 * Signals at the library door: delivered at once, in glibc's code as well as in the
 * program's, on the program's stack or the one it asked for.
 */
#include "bsd.h"

static volatile int caught, last;
static char *volatile null;

static void note(int sig)
{
	caught++;
	last = sig;
	errno = 99;
}

static void catch (int sig, void (*handler)(int), int flags)
{
	struct bsd_sigaction a = { .handler = handler, .flags = flags };

	EXPECT_EQ(sigaction(sig, &a, NULL), 0);
}

static void plain(void)
{
	sigset_t set, old;

	catch (SIGUSR1, note, 0);
	EXPECT_EQ(raise(SIGUSR1), 0);
	EXPECT_EQ(caught, 1);
	EXPECT_EQ(last, SIGUSR1);
	EXPECT_EQ(kill(getpid(), SIGUSR1), 0);
	EXPECT_EQ(caught, 2);
	sigemptyset(&set);
	EXPECT_EQ(sigaddset(&set, SIGUSR1), 0);
	EXPECT_EQ(sigaddset(&set, 200), -1);
	EXPECT_EQ(sigprocmask(1, &set, &old), 0);
	raise(SIGUSR1);
	EXPECT_EQ(caught, 2);
	EXPECT_EQ(sigprocmask(3, &old, &set), 0);
	EXPECT_EQ(sigismember(&set, SIGUSR1), 1);
	EXPECT_EQ(caught, 3);
}

/* The alarm comes while glibc works for us: in malloc, in printf, in qsort, in a sleep. */
static int compare(const void *a, const void *b)
{
	return *(const int *)a < *(const int *)b ? -1 : *(const int *)a > *(const int *)b;
}

static void storm(void)
{
	struct bsd_itimerval often = { { 0, 200 }, { 0, 200 } }, never = { { 0, 0 }, { 0, 0 } };
	static int list[4096];
	char text[256];

	catch (SIGALRM, note, SA_RESTART);
	caught = 0;
	setitimer(0, &often, NULL);
	for (int round = 0; round < 400 || caught < 300; round++) {
		for (int i = 0; i < 4096; i++)
			list[i] = (int)((unsigned)i * 2654435761u >> 8);
		qsort(list, 4096, sizeof *list, compare);
		for (int i = 1; i < 4096; i++)
			if (list[i - 1] > list[i])
				EXPECT_EQ(i, 0);
		for (int i = 0; i < 20; i++)
			free(malloc((size_t)i * 100));
		snprintf(text, sizeof text, "%f %d %s", round / 3.0, round, "text");
		if (!strstr(text, "text"))
			EXPECT_EQ(round, -1);
	}
	setitimer(0, &never, NULL);
	EXPECT(caught >= 300);
}

static void *later(void *arg)
{
	usleep(60000);
	write((int)(long)arg, "x", 1);
	return NULL;
}

/* A call that waits goes on after a handler with SA_RESTART, and ends with EINTR without. */
static void waits(void)
{
	struct bsd_itimerval soon = { { 0, 0 }, { 0, 10000 } };
	pthread_t t;
	int ends[2];
	char byte;

	EXPECT_EQ(pipe(ends), 0);
	catch (SIGALRM, note, 0);
	setitimer(0, &soon, NULL);
	EXPECT_EQ(read(ends[0], &byte, 1), -1);
	EXPECT_EQ(errno, 4);
	catch (SIGALRM, note, SA_RESTART);
	caught = 0;
	EXPECT_EQ(pthread_create(&t, NULL, later, (void *)(long)ends[1]), 0);
	setitimer(0, &soon, NULL);
	EXPECT_EQ(read(ends[0], &byte, 1), 1);
	EXPECT(caught >= 1);
	pthread_join(t, NULL);
	close(ends[0]);
	close(ends[1]);
}

/* A condition, which is glibc's own waiting, is not disturbed. */
static pthread_mutex_t mutex;
static pthread_cond_t cond;
static int ready;

static void *signaller(void *arg)
{
	for (int i = 0; i < 50; i++) {
		usleep(500);
		EXPECT_EQ(pthread_kill((pthread_t)arg, SIGUSR2), 0);
	}
	pthread_mutex_lock(&mutex);
	ready = 1;
	pthread_cond_signal(&cond);
	pthread_mutex_unlock(&mutex);
	return NULL;
}

static void conditions(void)
{
	pthread_t t;

	catch (SIGUSR2, note, 0);
	caught = 0;
	EXPECT_EQ(pthread_create(&t, NULL, signaller, pthread_self()), 0);
	pthread_mutex_lock(&mutex);
	while (!ready)
		EXPECT_EQ(pthread_cond_wait(&cond, &mutex), 0);
	pthread_mutex_unlock(&mutex);
	pthread_join(t, NULL);
	EXPECT(caught > 0 && caught <= 50);
}

static void *jump[5];

static void escape(int sig)
{
	sigset_t set;

	EXPECT_EQ(sig, SIGSEGV);
	sigemptyset(&set);
	sigaddset(&set, SIGSEGV);
	sigprocmask(2, &set, NULL);
	__builtin_longjmp(jump, 1);
}

/* A fault in the host's library is the program's own. */
static void faults(void)
{
	catch (SIGSEGV, escape, 0);
	if (!__builtin_setjmp(jump)) {
		EXPECT_EQ(strlen(null), 0);
		EXPECT_EQ(1, 0);
	}
	if (!__builtin_setjmp(jump)) {
		*null = 1;
		EXPECT_EQ(1, 0);
	}
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	plain();
	storm();
	waits();
	conditions();
	faults();
	return result();
}
