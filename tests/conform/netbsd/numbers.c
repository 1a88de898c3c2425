/*
 * Call numbers: those that there are not, those that are refused, and syscall(2) and
 * __syscall(2), which have the number as their first argument.  NetBSD looks at the lower
 * nine bits of rax alone (sys/arch/x86/x86/syscall.c: SYS_NSYSENT).  What there is not is
 * answered with ENOSYS, and a SIGSYS to the process (sys/kern/kern_sig.c: sys_nosys).
 */
#include "children.h"

/* A row's that the system has not at all, unlike a call that answers ENOSYS itself. */
#define NOSYS (-ENOSYS)

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
#include "../../../abi-tables/netbsd/calls.def"
};

static volatile long caught;

static void count(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)info, (void)context;
	EXPECT_EQ(sig, SIGSYS);
	caught++;
}

static void test_unknown(void)
{
	static const long numbers[] = { 94, 151, 172, 269, 500, 511, 0x10000 | 500, 0x7fffffff };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		caught = 0;
		EXPECT_EQ(call6(numbers[i], 1, 2, 3, 4, 5, 6), -ENOSYS);
		EXPECT_EQ(caught, 1);
	}
}

/* What is above the nine bits is not looked at. */
static void test_masked(void)
{
	long pid = call(NR_getpid);

	EXPECT_EQ(call6(512 | NR_getpid, 0, 0, 0, 0, 0, 0), pid);
	EXPECT_EQ(call6(0x40000000 | NR_getpid, 0, 0, 0, 0, 0, 0), pid);
	EXPECT_EQ(call6(0x100000000 | NR_getpid, 0, 0, 0, 0, 0, 0), pid);
	EXPECT_EQ(call6(0x80000000 | NR_getpid, 0, 0, 0, 0, 0, 0), pid);
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

static void test_indirect(void)
{
	long pid = call(NR_getpid);

	EXPECT_EQ(call(NR_syscall, NR_getpid), pid);
	EXPECT_EQ(call(NR___syscall, NR_getpid), pid);
	caught = 0;
	EXPECT_EQ(call(NR_syscall, 500), -ENOSYS);
	EXPECT_EQ(caught, 1);
}

/* Ignored it is nothing; else it ends the process. */
static void test_signal(void)
{
	int status;
	long pid;

	caught = 0;
	set_action(SIGSYS, SIG_IGN);
	EXPECT_EQ(call6(500, 0, 0, 0, 0, 0, 0), -ENOSYS);
	EXPECT_EQ(caught, 0);
	set_action(SIGSYS, SIG_DFL);
	pid = fork_here();
	if (!pid) {
		long none[2] = { 0 };

		call(NR_setrlimit, 4, none); /* RLIMIT_CORE */
		call6(500, 0, 0, 0, 0, 0, 0);
		leave(0);
	}
	status = status_of(pid);
	EXPECT_EQ(status & 0x7f, SIGSYS);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	catch (SIGSYS, count, 0, NULL);
	test_unknown();
	test_masked();
	test_refused();
	test_indirect();
	test_signal();
	return result();
}
