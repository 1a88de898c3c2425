/* EVFILT_READ, EVFILT_WRITE and EVFILT_EMPTY of all kinds of descriptors.  kqueue(2). */
#include "tests/map/kqueue.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static int kq;

static int start(void **state)
{
	(void)state;
	kq = make_kqueue();
	return 0;
}

static int stop(void **state)
{
	(void)state;
	close_fd(kq);
	return 0;
}

static struct sockaddr_in loopback(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
				     .sin_port = htons(port),
				     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static int listener(int *port)
{
	struct sockaddr_in a = loopback(0);
	socklen_t n = sizeof a;
	int s = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(bind(s, (void *)&a, sizeof a), 0);
	assert_int_equal(listen(s, 16), 0);
	assert_int_equal(getsockname(s, (void *)&a, &n), 0);
	*port = ntohs(a.sin_port);
	return s;
}

static int connected(int port)
{
	struct sockaddr_in a = loopback(port);
	int s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	if (connect(s, (void *)&a, sizeof a) < 0)
		assert_int_equal(errno, EINPROGRESS);
	return s;
}

static void listening_socket(void **state)
{
	struct kevent e;
	int port, l = listener(&port), c[3];

	(void)state;
	add(kq, l, EVFILT_READ, 0);
	assert_none(kq);
	for (int i = 0; i < 3; i++) {
		c[i] = connected(port);
		assert_int_equal(await(kq, &e, 1), 1);
		assert_int_equal(e.data, i + 1);
	}
	for (int i = 0; i < 3; i++) {
		close(accept(l, NULL, NULL));
		close_fd(c[i]);
	}
	assert_none(kq);
	close_fd(l);
}

/* A socket that is not connected is neither readable nor writable; the host says hangup. */
static void socket_before_connect(void **state)
{
	struct kevent e[2];
	struct sockaddr_in a;
	int port, l = listener(&port), s = socket(AF_INET, SOCK_STREAM, 0);

	(void)state;
	add(kq, s, EVFILT_READ, 0);
	add(kq, s, EVFILT_WRITE, 0);
	assert_none(kq);
	assert_none(kq);
	a = loopback(port);
	assert_int_equal(connect(s, (void *)&a, sizeof a), 0);
	assert_int_equal(await(kq, e, 2), 1);
	assert_int_equal(e[0].filter, EVFILT_WRITE);
	assert_int_equal(e[0].flags, 0);
	/* It is watched as a level again. */
	assert_int_equal(ready(kq, e, 2), 1);
	close_fd(s);
	close_fd(l);
}

static void refused_connection(void **state)
{
	struct kevent e[2];
	int port, l = listener(&port), s, err = 0;
	socklen_t n = sizeof err;

	(void)state;
	close(l);
	s = connected(port);
	add(kq, s, EVFILT_READ, EV_CLEAR);
	add(kq, s, EVFILT_WRITE, EV_CLEAR);
	assert_int_equal(await(kq, e, 2), 2);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(e[i].flags, EV_CLEAR | EV_EOF);
		assert_int_equal(e[i].fflags, BSD_ECONNREFUSED);
	}
	/* The program's own question still finds it. */
	assert_int_equal(getsockopt(s, SOL_SOCKET, SO_ERROR, &err, &n), 0);
	assert_int_equal(err, ECONNREFUSED);
	close_fd(s);
}

