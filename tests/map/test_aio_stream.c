/* aio on what may wait: sockets, pipes, terminals; aio_cancel. */
#include <pty.h>
#include <termios.h>

#include "tests/map/aio.h"

static char out[2 << 20], in[2 << 20];

static int fill(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof out; i++)
		out[i] = (char)(i * 7 + i / 251);
	return 0;
}

static void read_all(int fd, size_t n)
{
	for (size_t at = 0; at < n;) {
		ssize_t got = read(fd, in + at, n - at);

		assert_true(got > 0);
		at += (size_t)got;
	}
	assert_memory_equal(in, out, n);
}

static void a_socket_is_waited_for(void **state)
{
	struct freebsd_aiocb cb;
	int s[2];

	(void)state;
	make_sockets(s);
	cb = request(s[0], in, 100);
	assert_int_equal(call_nr(AIO_READ, &cb), 0);
	moment();
	assert_int_equal(call_nr(AIO_ERROR, &cb), BSD_EINPROGRESS);
	assert_int_equal(call_nr(AIO_RETURN, &cb), -EINVAL);
	assert_int_equal(write(s[1], "hello", 5), 5);
	assert_int_equal(outcome(&cb), 5);
	assert_memory_equal(in, "hello", 5);
	/* Its end is an answer too. */
	assert_int_equal(call_nr(AIO_READ, &cb), 0);
	moment();
	shutdown(s[1], SHUT_WR);
	assert_int_equal(outcome(&cb), 0);
	close_both(s);
}

static void requests_on_a_stream_keep_their_order(void **state)
{
	enum { COUNT = 30 };
	static struct freebsd_aiocb reads[COUNT], writes[COUNT];
	static char to[COUNT][1000];
	int s[2];

	(void)state;
	make_sockets(s);
	for (int i = 0; i < COUNT; i++) {
		reads[i] = request(s[0], to[i], 1000);
		assert_int_equal(call_nr(AIO_READ, &reads[i]), 0);
	}
	for (int i = 0; i < COUNT; i++) {
		writes[i] = request(s[1], out + 1000 * i, 1000);
		assert_int_equal(call_nr(AIO_WRITE, &writes[i]), 0);
		assert_int_equal(outcome(&writes[i]), 1000);
		assert_int_equal(outcome(&reads[i]), 1000);
		assert_memory_equal(to[i], out + 1000 * i, 1000);
	}
	for (int i = 0; i < COUNT; i++) {
		writes[i] = request(s[1], out + 50000 * i, 50000);
		assert_int_equal(call_nr(AIO_WRITE, &writes[i]), 0);
	}
	read_all(s[0], 50000 * COUNT);
	for (int i = 0; i < COUNT; i++)
		assert_int_equal(outcome(&writes[i]), 50000);
	close_both(s);
}

/* Whatever the worker is at: one that waits for its stream is cancelled. */
static void reading_is_cancelled_at_once(void **state)
{
	struct freebsd_aiocb cb;
	int s[2], p[2];

	(void)state;
	make_sockets(s);
	assert_int_equal(pipe(p), 0);
	for (int i = 0; i < 2000; i++) {
		int fd = i % 2 ? s[0] : p[0];

		cb = request(fd, in, 10);
		assert_int_equal(call_nr(AIO_READ, &cb), 0);
		for (int spin = 0; spin < i % 50 * 100; spin++)
			__asm__ volatile("");
		assert_int_equal(call_nr(AIO_CANCEL, fd, i % 3 ? &cb : NULL), CANCELED);
		assert_int_equal(call_nr(AIO_RETURN, &cb), -ECANCELED);
	}
	close_both(s);
	close_both(p);
}

