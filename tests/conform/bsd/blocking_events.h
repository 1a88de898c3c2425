/* Rows of blocking.h: reads of counters and timers. */

static long counter;

static void begin_read_eventfd(long *a)
{
	counter = new_counter();
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

	if (!full_counter)
		full_counter = new_counter();
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
