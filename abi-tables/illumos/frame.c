/*
 * How illumos interrupts a program and takes it back: a siginfo and a ucontext, as its
 * amd64 sendsig() and libc's handler around the program's make them, and what
 * setcontext(2) reads.
 */
#include <errno.h>
#include <string.h>

#include "abi-tables/fpu.h"
#include "abi-tables/illumos/frame.h"
#include "shim/alien_mem.h"
#include "shim/dispatch.h"
#include "shim/host_signal.h"
#include "shim/process.h"
#include "shim/signal.h"
#include "shim/trace.h"
#include "syscall-map/map.h"

#define ILLUMOS_CS       0x53
#define ILLUMOS_SS       0x4b
#define HOST_CS          0x33
#define HOST_SS          0x2b

#define RFLAGS_TRAP      0x100ul
#define RFLAGS_DIRECTION 0x400ul
/* What a program may set by itself: carry to overflow, AC, ID (sys/psw.h). */
#define RFLAGS_USER   0x240dd5ul

#define UC_SIGMASK    1
#define UC_STACK      2
#define UC_CPU        4
#define UC_FPU        8
#define UC_XSAVE      16
#define UC_ALL        (UC_SIGMASK | UC_STACK | UC_CPU | UC_FPU)

#define FXSAVE_LEGACY 416 /* what fxsave writes; the software's bytes are behind it */

/* call *(%rsp); lea 16(%rsp), %rdi; mov $2, %eax; syscall; 0: hlt; jmp 0b */
const unsigned char illumos_sigcode[ILLUMOS_SIGCODE_SIZE] = { 0xff, 0x14, 0x24, 0x48, 0x8d, 0x7c,
							      0x24, 0x10, 0xb8, 0x02, 0x00, 0x00,
							      0x00, 0x0f, 0x05, 0xf4, 0xeb, 0xfd };

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

int illumos_fault_signal(int host, const struct host_siginfo *si, uint64_t trapno)
{
	(void)si;
	(void)trapno;
	return signal_to_alien(host);
}

static bool is_child_code(int sig, int code)
{
	return sig == 17 && code >= 1 && code <= 6;
}

void illumos_siginfo_to_alien(void *alien, const void *host)
{
	const struct host_siginfo *si = host;
	struct illumos_siginfo *out = alien;

	memset(out, 0, sizeof *out);
	out->signo = signal_to_alien(si->signo);
	out->code = code_to_alien(si->signo, si->code);
	if (is_fault_info(si)) {
		out->addr = si->addr;
		/* A general protection fault: i86pc/os/trap.c. */
		if (si->signo == HOST_SIGSEGV && si->code == HOST_SI_KERNEL)
			out->code = 2; /* SEGV_ACCERR */
		return;
	}
	if (si->code == HOST_SI_TIMER || si->code == HOST_SI_KERNEL)
		return;
	out->pid = si->pid;
	if (is_child_code(si->signo, si->code)) {
		/* The host's ticks are hundredths of a second, as clock_t's are there. */
		out->utime = si->utime;
		out->stime = si->stime;
		out->status = si->code == 1 ? si->status : signal_to_alien(si->status);
	} else {
		out->uid = si->uid;
		out->value = si->code == HOST_SI_QUEUE ? si->value : 0;
	}
}

static const struct {
	uint32_t alien, host;
} action_flags[] = {
	{ 0x00001, ACTION_ONSTACK },   { 0x00002, ACTION_RESETHAND }, { 0x00004, ACTION_RESTART },
	{ 0x00008, ACTION_SIGINFO },   { 0x00010, ACTION_NODEFER },   { 0x10000, ACTION_NOCLDWAIT },
	{ 0x20000, ACTION_NOCLDSTOP },
};

#define ACTION_FLAG_COUNT (sizeof action_flags / sizeof *action_flags)

const struct field illumos_sigaction_fields[] = {
	{ "sa_flags", 0, 4, ARG_FLAGS, XLAT_sa },
	{ "sa_handler", 8, 8, ARG_PTR, 0 },
	{ "sa_mask", 16, 16, ARG_SIGNAL, 0 },
	{ 0 },
};