static void reading_is_cancelled(void **state)
{
	struct freebsd_aiocb cb[3];
	int s[2];

	(void)state;
	make_sockets(s);
	assert_int_equal(call_nr(AIO_CANCEL, -1, NULL), -EBADF);
	assert_int_equal(call_nr(AIO_CANCEL, s[0], NULL), ALLDONE);
	for (int i = 0; i < 3; i++) {
		cb[i] = request(s[0], in, 10);
		assert_int_equal(call_nr(AIO_READ, &cb[i]), 0);
	}
	moment();
	/* One that is not the first lets the others be. */
	assert_int_equal(call_nr(AIO_CANCEL, s[0], &cb[1]), CANCELED);
	assert_int_equal(call_nr(AIO_CANCEL, s[0], &cb[1]), ALLDONE);
	assert_int_equal(call_nr(AIO_ERROR, &cb[1]), BSD_ECANCELED);
	assert_int_equal(call_nr(AIO_RETURN, &cb[1]), -ECANCELED);
	assert_int_equal(cb[1].error, BSD_ECANCELED);
	assert_int_equal(call_nr(AIO_CANCEL, s[1], NULL), ALLDONE);
	assert_int_equal(write(s[1], "x", 1), 1);
	assert_int_equal(outcome(&cb[0]), 1);
	assert_int_equal(call_nr(AIO_ERROR, &cb[2]), BSD_EINPROGRESS);
	assert_int_equal(call_nr(AIO_CANCEL, s[0], NULL), CANCELED);
	assert_int_equal(call_nr(AIO_RETURN, &cb[2]), -ECANCELED);
	/* And the socket is free again. */
	assert_int_equal(call_nr(AIO_READ, &cb[0]), 0);
	assert_int_equal(write(s[1], "yz", 2), 2);
	assert_int_equal(outcome(&cb[0]), 2);
	close_both(s);
}

/* What has been written in part is not cancelled, but ends with that part. */
static void writing_is_cut_off(void **state)
{
	struct freebsd_aiocb cb[2];
	long moved;
	int s[2];

	(void)state;
	make_sockets(s);
	cb[0] = request(s[0], out, sizeof out);
	cb[1] = cb[0];
	assert_int_equal(call_nr(AIO_WRITE, &cb[0]), 0);
	assert_int_equal(call_nr(AIO_WRITE, &cb[1]), 0);
	moment();
	assert_int_equal(call_nr(AIO_CANCEL, s[0], &cb[1]), CANCELED);
	assert_int_equal(call_nr(AIO_CANCEL, s[0], &cb[0]), NOTCANCELED);
	moved = outcome(&cb[0]);
	assert_true(moved > 0 && moved < (long)sizeof out);
	assert_int_equal(call_nr(AIO_RETURN, &cb[1]), -ECANCELED);
	read_all(s[1], (size_t)moved);
	/* Of a socket that does not wait the part is all that there is to it. */
	fcntl(s[0], F_SETFL, O_NONBLOCK);
	assert_int_equal(call_nr(AIO_WRITE, &cb[0]), 0);
	moved = outcome(&cb[0]);
	assert_true(moved > 0 && moved < (long)sizeof out);
	read_all(s[1], (size_t)moved);
	close_both(s);
}

static void long_writes_go_on(void **state)
{
	struct freebsd_aiocb cb;
	int s[2], p[2];

	(void)state;
	make_sockets(s);
	cb = request(s[0], out, sizeof out);
	assert_int_equal(call_nr(AIO_WRITE, &cb), 0);
	read_all(s[1], sizeof out);
	assert_int_equal(outcome(&cb), sizeof out);
	close_both(s);
	assert_int_equal(pipe(p), 0);
	cb.aio_fildes = p[1];
	assert_int_equal(call_nr(AIO_WRITE, &cb), 0);
	read_all(p[0], sizeof out);
	assert_int_equal(outcome(&cb), sizeof out);
	close_both(p);
}

