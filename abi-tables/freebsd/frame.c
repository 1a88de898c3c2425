/*
 * How FreeBSD interrupts a program and takes it back: the signal frame that its
 * amd64 sendsig() builds, and what sigreturn(2) reads.
 */
#include <errno.h>
#include <string.h>

#include "abi-tables/abi.h"
#include "abi-tables/freebsd/frame.h"
#include "shim/alien_mem.h"
#include "shim/dispatch.h"
#include "shim/host_signal.h"
#include "shim/process.h"
#include "shim/signal.h"
#include "shim/threads.h"
#include "shim/trace.h"
#include "syscall-map/map.h"

#define FREEBSD_CS       0x43
#define FREEBSD_SS       0x3b
#define HOST_CS          0x33
#define HOST_SS          0x2b

#define RFLAGS_TRAP      0x100ul
#define RFLAGS_DIRECTION 0x400ul
/* What a program may set by itself: carry to overflow, AC, ID (x86/psl.h). */
#define RFLAGS_USER   0x240dd5ul

#define FCW_DEFAULT   0x37f
#define MXCSR_DEFAULT 0x1f80
#define MXCSR_OFFSET  24
#define MXCSR_MASK    0xffffu

/*
 * call *(%rsp); lea 16(%rsp), %rdi; mov $417, %eax; syscall; 0: hlt; jmp 0b
 * The frame begins with the handler's address, its ucontext is at 16.
 */
const unsigned char freebsd_sigcode[FREEBSD_SIGCODE_SIZE] = { 0xff, 0x14, 0x24, 0x48, 0x8d, 0x7c,
							      0x24, 0x10, 0xb8, 0xa1, 0x01, 0x00,
							      0x00, 0x0f, 0x05, 0xf4, 0xeb, 0xfd };

/* sys/signal.h: what any signal may have, else the codes of this one. */
static int code_to_alien(int sig, int code)
{
	enum xlat_id table = code > 0 && code != HOST_SI_KERNEL ? code_table(sig) : XLAT_sicode;
	uint64_t alien;

	if (code == HOST_SI_SYSTEM)
		code = HOST_SI_KERNEL;
	if (table == XLAT_none || xlat_to_alien(table, (uint32_t)code, &alien))
		return code;
	return (int)alien;
}

/* machine/trap.h's number for the processor's exception. */
static int trap_to_alien(uint64_t vector)
{
	static const uint8_t trap[] = {
		[0] = 18, [1] = 10, [3] = 3,   [4] = 20, [5] = 21,  [6] = 1,
		[7] = 22, [13] = 9, [14] = 12, [16] = 6, [17] = 14, [19] = 29
	};

	return vector < sizeof trap ? trap[vector] : 0;
}

/*
 * A general protection fault is SIGBUS there (amd64/trap.c: T_PROTFLT), SIGSEGV
 * with SI_KERNEL here.
 */
int freebsd_fault_signal(int host, const struct host_siginfo *si, uint64_t trapno)
{
	if (host == HOST_SIGSEGV && si->code == HOST_SI_KERNEL && trapno == 13)
		return signal_to_alien(HOST_SIGBUS);
	return signal_to_alien(host);
}

static bool is_child_code(int sig, int code)
{
	return sig == 17 && code >= 1 && code <= 6;
}

/* CLD_EXITED's status is the exit status on both; that of a death or stop is a signal. */
static int child_status(const struct host_siginfo *si)
{
	return si->code == 1 ? si->status : signal_to_alien(si->status);
}

