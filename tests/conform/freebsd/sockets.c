/*
 * Sockets, waiting for them, and questions to the kernel, as FreeBSD has them
 * where Linux differs: what needs a real door is here, the rest is in tests/map.
 */
#include "signals.h"

/* sys/socket.h, sys/un.h */
#define LOCAL_CREDS    2
#define SCM_CREDS      3
#define SOCK_NONBLOCK  0x20000000
#define SO_NOSIGPIPE   0x800
#define SO_RCVTIMEO    0x1006
#define SO_TYPE        0x1008
#define MSG_NOSIGNAL   0x20000
#define ENOTSOCK       38
#define ENOTCONN       57
#define CTL_KERN       1
#define KERN_PROC      14
#define KERN_PROC_ARGS 7
#define KERN_PROC_PATH 12

struct pollfd {
	int fd;
	short events, revents;
};

static volatile int handled;

static void count(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)info, (void)context;
	handled++;
}

static void pair(int ends[2], int type)
{
	EXPECT_EQ(call(NR_socketpair, AF_UNIX, type, 0, ends), 0);
}

static void close_both(const int ends[2])
{
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
}

/* Seven arguments: the last is on the stack, above the return address, as libc has it. */
long sendfile7(int file, int socket, long offset, size_t size, void *headers, long *sent,
	       int flags);
__asm__("	.globl sendfile7\n"
	"sendfile7:\n"
	"	mov $393, %eax; mov %rcx, %r10\n"
	"	syscall\n"
	"	jnc 1f\n"
	"	neg %rax\n"
	"1:	ret\n");

static void test_sendfile(const char *self)
{
	int ends[2];
	long file = call(NR_open, self, 0, 0), sent = -1;
	char magic[4];

	pair(ends, SOCK_STREAM);
	EXPECT_EQ(sendfile7((int)file, ends[0], 0, 4, NULL, &sent, 0), 0);
	EXPECT_EQ(sent, 4);
	EXPECT_EQ(call(NR_read, ends[1], magic, 4), 4);
	EXPECT(!memcmp(magic, "\177ELF", 4));
	/* SF_SYNC: only a seventh argument says so. */
	EXPECT_EQ(sendfile7((int)file, ends[0], 0, 4, NULL, &sent, 4), -EINVAL);
	EXPECT_EQ(sendfile7((int)file, (int)file, 0, 4, NULL, &sent, 0), -ENOTSOCK);
	close_both(ends);
	call(NR_close, file);
}

/* What is pending when the mask is lifted interrupts; behind the call it is blocked again. */
static void sleep_masked(long (*sleep)(const struct sigset *mask))
{
	struct sigset usr1 = sigset_of(SIGUSR1), none = { { 0 } }, now;

	EXPECT_EQ(call(NR_sigprocmask, SIG_BLOCK, &usr1, 0), 0);
	handled = 0;
	EXPECT_EQ(call(NR_kill, call(NR_getpid), SIGUSR1), 0);
	EXPECT_EQ(handled, 0);
	EXPECT_EQ(sleep(&none), -EINTR);
	EXPECT_EQ(handled, 1);
	EXPECT_EQ(call(NR_sigprocmask, SIG_BLOCK, 0, &now), 0);
	EXPECT(sigset_has(&now, SIGUSR1));
	EXPECT_EQ(call(NR_kill, call(NR_getpid), SIGUSR1), 0);
	EXPECT_EQ(sleep(&usr1), 0);
	EXPECT_EQ(handled, 1);
	EXPECT_EQ(call(NR_sigprocmask, SIG_SETMASK, &none, 0), 0);
	EXPECT_EQ(handled, 2);
}

static long by_ppoll(const struct sigset *mask)
{
	struct timespec limit = { 0, 20000000 };
	struct pollfd none = { -1, 1, 0 };

	return call(NR_ppoll, &none, 1, &limit, mask);
}

static long by_pselect(const struct sigset *mask)
{
	struct timespec limit = { 0, 20000000 };

	return call(NR_pselect, 0, 0, 0, 0, &limit, mask);
}

static void test_masks(void)
{
	EXPECT_EQ(catch (SIGUSR1, count, 0x2 /* SA_RESTART: no matter here */, NULL), 0);
	sleep_masked(by_ppoll);
	sleep_masked(by_pselect);
}