static void pipes_and_terminals(void **state)
{
	struct freebsd_aiocb cb;
	int p[2];

	(void)state;
	assert_int_equal(pipe(p), 0);
	cb = request(p[0], in, 100);
	assert_int_equal(call_nr(AIO_READ, &cb), 0);
	moment();
	assert_int_equal(call_nr(AIO_ERROR, &cb), BSD_EINPROGRESS);
	assert_int_equal(call_nr(AIO_CANCEL, p[0], &cb), CANCELED);
	assert_int_equal(call_nr(AIO_RETURN, &cb), -ECANCELED);
	/* One that does not wait says so. */
	fcntl(p[0], F_SETFL, O_NONBLOCK);
	assert_int_equal(call_nr(AIO_READ, &cb), 0);
	assert_int_equal(outcome(&cb), -EAGAIN);
	assert_int_equal(cb.error, BSD_EAGAIN);
	assert_int_equal(write(p[1], "ab", 2), 2);
	assert_int_equal(call_nr(AIO_READ, &cb), 0);
	assert_int_equal(outcome(&cb), 2);
	close_both(p);

	assert_int_equal(openpty(&p[0], &p[1], NULL, NULL, NULL), 0);
	cb.aio_fildes = p[1];
	assert_int_equal(call_nr(AIO_READ, &cb), 0);
	moment();
	assert_int_equal(write(p[0], "line\n", 5), 5);
	assert_int_equal(outcome(&cb), 5);
	assert_memory_equal(in, "line\n", 5);
	close_both(p);
}

static void datagrams_are_one_each(void **state)
{
	struct iovec part[2] = { { "ab", 2 }, { "cd", 2 } };
	struct freebsd_aiocb cb;
	int s[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM, 0, s), 0);
	cb = request(s[0], part, 2);
	assert_int_equal(call_nr(AIO_WRITEV, &cb), 0);
	assert_int_equal(outcome(&cb), 4);
	cb = request(s[0], "", 0);
	assert_int_equal(call_nr(AIO_WRITE, &cb), 0);
	assert_int_equal(outcome(&cb), 0);
	assert_int_equal(recv(s[1], in, 100, MSG_DONTWAIT), 4);
	assert_int_equal(recv(s[1], in, 100, MSG_DONTWAIT), 0);
	assert_int_equal(recv(s[1], in, 100, MSG_DONTWAIT), -1);
	close_both(s);
}

