/*
 * A system call touches nothing of its caller's: registers that FreeBSD's
 * fast_syscall gives back (rbx, rbp, rsp, r12 to r15, rdi, rsi; rdx unless it is
 * the second result), every vector register, the 128 bytes below rsp, and no
 * stack at all.  Failure is the carry flag, set and cleared.
 */
#include "probe.h"
#include "signals.h"

struct registers probe_in, probe_out;
int probe_vectors;

PROBE(getppid_known, "mov $39, %eax"); /* sys/syscall.h */
PROBE(fstat_known, "mov $551, %eax");
PROBE(close_known, "mov $6, %eax");
PROBE(read_known, "mov $3, %eax");
PROBE(number_in_rax, "nop");
PROBE(number_moved, "mov %rax, %rax");

static void set_args(long nr, long a, long b, long c)
{
	probe_in.rax = nr;
	probe_in.rdi = a;
	probe_in.rsi = b;
	probe_in.rdx = c;
}

static void expect_kept(bool rdx_too)
{
	const struct registers *in = &probe_in, *out = &probe_out;

	EXPECT_EQ(out->rbx, in->rbx);
	EXPECT_EQ(out->rbp, in->rbp);
	EXPECT_EQ(out->rsp, in->rsp);
	EXPECT_EQ(out->rdi, in->rdi);
	EXPECT_EQ(out->rsi, in->rsi);
	EXPECT_EQ(out->r12, in->r12);
	EXPECT_EQ(out->r13, in->r13);
	EXPECT_EQ(out->r14, in->r14);
	EXPECT_EQ(out->r15, in->r15);
	if (rdx_too)
		EXPECT_EQ(out->rdx, in->rdx);
	EXPECT(!(out->flags & FLAG_DIRECTION));
	EXPECT(probe_vectors_kept());
}

/* Make the call with 256 bytes of stack, all of them below rsp, and see that they are as they were.
 */
static void probe(void (*make)(void), bool fails, long result)
{
	unsigned char *page = pages(8192);
	unsigned char *top = page + 4096 + 256;

	EXPECT_EQ(call(NR_mprotect, page, 4096, 0), 0);
	for (int carry = 0; carry < 2; carry++) {
		int touched = 0;

		memset(page + 4096, 0x5a, 256);
		probe_in.rsp = (long)top;
		probe_in.flags = carry;
		probe_out.rax = 0;
		make();
		EXPECT_EQ(probe_out.flags & FLAG_CARRY, fails);
		if (result != -1)
			EXPECT_EQ(probe_out.rax, result);
		expect_kept(true);
		for (int i = 0; i < 256; i++)
			touched += page[4096 + i] != 0x5a;
		EXPECT_EQ(touched, 0);
	}
	call(NR_munmap, page, 8192);
}

/* Every tier: thin with a known number, thin from rax, through C, sleeping, with structures to
 * convert. */
static void test_tiers(void)
{
	long parent = call(NR_getppid);
	static long stat[32], ends[2];

	EXPECT(parent > 0);
	set_args(-1, 1, 2, 3);
	probe(getppid_known, false, parent);
	set_args(NR_getppid, 1, 2, 3);
	probe(number_in_rax, false, parent);
	probe(number_moved, false, parent);
	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	set_args(-1, ((int *)ends)[0], (long)stat, 3);
	probe(fstat_known, false, 0);
	EXPECT_EQ(call(NR_write, ((int *)ends)[1], "abcd", 4), 4);
	set_args(-1, ((int *)ends)[0], (long)stat, 1);
	probe(read_known, false, 1);
	set_args(NR_read, ((int *)ends)[0], (long)stat, 1);
	probe(number_in_rax, false, 1);
}

static void test_failures(void)
{
	static long stat[32];

	set_args(-1, 12345, (long)stat, 0);
	probe(close_known, true, EBADF);
	probe(fstat_known, true, EBADF);
	set_args(-1, 12345, (long)stat, 1);
	probe(read_known, true, EBADF);
	set_args(NR_close, 12345, 0, 0);
	probe(number_in_rax, true, EBADF);
	set_args(NR_unlink, (long)"/nonexistent/at/all", 0, 0);
	probe(number_in_rax, true, ENOENT);
	probe(number_moved, true, ENOENT);
	set_action(SIGSYS, SIG_IGN); /* comes with it */
	set_args(5000, 0, 0, 0);
	probe(number_in_rax, true, ENOSYS);
	set_action(SIGSYS, SIG_DFL);
}

/* fork's second result tells the child; other calls keep rdx. */
static void test_second_result(void)
{
	long second, pid = call6_two(NR_fork, 1, 2, 3, 4, 5, 6, &second);
	int status = 0;

	if (second == 1 && pid >= 0)
		call(NR_exit_all, 7);
	EXPECT(pid > 0);
	EXPECT_EQ(second, 0);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 7 << 8);
#ifdef NR_compat10_pipe
	long read_end = call6_two(NR_compat10_pipe, 1, 2, 3, 4, 5, 6, &second);

	EXPECT(read_end >= 0 && second > read_end);
	EXPECT_EQ(call(NR_write, second, "x", 1), 1);
	EXPECT_EQ(call(NR_close, second), 0);
	EXPECT_EQ(call(NR_close, read_end), 0);
#endif
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	probe_init();
	say("vector registers: %s\n", probe_vectors == 2 ? "zmm" : probe_vectors ? "ymm" : "xmm");
	test_tiers();
	test_failures();
	test_second_result();
	return result();
}
