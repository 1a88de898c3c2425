/* aio(3): reads, writes, the end told by a signal, lists, waiting, cancelling. */
#include "signals.h"

#define EINPROGRESS 36
#define ECANCELED   87
#define LIO_WRITE   1
#define LIO_READ    2
#define LIO_WAIT    1

/* sys/aio.h, sys/signal.h */
struct aiocb {
	long offset;
	volatile void *buffer;
	size_t length;
	int fd, opcode, priority, pad;
	struct {
		int notify, signo;
		long value;
		void *function, *attributes;
	} event;
	int state, error;
	long value;
};
_Static_assert(sizeof(struct aiocb) == 88, "struct aiocb");

static volatile int caught;
static volatile long caught_value;

static void count(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)context;
	caught = sig;
	caught_value = (long)info->value;
}

static long finished(struct aiocb *cb)
{
	const struct aiocb *const list[] = { cb };
	long error;

	while ((error = call(NR_aio_error, cb)) == EINPROGRESS)
		call(NR___aio_suspend50, list, 1, 0);
	return error;
}

static void test_file(long fd)
{
	static char in[32];
	struct aiocb put = { .offset = 5, .buffer = "written", .length = 7, .fd = (int)fd };
	struct aiocb get = { .offset = 5, .buffer = in, .length = 32, .fd = (int)fd };

	EXPECT_EQ(call(NR_aio_write, &put), 0);
	EXPECT_EQ(finished(&put), 0);
	EXPECT_EQ(call(NR_aio_return, &put), 7);
	EXPECT_EQ(call(NR_aio_return, &put), -EINVAL);
	EXPECT_EQ(call(NR_aio_fsync, 0x80, &put), 0); /* O_SYNC */
	EXPECT_EQ(finished(&put), 0);
	EXPECT_EQ(call(NR_aio_return, &put), 0);
	EXPECT_EQ(call(NR_aio_read, &get), 0);
	EXPECT_EQ(finished(&get), 0);
	EXPECT_EQ(call(NR_aio_return, &get), 7);
	EXPECT(!memcmp(in, "written", 7));
	EXPECT_EQ(call(NR_aio_read, 8), -EFAULT);
	get.fd = -1;
	EXPECT_EQ(call(NR_aio_read, &get), -EBADF);
}

/* The list's signal comes when all of it is done. */
static void test_list(long fd)
{
	static char in[2][8];
	struct aiocb first = {
		.offset = 5, .buffer = in[0], .length = 3, .fd = (int)fd, .opcode = LIO_READ
	};
	struct aiocb second = {
		.offset = 8, .buffer = in[1], .length = 4, .fd = (int)fd, .opcode = LIO_READ
	};
	struct aiocb *const list[] = { &first, &second };

	EXPECT_EQ(call(NR_lio_listio, LIO_WAIT, list, 2, 0), 0);
	EXPECT_EQ(call(NR_aio_return, &first), 3);
	EXPECT_EQ(call(NR_aio_return, &second), 4);
	EXPECT(!strcmp(in[0], "wri") && !strcmp(in[1], "tten"));
}

static void test_signal(long fd)
{
	struct aiocb put = { .buffer = "x", .length = 1, .fd = (int)fd };
	struct sigset none = { { 0 } };

	put.event.notify = 1; /* SIGEV_SIGNAL */
	put.event.signo = SIGUSR1;
	put.event.value = 77;
	catch (SIGUSR1, count, 0, NULL);
	block(SIGUSR1);
	EXPECT_EQ(call(NR_aio_write, &put), 0);
	EXPECT_EQ(call(NR_sigsuspend, &none), -EINTR);
	EXPECT_EQ(caught, SIGUSR1);
	EXPECT_EQ(caught_value, 77);
	EXPECT_EQ(finished(&put), 0);
	EXPECT_EQ(call(NR_aio_return, &put), 1);
}

static void test_cancel(void)
{
	static char in[8];
	struct aiocb get = { .buffer = in, .length = 1 };
	int ends[2];

	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	get.fd = ends[0];
	EXPECT_EQ(call(NR_aio_read, &get), 0);
	EXPECT_EQ(call(NR_aio_error, &get), EINPROGRESS);
	EXPECT_EQ(call(NR_aio_return, &get), -EINVAL);
	EXPECT_EQ(call(NR_aio_cancel, ends[0], &get), 1); /* AIO_CANCELED */
	EXPECT_EQ(finished(&get), ECANCELED);
	EXPECT_EQ(call(NR_aio_return, &get), -ECANCELED);
	EXPECT_EQ(call(NR_aio_cancel, ends[0], 0), 3); /* AIO_ALLDONE */
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
}

int main(int argc, char **argv, char **envp)
{
	static char name[] = "/tmp/abirun-aio-xxxxxxxx";
	long id = call(NR_getpid), fd;

	(void)argc, (void)argv, (void)envp;
	for (size_t i = sizeof(name) - 2; name[i] != '-'; i--, id /= 10)
		name[i] = '0' + id % 10;
	fd = call(NR_open, name, O_RDWR | O_CREAT | O_EXCL, 0600);
	EXPECT(fd > 0);
	EXPECT_EQ(call(NR_unlink, name), 0);
	test_file(fd);
	test_list(fd);
	test_signal(fd);
	test_cancel();
	return result();
}