void illumos_sigaction_to_alien(void *alien, const void *host)
{
	const struct signal_action *in = host;
	struct illumos_sigaction *out = alien;

	*out = (struct illumos_sigaction){ .handler = in->handler, .mask = in->mask };
	for (unsigned i = 0; i < ACTION_FLAG_COUNT; i++)
		if (in->flags & action_flags[i].host)
			out->flags |= (int32_t)action_flags[i].alien;
}

long illumos_sigaction_to_host(void *host, const void *alien)
{
	const struct illumos_sigaction *in = alien;
	struct signal_action *out = host;

	*out = (struct signal_action){ .handler = in->handler, .mask = in->mask };
	for (unsigned i = 0; i < ACTION_FLAG_COUNT; i++)
		if ((uint32_t)in->flags & action_flags[i].alien)
			out->flags |= action_flags[i].host;
	return 0;
}

/* SS_ONSTACK and SS_DISABLE are the host's. */
void illumos_sigaltstack_to_alien(void *alien, const void *host)
{
	const struct host_stack *in = host;

	*(struct illumos_stack *)alien = (struct illumos_stack){ .base = in->base,
								 .size = in->size,
								 .flags = (int32_t)in->flags & 3 };
}

long illumos_sigaltstack_to_host(void *host, const void *alien)
{
	const struct illumos_stack *in = alien;

	*(struct host_stack *)host =
	    (struct host_stack){ .base = in->base, .size = in->size, .flags = in->flags & 2 };
	return in->flags & ~2 ? -EINVAL : 0;
}

static void registers_to_alien(struct illumos_mcontext *mc, const struct host_sigcontext *regs)
{
	*mc = (struct illumos_mcontext){
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
		.rip = regs->rip,
		.rflags = regs->rflags,
		.rsp = regs->rsp,
		.trapno = regs->trapno,
		.err = regs->err,
		.cs = ILLUMOS_CS,
		.ss = ILLUMOS_SS,
	};
	__asm__("rdfsbase %0" : "=r"(mc->fsbase));
	memcpy(mc->fxsave, (const uint8_t *)regs->fpstate, FXSAVE_LEGACY);
}

static void stack_to_alien(const struct thread *t, struct illumos_stack *stack, uint64_t sp)
{
	if (t->altstack.on)
		*stack = (struct illumos_stack){ .base = t->altstack.base,
						 .size = t->altstack.size,
						 .flags = on_altstack(t, sp) };
	else
		stack->flags = 2; /* SS_DISABLE */
}

/* What the processor says, where the host says it otherwise: sys/siginfo.h, i86pc/os/trap.c. */
static void settle_fault(struct illumos_siginfo *out, const struct host_siginfo *si,
			 const struct host_sigcontext *regs)
{
	if (!is_fault_info(si))
		return;
	out->trapno = (int32_t)regs->trapno;
	out->pc = regs->rip;
	if (regs->trapno == 13 || regs->trapno == 6 || regs->trapno == 3)
		out->addr = regs->rip;
	if (regs->trapno == 1 || regs->trapno == 3)
		out->code = regs->trapno == 1 ? 2 : 1; /* TRAP_TRACE, TRAP_BRKPT */
}

