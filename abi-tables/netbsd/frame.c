/*
 * How NetBSD interrupts a program and takes it back: the signal frame that its amd64
 * sendsig_siginfo() builds, whose handler returns to the program's own trampoline, and
 * what setcontext(2) reads, which the trampoline calls with the address in r15.
 */
#include <errno.h>
#include <string.h>

#include "abi-tables/abi.h"
#include "abi-tables/netbsd/frame.h"
#include "shim/alien_mem.h"
#include "shim/dispatch.h"
#include "shim/host_signal.h"
#include "shim/signal.h"
#include "shim/threads.h"
#include "shim/trace.h"
#include "syscall-map/map.h"

/* machine/segments.h: what cpu_mcontext_validate wants */
#define NETBSD_CS        0x47
#define NETBSD_SS        0x3f
#define HOST_CS          0x33
#define HOST_SS          0x2b

#define RFLAGS_CARRY     0x1ul
#define RFLAGS_TRAP      0x100ul
#define RFLAGS_DIRECTION 0x400ul
/* What a program may set by itself: PSL_USER, and what stays as it is (x86/psl.h). */
#define RFLAGS_USER   0x254dd5ul

#define FCW_DEFAULT   0x37f
#define MXCSR_DEFAULT 0x1f80
#define MXCSR_OFFSET  24
#define MXCSR_MASK    0xffffu

#define HOST_SIGCHLD  17
#define HOST_SIGIO    29

/* sys/siginfo.h: what any signal may have, else the codes of this one. */
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
		[0] = 8,  [1] = 5,  [2] = 9,  [3] = 1,   [4] = 10,  [5] = 11,  [6] = 0,
		[7] = 12, [8] = 13, [9] = 14, [10] = 15, [11] = 16, [12] = 17, [13] = 4,
		[14] = 6, [16] = 2, [17] = 7, [18] = 18, [19] = 19
	};

	return vector < sizeof trap ? trap[vector] : 0;
}

/* A general protection fault is SIGSEGV there too (amd64/trap.c: T_PROTFLT). */
int netbsd_fault_signal(int host, const struct host_siginfo *si, uint64_t trapno)
{
	(void)si;
	(void)trapno;
	return signal_to_alien(host);
}

/* CLD_EXITED's status is the exit status on both; that of a death or stop is a signal. */
static int child_status(const struct host_siginfo *si)
{
	return si->code == 1 ? si->status : signal_to_alien(si->status);
}

void netbsd_siginfo_to_alien(void *alien, const void *host)
{
	const struct host_siginfo *si = host;
	struct netbsd_siginfo *out = alien;

	memset(out, 0, sizeof *out);
	out->signo = signal_to_alien(si->signo);
	out->code = code_to_alien(si->signo, si->code);
	if (is_fault_info(si)) {
		out->addr = si->addr;
		if (si->signo == HOST_SIGSEGV && si->code == HOST_SI_KERNEL)
			out->code = 2; /* SEGV_ACCERR */
	} else if (si->signo == HOST_SIGCHLD && si->code >= 1 && si->code <= 6) {
		out->pid = si->pid;
		out->uid = si->uid;
		out->status = child_status(si);
		out->utime = (uint32_t)si->utime;
		out->stime = (uint32_t)si->stime;
	} else if (si->code == HOST_SI_TIMER) {
		out->value = si->timer_value;
	} else if (si->signo == HOST_SIGIO && si->code > 0) {
		out->band = si->band;
		out->fd = si->fd;
	} else {
		out->pid = si->pid;
		out->uid = si->uid;
		if (si->code == HOST_SI_QUEUE || si->code == HOST_SI_MESGQ ||
		    si->code == HOST_SI_ASYNCIO)
			out->value = si->value;
	}
}

/* sigqueueinfo(2): what a program may say of a signal that it sends. */
long netbsd_siginfo_to_host(void *host, const void *alien)
{
	const struct netbsd_siginfo *in = alien;
	struct host_siginfo *si = host;
	uint64_t code;

	memset(si, 0, sizeof *si);
	if (xlat_to_host(XLAT_sicode, (uint32_t)in->code, &code))
		return -EINVAL;
	si->signo = in->signo;
	si->code = (int)code;
	si->value = in->value;
	return 0;
}

static const struct {
	int32_t alien;
	uint32_t host;
} action_flags[] = {
	{ 0x01, ACTION_ONSTACK },   { 0x02, ACTION_RESTART }, { 0x04, ACTION_RESETHAND },
	{ 0x08, ACTION_NOCLDSTOP }, { 0x10, ACTION_NODEFER }, { 0x20, ACTION_NOCLDWAIT },
	{ 0x40, ACTION_SIGINFO },
};
#define ACTION_FLAG_COUNT (sizeof action_flags / sizeof *action_flags)
#define SA_ALLBITS        0xff

