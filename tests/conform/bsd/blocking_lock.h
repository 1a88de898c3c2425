/* Rows of blocking.h: calls that sleep for locks of files. */

/* Another process has the lock, and lets go or takes it again as it is told. */
static int lock_orders[2], lock_answers[2];
static long lock_fd, lock_child;
static struct {
	long start, length;
	int pid;
	short type, whence;
	int sysid;       /* FreeBSD's alone */
} range = { .type = 3 }; /* F_WRLCK */

static long change_lock(bool by_range, long fd, bool take)
{
	if (!by_range)
		return call(NR_flock, fd, take ? 2 : 8); /* LOCK_EX, LOCK_UN */
	range.type = take ? 3 : 2;                       /* F_WRLCK, F_UNLCK */
	return call(NR_fcntl, fd, F_SETLKW, &range);
}

static void keep_lock(bool by_range)
{
	long fd = call(NR_open, scratch_name, O_RDWR);
	char order = 't';

	call(NR_close, lock_orders[1]);
	do {
		change_lock(by_range, fd, order == 't');
		call(NR_write, lock_answers[1], "x", 1);
	} while (call(NR_read, lock_orders[0], &order, 1) == 1);
	call(NR_exit_all, 0);
}

static void end_lock(void)
{
	int status;

	if (!lock_child)
		return;
	call(NR_kill, lock_child, SIGKILL);
	call(NR_close, lock_orders[1]);
	call(NR_wait4, lock_child, &status, 0, 0);
	call(NR_close, lock_orders[0]);
	call(NR_close, lock_answers[0]);
	call(NR_close, lock_answers[1]);
	lock_child = 0;
}

static void lock_elsewhere(bool by_range)
{
	long second;

	end_lock();
	scratch_file();
	call(NR_pipe2, lock_orders, 0);
	call(NR_pipe2, lock_answers, 0);
	if (!lock_fd)
		lock_fd = call(NR_open, scratch_name, O_RDWR);
	lock_child = call6_two(NR_fork, 0, 0, 0, 0, 0, 0, &second);
	if (second == 1)
		keep_lock(by_range);
	call(NR_read, lock_answers[0], byte, 1);
}

static void begin_flock(long *a)
{
	lock_elsewhere(false);
	a[0] = lock_fd, a[1] = 2;
}

static void begin_range_lock(long *a)
{
	lock_elsewhere(true);
	range.type = 3;
	a[0] = lock_fd, a[1] = F_SETLKW, a[2] = (long)&range;
}

static void begin_open_locked(long *a)
{
	lock_elsewhere(false);
	a[0] = (long)scratch_name, a[1] = O_RDWR | O_EXLOCK;
}

static bool lock_is_free;

static void release_lock(void)
{
	lock_is_free = true;
	call(NR_write, lock_orders[1], "f", 1);
	while (call(NR_read, lock_answers[0], byte + 8, 1) == -EINTR)
		;
}

static void take_back(bool by_range)
{
	if (!lock_is_free)
		return;
	lock_is_free = false;
	change_lock(by_range, lock_fd, false);
	call(NR_write, lock_orders[1], "t", 1);
	while (call(NR_read, lock_answers[0], byte + 8, 1) == -EINTR)
		;
	range.type = 3;
}

static void renew_flock(void)
{
	take_back(false);
}

static void renew_range_lock(void)
{
	take_back(true);
}