void freebsd_siginfo_to_alien(void *alien, const void *host)
{
	const struct host_siginfo *si = host;
	struct freebsd_siginfo *out = alien;
	bool fault = si->code > 0 && (FAULT_SIGNALS & SIGNAL_BIT(si->signo));
	bool has_value =
	    si->code == HOST_SI_QUEUE || si->code == HOST_SI_MESGQ || si->code == HOST_SI_ASYNCIO;

	memset(out, 0, sizeof *out);
	out->signo = signal_to_alien(si->signo);
	out->code = code_to_alien(si->signo, si->code);
	if (fault) {
		out->addr = si->addr;
		if (si->signo == HOST_SIGSEGV && si->code == HOST_SI_KERNEL) {
			out->signo = signal_to_alien(HOST_SIGBUS);
			out->code = 3; /* BUS_OBJERR */
		}
	} else if (is_child_code(si->signo, si->code)) {
		out->pid = si->pid;
		out->uid = si->uid;
		out->status = child_status(si);
	} else if (si->code == HOST_SI_TIMER) {
		out->timer_id = si->timer_id;
		out->overrun = si->overrun;
		out->value = si->timer_value;
	} else if (si->signo == 29 && si->code > 0) {
		out->band = si->band;
	} else {
		out->pid = si->pid;
		out->uid = si->uid;
		out->value = has_value ? si->value : 0;
		if (si->code == HOST_SI_MESGQ)
			out->queue = si->queue;
	}
}

#define FREEBSD_SA_ONSTACK   0x01
#define FREEBSD_SA_RESTART   0x02
#define FREEBSD_SA_RESETHAND 0x04
#define FREEBSD_SA_NOCLDSTOP 0x08
#define FREEBSD_SA_NODEFER   0x10
#define FREEBSD_SA_NOCLDWAIT 0x20
#define FREEBSD_SA_SIGINFO   0x40

static const struct {
	uint32_t alien, host;
} action_flags[] = {
	{ FREEBSD_SA_ONSTACK, ACTION_ONSTACK },     { FREEBSD_SA_RESTART, ACTION_RESTART },
	{ FREEBSD_SA_RESETHAND, ACTION_RESETHAND }, { FREEBSD_SA_NOCLDSTOP, ACTION_NOCLDSTOP },
	{ FREEBSD_SA_NODEFER, ACTION_NODEFER },     { FREEBSD_SA_NOCLDWAIT, ACTION_NOCLDWAIT },
	{ FREEBSD_SA_SIGINFO, ACTION_SIGINFO },
};

#define ACTION_FLAG_COUNT (sizeof action_flags / sizeof *action_flags)

void freebsd_sigaction_to_alien(void *alien, const void *host)
{
	const struct signal_action *in = host;
	struct freebsd_sigaction *out = alien;

	out->handler = in->handler;
	out->flags = 0;
	out->mask = in->mask;
	for (unsigned i = 0; i < ACTION_FLAG_COUNT; i++)
		if (in->flags & action_flags[i].host)
			out->flags |= action_flags[i].alien;
}

/* FreeBSD's kern_sigaction() ignores flags that it does not know; so do we. */
long freebsd_sigaction_to_host(void *host, const void *alien)
{
	const struct freebsd_sigaction *in = alien;
	struct signal_action *out = host;

	out->handler = in->handler;
	out->flags = 0;
	out->mask = in->mask;
	for (unsigned i = 0; i < ACTION_FLAG_COUNT; i++)
		if (in->flags & action_flags[i].alien)
			out->flags |= action_flags[i].host;
	return 0;
}

/* The host's form has the host's SS_ONSTACK 1 and SS_DISABLE 2. */
void freebsd_sigaltstack_to_alien(void *alien, const void *host)
{
	const struct host_stack *in = host;
	struct freebsd_stack *out = alien;

	*out = (struct freebsd_stack){ .base = in->base, .size = in->size };
	out->flags =
	    (in->flags & 1 ? FREEBSD_SS_ONSTACK : 0) | (in->flags & 2 ? FREEBSD_SS_DISABLE : 0);
}

long freebsd_sigaltstack_to_host(void *host, const void *alien)
{
	const struct freebsd_stack *in = alien;
	struct host_stack *out = host;

	*out = (struct host_stack){ .base = in->base, .size = in->size };
	if (in->flags & ~FREEBSD_SS_DISABLE)
		return -EINVAL;
	out->flags = in->flags & FREEBSD_SS_DISABLE ? 2 : 0;
	return 0;
}