void netbsd_sigaction_to_alien(void *alien, const void *host)
{
	const struct signal_action *in = host;
	struct netbsd_sigaction *out = alien;

	*out = (struct netbsd_sigaction){ .handler = in->handler, .mask = in->mask };
	for (unsigned i = 0; i < ACTION_FLAG_COUNT; i++)
		if (in->flags & action_flags[i].host)
			out->flags |= action_flags[i].alien;
}

/* sigaction1: flags that it does not know are EINVAL; SA_NOKERNINFO is the terminal's. */
long netbsd_sigaction_to_host(void *host, const void *alien)
{
	const struct netbsd_sigaction *in = alien;
	struct signal_action *out = host;

	*out = (struct signal_action){ .handler = in->handler, .mask = in->mask };
	if (in->flags & ~SA_ALLBITS)
		return -EINVAL;
	for (unsigned i = 0; i < ACTION_FLAG_COUNT; i++)
		if (in->flags & action_flags[i].alien)
			out->flags |= action_flags[i].host;
	return 0;
}

/* The host's form has the host's SS_ONSTACK 1 and SS_DISABLE 2. */
void netbsd_sigaltstack_to_alien(void *alien, const void *host)
{
	const struct host_stack *in = host;
	struct netbsd_stack *out = alien;

	*out = (struct netbsd_stack){ .base = in->base, .size = in->size };
	out->flags =
	    (in->flags & 1 ? NETBSD_SS_ONSTACK : 0) | (in->flags & 2 ? NETBSD_SS_DISABLE : 0);
}

long netbsd_sigaltstack_to_host(void *host, const void *alien)
{
	const struct netbsd_stack *in = alien;
	struct host_stack *out = host;

	*out = (struct host_stack){ .base = in->base, .size = in->size };
	if (in->flags & ~(NETBSD_SS_ONSTACK | NETBSD_SS_DISABLE))
		return -EINVAL;
	out->flags = in->flags & NETBSD_SS_DISABLE ? 2 : 0;
	return 0;
}

/* The features and size of the XSAVE areas that this host makes; the same for all threads. */
static struct fpx_sw host_xstate;

/* What FXSAVE has no room for goes below sp; the new sp, 0 where it can't be written. */
static uint64_t push_beyond(const struct host_sigcontext *regs, struct netbsd_ucontext *uc,
			    uint64_t sp)
{
	const uint8_t *fp = (const uint8_t *)regs->fpstate;
	struct netbsd_beyond beyond = { .magic = NETBSD_BEYOND_MAGIC };
	struct fpx_sw sw;

	memcpy(uc->fpregs, fp, FXSAVE_SIZE);
	memcpy(&sw, fp + FPX_SW_OFFSET, sizeof sw);
	memset(uc->fpregs + FPX_SW_OFFSET, 0, sizeof sw);
	uc->flags |= NETBSD_UC_FPU;
	if (sw.magic1 != FPX_MAGIC1)
		return sp;
	host_xstate = sw;
	beyond.size = sw.xstate_size - FXSAVE_SIZE;
	beyond.at = (sp - beyond.size) & ~63ul;
	if (copy_to_alien(beyond.at, fp + FXSAVE_SIZE, beyond.size))
		return 0;
	memcpy(uc->fpregs + NETBSD_BEYOND_AT, &beyond, sizeof beyond);
	return beyond.at;
}

/* fpu_sigreset: a handler begins with the control words as a program does. */
static void reset_xstate(uint8_t *fp)
{
	static const uint32_t mxcsr = MXCSR_DEFAULT;
	static const uint16_t fcw = FCW_DEFAULT;

	memcpy(fp, &fcw, sizeof fcw);
	memcpy(fp + MXCSR_OFFSET, &mxcsr, sizeof mxcsr);
}