/* End of input comes with what is still to be read. */
static void peer_closes(void **state)
{
	struct kevent e;
	int port, l = listener(&port), c = connected(port), s = accept(l, NULL, NULL);

	(void)state;
	add(kq, s, EVFILT_READ, 0);
	add(kq, s, EVFILT_WRITE, EV_CLEAR);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.filter, EVFILT_WRITE);
	assert_int_equal(write(c, "12345", 5), 5);
	shutdown(c, SHUT_WR);
	usleep(10000);
	/* The host tells writers of the half close too: an edge more than FreeBSD's. */
	assert_int_equal(await(kq, &e, 1), 1);
	if (e.filter == EVFILT_WRITE)
		assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.filter, EVFILT_READ);
	assert_int_equal(e.flags, EV_EOF);
	assert_int_equal(e.fflags, 0);
	assert_int_equal(e.data, 5);
	/* What the program closed itself is the end for writers. */
	shutdown(s, SHUT_WR);
	change(kq, s, EVFILT_READ, EV_DELETE, 0, 0, 0);
	add(kq, s, EVFILT_WRITE, 0);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.flags, EV_CLEAR | EV_EOF);
	close_fd(s);
	close_fd(c);
	close_fd(l);
}

static void low_water(void **state)
{
	struct kevent e;
	int s[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
	change(kq, s[0], EVFILT_READ, EV_ADD, NOTE_LOWAT, 5, 0);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(write(s[1], "x", 1), 1);
		assert_none(kq);
		assert_false(readable(kq));
	}
	assert_int_equal(write(s[1], "x", 1), 1);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(ready(kq, &e, 1), 1);
		assert_int_equal(e.data, 5);
	}
	assert_int_equal(read(s[0], &e, 1), 1);
	assert_none(kq);
	/* An end comes whatever the mark. */
	close(s[1]);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_true(e.flags & EV_EOF);
	close_fd(s[0]);
}

static void pipe_ends(void **state)
{
	struct kevent e;
	int p[2], q[2];

	(void)state;
	assert_int_equal(pipe(p) | pipe(q), 0);
	add(kq, p[1], EVFILT_WRITE, 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 65536);
	assert_int_equal(write(p[1], "abcdef", 6), 6);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_true(e.data < 65536);
	change(kq, p[1], EVFILT_WRITE, EV_DELETE, 0, 0, 0);
	add(kq, p[0], EVFILT_READ, 0);
	close_fd(p[1]);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.flags, EV_EOF);
	assert_int_equal(e.data, 6);
	close_fd(p[0]);
	/* Nobody reads any more. */
	add(kq, q[1], EVFILT_WRITE, EV_CLEAR);
	ready(kq, &e, 1);
	close_fd(q[0]);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.flags, EV_CLEAR | EV_EOF);
	change(kq, q[1], EVFILT_WRITE, EV_DELETE, 0, 0, 0);
	assert_int_equal(add(kq, q[1], EVFILT_WRITE, 0), -EPIPE);
	close_fd(q[1]);
}

/* A fifo's end is over when a writer comes. */
static void fifo_revives(void **state)
{
	char path[] = "/tmp/kqueue-fifo-XXXXXX";
	struct kevent e;
	int r, w;

	(void)state;
	close(mkstemp(path));
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	r = open(path, O_RDONLY | O_NONBLOCK);
	add(kq, r, EVFILT_READ, 0);
	w = open(path, O_WRONLY);
	assert_none(kq);
	close(w);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.flags, EV_EOF);
	w = open(path, O_WRONLY);
	assert_none(kq);
	assert_int_equal(write(w, "ab", 2), 2);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.flags, 0);
	assert_int_equal(e.data, 2);
	close(w);
	close_fd(r);
	unlink(path);
}

