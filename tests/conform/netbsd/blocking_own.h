/* What blocking.h asks of each system: how some objects are made. */

/* eventfd(2) */
static long new_counter(void)
{
	return call(NR_eventfd, 0, 0);
}

/* sys/ttycom.h: struct ptmget */
struct pty_names {
	int master, slave;
	char master_name[1024], slave_name[1024];
};

/* Both sides of a terminal. */
static void open_terminal(long *ends)
{
	static struct pty_names names;
	/* compat/sys/ttycom.h: struct compat_60_ptmget, and what must stay as it is behind it */
	static struct {
		int master, slave;
		char master_name[16], slave_name[16], behind[16];
	} short_names = { .behind = "behind" };

	ends[0] = call(NR_open, "/dev/ptmx", O_RDWR | O_NOCTTY);
	EXPECT_EQ(call(NR_ioctl, ends[0], 0x20007447), 0);         /* TIOCGRANTPT */
	EXPECT_EQ(call(NR_ioctl, ends[0], 0x48087448, &names), 0); /* TIOCPTSNAME */
	EXPECT_EQ(call(NR_ioctl, ends[0], 0x40287448, &short_names), 0);
	EXPECT(!strcmp(short_names.slave_name, names.slave_name));
	EXPECT(!strcmp(short_names.behind, "behind"));
	ends[1] = call(NR_open, names.slave_name, O_RDWR | O_NOCTTY);
	EXPECT(ends[1] > 0);
}

static long new_semaphore(void)
{
	long id = 0;

	EXPECT_EQ(call(NR__ksem_init, 0, &id), 0);
	return id;
}
