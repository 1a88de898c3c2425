/* Calls of FreeBSD 4 that its kernels still have: signals, names, file systems, sendfile. */
#include "signals.h"

static volatile int caught;
static long returned = -1;

/* Returns by itself: FreeBSD 4's frame is today's on amd64. */
static void on_signal(int sig, struct siginfo *si, void *context)
{
	(void)si;
	caught = sig;
	returned = call(NR_compat4_sigreturn, context);
}

static void test_signals(void)
{
	struct sigaction action = { (void *)on_signal, SA_SIGINFO, { 0 } }, old;

	EXPECT_EQ(call(NR_compat4_sigaction, SIGUSR1, &action, 0), 0);
	EXPECT_EQ(call(NR_kill, call(NR_getpid), SIGUSR1), 0);
	EXPECT_EQ(caught, SIGUSR1);
	EXPECT_EQ(returned, -1); /* it did not come back from there */
	EXPECT_EQ(call(NR_sigaction, SIGUSR1, 0, &old), 0);
	EXPECT(old.handler == action.handler);
	EXPECT_EQ(call(NR_compat4_sigaction, SIGKILL, &action, 0), -EINVAL);
	EXPECT_EQ(call(NR_compat4_sigaction, SIGUSR1, 8, 0), -EFAULT);
	EXPECT_EQ(call(NR_compat4_sigreturn, 8), -EFAULT);
}

static void test_names(void)
{
	char names[5][32], domain[256];

	EXPECT_EQ(call(NR_compat4_uname, names), 0);
	EXPECT_EQ(strcmp(names[0], "FreeBSD"), 0);
	EXPECT_EQ(strcmp(names[4], "amd64"), 0);
	EXPECT_EQ(call(NR_compat4_getdomainname, domain, sizeof domain), 0);
	EXPECT_EQ(call(NR_compat4_setdomainname, 8, 4), -EFAULT);
}

/* sys/mount.h: struct ostatfs */
struct ostatfs {
	long spare2, bsize, iosize, blocks, bfree, bavail, files, ffree;
	unsigned fsid[2], owner;
	int type, flags;
	long syncwrites, asyncwrites;
	char fstypename[16], mntonname[72];
	long syncreads, asyncreads;
	short spares1;
	char mntfromname[72];
	short spares2;
	long spare[2];
};

static void test_file_systems(void)
{
	struct ostatfs fs[2] = { 0 };
	long fd = call(NR_open, "/", 0);

	EXPECT_EQ(sizeof fs[0], 304);
	EXPECT_EQ(call(NR_compat4_statfs, "/", fs), 0);
	EXPECT_EQ(strcmp(fs[0].mntonname, "/"), 0);
	EXPECT_EQ(call(NR_compat4_fstatfs, fd, fs + 1), 0);
	EXPECT_EQ(memcmp(fs[0].fstypename, fs[1].fstypename, 16), 0);
	EXPECT_EQ(call(NR_compat4_getfsstat, fs, sizeof fs, 2), 2);
	call(NR_close, fd);
}

/* Seven arguments: the last is on the stack. */
long sendfile4(long file, int socket, long offset, size_t size, void *headers, long *sent,
	       int flags);
__asm__("	.globl sendfile4\n"
	"sendfile4:\n"
	"	mov $336, %eax; mov %rcx, %r10\n"
	"	syscall\n"
	"	jnc 1f\n"
	"	neg %rax\n"
	"1:	ret\n");

static void test_sendfile(void)
{
	struct part {
		const char *base;
		size_t size;
	} head = { "head", 4 };
	struct {
		struct part *before;
		int before_count;
		struct part *behind;
		int behind_count;
	} parts = { &head, 1, 0, 0 };
	long file = call(NR_open, "/proc/self/exe", 0), sent = 0;
	char text[16];
	int s[2];

	EXPECT_EQ(call(NR_socketpair, 1, 1, 0, s), 0);
	EXPECT_EQ(sendfile4(file, s[0], 1, 7, &parts, &sent, 0), 0);
	EXPECT_EQ(sent, 7);
	EXPECT_EQ(call(NR_read, s[1], text, sizeof text), 7);
	EXPECT_EQ(memcmp(text, "headELF", 7), 0);
	call(NR_close, file);
	call(NR_close, s[0]);
	call(NR_close, s[1]);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	test_signals();
	test_names();
	test_file_systems();
	test_sendfile();
	return result();
}
