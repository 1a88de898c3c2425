/*
 * Faults of the program's own are its signals, with FreeBSD's codes and
 * addresses (sys/amd64/amd64/trap.c: what cannot be reached is SIGSEGV, what a
 * general protection fault hits is SIGBUS, an illegal instruction is ILL_PRVOPC).
 * Each handler goes on elsewhere by changing the context it was given.
 */
#include "children.h"

static volatile struct siginfo seen;
static volatile long seen_rip, seen_addr;
static volatile int count;

static void skip(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig;
	count++;
	seen = *info;
	seen_rip = context->mcontext.rip;
	seen_addr = context->mcontext.addr;
	context->mcontext.rip = context->mcontext.rbx;
	context->mcontext.rax = 0x5151;
}

/* Do `instruction` (an address in rdi); the handler goes on behind it. */
#define FAULT(name, instruction)                                                                   \
	static long name(void *address)                                                            \
	{                                                                                          \
		long rax = 0, rbx = 0, rip;                                                        \
		__asm__ volatile("lea 2f(%%rip), %%rbx\n"                                          \
				 "lea 1f(%%rip), %2\n"                                             \
				 "1: " instruction "\n"                                            \
				 "2:"                                                              \
				 : "+a"(rax), "+&b"(rbx), "=&r"(rip)                               \
				 : "D"(address)                                                    \
				 : "rdx", "memory", "cc");                                         \
		EXPECT_EQ(rax, 0x5151);                                                            \
		return rip;                                                                        \
	}

FAULT(do_read, "mov (%%rdi), %%rdx")
FAULT(do_write, "movq $1, (%%rdi)")
FAULT(do_divide, "xor %%edx, %%edx; div %%rdi")
FAULT(do_illegal, "ud2")
FAULT(do_privileged, "hlt")
FAULT(do_break, "int3")
FAULT(do_jump, "call *%%rdi")

static void expect_fault(int sig, int code, void *addr)
{
	EXPECT_EQ(count, 1);
	EXPECT_EQ(seen.signo, sig);
	EXPECT_EQ(seen.code, code);
	EXPECT_EQ(seen.addr, addr);
	count = 0;
}

static void test_memory(void)
{
	char *page = pages(8192);
	long rip;

	EXPECT_EQ(call(NR_munmap, page + 4096, 4096), 0);
	rip = do_read(NULL);
	EXPECT_EQ(seen_rip, rip);
	EXPECT_EQ(seen_addr, 0);
	expect_fault(SIGSEGV, SEGV_MAPERR, NULL);
	do_read(page + 4096 + 123);
	expect_fault(SIGSEGV, SEGV_MAPERR, page + 4096 + 123);
	do_write(page + 4096 + 8);
	expect_fault(SIGSEGV, SEGV_MAPERR, page + 4096 + 8);
	/* Across the border: the address is the first byte that is not there. */
	do_read(page + 4093);
	expect_fault(SIGSEGV, SEGV_MAPERR, page + 4096);
	EXPECT_EQ(call(NR_mprotect, page, 4096, PROT_READ), 0);
	do_write(page + 16);
	expect_fault(SIGSEGV, SEGV_ACCERR, page + 16);
	EXPECT_EQ(call(NR_mprotect, page, 4096, 0), 0);
	do_read(page + 32);
	expect_fault(SIGSEGV, SEGV_ACCERR, page + 32);
}

static void jumped(int sig, struct siginfo *info, struct ucontext *context)
{
	long *stack = (long *)context->mcontext.rsp;

	skip(sig, info, context);
	EXPECT_EQ(seen_rip, (long)seen.addr);
	context->mcontext.rip = *stack;
	context->mcontext.rsp += 8;
}

static void test_jump(void)
{
	char *page = pages(4096);

	catch (SIGSEGV, jumped, 0, NULL);
	do_jump(page);
	expect_fault(SIGSEGV, SEGV_ACCERR, page);
	EXPECT_EQ(call(NR_munmap, page, 4096), 0);
	do_jump(page);
	expect_fault(SIGSEGV, SEGV_MAPERR, page);
	catch (SIGSEGV, skip, 0, NULL);
}

