/* Rows of blocking.h: calls that sleep for time, events, signals and children. */

static struct timespec long_time = { 1000, 0 };
static long long_timeval[2] = { 1000, 0 };

static void begin_nanosleep(long *a)
{
	a[0] = (long)&long_time;
}

static void begin_clock_nanosleep(long *a)
{
	a[0] = CLOCK_MONOTONIC, a[2] = (long)&long_time;
}

static void begin_clock_nanosleep_until(long *a)
{
	static struct timespec until;

	until.tv_sec = now() / 1000000000 + 1000;
	a[0] = CLOCK_MONOTONIC, a[1] = 1, a[2] = (long)&until; /* TIMER_ABSTIME */
}

static struct {
	int fd;
	short events, revents;
} polled = { 0, 1, 0 }; /* POLLIN */
static struct sigset no_signals;
static long ready[16], only_ready[16]; /* fd_set */

static void begin_poll(long *a)
{
	open_pipe();
	polled.fd = pipe_ends[0];
	a[0] = (long)&polled, a[1] = 1, a[2] = 30000;
}

static void begin_ppoll(long *a)
{
	begin_poll(a);
	a[2] = (long)&long_time, a[3] = (long)&no_signals;
}

/* FD_SETs are what is asked for and what is answered. */
static void renew_select(void)
{
	memcpy(ready, only_ready, sizeof(ready));
	drain(pipe_ends[0], 1);
}

static void begin_select(long *a)
{
	open_pipe();
	only_ready[pipe_ends[0] / 64] = 1l << pipe_ends[0] % 64;
	renew_select();
	a[0] = pipe_ends[0] + 1, a[1] = (long)ready, a[4] = (long)long_timeval;
}

static void begin_pselect(long *a)
{
	begin_select(a);
	a[4] = (long)&long_time, a[5] = (long)&no_signals;
}

static void renew_poll(void)
{
	drain(pipe_ends[0], 1);
}

static void begin_kevent(long *a)
{
	struct kevent change = { .filter = EVFILT_READ, .flags = EV_ADD };
	static struct kevent event;
	static long queue;

	open_pipe();
	if (!queue) {
		queue = call(NR_kqueue);
		change.ident = pipe_ends[0];
		EXPECT_EQ(call(NR_kevent, queue, &change, 1, 0, 0, 0), 0);
	}
	a[0] = queue, a[3] = (long)&event, a[4] = 1;
}

static void begin_kevent_limited(long *a)
{
	begin_kevent(a);
	a[5] = (long)&long_time;
}

static struct sigset waited;
static struct siginfo waited_info;

static void block_usr2(void)
{
	waited = sigset_of(SIGUSR2);
	block(SIGUSR2);
}

static void begin_sigsuspend(long *a)
{
	a[0] = (long)&no_signals;
}

static void begin_sigwaitinfo(long *a)
{
	block_usr2();
	a[0] = (long)&waited, a[1] = (long)&waited_info;
}

static void begin_sigtimedwait(long *a)
{
	begin_sigwaitinfo(a);
	a[2] = (long)&long_time;
}

static void release_sigwait(void)
{
	signal_thread(main_tid, SIGUSR2);
}

/* The child is stopped and continued in turn, and wait tells of both. */
static long wait_child;

static void start_wait_child(void)
{
	long second;

	if (wait_child)
		return;
	wait_child = call6_two(NR_fork, 0, 0, 0, 0, 0, 0, &second);
	if (second == 1)
		for (;;)
			call(NR_nanosleep, &long_time, 0);
}

static void begin_wait4(long *a)
{
	static int status;

	start_wait_child();
	a[0] = wait_child, a[1] = (long)&status, a[2] = WUNTRACED | WCONTINUED;
}

static void begin_wait6(long *a)
{
	static int status;

	start_wait_child();
	a[0] = P_PID, a[1] = wait_child, a[2] = (long)&status;
	a[3] = WUNTRACED | WCONTINUED | WEXITED;
}

static void release_wait(void)
{
	static int turn;

	call(NR_kill, wait_child, turn++ % 2 ? SIGCONT : SIGSTOP);
}
