/* Semaphores: 16 bytes, in a process, between processes, and with a name. */
#include "bsd.h"

typedef struct {
	uint32_t magic, count, flags, padding;
} sem_t;
int sem_init(sem_t *s, int shared, unsigned value);
int sem_destroy(sem_t *s);
int sem_wait(sem_t *s);
int sem_trywait(sem_t *s);
int sem_timedwait(sem_t *s, const struct bsd_timespec *until);
int sem_clockwait_np(sem_t *s, int clock, int flags, const struct bsd_timespec *t,
		     struct bsd_timespec *left);
int sem_post(sem_t *s);
int sem_getvalue(sem_t *s, int *value);
sem_t *sem_open(const char *name, int flags, ...);
int sem_close(sem_t *s);
int sem_unlink(const char *name);
#define O_EXCL 0x800

static sem_t s, done;

static void *worker(void *arg)
{
	for (int i = 0; i < 2000; i++)
		EXPECT_EQ(sem_wait(&s), 0);
	sem_post(&done);
	return arg;
}

static void threads(void)
{
	pthread_t t[4];
	int value = -1;

	EXPECT_EQ(sem_init(&s, 0, 0x80000000u), -1);
	EXPECT_EQ(errno, BSD_EINVAL);
	EXPECT_EQ(sem_init(&s, 0, 0), 0);
	EXPECT_EQ(sem_init(&done, 0, 0), 0);
	for (int i = 0; i < 4; i++)
		pthread_create(&t[i], NULL, worker, NULL);
	for (int i = 0; i < 8000; i++)
		EXPECT_EQ(sem_post(&s), 0);
	for (int i = 0; i < 4; i++)
		EXPECT_EQ(sem_wait(&done), 0);
	for (int i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
	EXPECT_EQ(sem_getvalue(&s, &value), 0);
	EXPECT_EQ(value, 0);
	EXPECT_EQ(sem_trywait(&s), -1);
	EXPECT_EQ(errno, BSD_EAGAIN);
}

static void times(void)
{
	struct bsd_timespec until, left = { 9, 9 };

	clock_gettime(0, &until);
	until.nsec += 3000000;
	if (until.nsec >= 1000000000)
		until.sec++, until.nsec -= 1000000000;
	EXPECT_EQ(sem_timedwait(&s, &until), -1);
	EXPECT_EQ(errno, BSD_ETIMEDOUT);
	until = (struct bsd_timespec){ 0, 3000000 };
	EXPECT_EQ(sem_clockwait_np(&s, 4, 0, &until, &left), -1);
	EXPECT_EQ(errno, BSD_ETIMEDOUT);
	until.nsec = 1000000000;
	EXPECT_EQ(sem_timedwait(&s, &until), -1);
	EXPECT_EQ(errno, BSD_EINVAL);
	EXPECT_EQ(sem_post(&s), 0);
	EXPECT_EQ(sem_timedwait(&s, &until), 0); /* the time is not looked at */
	EXPECT_EQ(sem_destroy(&s), 0);
	EXPECT_EQ(sem_post(&s), -1);
	EXPECT_EQ(errno, BSD_EINVAL);
}

static void named(void)
{
	char name[40];
	sem_t *a, *b;
	int pid, status;

	snprintf(name, sizeof name, "/abirun-test-%d", getpid());
	EXPECT(!sem_open("no-slash", O_CREAT, 0600, 0));
	EXPECT_EQ(errno, BSD_EINVAL);
	EXPECT(!sem_open(name, 0));
	EXPECT_EQ(errno, BSD_ENOENT);
	a = sem_open(name, O_CREAT | O_EXCL, 0600, 0);
	EXPECT(a);
	b = sem_open(name, 0);
	EXPECT(a == b); /* one address, as long as it is open */
	EXPECT(!sem_open(name, O_CREAT | O_EXCL, 0600, 0));
	EXPECT_EQ(sem_destroy(a), -1);
	EXPECT_EQ(errno, BSD_EINVAL);
	pid = fork();
	if (!pid) {
		sem_t *own = sem_open(name, 0);

		_exit(own && sem_post(own) == 0 ? 0 : 1);
	}
	EXPECT_EQ(sem_wait(a), 0);
	EXPECT_EQ(waitpid(pid, &status, 0), pid);
	EXPECT_EQ(status, 0);
	EXPECT_EQ(sem_close(a), 0);
	EXPECT_EQ(sem_close(b), 0);
	EXPECT_EQ(sem_close(b), -1);
	EXPECT_EQ(sem_unlink(name), 0);
	EXPECT_EQ(sem_unlink(name), -1);
	EXPECT_EQ(errno, BSD_ENOENT);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	threads();
	times();
	named();
	return result();
}
