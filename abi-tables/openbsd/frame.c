/*
 * How OpenBSD interrupts a program and takes it back: the signal frame that its amd64
 * sendsig() builds, and what sigreturn(2) reads.
 */
#include <errno.h>
#include <string.h>

#include "abi-tables/fpu.h"
#include "abi-tables/openbsd/frame.h"
#include "shim/alien_mem.h"
#include "shim/dispatch.h"
#include "shim/host.h"
#include "shim/host_signal.h"
#include "shim/process.h"
#include "shim/signal.h"
#include "shim/trace.h"
#include "syscall-map/map.h"

#define OPENBSD_CS       0x2b
#define OPENBSD_SS       0x23
#define HOST_CS          0x33
#define HOST_SS          0x2b

#define RFLAGS_TRAP      0x100ul
#define RFLAGS_DIRECTION 0x400ul
#define RFLAGS_AC        0x40000ul
/* What a program may set by itself: carry to overflow, AC, ID (machine/psl.h). */
#define RFLAGS_USER 0x240dd5ul

/* call *%rax; mov %rsp, %rdi; mov $103, %eax; syscall; 0: hlt; jmp 0b */
const unsigned char openbsd_sigcode[OPENBSD_SIGCODE_SIZE] = { 0xff, 0xd0, 0x48, 0x89, 0xe7,
							      0xb8, 0x67, 0x00, 0x00, 0x00,
							      0x0f, 0x05, 0xf4, 0xeb, 0xfd };

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
		[0] = 8,  [1] = 5,  [2] = 9,   [3] = 1,   [4] = 10,  [5] = 11,
		[7] = 12, [8] = 13, [10] = 15, [11] = 16, [12] = 17, [13] = 4,
		[14] = 6, [16] = 2, [17] = 7,  [18] = 18, [19] = 19,
	};

	return vector < sizeof trap ? trap[vector] : 0;
}

/* A general protection fault is SIGBUS there (amd64/trap.c), SIGSEGV with SI_KERNEL here. */
int openbsd_fault_signal(int host, const struct host_siginfo *si, uint64_t trapno)
{
	if (host == HOST_SIGSEGV && si->code == HOST_SI_KERNEL && trapno == 13)
		return signal_to_alien(HOST_SIGBUS);
	return signal_to_alien(host);
}

static bool is_child_code(int sig, int code)
{
	return sig == 17 && code >= 1 && code <= 6;
}

void openbsd_siginfo_to_alien(void *alien, const void *host)
{
	const struct host_siginfo *si = host;
	struct openbsd_siginfo *out = alien;

	memset(out, 0, sizeof *out);
	out->signo = signal_to_alien(si->signo);
	out->code = code_to_alien(si->signo, si->code);
	if (is_fault_info(si)) {
		out->addr = si->addr;
		if (si->signo == HOST_SIGSEGV && si->code == HOST_SI_KERNEL) {
			out->signo = signal_to_alien(HOST_SIGBUS);
			out->code = 3; /* BUS_OBJERR */
		}
		return;
	}
	if (si->code == HOST_SI_TIMER || si->code == HOST_SI_KERNEL)
		return;
	out->pid = si->pid;
	out->uid = si->uid;
	if (is_child_code(si->signo, si->code)) {
		/* The host's ticks are hundredths of a second, as clock_t's are there. */
		out->utime = si->utime;
		out->stime = si->stime;
		out->status = si->code == 1 ? si->status : signal_to_alien(si->status);
	} else if (si->code == HOST_SI_QUEUE) {
		out->value = si->value;
	}
}

static const struct {
	uint32_t alien, host;
} action_flags[] = {
	{ 0x01, ACTION_ONSTACK },   { 0x02, ACTION_RESTART }, { 0x04, ACTION_RESETHAND },
	{ 0x08, ACTION_NOCLDSTOP }, { 0x10, ACTION_NODEFER }, { 0x20, ACTION_NOCLDWAIT },
	{ 0x40, ACTION_SIGINFO },
};

#define ACTION_FLAG_COUNT (sizeof action_flags / sizeof *action_flags)

const struct field openbsd_sigaction_fields[] = {
	{ "sa_handler", 0, 8, ARG_PTR, 0 },
	{ "sa_mask", 8, 4, ARG_HEX, 0 },
	{ "sa_flags", 12, 4, ARG_FLAGS, XLAT_sa },
	{ 0 },
};

void openbsd_sigaction_to_alien(void *alien, const void *host)
{
	const struct signal_action *in = host;
	struct openbsd_sigaction *out = alien;

	*out = (struct openbsd_sigaction){ .handler = in->handler, .mask = in->mask.word[0] };
	for (unsigned i = 0; i < ACTION_FLAG_COUNT; i++)
		if (in->flags & action_flags[i].host)
			out->flags |= (int32_t)action_flags[i].alien;
}

/* sys_sigaction() takes no notice of flags that it does not know; nor do we. */
long openbsd_sigaction_to_host(void *host, const void *alien)
{
	const struct openbsd_sigaction *in = alien;
	struct signal_action *out = host;

	*out = (struct signal_action){ .handler = in->handler, .mask.word[0] = in->mask };
	for (unsigned i = 0; i < ACTION_FLAG_COUNT; i++)
		if ((uint32_t)in->flags & action_flags[i].alien)
			out->flags |= action_flags[i].host;
	return 0;
}