/* cpu_set_upcall(): the stack as after a call, the argument in rdi. */
long freebsd_thread_to_host(void *host, const void *alien)
{
	const struct freebsd_thr_param *in = alien;
	struct thread_start *out = host;

	*out = (struct thread_start){
		.rip = in->start,
		.arg = in->arg,
		.rsp = ((in->stack_base + in->stack_size) & ~15ul) - 8,
		.fs = in->tls_base,
		.child_tid = in->child_tid,
		.parent_tid = in->parent_tid,
		.rtp = in->rtp,
	};
	return in->flags & ~2u ? -EINVAL : 0; /* THR_SYSTEM_SCOPE is the only kind there is */
}

/* The features and size of the XSAVE areas that this host makes; the same for all threads. */
static struct fpx_sw host_xstate;

static uint64_t push_xstate(const struct host_sigcontext *regs, struct freebsd_mcontext *mc,
			    uint64_t sp)
{
	const uint8_t *fp = (const uint8_t *)regs->fpstate;
	struct fpx_sw sw;
	uint64_t len;

	memcpy(mc->fpstate, fp, FXSAVE_SIZE);
	mc->fpformat = FREEBSD_FPFMT_XMM;
	mc->ownedfp = FREEBSD_FPOWNED_FPU;
	memcpy(&sw, fp + FPX_SW_OFFSET, sizeof sw);
	memset(mc->fpstate + FPX_SW_OFFSET, 0, sizeof sw);
	if (sw.magic1 != FPX_MAGIC1)
		return sp;
	host_xstate = sw;
	len = sw.xstate_size - FXSAVE_SIZE;
	sp = (sp - len) & ~63ul;
	if (copy_to_alien(sp, fp + FXSAVE_SIZE, len))
		return 0;
	mc->xfpustate = sp;
	mc->xfpustate_len = len;
	mc->flags |= FREEBSD_MC_HASFPXSTATE;
	return sp;
}

/* A handler begins with the floating point unit as a program does. */
static void reset_xstate(uint8_t *fp)
{
	static const uint32_t mxcsr = MXCSR_DEFAULT;
	static const uint16_t fcw = FCW_DEFAULT;
	uint32_t magic;

	memcpy(&magic, fp + FPX_SW_OFFSET, sizeof magic);
	memset(fp, 0, 416);
	memcpy(fp, &fcw, sizeof fcw);
	memcpy(fp + MXCSR_OFFSET, &mxcsr, sizeof mxcsr);
	if (magic == FPX_MAGIC1)
		memset(fp + FXSAVE_SIZE, 0, 8); /* no component is in use */
}

static void registers_to_alien(struct freebsd_mcontext *mc, const struct host_sigcontext *regs)
{
	mc->rdi = regs->rdi;
	mc->rsi = regs->rsi;
	mc->rdx = regs->rdx;
	mc->rcx = regs->rcx;
	mc->r8 = regs->r8;
	mc->r9 = regs->r9;
	mc->rax = regs->rax;
	mc->rbx = regs->rbx;
	mc->rbp = regs->rbp;
	mc->r10 = regs->r10;
	mc->r11 = regs->r11;
	mc->r12 = regs->r12;
	mc->r13 = regs->r13;
	mc->r14 = regs->r14;
	mc->r15 = regs->r15;
	mc->rip = regs->rip;
	mc->rsp = regs->rsp;
	mc->rflags = regs->rflags;
	mc->trapno = trap_to_alien(regs->trapno);
	mc->addr = regs->cr2;
	mc->err = regs->err;
	mc->cs = FREEBSD_CS;
	mc->ss = mc->ds = mc->es = FREEBSD_SS;
	mc->fs = 0x13;
	mc->gs = 0x1b;
	mc->len = sizeof *mc;
	mc->flags |= FREEBSD_MC_HASSEGS | FREEBSD_MC_HASBASES;
	__asm__("rdfsbase %0" : "=r"(mc->fsbase));
}

