/*
 * Call numbers: those that there are not, those that are refused, and syscall(2)
 * and __syscall(2), which have the number as their first argument.  FreeBSD reads
 * the lower half of rax (sys/amd64/amd64/trap.c: cpu_fetch_syscall_args).  What there is
 * not is answered with ENOSYS, and a SIGSYS to the thread (sys/kern/kern_sig.c: nosys).
 *
 *	numbers unknown		make one call that there is not, and end with 0
 */
#include "children.h"

/* A row's that the system has not at all, unlike a call that answers ENOSYS itself. */
#define NOSYS     (-ENOSYS)

#define SI_KERNEL 0x10006

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

static long caught;
static struct siginfo last;

static void count(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)context;
	caught++;
	last = *info;
}

/*
 * nosys calls tdsignal, which says SI_KERNEL and nothing else: neither the call's number
 * nor its address (sys/kern/kern_sig.c), unlike the host's SIGSYS of seccomp and SUD.
 */
static void expect_kernels(const struct siginfo *info)
{
	static const struct siginfo nothing;
	struct siginfo rest = *info;

	EXPECT_EQ(info->code, SI_KERNEL);
	rest.signo = rest.code = 0;
	EXPECT_EQ(memcmp(&rest, &nothing, sizeof(rest)), 0);
}

static void test_unknown(void)
{
	static const long numbers[] = { 600,        1000,       4095,       4096,           65536,
					0x7fffffff, 0x80000000, 0xffffffff, 0x40000000 | 39 };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		caught = 0;
		EXPECT_EQ(call6(numbers[i], 1, 2, 3, 4, 5, 6), -ENOSYS);
		EXPECT_EQ(caught, 1);
	}
	EXPECT_EQ(last.signo, SIGSYS);
	expect_kernels(&last);
	EXPECT_EQ(call6(0x100000000 | NR_getpid, 0, 0, 0, 0, 0, 0), call(NR_getpid));
}

static void test_refused(void)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		bool absent = refused[i].error == NOSYS;
		int error = absent ? ENOSYS : refused[i].error;
		long ret;

		caught = 0;
		ret = call6(refused[i].nr, 0, 0, 0, 0, 0, 0);
		EXPECT_EQ(ret, -error);
		EXPECT_EQ(caught, absent);
		if (ret != -error || caught != absent)
			say("\t%s\n", refused[i].name);
	}
}

/* Blocked it waits; ignored it is nothing; else it ends the process. */
static void test_signal(void)
{
	struct sigset set = sigset_of(SIGSYS), pending;
	struct siginfo info;
	int status;
	long pid;

	caught = 0;
	block(SIGSYS);
	/* Only one: FreeBSD's kernel queues more of them (sigqueue_add), and the host does not. */
	EXPECT_EQ(call6(5000, 0, 0, 0, 0, 0, 0), -ENOSYS);
	EXPECT_EQ(caught, 0);
	EXPECT_EQ(call(NR_sigpending, &pending), 0);
	EXPECT(sigset_has(&pending, SIGSYS));
	EXPECT_EQ(call(NR_sigwaitinfo, &set, &info), SIGSYS);
	expect_kernels(&info);
	EXPECT_EQ(call6(5000, 0, 0, 0, 0, 0, 0), -ENOSYS);
	EXPECT_EQ(call(NR_sigprocmask, SIG_UNBLOCK, &set, 0), 0);
	EXPECT_EQ(caught, 1);
	set_action(SIGSYS, SIG_IGN);
	EXPECT_EQ(call6(5000, 0, 0, 0, 0, 0, 0), -ENOSYS);
	EXPECT_EQ(caught, 1);
	set_action(SIGSYS, SIG_DFL);
	pid = fork_here();
	if (!pid) {
		int none[4] = { 0 };

		call(NR_setrlimit, 4, none); /* RLIMIT_CORE */
		call6(5000, 0, 0, 0, 0, 0, 0);
		call(NR__exit, 0);
	}
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status & 0x7f, SIGSYS);
	catch (SIGSYS, count, 0, NULL);
}

static void test_sysctl(void)
{
	static const char name[] = "kern.signosys";
	int value = 0;
	size_t size = sizeof(value);

	EXPECT_EQ(call(NR___sysctlbyname, name, sizeof(name) - 1, &value, &size, 0, 0), 0);
	EXPECT_EQ(value, 1);
	/* It is read only here; at home the superuser may write it. */
	EXPECT_EQ(call(NR___sysctlbyname, name, sizeof(name) - 1, 0, 0, &value, size), -EPERM);
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
	caught = 0;
	EXPECT_EQ(call(nr, 0, NR_getpid), -ENOSYS);
	EXPECT_EQ(call(nr, 198, NR_getpid), -ENOSYS);
	EXPECT_EQ(call(nr, 5000, 1, 2), -ENOSYS);
	EXPECT_EQ(call(nr, -1, 1, 2), -ENOSYS);
	EXPECT_EQ(caught, 4);
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
	catch (SIGSYS, count, 0, NULL);
	if (argc > 1)
		return call6(5000, 0, 0, 0, 0, 0, 0) != -ENOSYS;
	test_unknown();
	test_refused();
	test_indirect(0);
	test_indirect(198);
	test_stack_argument();
	test_signal();
	test_sysctl();
	return result();
}
