/* Rows of blocking.h: reads of counters, timers and watches, and waits for requests. */

static long counter;

static void begin_read_eventfd(long *a)
{
	uint32_t request[2] = { 0, 0 };

	counter = call(NR___specialfd, 1, request, sizeof(request)); /* SPECIALFD_EVENTFD */
	a[0] = counter, a[1] = (long)byte, a[2] = 8;
}

static void release_read_eventfd(void)
{
	long one = 1;

	call(NR_write, counter, &one, 8);
}

/* A counter that is as high as it gets has no room for one more (sys/kern/sys_eventfd.c). */
static long full_counter;

static void renew_write_eventfd(void)
{
	uint64_t most = UINT64_MAX - 1;

	set_nonblocking(full_counter, true);
	call(NR_read, full_counter, byte + 8, 8);
	EXPECT_EQ(call(NR_write, full_counter, &most, 8), 8);
	set_nonblocking(full_counter, false);
}

static void begin_write_eventfd(long *a)
{
	static const uint64_t one = 1;
	uint32_t request[2] = { 0, 0 };

	if (!full_counter)
		full_counter = call(NR___specialfd, 1, request, sizeof(request));
	renew_write_eventfd();
	a[0] = full_counter, a[1] = (long)&one, a[2] = 8;
}

static void release_write_eventfd(void)
{
	call(NR_read, full_counter, byte + 8, 8);
}

static long timer;

static void begin_read_timerfd(long *a)
{
	if (!timer)
		timer = call(NR_timerfd_create, CLOCK_MONOTONIC, 0);
	a[0] = timer, a[1] = (long)byte, a[2] = 8;
}

static void release_read_timerfd(void)
{
	static const struct timespec soon[2] = { { 0, 0 }, { 0, 1 } };

	EXPECT_EQ(call(NR_timerfd_settime, timer, 0, soon, 0), 0);
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