/* The host's form has the host's SS_ONSTACK 1 and SS_DISABLE 2. */
void openbsd_sigaltstack_to_alien(void *alien, const void *host)
{
	const struct host_stack *in = host;
	struct openbsd_stack *out = alien;

	*out = (struct openbsd_stack){ .base = in->base, .size = in->size };
	out->flags =
	    (in->flags & 1 ? OPENBSD_SS_ONSTACK : 0) | (in->flags & 2 ? OPENBSD_SS_DISABLE : 0);
}

long openbsd_sigaltstack_to_host(void *host, const void *alien)
{
	const struct openbsd_stack *in = alien;
	struct host_stack *out = host;

	*out = (struct host_stack){ .base = in->base, .size = in->size };
	if (in->flags & ~OPENBSD_SS_DISABLE)
		return -EINVAL;
	out->flags = in->flags & OPENBSD_SS_DISABLE ? 2 : 0;
	return 0;
}

/* What marks a frame as one that the kernel has made, ps_sigcookie. */
static uint64_t cookie(void)
{
	static uint64_t value;

	while (!value && host_call(__NR_getrandom, &value, sizeof value, 0) < 0)
		;
	return value;
}

static void registers_to_alien(struct openbsd_sigcontext *sc, const struct host_sigcontext *regs)
{
	*sc = (struct openbsd_sigcontext){
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
		.trapno = (uint64_t)trap_to_alien(regs->trapno),
		.err = regs->err,
		.rip = regs->rip,
		.cs = OPENBSD_CS,
		.rflags = regs->rflags,
		.rsp = regs->rsp,
		.ss = OPENBSD_SS,
		.ds = OPENBSD_SS,
		.es = OPENBSD_SS,
		.fs = OPENBSD_SS,
		.gs = OPENBSD_SS,
	};
}

/* What amd64/trap.c says of a processor's exception, where the host says it otherwise. */
static void settle_fault(struct openbsd_siginfo *out, const struct host_siginfo *si,
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
	}
}

long openbsd_push_frame(struct thread *t, int sig, const struct signal_action *action,
			const struct host_siginfo *si, struct host_ucontext *uc)
{
	struct host_sigcontext *regs = &uc->regs;
	struct openbsd_sigframe f;
	uint64_t sp = regs->rsp - SIGNAL_RED_ZONE;

	memset(&f, 0, sizeof f);
	if (t->altstack.on && (action->flags & ACTION_ONSTACK) && !on_altstack(t, regs->rsp))
		sp = (t->altstack.base + t->altstack.size) & ~4095ul;
	registers_to_alien(&f.sc, regs);
	f.sc.mask = t->mask_saved ? t->saved_mask.word[0] : t->mask.word[0];
	openbsd_siginfo_to_alien(&f.si, si);
	f.si.signo = sig;
	settle_fault(&f.si, si, regs);
	if (watching)
		trace_signal(sig, f.si.code, is_fault_info(si) ? f.si.addr : (uint64_t)f.si.pid);
	sp = f.sc.fpstate = fpu_push(regs, sp & ~15ul);
	if (!sp)
		return -EFAULT;
	sp = (sp - sizeof f) & ~15ul;
	f.sc.cookie = sp ^ cookie();
	if (copy_to_alien(sp, &f, sizeof f))
		return -EFAULT;

	fpu_reset(regs);
	regs->rax = action->handler;
	regs->rdi = (uint64_t)sig;
	regs->rsi = action->flags & ACTION_SIGINFO ? sp + offsetof(struct openbsd_sigframe, si) : 0;
	regs->rdx = sp;
	regs->rsp = sp;
	regs->rip = sigcode_address;
	regs->rflags &= ~(RFLAGS_TRAP | RFLAGS_DIRECTION | RFLAGS_AC);
	return 0;
}

static void registers_to_host(struct host_sigcontext *regs, const struct openbsd_sigcontext *sc)
{
	regs->rdi = sc->rdi;
	regs->rsi = sc->rsi;
	regs->rdx = sc->rdx;
	regs->rcx = sc->rcx;
	regs->r8 = sc->r8;
	regs->r9 = sc->r9;
	regs->r10 = sc->r10;
	regs->r11 = sc->r11;
	regs->r12 = sc->r12;
	regs->r13 = sc->r13;
	regs->r14 = sc->r14;
	regs->r15 = sc->r15;
	regs->rbp = sc->rbp;
	regs->rbx = sc->rbx;
	regs->rax = sc->rax;
	regs->rip = sc->rip;
	regs->rflags = sc->rflags;
	regs->rsp = sc->rsp;
	regs->cs = HOST_CS;
	regs->ss = HOST_SS;
}

long openbsd_pop_frame(struct thread *t, unsigned long frame, struct host_ucontext *uc,
		       void *xstate)
{
	struct openbsd_sigcontext sc;
	struct sigset mask = { 0 };
	long error = copy_from_alien(&sc, frame, sizeof sc);

	if (error)
		return error;
	if (sc.cookie != (frame ^ cookie()))
		return -EFAULT;
	/* A frame serves once. */
	if (put_alien_u64(frame + offsetof(struct openbsd_sigcontext, cookie), 0))
		return -EFAULT;
	if ((sc.rflags ^ uc->regs.rflags) & ~RFLAGS_USER & ~0x10000ul)
		return -EINVAL;
	if (sc.fpstate) {
		error = fpu_pop(&uc->regs, sc.fpstate, xstate);
		if (error)
			return error;
	}
	registers_to_host(&uc->regs, &sc);
	uc->flags = HOST_UC_FP_XSTATE | HOST_UC_SIGCONTEXT_SS | HOST_UC_STRICT_RESTORE_SS;
	mask.word[0] = sc.mask;
	mask_set(t, &mask);
	return 0;
}