static void registers_to_alien(struct netbsd_ucontext *uc, const struct host_sigcontext *regs)
{
	uc->regs = (struct netbsd_registers){
		.rdi = regs->rdi,
		.rsi = regs->rsi,
		.rdx = regs->rdx,
		.rcx = regs->rcx,
		.r8 = regs->r8,
		.r9 = regs->r9,
		.r10 = regs->r10,
		.r11 = regs->r11,
		.r12 = regs->r12,
		.r13 = regs->r13,
		.r14 = regs->r14,
		.r15 = regs->r15,
		.rbp = regs->rbp,
		.rbx = regs->rbx,
		.rax = regs->rax,
		.es = NETBSD_SS,
		.ds = NETBSD_SS,
		.trapno = (uint64_t)trap_to_alien(regs->trapno),
		.err = regs->err,
		.rip = regs->rip,
		.cs = NETBSD_CS,
		.rflags = regs->rflags,
		.rsp = regs->rsp,
		.ss = NETBSD_SS,
	};
	uc->flags |= NETBSD_UC_CPU | NETBSD_UC_TLSBASE;
	__asm__("rdfsbase %0" : "=r"(uc->tls_base));
}

/* getucontext(): where the stack is not the signal stack it is the first thread's, all of it. */
static void stack_to_alien(const struct thread *t, uint64_t sp, struct netbsd_ucontext *uc)
{
	const struct altstack *a = &t->altstack;

	uc->flags |= NETBSD_UC_STACK;
	if (!on_altstack(t, sp))
		return;
	uc->stack = (struct netbsd_stack){ a->base, a->size, NETBSD_SS_ONSTACK, 0 };
}

/* amd64/trap.c, where the host says it otherwise: its trap number, and an error's address. */
static void settle_fault(struct netbsd_siginfo *out, const struct host_siginfo *si,
			 const struct host_sigcontext *regs)
{
	if (!is_fault_info(si))
		return;
	out->trap = trap_to_alien(regs->trapno);
	out->trap2 = (int32_t)regs->err;
	if (regs->trapno != 14) {
		out->addr = regs->rip;
	} else if (si->signo == HOST_SIGBUS) {
		out->code = 2; /* BUS_ADRERR */
	}
	if (regs->trapno == 1)
		out->code = 2; /* TRAP_TRACE */
	else if (regs->trapno == 3)
		out->code = 1; /* TRAP_BRKPT */
	else if (regs->trapno == 6)
		out->code = 5; /* ILL_PRVOPC */
}

long netbsd_push_frame(struct thread *t, int sig, const struct signal_action *action,
		       const struct host_siginfo *si, struct host_ucontext *uc)
{
	struct host_sigcontext *regs = &uc->regs;
	struct netbsd_sigframe f;
	uint64_t sp = regs->rsp - SIGNAL_RED_ZONE;
	bool onstack = t->altstack.on && action->flags & ACTION_ONSTACK;

	memset(&f, 0, sizeof f);
	f.ra = action->trampoline;
	f.uc.mask = t->mask_saved ? t->saved_mask : t->mask;
	f.uc.flags =
	    NETBSD_UC_SIGMASK | (onstack && !on_altstack(t, regs->rsp) ? NETBSD_UC_CLRSTACK : 0);
	stack_to_alien(t, regs->rsp, &f.uc);
	if (onstack && !on_altstack(t, regs->rsp))
		sp = t->altstack.base + t->altstack.size;
	registers_to_alien(&f.uc, regs);
	netbsd_siginfo_to_alien(&f.si, si);
	f.si.signo = sig;
	settle_fault(&f.si, si, regs);
	if (watching)
		trace_signal(sig, f.si.code, is_fault_info(si) ? f.si.addr : (uint64_t)f.si.pid);
	sp = push_beyond(regs, &f.uc, sp);
	/* The handler is entered as if it had been called. */
	sp = ((sp - sizeof f) & ~15ul) - 8;
	if (copy_to_alien(sp, &f, sizeof f))
		return -EFAULT;

	reset_xstate((uint8_t *)regs->fpstate);
	regs->rdi = (uint64_t)sig;
	regs->rsi = sp + offsetof(struct netbsd_sigframe, si);
	regs->rdx = sp + offsetof(struct netbsd_sigframe, uc);
	regs->r15 = regs->rdx;
	regs->rsp = sp;
	regs->rip = action->handler;
	regs->rflags &= ~(RFLAGS_TRAP | RFLAGS_DIRECTION);
	return 0;
}