static void stack_to_alien(const struct thread *t, uint64_t sp, struct freebsd_ucontext *uc)
{
	const struct altstack *a = &t->altstack;

	if (!a->on) {
		uc->stack.flags = FREEBSD_SS_DISABLE;
		return;
	}
	uc->stack.base = a->base;
	uc->stack.size = a->size;
	uc->mc.onstack = on_altstack(t, sp);
	uc->stack.flags = uc->mc.onstack ? FREEBSD_SS_ONSTACK : 0;
}

/*
 * What amd64/trap.c says of a processor's exception, where the host says it
 * otherwise: a breakpoint, an illegal instruction (T_PRIVINFLT) and a general
 * protection fault have the instruction's address, and a mapping behind its
 * file's end is BUS_OBJERR.
 */
static void settle_fault(struct freebsd_siginfo *out, const struct host_siginfo *si,
			 const struct host_sigcontext *regs)
{
	static const uint8_t codes[] = { [1] = 2 /* TRAP_TRACE */,
					 [3] = 1 /* TRAP_BRKPT */,
					 [6] = 5 /* ILL_PRVOPC */,
					 [13] = 3 /* BUS_OBJERR */ };

	if (!is_fault_info(si))
		return;
	out->trapno = trap_to_alien(regs->trapno);
	if (regs->trapno < sizeof codes && codes[regs->trapno]) {
		out->code = codes[regs->trapno];
		out->addr = regs->rip;
	} else if (regs->trapno == 14 && si->signo == HOST_SIGBUS) {
		out->code = 3;
	}
}

long freebsd_push_frame(struct thread *t, int sig, const struct signal_action *action,
			const struct host_siginfo *si, struct host_ucontext *uc)
{
	struct host_sigcontext *regs = &uc->regs;
	struct freebsd_sigframe f;
	uint64_t sp = regs->rsp - SIGNAL_RED_ZONE;

	memset(&f, 0, sizeof f);
	f.handler = action->handler;
	f.uc.mask = t->mask_saved ? t->saved_mask : t->mask;
	stack_to_alien(t, regs->rsp, &f.uc);
	if (t->altstack.on && (action->flags & ACTION_ONSTACK) && !f.uc.mc.onstack)
		sp = t->altstack.base + t->altstack.size;
	registers_to_alien(&f.uc.mc, regs);
	freebsd_siginfo_to_alien(&f.si, si);
	f.si.signo = sig;
	settle_fault(&f.si, si, regs);
	if (watching)
		trace_signal(sig, f.si.code, is_fault_info(si) ? f.si.addr : (uint64_t)f.si.pid);
	sp = push_xstate(regs, &f.uc.mc, sp);
	sp = (sp - sizeof f) & ~15ul;
	if (copy_to_alien(sp, &f, sizeof f))
		return -EFAULT;

	reset_xstate((uint8_t *)regs->fpstate);
	regs->rdi = (uint64_t)sig;
	regs->rsi = sp + offsetof(struct freebsd_sigframe, si);
	if (!(action->flags & ACTION_SIGINFO))
		regs->rsi = (uint64_t)f.si.code;
	regs->rdx = sp + offsetof(struct freebsd_sigframe, uc);
	regs->rcx = f.si.addr;
	regs->rsp = sp;
	regs->rip = sigcode_address;
	regs->rflags &= ~(RFLAGS_TRAP | RFLAGS_DIRECTION);
	return 0;
}

