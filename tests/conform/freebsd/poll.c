/* poll(2), ppoll(2), select(2) and pselect(2) through the door. */
#include "signals.h"

enum { IN = 1, PRI = 2, OUT = 4, ERR = 8, HUP = 0x10, NVAL = 0x20, RDNORM = 0x40, RDHUP = 0x4000 };

#define F_DUPFD 0
#define MANY    3000

struct pollfd {
	int fd;
	short events, revents;
};

/* A set of MANY descriptors: words of 64 bits. */
typedef uint64_t set[MANY / 64 + 1];

static volatile int handled;

static void count(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)info, (void)context;
	handled++;
}

/* What poll says of fd at once. */
static int said(int fd, int events)
{
	struct pollfd p = { fd, events, -1 };
	long n = call(NR_poll, &p, 1, 0);

	EXPECT_EQ(n, p.revents != 0);
	EXPECT_EQ(p.events, events);
	return p.revents;
}

static void close_both(const int ends[2])
{
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
}

static void test_pipe(void)
{
	int ends[2];

	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	EXPECT_EQ(said(ends[0], IN | RDNORM), 0);
	EXPECT_EQ(said(ends[1], OUT), OUT);
	EXPECT_EQ(call(NR_write, ends[1], "x", 1), 1);
	EXPECT_EQ(said(ends[0], IN | RDNORM), IN | RDNORM);
	EXPECT_EQ(said(ends[0], 0), 0);
	call(NR_close, ends[1]);
	EXPECT_EQ(said(ends[0], IN), IN | HUP);
	call(NR_close, ends[0]);
	EXPECT_EQ(said(ends[0], IN), NVAL);
	EXPECT_EQ(said(-1, IN), 0);
	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	call(NR_close, ends[0]);
	EXPECT_EQ(said(ends[1], OUT), OUT | HUP);
	call(NR_close, ends[1]);
}

static void test_socket(void)
{
	struct {
		uint8_t len, family;
		uint16_t port;
		uint32_t address;
		char zero[8];
	} at = { sizeof at, AF_INET, 0x0100, 0x0100007f, { 0 } }; /* port 1: nobody's */
	int ends[2], fd;

	EXPECT_EQ(call(NR_socketpair, AF_UNIX, SOCK_STREAM, 0, ends), 0);
	EXPECT_EQ(said(ends[0], IN | OUT | RDHUP), OUT);
	EXPECT_EQ(call(NR_shutdown, ends[1], SHUT_WR), 0);
	EXPECT_EQ(said(ends[0], IN | OUT | RDHUP), IN | OUT | RDHUP);
	EXPECT_EQ(said(ends[0], IN), IN);
	/* Closed, with what it was sent unread: an error, which can be read and written to. */
	EXPECT_EQ(call(NR_write, ends[0], "x", 1), 1);
	call(NR_close, ends[1]);
	EXPECT_EQ(said(ends[0], IN | OUT), IN | OUT | HUP);
	EXPECT_EQ(said(ends[0], 0), HUP);
	call(NR_close, ends[0]);
	/* An error alone. */
	fd = call(NR_socket, AF_INET, SOCK_DGRAM, 0);
	EXPECT_EQ(call(NR_connect, fd, &at, sizeof at), 0);
	EXPECT_EQ(call(NR_write, fd, "x", 1), 1);
	for (int i = 0; i < 100 && !said(fd, IN); i++)
		pause_ms(10);
	EXPECT_EQ(said(fd, IN), IN);
	EXPECT(is_error(call(NR_write, fd, "x", 1)));
	call(NR_close, fd);
}

