/*
 * FreeBSD's signal structures on amd64: sys/signal.h, sys/_ucontext.h,
 * x86/ucontext.h, x86/sigframe.h, sys/thr.h.
 */
#ifndef ABI_TABLES_FREEBSD_FRAME_H
#define ABI_TABLES_FREEBSD_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "shim/thread.h"

struct freebsd_sigaction {
	uint64_t handler;
	uint32_t flags;
	struct sigset mask;
};

struct freebsd_stack {
	uint64_t base, size;
	uint32_t flags, pad;
};

#define FREEBSD_SS_ONSTACK 1
#define FREEBSD_SS_DISABLE 4

struct freebsd_siginfo {
	int32_t signo, error, code, pid;
	uint32_t uid;
	int32_t status;
	uint64_t addr, value;
	union {
		int32_t trapno;
		struct {
			int32_t timer_id, overrun;
		};
		int32_t queue; /* si_mqd */
		int64_t band;
		uint8_t room[40];
	};
};

#define FREEBSD_MC_HASSEGS     1
#define FREEBSD_MC_HASBASES    2
#define FREEBSD_MC_HASFPXSTATE 4
#define FREEBSD_FPFMT_NODEV    0x10000
#define FREEBSD_FPFMT_XMM      0x10002
#define FREEBSD_FPOWNED_NONE   0x20000
#define FREEBSD_FPOWNED_FPU    0x20001
#define FREEBSD_FPOWNED_PCB    0x20002

struct freebsd_mcontext {
	uint64_t onstack;
	uint64_t rdi, rsi, rdx, rcx, r8, r9, rax, rbx, rbp, r10, r11, r12, r13, r14, r15;
	uint32_t trapno;
	uint16_t fs, gs;
	uint64_t addr;
	uint32_t flags;
	uint16_t es, ds;
	uint64_t err, rip, cs, rflags, rsp, ss;
	uint64_t len, fpformat, ownedfp;
	uint8_t fpstate[512] __attribute__((aligned(16)));
	uint64_t fsbase, gsbase;
	uint64_t xfpustate, xfpustate_len;
	uint64_t spare[4];
};

struct freebsd_ucontext {
	struct sigset mask;
	struct freebsd_mcontext mc;
	uint64_t link;
	struct freebsd_stack stack;
	uint32_t flags;
	uint32_t spare[4];
};

struct freebsd_sigframe {
	uint64_t handler;
	uint64_t pad;
	struct freebsd_ucontext uc;
	struct freebsd_siginfo si;
};

/* sys/thr.h */
struct freebsd_thr_param {
	uint64_t start, arg, stack_base, stack_size, tls_base, tls_size, child_tid, parent_tid;
	uint32_t flags, pad;
	uint64_t rtp;
	uint64_t spare[3];
};

_Static_assert(sizeof(struct freebsd_sigaction) == 32, "struct sigaction");
_Static_assert(sizeof(struct freebsd_stack) == 24, "stack_t");
_Static_assert(sizeof(struct freebsd_siginfo) == 80, "siginfo_t");
_Static_assert(sizeof(struct freebsd_mcontext) == 800, "mcontext_t");
_Static_assert(offsetof(struct freebsd_mcontext, rip) == 160, "mcontext_t");
_Static_assert(offsetof(struct freebsd_mcontext, fpstate) == 224, "mcontext_t");
_Static_assert(sizeof(struct freebsd_ucontext) == 880, "ucontext_t");
_Static_assert(offsetof(struct freebsd_sigframe, uc) == 16, "struct sigframe");
_Static_assert(sizeof(struct freebsd_thr_param) == 104, "struct thr_param");

struct signal_action;
struct host_siginfo;
struct host_ucontext;

long freebsd_push_frame(struct thread *t, int sig, const struct signal_action *action,
			const struct host_siginfo *si, struct host_ucontext *uc);
long freebsd_pop_frame(struct thread *t, unsigned long frame, struct host_ucontext *uc,
		       void *xstate);
long freebsd_save_context(struct thread *t, unsigned long context, const struct host_ucontext *uc);
int freebsd_fault_signal(int host, const struct host_siginfo *si, uint64_t trapno);

void freebsd_siginfo_to_alien(void *alien, const void *host);
void freebsd_sigaction_to_alien(void *alien, const void *host);
long freebsd_sigaction_to_host(void *host, const void *alien);
void freebsd_sigaltstack_to_alien(void *alien, const void *host);
long freebsd_sigaltstack_to_host(void *host, const void *alien);
long freebsd_thread_to_host(void *host, const void *alien);

/* The code behind every handler; it ends in the site of sigreturn(2). */
#define FREEBSD_SIGCODE_SIZE 18
extern const unsigned char freebsd_sigcode[FREEBSD_SIGCODE_SIZE];

#endif