long illumos_push_frame(struct thread *t, int sig, const struct signal_action *action,
			const struct host_siginfo *si, struct host_ucontext *uc)
{
	struct host_sigcontext *regs = &uc->regs;
	struct illumos_sigframe f;
	uint64_t sp = regs->rsp - SIGNAL_RED_ZONE;

	memset(&f, 0, sizeof f);
	if (t->altstack.on && (action->flags & ACTION_ONSTACK) && !on_altstack(t, regs->rsp))
		sp = t->altstack.base + t->altstack.size;
	f.handler = action->handler;
	f.uc.flags = UC_ALL | UC_XSAVE;
	f.uc.mask = t->mask_saved ? t->saved_mask : t->mask;
	stack_to_alien(t, &f.uc.stack, regs->rsp);
	registers_to_alien(&f.uc.mc, regs);
	illumos_siginfo_to_alien(&f.si, si);
	f.si.signo = sig;
	settle_fault(&f.si, si, regs);
	if (watching)
		trace_signal(sig, f.si.code, is_fault_info(si) ? f.si.addr : (uint64_t)f.si.pid);
	sp = f.uc.xsave = fpu_push(regs, sp);
	if (!sp)
		return -EFAULT;
	sp = (sp - sizeof f) & ~15ul;
	if (copy_to_alien(sp, &f, sizeof f))
		return -EFAULT;

	fpu_reset(regs);
	regs->rdi = (uint64_t)sig;
	regs->rsi = sp + offsetof(struct illumos_sigframe, si);
	regs->rdx = sp + offsetof(struct illumos_sigframe, uc);
	regs->rsp = sp;
	regs->rip = sigcode_address;
	regs->rflags &= ~(RFLAGS_TRAP | RFLAGS_DIRECTION);
	return 0;
}

static void registers_to_host(struct host_sigcontext *regs, const struct illumos_mcontext *mc)
{
	regs->rdi = mc->rdi;
	regs->rsi = mc->rsi;
	regs->rdx = mc->rdx;
	regs->rcx = mc->rcx;
	regs->r8 = mc->r8;
	regs->r9 = mc->r9;
	regs->r10 = mc->r10;
	regs->r11 = mc->r11;
	regs->r12 = mc->r12;
	regs->r13 = mc->r13;
	regs->r14 = mc->r14;
	regs->r15 = mc->r15;
	regs->rbp = mc->rbp;
	regs->rbx = mc->rbx;
	regs->rax = mc->rax;
	regs->rip = mc->rip;
	regs->rflags = mc->rflags;
	regs->rsp = mc->rsp;
	regs->cs = HOST_CS;
	regs->ss = HOST_SS;
}

/* The older half of the floating point unit is the ucontext's own. */
static long pop_fpu(const struct illumos_ucontext *f, struct host_sigcontext *regs, uint8_t *xstate)
{
	long error;

	if (!(f->flags & UC_FPU))
		return 0;
	if (f->flags & UC_XSAVE && f->xsave) {
		error = fpu_pop(regs, f->xsave, xstate);
		if (error)
			return error;
	} else {
		memset(xstate, 0, FXSAVE_SIZE);
		regs->fpstate = (uint64_t)xstate;
	}
	memcpy(xstate, f->mc.fxsave, FXSAVE_LEGACY);
	return 0;
}

long illumos_pop_frame(struct thread *t, unsigned long frame, struct host_ucontext *uc,
		       void *xstate)
{
	struct illumos_ucontext f;
	long error = copy_from_alien(&f, frame, sizeof f);

	if (error)
		return error;
	if ((f.mc.rflags ^ uc->regs.rflags) & ~RFLAGS_USER & ~0x10000ul)
		return -EINVAL;
	error = pop_fpu(&f, &uc->regs, xstate);
	if (error)
		return error;
	registers_to_host(&uc->regs, &f.mc);
	uc->flags = HOST_UC_FP_XSTATE | HOST_UC_SIGCONTEXT_SS | HOST_UC_STRICT_RESTORE_SS;
	if (f.flags & UC_SIGMASK)
		mask_set(t, &f.mask);
	return 0;
}

/* getcontext(2): without what goes beyond SSE. */
long illumos_save_context(struct thread *t, unsigned long context, const struct host_ucontext *uc)
{
	struct illumos_ucontext f = { .flags = UC_ALL, .mask = t->mask };

	registers_to_alien(&f.mc, &uc->regs);
	stack_to_alien(t, &f.stack, uc->regs.rsp);
	f.mc.rax = 0;
	f.mc.rflags &= ~1ul; /* carry */
	return copy_to_alien(context, &f, sizeof f);
}