/* More than FD_SETSIZE: the number says how long the sets are. */
static void test_large_sets(void)
{
	static set in, out;
	struct timespec zero = { 0, 0 };
	long zero_time[2] = { 0, 0 };
	int ends[2], high;
	long limit[2];

	EXPECT_EQ(call(NR_getrlimit, 8, limit), 0);
	limit[0] = limit[1];
	EXPECT_EQ(call(NR_setrlimit, 8, limit), 0);
	if (limit[0] < MANY) {
		say("# no more than %ld descriptors: large sets are not tried\n", limit[0]);
		return;
	}
	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	high = call(NR_fcntl, ends[0], F_DUPFD, 2500);
	EXPECT_EQ(high, 2500);
	in[high / 64] = 1ull << high % 64;
	out[ends[1] / 64] = 1ull << ends[1] % 64;
	EXPECT_EQ(call(NR_select, high + 1, in, out, 0, zero_time), 1);
	EXPECT_EQ(in[high / 64], 0);
	EXPECT_EQ(out[ends[1] / 64], 1ull << ends[1] % 64);
	EXPECT_EQ(call(NR_write, ends[1], "x", 1), 1);
	in[high / 64] = 1ull << high % 64;
	EXPECT_EQ(call(NR_pselect, high + 1, in, out, 0, &zero, 0), 2);
	EXPECT_EQ(in[high / 64], 1ull << high % 64);
	call(NR_close, high);
	/* One that is not open. */
	in[ends[0] / 64] = 1ull << ends[0] % 64;
	in[high / 64] = 0;
	close_both(ends);
	EXPECT_EQ(call(NR_select, 100, in, 0, 0, zero_time), -EBADF);
}

/* Times: none, some, for ever; those that are none. */
static void test_times(void)
{
	struct timespec some = { 0, 20000000 }, bad = { 0, -1 };
	long some_time[2] = { 0, 20000 }, bad_time[2] = { 0, 1000000 };
	struct pollfd p = { -1, IN, 0 };
	long from = now();
	int ends[2];

	EXPECT_EQ(call(NR_poll, 0, 0, 20), 0);
	EXPECT_EQ(call(NR_ppoll, 0, 0, &some, 0), 0);
	EXPECT_EQ(call(NR_select, 0, 0, 0, 0, some_time), 0);
	EXPECT_EQ(call(NR_pselect, 0, 0, 0, 0, &some, 0), 0);
	EXPECT(now() - from >= 80000000);
	/* They are read and not written. */
	EXPECT_EQ(some.tv_nsec, 20000000);
	EXPECT_EQ(some_time[1], 20000);
	EXPECT_EQ(call(NR_poll, &p, 1, -2), -EINVAL);
	EXPECT_EQ(call(NR_ppoll, &p, 1, &bad, 0), -EINVAL);
	EXPECT_EQ(call(NR_select, 0, 0, 0, 0, bad_time), -EINVAL);
	EXPECT_EQ(call(NR_pselect, 0, 0, 0, 0, &bad, 0), -EINVAL);
	EXPECT_EQ(call(NR_select, -1, 0, 0, 0, some_time), -EINVAL);
	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	p.fd = ends[1];
	p.events = OUT;
	EXPECT_EQ(call(NR_poll, &p, 1, -1), 1);
	EXPECT_EQ(call(NR_ppoll, &p, 1, 0, 0), 1);
	close_both(ends);
}

/*
 * The mask is there from the first moment of the sleep, so a signal that is pending
 * ends it, whatever is ready then, and gone before the call is over.
 */
static void test_mask(void)
{
	struct sigset none = { { 0 } }, mask;
	struct pollfd p = { -1, IN, 0 };

	catch (SIGUSR1, count, SA_RESTART, NULL);
	block(SIGUSR1);
	for (int i = 0; i < 2; i++) {
		handled = 0;
		kill_self(SIGUSR1);
		if (i == 0)
			EXPECT_EQ(call(NR_ppoll, &p, 1, 0, &none), -EINTR);
		else
			EXPECT_EQ(call(NR_pselect, 0, 0, 0, 0, 0, &none), -EINTR);
		EXPECT_EQ(handled, 1);
		mask = mask_now();
		EXPECT(sigset_has(&mask, SIGUSR1));
	}
	unblock(SIGUSR1);
}

/* A call without a mask is not started again either. */
static void test_interrupted(void)
{
	struct pollfd p = { -1, IN, 0 };
	long child = call(NR_fork);

	handled = 0;
	if (child == 0) {
		for (int i = 0; i < 2; i++) {
			pause_ms(20);
			call(NR_kill, call(NR_getppid), SIGUSR1);
		}
		call(NR_exit_all, 0);
	}
	EXPECT_EQ(call(NR_poll, &p, 1, -1), -EINTR);
	EXPECT_EQ(call(NR_select, 0, 0, 0, 0, 0), -EINTR);
	EXPECT_EQ(handled, 2);
	EXPECT_EQ(call(NR_wait4, child, 0, 0, 0), child);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	test_pipe();
	test_socket();
	test_large_sets();
	test_times();
	test_mask();
	test_interrupted();
	return result();
}
