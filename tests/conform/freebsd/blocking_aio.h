/* Rows of blocking.h: reads of watches, waits for requests, sendfile(2). */

/* (file, socket, offset, bytes, headers, where the count goes, flags) */
static void begin_sendfile(long *a)
{
	open_pair(full_pair, true);
	a[0] = scratch_file(), a[1] = full_pair[1], a[2] = 0, a[3] = 1;
}

/* sys/inotify.h */
static long watcher;

static void begin_read_inotify(long *a)
{
	uint32_t flags = 0;

	scratch_file();
	if (!watcher) {
		watcher = call(NR___specialfd, 2, &flags, sizeof(flags)); /* SPECIALFD_INOTIFY */
		EXPECT(call(NR_inotify_add_watch_at, watcher, -100, scratch_name, 2) > 0);
	}
	a[0] = watcher, a[1] = (long)byte, a[2] = sizeof(byte);
}

static void release_read_inotify(void)
{
	call(NR_pwrite, scratch_file(), "x", 1, 0);
}

static void renew_read_inotify(void)
{
	drain(watcher, 1);
}

/* struct aiocb, sys/aio.h: a read of a pipe that nobody else reads. */
static struct {
	int fd, pad;
	long offset;
	void *buffer;
	size_t length;
	long spare[2];
	int opcode, priority;
	long private[3], event[10];
} request = { .opcode = 2, .length = 1 }; /* LIO_READ */
static void *requests[1], *ended_request;
static int request_pipe[2];

static void end_request(void)
{
	if (call(NR_aio_error, &request) == 36) /* EINPROGRESS */
		call(NR_aio_cancel, request_pipe[0], &request);
	call(NR_aio_return, &request);
}

/* The one that is not done stays. */
static void renew_request(void)
{
	if (call(NR_aio_error, &request) == 36)
		return;
	call(NR_aio_return, &request);
	EXPECT_EQ(call(NR_aio_read, &request), 0);
}

static void open_request(void)
{
	if (!request_pipe[1])
		EXPECT_EQ(call(NR_pipe2, request_pipe, 0), 0);
	request.fd = request_pipe[0];
	request.buffer = byte + 16;
	requests[0] = &request;
}

static void begin_aio_suspend(long *a)
{
	open_request();
	renew_request();
	a[0] = (long)requests, a[1] = 1;
}

static void begin_aio_suspend_limited(long *a)
{
	begin_aio_suspend(a);
	a[2] = (long)&long_time;
}

static void begin_aio_waitcomplete(long *a)
{
	open_request();
	renew_request();
	a[0] = (long)&ended_request;
}

static void begin_aio_waitcomplete_limited(long *a)
{
	begin_aio_waitcomplete(a);
	a[1] = (long)&long_time;
}

static void release_request(void)
{
	call(NR_write, request_pipe[1], "x", 1);
}

/* It makes its request itself, which goes on when the wait is interrupted. */
static void begin_lio_listio(long *a)
{
	open_request();
	end_request();
	a[0] = 1, a[1] = (long)requests, a[2] = 1; /* LIO_WAIT */
}