static long pop_xstate(const struct freebsd_mcontext *mc, struct host_sigcontext *regs, uint8_t *fp)
{
	struct fpx_sw sw = { 0 };
	static const uint32_t end = FPX_MAGIC2;
	uint32_t mxcsr;

	if (mc->fpformat == FREEBSD_FPFMT_NODEV || mc->ownedfp == FREEBSD_FPOWNED_NONE)
		return 0;
	if (mc->fpformat != FREEBSD_FPFMT_XMM ||
	    (mc->ownedfp != FREEBSD_FPOWNED_FPU && mc->ownedfp != FREEBSD_FPOWNED_PCB))
		return -EINVAL;
	memcpy(fp, mc->fpstate, FXSAVE_SIZE);
	memcpy(&mxcsr, fp + MXCSR_OFFSET, sizeof mxcsr);
	mxcsr &= MXCSR_MASK;
	memcpy(fp + MXCSR_OFFSET, &mxcsr, sizeof mxcsr);
	if (mc->flags & FREEBSD_MC_HASFPXSTATE) {
		if (mc->xfpustate_len + FXSAVE_SIZE != host_xstate.xstate_size ||
		    host_xstate.xstate_size + sizeof end > XSTATE_MAX)
			return -EINVAL;
		if (copy_from_alien(fp + FXSAVE_SIZE, mc->xfpustate, mc->xfpustate_len))
			return -EFAULT;
		sw = host_xstate;
		memcpy(fp + sw.xstate_size, &end, sizeof end);
	}
	memcpy(fp + FPX_SW_OFFSET, &sw, sizeof sw);
	regs->fpstate = (uint64_t)fp;
	return 0;
}

static void registers_to_host(struct host_sigcontext *regs, const struct freebsd_mcontext *mc)
{
	regs->rdi = mc->rdi;
	regs->rsi = mc->rsi;
	regs->rdx = mc->rdx;
	regs->rcx = mc->rcx;
	regs->r8 = mc->r8;
	regs->r9 = mc->r9;
	regs->rax = mc->rax;
	regs->rbx = mc->rbx;
	regs->rbp = mc->rbp;
	regs->r10 = mc->r10;
	regs->r11 = mc->r11;
	regs->r12 = mc->r12;
	regs->r13 = mc->r13;
	regs->r14 = mc->r14;
	regs->r15 = mc->r15;
	regs->rip = mc->rip;
	regs->rsp = mc->rsp;
	regs->rflags = mc->rflags;
	regs->cs = HOST_CS;
	regs->ss = HOST_SS;
}

long freebsd_pop_frame(struct thread *t, unsigned long frame, struct host_ucontext *uc,
		       void *xstate)
{
	struct freebsd_ucontext f;
	long error = copy_from_alien(&f, frame, sizeof f);

	if (error)
		return error;
	if ((f.mc.rflags ^ uc->regs.rflags) & ~RFLAGS_USER & ~0x10000ul)
		return -EINVAL;
	error = pop_xstate(&f.mc, &uc->regs, xstate);
	if (error)
		return error;
	registers_to_host(&uc->regs, &f.mc);
	uc->flags = HOST_UC_FP_XSTATE | HOST_UC_SIGCONTEXT_SS | HOST_UC_STRICT_RESTORE_SS;
	mask_set(t, &f.mask);
	__asm__ volatile("wrfsbase %0" ::"r"(f.mc.fsbase));
	return 0;
}

/* get_mcontext() with GET_MC_CLEAR_RET: without what goes beyond SSE. */
long freebsd_save_context(struct thread *t, unsigned long context, const struct host_ucontext *uc)
{
	struct freebsd_ucontext f = { .mask = t->mask };
	struct freebsd_mcontext *mc = &f.mc;

	registers_to_alien(mc, &uc->regs);
	stack_to_alien(t, uc->regs.rsp, &f);
	mc->rax = mc->rdx = 0;
	mc->rflags &= ~1ul; /* carry */
	memcpy(mc->fpstate, (const uint8_t *)uc->regs.fpstate, FXSAVE_SIZE);
	memset(mc->fpstate + FPX_SW_OFFSET, 0, sizeof(struct fpx_sw));
	mc->fpformat = FREEBSD_FPFMT_XMM;
	mc->ownedfp = FREEBSD_FPOWNED_FPU;
	/* uc_link and uc_stack are the program's (sys/kern/kern_context.c: UC_COPY_SIZE). */
	return copy_to_alien(context, &f, offsetof(struct freebsd_ucontext, link));
}
