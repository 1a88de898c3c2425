/* EVFILT_WRITE and EVFILT_EMPTY.  kevent(2). */
#include "kqueue.h"

#define SO_SNDBUF    0x1001
#define MSG_DONTWAIT 0x80

static char block_of[65536];

/* Fill it up; how much went in. */
static long fill(int fd)
{
	long all = 0, n;

	while ((n = call(NR_sendto, fd, block_of, sizeof block_of, MSG_DONTWAIT, 0, 0)) > 0)
		all += n;
	EXPECT_EQ(n, -EAGAIN);
	return all;
}

static void drain(int fd, long n)
{
	while (n > 0) {
		long got = call(NR_read, fd, block_of,
				n < (long)sizeof block_of ? n : (long)sizeof block_of);

		if (got <= 0)
			break;
		n -= got;
	}
	EXPECT_EQ(n, 0);
}

static void test_socket(void)
{
	struct kevent e;
	int ends[2];
	long all;

	EXPECT_EQ(call(NR_socketpair, AF_UNIX, SOCK_STREAM, 0, ends), 0);
	EXPECT_EQ(change(ends[0], EVFILT_WRITE, EV_ADD, 0, 0), 0);
	EXPECT(one().data > 0);
	all = fill(ends[0]);
	EXPECT_NONE();
	drain(ends[1], all);
	EXPECT(one().data > 0);
	/* The peer is gone. */
	call(NR_close, ends[1]);
	e = one();
	EXPECT(e.flags & EV_EOF);
	call(NR_close, ends[0]);
	EXPECT_NONE();
}

/* The room that has to be there; more than the buffer has never comes. */
static void test_low_water(void)
{
	int ends[2], size = 0;
	unsigned length = sizeof size;
	long room;

	EXPECT_EQ(call(NR_socketpair, AF_UNIX, SOCK_STREAM, 0, ends), 0);
	EXPECT_EQ(call(NR_getsockopt, ends[0], SOL_SOCKET, SO_SNDBUF, &size, &length), 0);
	EXPECT_EQ(change(ends[0], EVFILT_WRITE, EV_ADD, NOTE_LOWAT, size + 1l), 0);
	EXPECT_NONE();
	EXPECT_EQ(change(ends[0], EVFILT_WRITE, EV_ADD, NOTE_LOWAT, size), 0);
	room = one().data;
	EXPECT_EQ(room, size);
	EXPECT_EQ(call(NR_write, ends[0], block_of, 1000), 1000);
	EXPECT_NONE();
	/* Room enough for epoll all the time, and none for this until it is read. */
	drain(ends[1], 1000);
	EXPECT_EQ(one().data, size);
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
}

/* TCP makes its room bit by bit, and epoll tells of the first only. */
static void test_stream_low_water(void)
{
	struct {
		uint8_t len, family;
		uint16_t port;
		uint32_t address;
		char zero[8];
	} at = { sizeof at, AF_INET, 0, 0x0100007f, { 0 } };
	int server = call(NR_socket, AF_INET, SOCK_STREAM, 0), peer, size = 65536;
	int client = call(NR_socket, AF_INET, SOCK_STREAM, 0);
	unsigned length = sizeof at;
	long all;

	EXPECT_EQ(call(NR_setsockopt, client, SOL_SOCKET, SO_SNDBUF, &size, sizeof size), 0);
	EXPECT_EQ(call(NR_bind, server, &at, sizeof at), 0);
	EXPECT_EQ(call(NR_listen, server, 1), 0);
	EXPECT_EQ(call(NR_getsockname, server, &at, &length), 0);
	EXPECT_EQ(call(NR_connect, client, &at, sizeof at), 0);
	peer = call(NR_accept, server, 0, 0);
	all = fill(client);
	EXPECT_EQ(change(client, EVFILT_WRITE, EV_ADD | EV_CLEAR, NOTE_LOWAT, size), 0);
	EXPECT_NONE();
	for (; all > 0; all -= 20000) {
		struct kevent e;

		drain(peer, all < 20000 ? all : 20000);
		if (take(&e, 1, 3) == 1)
			break;
	}
	if (all <= 0)
		EXPECT_EQ(one().data, size);
	call(NR_close, server);
	call(NR_close, client);
	call(NR_close, peer);
	EXPECT_NONE();
}