/* A limit on receiving says EAGAIN, and is there still after a signal with SA_RESTART. */
static void test_limit(void)
{
	struct timespec limit = { 0, 30000 }; /* microseconds: struct timeval */
	int ends[2];
	char byte;

	pair(ends, SOCK_STREAM);
	EXPECT_EQ(call(NR_setsockopt, ends[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit), 0);
	EXPECT_EQ(call(NR_recvfrom, ends[0], &byte, 1, 0, 0, 0), -EAGAIN);
	EXPECT_EQ(call(NR_read, ends[0], &byte, 1), -EAGAIN);
	close_both(ends);
}

static void test_broken_pipe(void)
{
	int ends[2], on = 1, size = sizeof on;

	EXPECT_EQ(catch (SIGPIPE, count, 0, NULL), 0);
	pair(ends, SOCK_STREAM);
	call(NR_close, ends[1]);
	handled = 0;
	EXPECT_EQ(call(NR_sendto, ends[0], "x", 1, MSG_NOSIGNAL, 0, 0), -EPIPE);
	EXPECT_EQ(handled, 0);
	EXPECT_EQ(call(NR_sendto, ends[0], "x", 1, 0, 0, 0), -EPIPE);
	EXPECT_EQ(handled, 1);
	EXPECT_EQ(call(NR_setsockopt, ends[0], SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on), 0);
	EXPECT_EQ(call(NR_sendto, ends[0], "x", 1, 0, 0, 0), -EPIPE);
	EXPECT_EQ(handled, 1);
	EXPECT_EQ(call(NR_getsockopt, ends[0], SOL_SOCKET, SO_TYPE, &on, &size), 0);
	EXPECT_EQ(on, SOCK_STREAM);
	/* write(2) has no flag to say so. */
	EXPECT_EQ(call(NR_write, ends[0], "x", 1), -EPIPE);
	EXPECT_EQ(handled, 1);
	EXPECT_EQ(set_action(SIGPIPE, SIG_DFL), 0);
	EXPECT_EQ(call(NR_write, ends[0], "x", 1), -EPIPE);
	EXPECT_EQ(call(NR_kill, call(NR_getpid), 0), 0);
	call(NR_close, ends[0]);
}

/* Where no socket asks for silence, a broken pipe kills as ever. */
static void test_loud_pipe(void)
{
	int ends[2], status = 0;
	long child = call(NR_fork);

	if (child == 0) {
		call(NR_pipe2, ends, 0);
		call(NR_close, ends[0]);
		call(NR_write, ends[1], "x", 1);
		call(NR__exit, 0);
	}
	EXPECT_EQ(call(NR_wait4, child, &status, 0, 0), child);
	EXPECT_EQ(status & 0x7f, SIGPIPE);
	EXPECT_EQ(catch (SIGPIPE, count, 0, NULL), 0);
	handled = 0;
	call(NR_pipe2, ends, 0);
	call(NR_close, ends[0]);
	EXPECT_EQ(call(NR_write, ends[1], "x", 1), -EPIPE);
	EXPECT_EQ(handled, 1);
	call(NR_close, ends[1]);
}

static size_t ask(int what, char *text, size_t size)
{
	int name[4] = { CTL_KERN, KERN_PROC, what, -1 };

	if (what == KERN_PROC_ARGS)
		name[3] = (int)call(NR_getpid);
	EXPECT_EQ(call(NR___sysctl, name, 4, text, &size, 0, 0), 0);
	return size;
}

/* Of its own, not of what runs it. */
static void test_own_name(const char *self)
{
	static char text[4096];
	size_t n = ask(KERN_PROC_ARGS, text, sizeof text);

	EXPECT(n >= strlen(self) + 1);
	EXPECT(!strcmp(text, self));
	ask(KERN_PROC_PATH, text, sizeof text);
	EXPECT_EQ(text[0], '/');
	EXPECT(!strcmp(text + strlen(text) - 7, "sockets"));
}

/* A stream that never had a peer is not a broken one: no signal ends the program. */
static void test_no_peer(void)
{
	long s = call(NR_socket, AF_INET, SOCK_STREAM, 0);

	EXPECT_EQ(set_action(SIGPIPE, SIG_DFL), 0);
	EXPECT_EQ(call(NR_sendto, s, "x", 1, 0, NULL, 0), -ENOTCONN);
	call(NR_close, s);
}

/* A sender says who it is, and a receiver asks for one sender: unix(4). */
static void test_credentials(void)
{
	struct {
		unsigned size;
		int level, type, pad;
		char data[88];
	} control = { 16 + 84, SOL_SOCKET, SCM_CREDS, 0, "" };
	struct {
		char *base;
		size_t size;
	} part = { "x", 1 };
	struct {
		void *name;
		unsigned name_size;
		void *parts;
		int count;
		void *control;
		unsigned control_size;
		int flags;
	} message = { NULL, 0, &part, 1, &control, sizeof control, 0 };
	int ends[2], on = 1;
	char byte[2];

	pair(ends, SOCK_STREAM);
	EXPECT_EQ(call(NR_sendmsg, ends[0], &message, 0), 1);
	memset(&control, 0, sizeof control);
	part.base = byte;
	EXPECT_EQ(call(NR_recvmsg, ends[1], &message, 0), 1);
	EXPECT_EQ(control.type, SCM_CREDS);
	EXPECT_EQ(*(int *)control.data, call(NR_getpid)); /* cmcred_pid */
	EXPECT_EQ(call(NR_setsockopt, ends[1], 0, LOCAL_CREDS, &on, sizeof on), 0);
	EXPECT_EQ(call(NR_write, ends[0], "y", 1), 1);
	message.control_size = sizeof control;
	EXPECT_EQ(call(NR_recvmsg, ends[1], &message, 0), 1);
	EXPECT_EQ(control.size, 16 + 24);
	EXPECT_EQ(*(unsigned *)control.data, call(NR_getuid)); /* sc_uid */
	EXPECT_EQ(call(NR_write, ends[0], "z", 1), 1);
	message.control_size = sizeof control;
	EXPECT_EQ(call(NR_recvmsg, ends[1], &message, 0), 1);
	EXPECT_EQ(message.control_size, 0);
	close_both(ends);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)envp;
	test_no_peer();
	test_credentials();
	test_sendfile(argv[0]);
	test_masks();
	test_limit();
	test_broken_pipe();
	test_loud_pipe();
	test_own_name(argv[0]);
	return result();
}
