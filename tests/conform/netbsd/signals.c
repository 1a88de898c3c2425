/* The program's own trampoline, siginfo, alternate stacks, contexts; registers come through. */
#include "signals.h"

static volatile int caught, code, sender;
static volatile uint64_t at_sp;
static char stack[65536] __attribute__((aligned(16)));

static void handler(int sig, struct siginfo *si, struct ucontext *uc)
{
	int here;

	caught = sig;
	code = si->code;
	sender = si->pid;
	at_sp = (uint64_t)&here;
	EXPECT_EQ(uc->flags & (UC_SIGMASK | UC_CPU), UC_SIGMASK | UC_CPU);
}

/* A fault is stepped over by changing its context. */
static void skip_fault(int sig, struct siginfo *si, struct ucontext *uc)
{
	caught = sig;
	code = si->code;
	EXPECT_EQ(*(uint64_t *)&si->pid, 8);
	uc->regs[REG_RIP] += 2;
}

static void trampolines(void)
{
	struct sigaction action = { .handler = handler, .flags = SA_SIGINFO }, old;

	EXPECT_EQ(call(NR___sigaction_sigtramp, SIGUSR1, &action, 0, 0, 0), -EINVAL);
	EXPECT_EQ(call(NR___sigaction_sigtramp, SIGUSR1, &action, 0, signal_trampoline, 1),
		  -EINVAL);
	EXPECT_EQ(call(NR___sigaction_sigtramp, SIGUSR1, &action, 0, signal_trampoline, 2), 0);
	EXPECT_EQ(call(NR___sigaction_sigtramp, SIGUSR1, 0, &old, 0, 0), 0);
	EXPECT(old.handler == (void *)handler && old.flags == SA_SIGINFO);
	EXPECT_EQ(call(NR_kill, call(NR_getpid), SIGUSR1), 0);
	EXPECT_EQ(caught, SIGUSR1);
	EXPECT_EQ(code, 0); /* SI_USER */
	EXPECT_EQ(sender, call(NR_getpid));
	EXPECT_EQ(signal_thread(thread_self(), SIGUSR1), 0);
	EXPECT_EQ(code, -5); /* SI_LWP */
	EXPECT_EQ(call(NR__lwp_kill, 1, SIGUSR1), -ESRCH);
	EXPECT_EQ(call(NR__lwp_kill, thread_self(), 64), -EINVAL);
}

static void queued(void)
{
	struct siginfo si = { .signo = SIGUSR1, .code = -1, .value = 77 };

	caught = 0;
	EXPECT_EQ(call(NR_sigqueueinfo, call(NR_getpid), &si), 0);
	EXPECT_EQ(caught, SIGUSR1);
	EXPECT_EQ(code, -1); /* SI_QUEUE */
}

static void alternate_stack(void)
{
	struct sigaction action = { .handler = handler, .flags = SA_SIGINFO | SA_ONSTACK };
	struct {
		void *base;
		size_t size;
		int flags;
	} new = { stack, sizeof stack, 0 }, small = { stack, 4096, 0 };

	EXPECT_EQ(call(NR___sigaltstack14, &small, 0), -ENOMEM);
	EXPECT_EQ(call(NR___sigaltstack14, &new, 0), 0);
	EXPECT_EQ(call(NR___sigaction_sigtramp, SIGUSR2, &action, 0, signal_trampoline, 2), 0);
	EXPECT_EQ(signal_thread(thread_self(), SIGUSR2), 0);
	EXPECT(at_sp > (uint64_t)stack && at_sp < (uint64_t)stack + sizeof stack);
}

static void faults(void)
{
	struct sigaction action = { .handler = skip_fault, .flags = SA_SIGINFO };
	long zero = 8;

	EXPECT_EQ(call(NR___sigaction_sigtramp, SIGSEGV, &action, 0, signal_trampoline, 2), 0);
	__asm__ volatile("movb (%%rax), %%al" : "+a"(zero)); /* two bytes */
	EXPECT_EQ(caught, SIGSEGV);
	EXPECT_EQ(code, 1); /* SEGV_MAPERR */
}

/* setcontext(2) goes back to where getcontext(2) was, with 0 for its result. */
static void contexts(void)
{
	static struct ucontext uc;
	static volatile int times;
	long ret = call(NR_getcontext, &uc);

	EXPECT_EQ(ret, 0);
	if (++times < 3)
		call(NR_setcontext, &uc);
	EXPECT_EQ(times, 3);
	EXPECT_EQ(call(NR_getcontext, 8), -EFAULT);
}

static void kept_registers(void)
{
	uint64_t r12 = 12, xmm = 77, out;

	__asm__ volatile("movq %2, %%xmm5; mov %1, %%r12\n\t"
			 "mov %3, %%edi; mov %4, %%esi; mov %5, %%eax; syscall\n\t"
			 "movq %%xmm5, %0; mov %%r12, %1"
			 : "=r"(out), "+m"(r12)
			 : "m"(xmm), "r"((int)thread_self()), "i"(SIGUSR1), "i"(NR__lwp_kill)
			 : "rax", "rcx", "rdx", "rdi", "rsi", "r8", "r9", "r10", "r11", "r12",
			   "xmm5", "memory");
	EXPECT_EQ(out, 77);
	EXPECT_EQ(r12, 12);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	trampolines();
	queued();
	alternate_stack();
	faults();
	contexts();
	kept_registers();
	return result();
}
