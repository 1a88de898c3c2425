/*
 * Vector state across a handler: the handler finds it in its context (xmm in
 * mc_fpstate, the rest as XSAVE lays it out in mc_xfpustate, which begins with
 * XSAVE's header), may use every register, may change the context, and what the
 * context then says is what the program goes on with.
 */
#include "probe.h"
#include "signals.h"

struct registers probe_in, probe_out;
int probe_vectors;

PROBE(send, "nop");
PROBE(trap, "ud2; mov $20, %eax"); /* getpid */

#define XMM_IN_FXSAVE  160
#define YMM_IN_XFPU    64 /* behind the header of 64 bytes */
#define MC_HASFPXSTATE 4

static volatile int count;
static bool change;

static void clobber(void)
{
	if (probe_vectors)
		__asm__ volatile("vzeroall");
	else
		__asm__ volatile(
		    "xorps %%xmm0, %%xmm0; xorps %%xmm3, %%xmm3; xorps %%xmm15, %%xmm15"
		    :
		    :
		    : "xmm0", "xmm3", "xmm15");
	if (probe_vectors == 2)
		__asm__ volatile(".irp n, 16, 17, 31\n"
				 "vpxord %%zmm\\n, %%zmm\\n, %%zmm\\n\n"
				 ".endr\n"
				 "kxorw %%k1, %%k1, %%k1; kxorw %%k7, %%k7, %%k7"
				 :
				 :);
	__asm__ volatile("fninit");
}

static void handler(int sig, struct siginfo *info, struct ucontext *context)
{
	struct mcontext *m = &context->mcontext;
	unsigned char *ymm = (unsigned char *)m->xfpustate + YMM_IN_XFPU;

	(void)info;
	count++;
	EXPECT_EQ(m->len, sizeof(*m));
	EXPECT_EQ(m->fpformat, 0x10002); /* _MC_FPFMT_XMM */
	for (int i = 0; i < 16; i++)
		EXPECT(!memcmp(m->fpstate + XMM_IN_FXSAVE + 16 * i, probe_in.zmm[i], 16));
	if (probe_vectors) {
		EXPECT(m->flags & MC_HASFPXSTATE);
		EXPECT(m->xfpustate_len >= YMM_IN_XFPU + 256);
		for (int i = 0; i < 16 && m->xfpustate; i++)
			EXPECT(!memcmp(ymm + 16 * i, probe_in.zmm[i] + 16, 16));
	}
	if (change) {
		memset(m->fpstate + XMM_IN_FXSAVE + 16 * 3, 0x33, 16);
		memset(probe_in.zmm[3], 0x33, 16);
	}
	if (change && probe_vectors && m->xfpustate) {
		memset(ymm + 16 * 5, 0x55, 16);
		memset(probe_in.zmm[5] + 16, 0x55, 16);
	}
	if (sig == SIGILL)
		m->rip += 2;
	clobber();
}

static void once(void (*make)(void))
{
	char *stack = pages(65536);

	count = 0;
	probe_in.rax = NR_kill;
	probe_in.rdi = call(NR_getpid);
	probe_in.rsi = SIGUSR1;
	probe_in.rsp = (long)stack + 65536 - 64;
	make();
	EXPECT_EQ(count, 1);
	EXPECT(!(probe_out.flags & FLAG_CARRY));
	EXPECT(probe_vectors_kept());
	EXPECT_EQ(probe_out.rbx, probe_in.rbx);
	EXPECT_EQ(probe_out.r15, probe_in.r15);
	EXPECT_EQ(probe_out.rsi, probe_in.rsi);
	call(NR_munmap, stack, 65536);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	probe_init();
	catch (SIGUSR1, handler, 0, NULL);
	catch (SIGILL, handler, 0, NULL);
	once(send);
	once(trap);
	change = true;
	once(send);
	once(trap);
	return result();
}