/* epoll refuses files; a kqueue tells how far they are from their end. */
static void regular_file(void **state)
{
	char path[] = "/tmp/kqueue-file-XXXXXX";
	struct kevent e;
	int fd = mkstemp(path), other = open(path, O_WRONLY | O_APPEND);

	(void)state;
	assert_int_equal(write(other, "0123456789", 10), 10);
	assert_int_equal(add(kq, fd, EVFILT_READ, 0), 0);
	assert_true(readable(kq));
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 10);
	assert_true(readable(kq));
	lseek(fd, 4, SEEK_SET);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 6);
	lseek(fd, 12, SEEK_SET);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, -2);
	lseek(fd, 10, SEEK_SET);
	assert_none(kq);
	assert_none(kq);
	/* It wakes when the file grows. */
	assert_int_equal(write(other, "x", 1), 1);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.data, 1);
	lseek(fd, 11, SEEK_SET);
	assert_int_equal(change(kq, fd, EVFILT_READ, EV_ADD, NOTE_FILE_POLL, 0, 0), 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 0);
	change(kq, fd, EVFILT_READ, EV_DELETE, 0, 0, 0);
	/* Writing is always possible; an edge is reported anew after a write. */
	assert_int_equal(add(kq, fd, EVFILT_WRITE, EV_CLEAR), 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_none(kq);
	assert_int_equal(write(other, "x", 1), 1);
	assert_int_equal(await(kq, &e, 1), 1);
	close_fd(fd);
	assert_none(kq);
	close(other);
	unlink(path);
}

static void event_descriptor(void **state)
{
	struct kevent e;
	int fd = eventfd(0, 0);
	uint64_t n = 0x123456789;

	(void)state;
	add(kq, fd, EVFILT_READ, 0);
	assert_none(kq);
	assert_int_equal(write(fd, &n, 8), 8);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, n);
	change(kq, fd, EVFILT_READ, EV_DELETE, 0, 0, 0);
	add(kq, fd, EVFILT_WRITE, 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 0xfffffffffffffffe - n);
	close_fd(fd);
}

static void nested_queues(void **state)
{
	int inner = make_kqueue(), p[2];
	struct kevent e;

	(void)state;
	assert_int_equal(pipe(p), 0);
	assert_int_equal(add(kq, inner, EVFILT_WRITE, 0), -EINVAL);
	assert_int_equal(add(kq, inner, EVFILT_READ, 0), 0);
	add(inner, p[0], EVFILT_READ, 0);
	change(inner, 1, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 0, 0);
	assert_none(kq);
	assert_int_equal(write(p[1], "x", 1), 1);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.ident, inner);
	assert_true(e.data >= 1);
	assert_int_equal(ready(inner, &e, 1), 1);
	assert_int_equal(read(p[0], &e, 1), 1);
	assert_none(kq);
	/* What only the inner one's list knows comes through as well. */
	change(inner, 1, EVFILT_USER, 0, NOTE_TRIGGER, 0, 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(ready(inner, &e, 1), 1);
	assert_none(kq);
	close_fd(inner);
	assert_none(kq);
	close_fd(p[0]);
	close_fd(p[1]);
}

static void datagrams(void **state)
{
	struct kevent e;
	int s[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM, 0, s), 0);
	add(kq, s[0], EVFILT_READ, 0);
	assert_int_equal(write(s[1], "", 0), 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 0);
	assert_int_equal(e.flags, 0);
	close_fd(s[0]);
	close_fd(s[1]);
}

static void nothing_to_send(void **state)
{
	struct kevent e;
	char buf[4096] = { 0 };
	int s[2], p[2], sent = 0, n;

	(void)state;
	assert_int_equal(pipe(p), 0);
	assert_int_equal(add(kq, p[1], EVFILT_EMPTY, 0), -EINVAL);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s), 0);
	assert_int_equal(add(kq, s[0], EVFILT_EMPTY, 0), 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 0);
	while ((n = write(s[0], buf, sizeof buf)) > 0)
		sent += n;
	assert_none(kq);
	while (sent > 0)
		sent -= read(s[1], buf, sizeof buf);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.filter, EVFILT_EMPTY);
	close_fd(s[0]);
	close_fd(s[1]);
	close_fd(p[0]);
	close_fd(p[1]);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		T(listening_socket),   T(socket_before_connect),
		T(refused_connection), T(peer_closes),
		T(low_water),          T(pipe_ends),
		T(fifo_revives),       T(regular_file),
		T(event_descriptor),   T(nested_queues),
		T(datagrams),          T(nothing_to_send),
	};

	harness_start(abis[0]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
