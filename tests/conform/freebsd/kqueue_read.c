/* EVFILT_READ: sockets, pipes, fifos, files, terminals.  kevent(2). */
#include "kqueue.h"

#define SO_RCVLOWAT 0x1004
#define LOOPBACK    0x0100007f

struct sockaddr_in {
	uint8_t len, family;
	uint16_t port;
	uint32_t address;
	char zero[8];
};

static void put(int fd, int n)
{
	static const char bytes[64];

	EXPECT_EQ(call(NR_write, fd, bytes, n), n);
}

static void drain(int fd)
{
	char buf[4096];

	EXPECT(call(NR_read, fd, buf, sizeof buf) > 0);
}

static int listener(struct sockaddr_in *at)
{
	int fd = call(NR_socket, AF_INET, SOCK_STREAM, 0);
	unsigned size = sizeof *at;

	*at = (struct sockaddr_in){ sizeof *at, AF_INET, 0, LOOPBACK, { 0 } };
	EXPECT_EQ(call(NR_bind, fd, at, sizeof *at), 0);
	EXPECT_EQ(call(NR_listen, fd, 8), 0);
	EXPECT_EQ(call(NR_getsockname, fd, at, &size), 0);
	return fd;
}

static int connection(const struct sockaddr_in *to)
{
	int fd = call(NR_socket, AF_INET, SOCK_STREAM, 0);

	EXPECT_EQ(call(NR_connect, fd, to, sizeof *to), 0);
	return fd;
}

/* A listening socket's data is how many connections wait. */
static void test_listen(void)
{
	struct sockaddr_in at;
	int server = listener(&at), client[3];

	EXPECT_EQ(change(server, EVFILT_READ, EV_ADD, 0, 0), 0);
	EXPECT_NONE();
	for (int i = 0; i < 3; i++) {
		client[i] = connection(&at);
		EXPECT_EQ(one().data, i + 1);
	}
	for (int i = 3; i > 0; i--) {
		EXPECT_EQ(one().data, i);
		EXPECT_EQ(call(NR_close, call(NR_accept, server, 0, 0)), 0);
	}
	EXPECT_NONE();
	for (int i = 0; i < 3; i++)
		call(NR_close, client[i]);
	call(NR_close, server);
}

/* The bytes, the peer's half close (with what is left to read), and the low-water mark. */
static void test_stream(int a, int b)
{
	int mark = 0;
	unsigned size = sizeof mark;
	struct kevent e;

	EXPECT_EQ(change(a, EVFILT_READ, EV_ADD, NOTE_LOWAT, 5), 0);
	put(b, 4);
	EXPECT_NONE();
	EXPECT(!queue_readable(kq));
	put(b, 1);
	EXPECT_EQ(one().data, 5);
	/* The socket's own mark is another. */
	EXPECT_EQ(call(NR_getsockopt, a, SOL_SOCKET, SO_RCVLOWAT, &mark, &size), 0);
	EXPECT_EQ(mark, 1);
	drain(a);
	EXPECT_NONE();
	EXPECT_EQ(change(a, EVFILT_READ, EV_ADD, 0, 0), 0);
	put(b, 3);
	EXPECT_EQ(one().data, 3);
	EXPECT_EQ(call(NR_shutdown, b, SHUT_WR), 0);
	for (int i = 0; i < 2; i++) {
		e = one();
		EXPECT_EQ(e.flags, EV_EOF);
		EXPECT_EQ(e.data, 3);
		EXPECT_EQ(e.fflags, 0);
	}
	drain(a);
	e = one();
	EXPECT_EQ(e.flags, EV_EOF);
	EXPECT_EQ(e.data, 0);
	call(NR_close, a);
	call(NR_close, b);
	EXPECT_NONE();
}

static void test_sockets(void)
{
	struct sockaddr_in at;
	int ends[2], server = listener(&at), client = connection(&at);

	test_stream(call(NR_accept, server, 0, 0), client);
	call(NR_close, server);
	EXPECT_EQ(call(NR_socketpair, AF_UNIX, SOCK_STREAM, 0, ends), 0);
	test_stream(ends[0], ends[1]);
	/* Nothing listens there any more: the error stands in fflags. */
	client = call(NR_socket, AF_INET, SOCK_STREAM, 0);
	EXPECT_EQ(call(NR_connect, client, &at, sizeof at), -ECONNREFUSED);
	call(NR_close, client);
	/* One that is not connected is not at its end. */
	client = call(NR_socket, AF_INET, SOCK_STREAM, 0);
	EXPECT_EQ(change(client, EVFILT_READ, EV_ADD, 0, 0), 0);
	EXPECT_NONE();
	call(NR_close, client);
}

