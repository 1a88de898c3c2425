/* Rows of blocking.h: calls that sleep for other threads and on words, and for many messages. */

static void begin_park(long *a)
{
	a[0] = CLOCK_MONOTONIC;
}

static struct timespec long_park;

/* What is left of a time is written back. */
static void begin_park_limited(long *a)
{
	begin_park(a);
	long_park = long_time;
	a[2] = (long)&long_park;
}

static void begin_park_until(long *a)
{
	static struct timespec until;

	begin_park(a);
	until.tv_sec = now() / 1000000000 + 1000;
	a[1] = 1, a[2] = (long)&until; /* TIMER_ABSTIME */
}

static void release_park(void)
{
	EXPECT_EQ(call(NR__lwp_unpark, main_tid, 0), 0);
}

/* It ends when it is told to; another takes its place.  The process's signals are not for it. */
static struct thread waited_thread;
static uint32_t may_end;
static bool has_ended;

static void wait_to_end(void *arg)
{
	(void)arg;
	while (!__atomic_load_n(&may_end, __ATOMIC_ACQUIRE))
		word_wait(&may_end, 0);
}

static void begin_lwp_wait(long *a)
{
	static char *stack;
	static bool runs;
	struct sigset before;

	(void)a;
	if (!stack)
		stack = pages(65536);
	if (runs && !has_ended)
		return;
	may_end = 0;
	has_ended = false;
	before = block(SIGUSR1);
	EXPECT_EQ(thread_start(&waited_thread, wait_to_end, 0, stack, 65536), 0);
	call(NR_sigprocmask, SIG_SETMASK, &before, 0);
	runs = true;
}

static void release_lwp_wait(void)
{
	has_ended = true;
	__atomic_store_n(&may_end, 1, __ATOMIC_RELEASE);
	word_wake(&may_end);
}

static void renew_lwp_wait(void)
{
	begin_lwp_wait(0);
}

static uint32_t word;

static void begin_futex(long *a)
{
	a[0] = (long)&word, a[1] = 128; /* FUTEX_WAIT, private */
}

static void begin_futex_limited(long *a)
{
	begin_futex(a);
	a[3] = (long)&long_time;
}

static void release_futex(void)
{
	__atomic_store_n(&word, 1, __ATOMIC_SEQ_CST);
	word_wake(&word);
}

static void renew_futex(void)
{
	word = 0;
}

/* sys/socket.h: struct mmsghdr */
static struct {
	char header[sizeof(message)];
	uint32_t length, pad;
} messages[1];

static void begin_recvmmsg(long *a)
{
	begin_recvmsg(a);
	memcpy(messages[0].header, &message, sizeof(message));
	a[1] = (long)messages, a[2] = 1;
}

static void begin_sendmmsg(long *a)
{
	begin_sendmsg(a);
	memcpy(messages[0].header, &message, sizeof(message));
	a[1] = (long)messages, a[2] = 1;
}
