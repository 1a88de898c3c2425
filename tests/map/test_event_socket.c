/* EVFILT_READ, EVFILT_WRITE and EVFILT_EMPTY of sockets.  kqueue(2). */
#include "tests/map/kqueue.h"

#include <arpa/inet.h>
#include <sys/socket.h>

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
	const struct CMUnitTest tests[] = {
		ON_QUEUE(listening_socket),   ON_QUEUE(socket_before_connect),
		ON_QUEUE(refused_connection), ON_QUEUE(peer_closes),
		ON_QUEUE(low_water),          ON_QUEUE(datagrams),
		ON_QUEUE(nothing_to_send),
	};

	harness_start(abis[0]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
