/* What blocking.h asks of each system: how some objects are made. */

/* eventfd(2) */
static long new_counter(void)
{
	uint32_t request[2] = { 0, 0 };

	return call(NR___specialfd, 1, request, sizeof(request)); /* SPECIALFD_EVENTFD */
}

/* Both sides of a terminal. */
static void open_terminal(long *ends)
{
	char name[] = "/dev/pts/xxxx";
	int number = 0, at = 9;

	ends[0] = call(NR_posix_openpt, O_RDWR | O_NOCTTY);
	EXPECT_EQ(call(NR_ioctl, ends[0], 0x4004740f, &number), 0); /* TIOCGPTN */
	for (int unit = 1000; unit; unit /= 10)
		if (number >= unit || unit == 1)
			name[at++] = '0' + number / unit % 10;
	name[at] = 0;
	ends[1] = call(NR_open, name, O_RDWR | O_NOCTTY);
	EXPECT(ends[1] > 0);
}

static long new_semaphore(void)
{
	long id = 0;

	EXPECT_EQ(call(NR_ksem_init, &id, 0), 0);
	return id;
}
