/* librt: timers, queues of messages and requests that tell of themselves in threads. */
#include "bsd.h"

typedef struct bsd_timer *timer_t;
typedef struct bsd_queue *mqd_t;
struct sigevent {
	int notify, signo;
	void *value;
	void (*function)(void *);
	void *attributes;
	long room[6];
};
_Static_assert(sizeof(struct sigevent) == 80, "struct sigevent");
struct itimerspec {
	struct bsd_timespec interval, value;
};
struct mq_attr {
	long flags, most, size, now, room[4];
};
struct aiocb {
	int fd, pad;
	long offset;
	void *bytes;
	size_t count;
	long room[2];
	int opcode, priority;
	long private[3];
	struct sigevent event;
};
_Static_assert(sizeof(struct aiocb) == 160, "struct aiocb");
int timer_create(int clock, struct sigevent *e, timer_t *timer);
int timer_settime(timer_t t, int flags, const struct itimerspec *new, struct itimerspec *old);
int timer_gettime(timer_t t, struct itimerspec *now);
int timer_getoverrun(timer_t t);
int timer_delete(timer_t t);
mqd_t mq_open(const char *name, int flags, ...);
int mq_close(mqd_t q);
int mq_unlink(const char *name);
int mq_send(mqd_t q, const char *from, size_t size, unsigned priority);
long mq_receive(mqd_t q, char *to, size_t size, unsigned *priority);
long mq_timedreceive(mqd_t q, char *to, size_t size, unsigned *priority,
		     const struct bsd_timespec *until);
int mq_getattr(mqd_t q, struct mq_attr *a);
int mq_notify(mqd_t q, const struct sigevent *e);
int aio_write(struct aiocb *cb);
int aio_error(const struct aiocb *cb);
long aio_return(struct aiocb *cb);
int lio_listio(int mode, struct aiocb *const list[], int count, struct sigevent *e);
int sigwaitinfo(const sigset_t *set, void *info);

static volatile int told;
static pthread_t teller;

static void tell(void *value)
{
	EXPECT(pthread_self() != teller);
	__atomic_add_fetch(&told, (int)(long)value, __ATOMIC_SEQ_CST);
}

static void wait_for(int least)
{
	for (int i = 0; i < 20000 && told < least; i++)
		usleep(1000);
	EXPECT(told >= least);
}

static void timers(void)
{
	struct sigevent e = { .notify = 1, .signo = SIGUSR1, .value = (void *)77 };
	struct sigevent in_thread = { .notify = 2, .value = (void *)1, .function = tell };
	struct itimerspec soon = { { 0, 0 }, { 0, 2000000 } }, now;
	struct itimerspec often = { { 0, 1000000 }, { 0, 1000000 } };
	long info[10];
	timer_t t;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(1, &set, NULL);
	EXPECT_EQ(timer_create(4, &e, &t), 0);
	EXPECT_EQ(timer_settime(t, 0, &soon, NULL), 0);
	EXPECT_EQ(sigwaitinfo(&set, info), SIGUSR1);
	EXPECT_EQ(info[4], 77);
	EXPECT_EQ(timer_gettime(t, &now), 0);
	EXPECT_EQ(now.value.sec + now.value.nsec, 0);
	EXPECT_EQ(timer_getoverrun(t), 0);
	EXPECT_EQ(timer_delete(t), 0);
	told = 0;
	EXPECT_EQ(timer_create(4, &in_thread, &t), 0);
	EXPECT_EQ(timer_settime(t, 0, &often, NULL), 0);
	wait_for(5);
	EXPECT_EQ(timer_delete(t), 0);
	usleep(20000);
	told = 0;
	usleep(20000);
	EXPECT_EQ(told, 0);
	e.notify = 55;
	EXPECT_EQ(timer_create(4, &e, &t), -1);
	EXPECT_EQ(errno, BSD_EINVAL);
}

static void queues(void)
{
	struct sigevent in_thread = { .notify = 2, .value = (void *)10, .function = tell };
	struct mq_attr a = { .most = 4, .size = 64 };
	struct bsd_timespec past = { 1, 0 };
	char name[64], text[64] = "";
	unsigned priority = 0;
	mqd_t q;

	snprintf(name, sizeof name, "/abirun-queues-%d", getpid());
	EXPECT((long)mq_open(name, O_RDWR) == -1);
	EXPECT_EQ(errno, BSD_ENOENT);
	q = mq_open(name, O_RDWR | O_CREAT, 0600, &a);
	EXPECT((long)q != -1);
	if ((long)q == -1)
		return;
	EXPECT_EQ(mq_send(q, "low", 4, 1), 0);
	EXPECT_EQ(mq_send(q, "high", 5, 9), 0);
	EXPECT_EQ(mq_getattr(q, &a), 0);
	EXPECT_EQ(a.now, 2);
	EXPECT_EQ(a.size, 64);
	EXPECT_EQ(mq_receive(q, text, 64, &priority), 5);
	EXPECT_EQ(priority, 9);
	EXPECT_EQ(mq_receive(q, text, 64, &priority), 4);
	EXPECT_EQ(mq_timedreceive(q, text, 64, &priority, &past), -1);
	EXPECT_EQ(errno, BSD_ETIMEDOUT);
	told = 0;
	EXPECT_EQ(mq_notify(q, &in_thread), 0);
	EXPECT_EQ(mq_send(q, "x", 2, 0), 0);
	wait_for(10);
	EXPECT_EQ(mq_close(q), 0);
	EXPECT_EQ(mq_unlink(name), 0);
}

static void requests(void)
{
	struct sigevent of_list = { .notify = 2, .value = (void *)1000, .function = tell };
	char path[64] = "/tmp/abirun-queues-XXXXXX";
	struct aiocb cb = { .bytes = "text", .count = 4, .opcode = 1 }, *list[1] = { &cb };

	cb.fd = mkstemp(path);
	unlink(path);
	cb.event = (struct sigevent){ .notify = 2, .value = (void *)100, .function = tell };
	told = 0;
	EXPECT_EQ(aio_write(&cb), 0);
	EXPECT_EQ(cb.event.notify, 2); /* as it was */
	wait_for(100);
	EXPECT_EQ(aio_error(&cb), 0);
	EXPECT_EQ(aio_return(&cb), 4);
	cb.event = (struct sigevent){ 0 };
	told = 0;
	EXPECT_EQ(lio_listio(0, list, 1, &of_list), 0); /* LIO_NOWAIT */
	wait_for(1000);
	EXPECT_EQ(aio_return(&cb), 4);
	close(cb.fd);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	teller = pthread_self();
	timers();
	queues();
	requests();
	return result();
}
