/* sigreturn(2) gives the program every register that its handler left in the context. */
#include "probe.h"
#include "signals.h"

struct registers probe_in, probe_out;
int probe_vectors;

PROBE(send, "nop");

static volatile int count;
static long entry_rsp, stack_low, stack_high;

static void handler(int sig, struct siginfo *info, struct ucontext *context)
{
	struct mcontext *m = &context->mcontext;
	long here;

	(void)sig, (void)info;
	count++;
	entry_rsp = (long)&here;
	/* What the call left: its result, and registers as they were. */
	EXPECT_EQ(m->rax, 0);
	EXPECT_EQ(m->rdi, probe_in.rdi);
	EXPECT_EQ(m->rsi, probe_in.rsi);
	EXPECT_EQ(m->rdx, probe_in.rdx);
	EXPECT_EQ(m->rbx, probe_in.rbx);
	EXPECT_EQ(m->rbp, probe_in.rbp);
	EXPECT_EQ(m->r12, probe_in.r12);
	EXPECT_EQ(m->r13, probe_in.r13);
	EXPECT_EQ(m->r14, probe_in.r14);
	EXPECT_EQ(m->r15, probe_in.r15);
	EXPECT_EQ(m->rsp, probe_in.rsp);
	EXPECT(!(m->rflags & FLAG_CARRY));
	extern char send_after[];
	EXPECT_EQ(m->rip, send_after);
	m->rax = 0xa1;
	m->rbx = 0xa2;
	m->rcx = 0xa3;
	m->rdx = 0xa4;
	m->rsi = 0xa5;
	m->rdi = 0xa6;
	m->rbp = 0xa7;
	m->r8 = 0xa8;
	m->r9 = 0xa9;
	m->r10 = 0xaa;
	m->r11 = 0xab;
	m->r12 = 0xac;
	m->r13 = 0xad;
	m->r14 = 0xae;
	m->r15 = 0xaf;
	m->rflags |= FLAG_CARRY;
	m->rsp -= 128;
	context->sigmask[0] |= sigset_of(SIGUSR2).word[0];
}

int main(int argc, char **argv, char **envp)
{
	const struct registers *out = &probe_out;
	struct sigset mask;
	char *stack = pages(65536);

	(void)argc, (void)argv, (void)envp;
	probe_init();
	catch (SIGUSR1, handler, 0, NULL);
	stack_low = (long)stack;
	stack_high = stack_low + 65536;
	probe_in.rax = NR_kill;
	probe_in.rdi = call(NR_getpid);
	probe_in.rsi = SIGUSR1;
	probe_in.rsp = stack_high - 4096;
	memset((char *)probe_in.rsp - 128, 0x5a, 128);
	send();
	EXPECT_EQ(count, 1);
	/* The handler ran on the stack it interrupted, below the red zone. */
	EXPECT(entry_rsp > stack_low && entry_rsp < probe_in.rsp - 128);
	for (int i = 0; i < 128; i++)
		EXPECT_EQ(((char *)probe_in.rsp - 128)[i], 0x5a);
	EXPECT_EQ(out->rax, 0xa1);
	EXPECT_EQ(out->rbx, 0xa2);
	EXPECT_EQ(out->rcx, 0xa3);
	EXPECT_EQ(out->rdx, 0xa4);
	EXPECT_EQ(out->rsi, 0xa5);
	EXPECT_EQ(out->rdi, 0xa6);
	EXPECT_EQ(out->rbp, 0xa7);
	EXPECT_EQ(out->r8, 0xa8);
	EXPECT_EQ(out->r9, 0xa9);
	EXPECT_EQ(out->r10, 0xaa);
	EXPECT_EQ(out->r11, 0xab);
	EXPECT_EQ(out->r12, 0xac);
	EXPECT_EQ(out->r13, 0xad);
	EXPECT_EQ(out->r14, 0xae);
	EXPECT_EQ(out->r15, 0xaf);
	EXPECT_EQ(out->rsp, probe_in.rsp - 128);
	EXPECT(out->flags & FLAG_CARRY);
	mask = mask_now();
	EXPECT(sigset_has(&mask, SIGUSR2));
	EXPECT(!sigset_has(&mask, SIGUSR1));
	EXPECT_EQ(call(NR_sigreturn, 8), -EFAULT);
	return result();
}
