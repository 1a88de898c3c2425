/* Rows of blocking.h: calls that sleep for data, room and peers. */

static int pipe_ends[2], full_pipe[2], pair[2], full_pair[2];
static char byte[64];
static struct {
	void *base;
	size_t length;
} vector = { byte, 1 };
static struct {
	void *name;
	uint32_t name_length, pad;
	void *iov;
	int iov_count, pad2;
	void *control;
	uint32_t control_length;
	int flags;
} message = { .iov = &vector, .iov_count = 1 };

static void open_pipe(void)
{
	if (!pipe_ends[1])
		EXPECT_EQ(call(NR_pipe2, pipe_ends, 0), 0);
}

static void begin_read(long *a)
{
	open_pipe();
	a[0] = pipe_ends[0], a[1] = (long)byte, a[2] = 1;
}

static void begin_readv(long *a)
{
	open_pipe();
	a[0] = pipe_ends[0], a[1] = (long)&vector, a[2] = 1;
}

static void release_read(void)
{
	call(NR_write, pipe_ends[1], "x", 1);
}

static void begin_write(long *a)
{
	if (!full_pipe[1])
		EXPECT_EQ(call(NR_pipe2, full_pipe, 0), 0);
	fill(full_pipe[1]);
	a[0] = full_pipe[1], a[1] = (long)byte, a[2] = 1;
}

static void begin_writev(long *a)
{
	begin_write(a);
	a[1] = (long)&vector, a[2] = 1;
}

static void release_write(void)
{
	drain(full_pipe[0], 1);
}

static void renew_write(void)
{
	fill(full_pipe[1]);
}

static void open_pair(int *ends, bool full)
{
	if (!ends[1])
		EXPECT_EQ(call(NR_socketpair, 1, 1, 0, ends), 0); /* AF_UNIX, SOCK_STREAM */
	if (full)
		fill(ends[1]);
}

static void begin_read_socket(long *a)
{
	open_pair(pair, false);
	a[0] = pair[0], a[1] = (long)byte, a[2] = 1;
}

static void begin_recvmsg(long *a)
{
	open_pair(pair, false);
	a[0] = pair[0], a[1] = (long)&message;
}

/* With a time limit, too (SO_RCVTIMEO, sys/socket.h): to restart is the caller's wish still. */
static void begin_recv_limited(long *a)
{
	static int limited[2];
	static long limit[2] = { 100, 0 };

	if (!limited[1])
		EXPECT_EQ(call(NR_socketpair, 1, 1, 0, limited), 0);
	memcpy(pair, limited, sizeof(pair));
	EXPECT_EQ(call(NR_setsockopt, limited[0], SOL_SOCKET, SO_RCVTIMEO, limit, sizeof(limit)),
		  0);
	a[0] = limited[0], a[1] = (long)byte, a[2] = 1;
}

static void release_socket(void)
{
	call(NR_write, pair[1], "x", 1);
}

static void begin_write_socket(long *a)
{
	open_pair(full_pair, true);
	a[0] = full_pair[1], a[1] = (long)byte, a[2] = 1;
}

static void begin_sendmsg(long *a)
{
	open_pair(full_pair, true);
	a[0] = full_pair[1], a[1] = (long)&message;
}

/* A socket wakes its writer when there is room again for a good part of its buffer. */
static void release_write_socket(void)
{
	drain(full_pair[0], 1 << 20);
}

static void renew_write_socket(void)
{
	fill(full_pair[1]);
}

static long scratch_file(void)
{
	static long fd;

	if (!fd) {
		fd = call(NR_open, scratch_name, O_RDWR | O_CREAT | O_EXCL, 0600);
		call(NR_write, fd, scratch_name, 16);
	}
	return fd;
}

static long listener;
static struct {
	uint8_t length, family;
	char path[104];
} local = { 106, 1, { 0 } };

static void begin_accept(long *a)
{
	if (!listener) {
		memcpy(local.path, scratch_name, sizeof(scratch_name));
		local.path[5] = 's';
		call(NR_unlink, local.path);
		listener = call(NR_socket, 1, 1, 0);
		EXPECT_EQ(call(NR_bind, listener, &local, 106), 0);
		EXPECT_EQ(call(NR_listen, listener, 64), 0);
	}
	a[0] = listener;
}

static void release_accept(void)
{
	long fd = call(NR_socket, 1, 1, 0);

	EXPECT_EQ(call(NR_connect, fd, &local, 106), 0);
	call(NR_close, fd);
}

/* A listener on the loopback whose queue is full does not answer any more. */
static struct {
	uint8_t length, family;
	uint16_t port;
	uint32_t address, zero[2];
} crowded = { 16, 2, 0, 0x0100007f, { 0 } };
static long connecting;

static void renew_connect(void)
{
	long fd = call(NR_socket, 2, 1, 0);

	call(NR_dup2, fd, connecting);
	call(NR_close, fd);
}

static void begin_connect(long *a)
{
	uint32_t length = sizeof(crowded);
	long full, fd;

	a[0] = connecting, a[1] = (long)&crowded, a[2] = sizeof(crowded);
	if (connecting)
		return;
	full = call(NR_socket, 2, 1, 0);
	EXPECT_EQ(call(NR_bind, full, &crowded, sizeof(crowded)), 0);
	EXPECT_EQ(call(NR_listen, full, 0), 0);
	EXPECT_EQ(call(NR_getsockname, full, &crowded, &length), 0);
	for (int i = 0; i < 4; i++) {
		fd = call(NR_socket, 2, 1, 0);
		set_nonblocking(fd, true);
		call(NR_connect, fd, &crowded, sizeof(crowded));
	}
	a[0] = connecting = call(NR_socket, 2, 1, 0);
}

/* The other side of a terminal, in its line mode. */
static long terminal[2];

static void begin_read_terminal(long *a)
{
	if (!terminal[0])
		open_terminal(terminal);
	a[0] = terminal[1], a[1] = (long)byte, a[2] = sizeof(byte);
}

static void release_read_terminal(void)
{
	call(NR_write, terminal[0], "x\n", 2);
}

/* What it echoes is to go. */
static void renew_read_terminal(void)
{
	drain(terminal[0], 1 << 20);
}

static char fifo_name[sizeof(scratch_name)];

static void begin_open_fifo(long *a)
{
	memcpy(fifo_name, scratch_name, sizeof(fifo_name));
	fifo_name[5] = 'f';
	call(NR_unlink, fifo_name);
	EXPECT_EQ(call(NR_mkfifo, fifo_name, 0600), 0);
	a[0] = (long)fifo_name, a[1] = O_RDONLY;
}

static void begin_openat_fifo(long *a)
{
	begin_open_fifo(a);
	a[1] = a[0], a[0] = -100, a[2] = O_RDONLY; /* AT_FDCWD */
}

/* Somebody opens it for both, and has it open until the next call. */
static long fifo_opener = -1;

static void release_open_fifo(void)
{
	fifo_opener = call(NR_open, fifo_name, O_RDWR | O_NONBLOCK);
}

static void renew_open_fifo(void)
{
	call(NR_close, fifo_opener);
	fifo_opener = -1;
}