static void broken_streams_signal_the_process(void **state)
{
	struct timespec no_time = { 0 };
	struct freebsd_aiocb cb;
	int s[2], p[2];
	sigset_t set;

	(void)state;
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	sigprocmask(SIG_BLOCK, &set, NULL);
	make_sockets(s);
	close(s[1]);
	cb = request(s[0], out, 10);
	assert_int_equal(call_nr(AIO_WRITE, &cb), 0);
	assert_int_equal(outcome(&cb), -EPIPE);
	assert_int_equal(sigtimedwait(&set, NULL, &no_time), SIGPIPE);
	close(s[0]);
	/* A pipe does only where it broke in the middle. */
	assert_int_equal(pipe(p), 0);
	cb.aio_fildes = p[1];
	cb.aio_nbytes = sizeof out;
	assert_int_equal(call_nr(AIO_WRITE, &cb), 0);
	moment();
	close(p[0]);
	assert_int_equal(outcome(&cb), -EPIPE);
	assert_int_equal(sigtimedwait(&set, NULL, &no_time), SIGPIPE);
	assert_int_equal(call_nr(AIO_WRITE, &cb), 0);
	assert_int_equal(outcome(&cb), -EPIPE);
	assert_int_equal(sigtimedwait(&set, NULL, &no_time), -1);
	close(p[1]);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static void what_waits_holds_up_nobody(void **state)
{
	enum { WAITERS = 200 };
	static struct freebsd_aiocb cb[WAITERS];
	static int s[WAITERS][2];
	int fd = temporary_file();
	struct freebsd_aiocb other = request(fd, out, 1000);

	(void)state;
	for (int i = 0; i < WAITERS; i++) {
		make_sockets(s[i]);
		cb[i] = request(s[i][0], in, 10);
		assert_int_equal(call_nr(AIO_READ, &cb[i]), 0);
	}
	assert_int_equal(call_nr(AIO_WRITE, &other), 0);
	assert_int_equal(outcome(&other), 1000);
	moment();
	assert_true(worker_count() > 0);
	for (int i = WAITERS - 1; i >= 0; i--) {
		if (i % 2) {
			assert_int_equal(write(s[i][1], "abc", 3), 3);
			assert_int_equal(outcome(&cb[i]), 3);
		} else {
			assert_int_equal(call_nr(AIO_CANCEL, s[i][0], NULL), CANCELED);
			assert_int_equal(call_nr(AIO_RETURN, &cb[i]), -ECANCELED);
		}
		close_both(s[i]);
	}
	assert_true(worker_count() <= AIO_WORKERS);
	close(fd);
}

/* The request keeps the socket, whatever its number is now. */
static void closing_is_not_cancelling(void **state)
{
	struct freebsd_aiocb cb;
	int s[2], other;

	(void)state;
	make_sockets(s);
	cb = request(s[0], in, 10);
	assert_int_equal(call_nr(AIO_READ, &cb), 0);
	moment();
	assert_int_equal(call_nr(CLOSE, s[0]), 0);
	other = open("/dev/null", O_RDONLY);
	assert_int_equal(other, s[0]);
	moment();
	assert_int_equal(call_nr(AIO_ERROR, &cb), BSD_EINPROGRESS);
	assert_int_equal(write(s[1], "abc", 3), 3);
	assert_int_equal(outcome(&cb), 3);
	/* With its request the socket is gone. */
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(write(s[1], "abc", 3), -1);
	signal(SIGPIPE, SIG_DFL);
	/* Cancelled, it is gone at once. */
	close_both((int[]){ other, s[1] });
	make_sockets(s);
	cb.aio_fildes = s[0];
	assert_int_equal(call_nr(AIO_READ, &cb), 0);
	moment();
	assert_int_equal(call_nr(AIO_CANCEL, s[0], &cb), CANCELED);
	assert_int_equal(call_nr(AIO_RETURN, &cb), -ECANCELED);
	close(s[0]);
	moment();
	assert_int_equal(recv(s[1], in, 1, MSG_DONTWAIT), 0);
	close(s[1]);
}

static void refused_streams(void **state)
{
	struct freebsd_aiocb cb = request(socket(AF_UNIX, SOCK_STREAM, 0), in, 10);
	int kq = make_kqueue();

	(void)state;
	assert_int_equal(listen(cb.aio_fildes, 1), -1); /* it has no name */
	assert_int_equal(bind(cb.aio_fildes, &(struct sockaddr){ AF_UNIX, "" }, 2), 0);
	assert_int_equal(listen(cb.aio_fildes, 1), 0);
	assert_int_equal(call_nr(AIO_READ, &cb), -EINVAL);
	cb.aio_offset = -1;
	assert_int_equal(call_nr(AIO_READ, &cb), -EINVAL);
	close(cb.aio_fildes);
	cb = request(kq, in, 10);
	assert_int_equal(call_nr(AIO_READ, &cb), -EOPNOTSUPP);
	close_fd(kq);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_socket_is_waited_for),
		cmocka_unit_test(requests_on_a_stream_keep_their_order),
		cmocka_unit_test(reading_is_cancelled_at_once),
		cmocka_unit_test(reading_is_cancelled),
		cmocka_unit_test(writing_is_cut_off),
		cmocka_unit_test(long_writes_go_on),
		cmocka_unit_test(pipes_and_terminals),
		cmocka_unit_test(datagrams_are_one_each),
		cmocka_unit_test(broken_streams_signal_the_process),
		cmocka_unit_test(what_waits_holds_up_nobody),
		cmocka_unit_test(closing_is_not_cancelling),
		cmocka_unit_test(refused_streams),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, fill, all_is_forgotten);
}