static void test_pipe(void)
{
	struct kevent e;
	int ends[2];

	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_ADD, 0, 0), 0);
	EXPECT_NONE();
	put(ends[1], 10);
	EXPECT_EQ(one().data, 10);
	EXPECT_EQ(call(NR_close, ends[1]), 0);
	e = one();
	EXPECT_EQ(e.flags, EV_EOF);
	EXPECT_EQ(e.data, 10);
	drain(ends[0]);
	EXPECT_EQ(one().flags, EV_EOF);
	call(NR_close, ends[0]);
}

/* A fifo has its end when the last writer is gone, and is as new when another one comes. */
static void test_fifo(void)
{
	int reader, writer;
	struct kevent e;

	EXPECT_EQ(call(NR_mkfifo, "fifo", 0600), 0);
	reader = call(NR_open, "fifo", O_RDONLY | O_NONBLOCK);
	EXPECT_EQ(change(reader, EVFILT_READ, EV_ADD | EV_CLEAR, 0, 0), 0);
	EXPECT_NONE();
	writer = call(NR_open, "fifo", O_WRONLY);
	put(writer, 7);
	EXPECT_EQ(one().data, 7);
	drain(reader);
	call(NR_close, writer);
	e = one();
	EXPECT_EQ(e.flags, EV_CLEAR | EV_EOF);
	EXPECT_NONE();
	writer = call(NR_open, "fifo", O_WRONLY);
	put(writer, 2);
	e = one();
	EXPECT_EQ(e.flags, EV_CLEAR);
	EXPECT_EQ(e.data, 2);
	call(NR_close, writer);
	call(NR_close, reader);
	EXPECT_EQ(call(NR_unlink, "fifo"), 0);
}

/* A file is ready while its offset is not its end, or always (NOTE_FILE_POLL). */
static void test_file(void)
{
	int fd = call(NR_open, "file", O_RDWR | O_CREAT, 0600);
	int writer = call(NR_open, "file", O_WRONLY | O_APPEND);

	EXPECT_EQ(change(fd, EVFILT_READ, EV_ADD, 0, 0), 0);
	EXPECT_NONE();
	put(writer, 20);
	EXPECT_EQ(one().data, 20);
	EXPECT_EQ(call(NR_lseek, fd, 5, SEEK_SET), 5);
	EXPECT_EQ(one().data, 15);
	/* Behind the end: less than nothing. */
	EXPECT_EQ(call(NR_lseek, fd, 50, SEEK_SET), 50);
	EXPECT_EQ(one().data, -30);
	EXPECT_EQ(call(NR_lseek, fd, 20, SEEK_SET), 20);
	EXPECT_NONE();
	put(writer, 1);
	EXPECT_EQ(one().data, 1);
	EXPECT_EQ(call(NR_lseek, fd, 21, SEEK_SET), 21);
	EXPECT_EQ(change(fd, EVFILT_READ, EV_ADD, NOTE_FILE_POLL, 0), 0);
	EXPECT_EQ(one().data, 0);
	call(NR_close, writer);
	call(NR_close, fd);
	EXPECT_NONE();
	EXPECT_EQ(call(NR_unlink, "file"), 0);
}

/* The line is what a terminal has to read. */
static void test_terminal(void)
{
	int master = call(NR_posix_openpt, O_RDWR), slave;
	char name[] = "/dev/pts/000";
	int number = 0;
	char *at = name + 9;

	EXPECT(master >= 0);
	EXPECT_EQ(call(NR_ioctl, master, 0x4004740f, &number), 0); /* TIOCGPTN */
	if (number >= 100)
		*at++ = '0' + number / 100;
	if (number >= 10)
		*at++ = '0' + number / 10 % 10;
	*at++ = '0' + number % 10;
	*at = 0;
	slave = call(NR_open, name, O_RDWR);
	EXPECT(slave >= 0);
	EXPECT_EQ(change(slave, EVFILT_READ, EV_ADD, 0, 0), 0);
	EXPECT_EQ(call(NR_write, master, "abc", 3), 3);
	EXPECT_NONE();
	EXPECT_EQ(call(NR_write, master, "\n", 1), 1);
	EXPECT_EQ(one().data, 4);
	drain(slave);
	EXPECT_EQ(change(slave, EVFILT_READ, EV_DELETE, 0, 0), 0);
	EXPECT_EQ(change(master, EVFILT_READ, EV_ADD, 0, 0), 0);
	EXPECT(one().data > 0); /* the echo */
	call(NR_close, slave);
	EXPECT_EQ(one().flags, EV_EOF);
	call(NR_close, master);
}

int main(int argc, char **argv, char **envp)
{
	char directory[64] = { 0 };

	(void)argc, (void)argv, (void)envp;
	EXPECT((kq = call(NR_kqueue)) >= 0);
	enter_directory(directory, "kqueue-read-");
	test_listen();
	test_sockets();
	test_pipe();
	test_fifo();
	test_file();
	test_terminal();
	leave_directory(directory);
	return result();
}