static void test_pipe(void)
{
	int ends[2];
	struct kevent e;

	EXPECT_EQ(call(NR_pipe2, ends, O_NONBLOCK), 0);
	EXPECT_EQ(change(ends[1], EVFILT_WRITE, EV_ADD, 0, 0), 0);
	EXPECT(one().data > 0);
	while (call(NR_write, ends[1], block_of, 4096) > 0)
		;
	EXPECT_NONE();
	EXPECT_EQ(call(NR_read, ends[0], block_of, 8192), 8192);
	EXPECT(one().data >= 4096);
	call(NR_close, ends[0]);
	e = one();
	EXPECT_EQ(e.flags, EV_EOF);
	/* To begin now is refused. */
	EXPECT_EQ(change(ends[1], EVFILT_WRITE, EV_DELETE, 0, 0), 0);
	EXPECT_EQ(change(ends[1], EVFILT_WRITE, EV_ADD, 0, 0), -EPIPE);
	call(NR_close, ends[1]);
}

/* Files take everything, always. */
static void test_file(const char *self)
{
	int fd = call(NR_open, self, O_RDONLY);

	EXPECT(fd >= 0);
	EXPECT_EQ(change(fd, EVFILT_WRITE, EV_ADD, 0, 0), 0);
	EXPECT_EQ(one().data, 0);
	call(NR_close, fd);
	EXPECT_NONE();
}

/* Both filters of one descriptor live side by side. */
static void test_both(void)
{
	struct kevent e[2];
	int ends[2];

	EXPECT_EQ(call(NR_socketpair, AF_UNIX, SOCK_STREAM, 0, ends), 0);
	EXPECT_EQ(change_data(ends[0], EVFILT_READ, EV_ADD | EV_CLEAR, 0, 0, 1), 0);
	EXPECT_EQ(change_data(ends[0], EVFILT_WRITE, EV_ADD, 0, 0, 2), 0);
	EXPECT_EQ(call(NR_write, ends[1], "abc", 3), 3);
	EXPECT_EQ(take(e, 2, 0), 2);
	EXPECT_EQ((long)e[0].udata + (long)e[1].udata, 3);
	EXPECT_EQ(take(e, 2, 0), 1);
	EXPECT_EQ(e[0].filter, EVFILT_WRITE);
	EXPECT_EQ(change(ends[0], EVFILT_WRITE, EV_DELETE, 0, 0), 0);
	EXPECT_EQ(call(NR_write, ends[1], "d", 1), 1);
	EXPECT_EQ(one().data, 4);
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
}

/* Nothing waits to be sent. */
static void test_empty(void)
{
	int ends[2], pipe_ends[2];
	struct kevent e;

	EXPECT_EQ(call(NR_socketpair, AF_UNIX, SOCK_STREAM, 0, ends), 0);
	EXPECT_EQ(change(ends[0], EVFILT_EMPTY, EV_ADD, 0, 0), 0);
	EXPECT_EQ(one().data, 0);
	EXPECT_EQ(call(NR_write, ends[0], block_of, 5000), 5000);
	EXPECT_NONE();
	drain(ends[1], 5000);
	e = one();
	EXPECT_EQ(e.filter, EVFILT_EMPTY);
	EXPECT_EQ(e.data, 0);
	EXPECT_EQ(change(ends[0], EVFILT_EMPTY, EV_DELETE, 0, 0), 0);
	EXPECT_EQ(call(NR_pipe2, pipe_ends, 0), 0);
	EXPECT_EQ(change(pipe_ends[1], EVFILT_EMPTY, EV_ADD, 0, 0), -EINVAL);
	for (int i = 0; i < 2; i++) {
		call(NR_close, ends[i]);
		call(NR_close, pipe_ends[i]);
	}
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)envp;
	EXPECT((kq = call(NR_kqueue)) >= 0);
	test_socket();
	test_low_water();
	test_stream_low_water();
	test_pipe();
	test_file(argv[0]);
	test_both();
	test_empty();
	return result();
}
