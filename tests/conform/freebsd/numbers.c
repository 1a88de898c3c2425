/*
 * Call numbers: those that there are not, those that are refused, and syscall(2)
 * and __syscall(2), which have the number as their first argument.  FreeBSD reads
 * the lower half of rax (sys/amd64/amd64/trap.c: cpu_fetch_syscall_args).
 *
 *	numbers unknown		make one call that there is not, and end with 0
 */
#include "signals.h"

/* sys/errno.h, for what calls.def says of rows that are refused. */
#define EOPNOTSUPP 45
#define ENOSYS     78

struct refused {
	int nr;
	const char *name;
	int error;
};

#define CALL(nr, symbol, host, errors, ...)
#define HAND(nr, symbol, host, errors, map, ...)
#define NONE(nr, symbol, error, reason) { nr, symbol, error },
#define NOTE(nr, text)
static const struct refused refused[] = {
#include "../../../abi-tables/freebsd/calls.def"
};

static void test_unknown(void)
{
	static const long numbers[] = { 600,        1000,       4095,       4096,           65536,
					0x7fffffff, 0x80000000, 0xffffffff, 0x40000000 | 39 };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		EXPECT_EQ(call6(numbers[i], 1, 2, 3, 4, 5, 6), -ENOSYS);
	EXPECT_EQ(call6(0x100000000 | NR_getpid, 0, 0, 0, 0, 0, 0), call(NR_getpid));
}

static void test_refused(void)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		long ret = call6(refused[i].nr, 0, 0, 0, 0, 0, 0);

		EXPECT_EQ(ret, -refused[i].error);
		if (ret != -refused[i].error)
			say("\t%s\n", refused[i].name);
	}
}

static void test_indirect(long nr)
{
	long pid = call(NR_getpid);
	int ends[2];
	char byte = 0, *page;

	EXPECT_EQ(call(nr, NR_getpid), pid);
	EXPECT_EQ(call(nr, NR_pipe2, ends, 0), 0);
	EXPECT_EQ(call(nr, NR_write, ends[1], "x", 1), 1);
	EXPECT_EQ(call(nr, NR_read, ends[0], &byte, 1), 1);
	EXPECT_EQ(byte, 'x');
	EXPECT_EQ(call(nr, NR_close, ends[0]), 0);
	EXPECT_EQ(call(nr, NR_close, ends[0]), -9); /* EBADF */
	EXPECT_EQ(call(nr, NR_kill, pid, 0), 0);
	/* Neither itself nor its twin, nor what there is not. */
	EXPECT_EQ(call(nr, 0, NR_getpid), -ENOSYS);
	EXPECT_EQ(call(nr, 198, NR_getpid), -ENOSYS);
	EXPECT_EQ(call(nr, 5000, 1, 2), -ENOSYS);
	EXPECT_EQ(call(nr, -1, 1, 2), -ENOSYS);
	/* Five arguments come in registers, the sixth on the stack, above a return address. */
	page =
	    (char *)call(NR_mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
	EXPECT_EQ(call(nr, NR_mprotect, page, 4096, PROT_READ), 0);
	EXPECT_EQ(call(nr, NR_read, ends[1], page, 1), -9);
	call(nr, NR_close, ends[1]);
}

/* The sixth argument of an indirect call, as libc's stub leaves it: 8(%rsp). */
static long indirect_six(long nr, long a, long b, long c, long d, long e, long f)
{
	register long r10 __asm__("r10") = c;
	register long r8 __asm__("r8") = d;
	register long r9 __asm__("r9") = e;
	bool failed;
	long ret;

	__asm__ volatile("sub $128, %%rsp\n"
			 "push %[f]\n"
			 "push $0\n"
			 "syscall\n"
			 "lea 144(%%rsp), %%rsp"
			 : "=a"(ret), "=@ccc"(failed), "+r"(r10), "+r"(r8), "+r"(r9)
			 : "0"(198), "D"(nr), "S"(a), "d"(b), [f] "r"(f)
			 : "rcx", "r11", "memory");
	return failed ? -ret : ret;
}

static void test_stack_argument(void)
{
	long fd = call(NR_open, "/dev/zero", 0);
	char *page =
	    (char *)indirect_six(NR_mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 4096);

	EXPECT(!is_error((long)page));
	if (!is_error((long)page))
		page[0] = 1;
	EXPECT_EQ(indirect_six(NR_mmap, 0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 0x123),
		  -EINVAL);
}

int main(int argc, char **argv, char **envp)
{
	(void)argv, (void)envp;
	if (argc > 1)
		return call6(5000, 0, 0, 0, 0, 0, 0) != -ENOSYS;
	test_unknown();
	test_refused();
	test_indirect(0);
	test_indirect(198);
	test_stack_argument();
	return result();
}