/* Into `fp`, XSTATE_MAX bytes. */
static long pop_xstate(const struct netbsd_ucontext *uc, struct host_sigcontext *regs, uint8_t *fp)
{
	static const uint32_t end = FPX_MAGIC2;
	struct netbsd_beyond beyond;
	struct fpx_sw sw = { 0 };
	uint32_t mxcsr;

	if (!(uc->flags & NETBSD_UC_FPU))
		return 0;
	memcpy(fp, uc->fpregs, FXSAVE_SIZE);
	memcpy(&beyond, uc->fpregs + NETBSD_BEYOND_AT, sizeof beyond);
	memcpy(&mxcsr, fp + MXCSR_OFFSET, sizeof mxcsr);
	mxcsr &= MXCSR_MASK;
	memcpy(fp + MXCSR_OFFSET, &mxcsr, sizeof mxcsr);
	if (beyond.magic == NETBSD_BEYOND_MAGIC &&
	    beyond.size + FXSAVE_SIZE == host_xstate.xstate_size &&
	    host_xstate.xstate_size + sizeof end <= XSTATE_MAX &&
	    !copy_from_alien(fp + FXSAVE_SIZE, beyond.at, beyond.size)) {
		sw = host_xstate;
		memcpy(fp + sw.xstate_size, &end, sizeof end);
	}
	memcpy(fp + FPX_SW_OFFSET, &sw, sizeof sw);
	regs->fpstate = (uint64_t)fp;
	return 0;
}

static void registers_to_host(struct host_sigcontext *regs, const struct netbsd_registers *r)
{
	regs->rdi = r->rdi;
	regs->rsi = r->rsi;
	regs->rdx = r->rdx;
	regs->rcx = r->rcx;
	regs->r8 = r->r8;
	regs->r9 = r->r9;
	regs->r10 = r->r10;
	regs->r11 = r->r11;
	regs->r12 = r->r12;
	regs->r13 = r->r13;
	regs->r14 = r->r14;
	regs->r15 = r->r15;
	regs->rbp = r->rbp;
	regs->rbx = r->rbx;
	regs->rax = r->rax;
	regs->rip = r->rip;
	regs->rflags = r->rflags;
	regs->rsp = r->rsp;
	regs->cs = HOST_CS;
	regs->ss = HOST_SS;
}

/* cpu_mcontext_validate(): flags that are not the program's own, or an address that can't be. */
static long read_context(unsigned long at, struct netbsd_ucontext *f, struct host_ucontext *uc,
			 uint8_t *xstate)
{
	long error = copy_from_alien(f, at, sizeof *f);

	if (error)
		return error;
	if (!(f->flags & NETBSD_UC_CPU)) {
		hole("context without registers", f->flags);
		return -EINVAL;
	}
	if ((f->regs.rflags ^ uc->regs.rflags) & ~RFLAGS_USER & ~0x10000ul)
		return -EINVAL;
	if (f->regs.rip >> 47 || (f->flags & NETBSD_UC_TLSBASE && f->tls_base >> 47))
		return -EINVAL;
	error = pop_xstate(f, &uc->regs, xstate);
	registers_to_host(&uc->regs, &f->regs);
	uc->flags = HOST_UC_FP_XSTATE | HOST_UC_SIGCONTEXT_SS | HOST_UC_STRICT_RESTORE_SS;
	return error;
}

long netbsd_pop_frame(struct thread *t, unsigned long frame, struct host_ucontext *uc, void *xstate)
{
	struct netbsd_ucontext f;
	long error = read_context(frame, &f, uc, xstate);

	if (error)
		return error;
	if (f.flags & NETBSD_UC_SIGMASK)
		mask_set(t, &f.mask);
	if (f.flags & NETBSD_UC_TLSBASE)
		__asm__ volatile("wrfsbase %0" ::"r"(f.tls_base));
	return 0;
}

long netbsd_thread_context(unsigned long context, struct thread_context *to, uint64_t *fs)
{
	struct netbsd_ucontext f;
	long error;

	memset(&to->uc, 0, sizeof to->uc);
	__asm__ volatile("pushfq; popq %0" : "=r"(to->uc.regs.rflags));
	error = read_context(context, &f, &to->uc, to->xstate);
	if (error)
		return error;
	if (f.flags & NETBSD_UC_TLSBASE)
		*fs = f.tls_base;
	else /* the creating thread's, which the new one begins as a copy of */
		__asm__("rdfsbase %0" : "=r"(*fs));
	return 0;
}

long netbsd_save_context(struct thread *t, unsigned long context, const struct host_ucontext *uc)
{
	struct netbsd_ucontext f = { .mask = t->mask, .flags = NETBSD_UC_SIGMASK | NETBSD_UC_FPU };

	registers_to_alien(&f, &uc->regs);
	stack_to_alien(t, uc->regs.rsp, &f);
	f.regs.rax = f.regs.rdx = 0;
	f.regs.rflags &= ~RFLAGS_CARRY;
	memcpy(f.fpregs, (const uint8_t *)uc->regs.fpstate, FXSAVE_SIZE);
	memset(f.fpregs + FPX_SW_OFFSET, 0, sizeof(struct fpx_sw));
	return copy_to_alien(context, &f, sizeof f);
}