/* A mapping that goes on behind its file's end. */
static void test_object(void)
{
	long fd = call(NR_open, "/dev/null", 0);
	char name[] = "/tmp/abirun-conform-XXXXXXXX";
	long id = call(NR_getpid);
	char *page;

	EXPECT_EQ(call(NR_close, fd), 0);
	for (size_t i = sizeof(name) - 2; name[i] == 'X'; i--, id /= 10)
		name[i] = '0' + id % 10;
	fd = call(NR_open, name, 0x0a02, 0600); /* sys/fcntl.h: O_RDWR, O_CREAT, O_EXCL */
	EXPECT(fd >= 0);
	EXPECT_EQ(call(NR_unlink, name), 0);
	page = (char *)call(NR_mmap, 0, 8192, PROT_READ, 1, fd, 0); /* MAP_SHARED */
	EXPECT(!is_error((long)page));
	catch (SIGBUS, skip, 0, NULL);
	do_read(page + 4096 + 8);
	EXPECT_EQ(count, 1);
	EXPECT_EQ(seen.signo, SIGBUS);
	EXPECT_EQ(seen.code, BUS_OBJERR);
	EXPECT_EQ(seen.addr, page + 4096 + 8);
	count = 0;
}

static void test_processor(void)
{
	long rip;

	do_divide(NULL);
	EXPECT_EQ(count, 1);
	EXPECT_EQ(seen.signo, SIGFPE);
	EXPECT_EQ(seen.code, FPE_INTDIV);
	EXPECT_EQ(seen.addr, (void *)seen_rip);
	count = 0;
	rip = do_illegal(NULL);
	expect_fault(SIGILL, ILL_PRVOPC, (void *)rip);
	/* A breakpoint's rip is behind it. */
	rip = do_break(NULL);
	EXPECT_EQ(seen_rip, rip + 1);
	expect_fault(SIGTRAP, TRAP_BRKPT, (void *)(rip + 1));
	/* General protection: a privileged instruction, an address that none can be. */
	rip = do_privileged(NULL);
	expect_fault(SIGBUS, BUS_OBJERR, (void *)rip);
	rip = do_read((void *)0x8000000000000000);
	expect_fault(SIGBUS, BUS_OBJERR, (void *)rip);
}

#define NOWHERE 0x8000000000000000

static void go_nowhere(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)info;
	context->mcontext.rip = NOWHERE;
}

/* A handler that goes on at no address at all: the fault is found there. */
static void test_nowhere(void)
{
	long rax = NR_kill, rbx;

	catch (SIGUSR1, go_nowhere, 0, NULL);
	__asm__ volatile("lea 1f(%%rip), %%rbx\n"
			 "syscall\n"
			 "1:"
			 : "+a"(rax), "=&b"(rbx)
			 : "D"(call(NR_getpid)), "S"((long)SIGUSR1)
			 : "rcx", "rdx", "r8", "r9", "r10", "r11", "memory", "cc");
	EXPECT_EQ(rax, 0x5151);
	EXPECT_EQ(count, 1);
	EXPECT_EQ(seen.signo, SIGBUS);
	EXPECT_EQ(seen.code, BUS_OBJERR);
	EXPECT_EQ(seen_rip, (long)NOWHERE);
	count = 0;
}

/* A fault that is blocked, or ignored, ends the program all the same. */
static void test_blocked(void)
{
	int status = 0;
	long pid = fork_here();

	if (!pid) {
		block(SIGSEGV);
		do_read(NULL);
		call(NR_exit_all, 1);
	}
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status & 0x7f, SIGSEGV);
	pid = fork_here();
	if (!pid) {
		set_action(SIGFPE, SIG_IGN);
		do_divide(NULL);
		call(NR_exit_all, 1);
	}
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status & 0x7f, SIGFPE);
}

/* A stack that has run out: the handler runs on its own. */
static long overrun(long n)
{
	volatile char here[512];

	here[0] = n;
	return n ? overrun(n + 1) + here[0] : 0;
}

static void on_overrun(int sig, struct siginfo *info, struct ucontext *context)
{
	EXPECT_EQ(sig, SIGSEGV);
	EXPECT(context->mcontext.rsp - (long)info->addr < 8192);
	call(NR_exit_all, 9);
}

static void test_overrun(void)
{
	struct stack stack = { pages(65536), 65536, 0 };
	int status = 0;
	long pid = fork_here();

	if (!pid) {
		call(NR_sigaltstack, &stack, 0);
		catch (SIGSEGV, on_overrun, SA_ONSTACK, NULL);
		overrun(1);
		call(NR_exit_all, 1);
	}
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 9 << 8);
}

int main(int argc, char **argv, char **envp)
{
	static const int faults[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP };

	(void)argc, (void)argv, (void)envp;
	for (int i = 0; i < 5; i++)
		EXPECT_EQ(catch (faults[i], skip, 0, NULL), 0);
	test_memory();
	test_jump();
	test_object();
	test_processor();
	test_nowhere();
	test_blocked();
	test_overrun();
	return result();
}
