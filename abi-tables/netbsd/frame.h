/*
 * NetBSD's signal structures on amd64: sys/signal.h, sys/siginfo.h, sys/ucontext.h,
 * amd64/mcontext.h, amd64/frame.h (struct sigframe_siginfo).
 */
#ifndef ABI_TABLES_NETBSD_FRAME_H
#define ABI_TABLES_NETBSD_FRAME_H

#include "abi-tables/members.h"
#include "shim/thread.h"

struct thread_context;

struct netbsd_sigaction {
	uint64_t handler;
	struct sigset mask;
	int32_t flags;
};
SIZE_IS(struct netbsd_sigaction, 32);

struct netbsd_stack {
	uint64_t base, size;
	int32_t flags, pad;
};
SIZE_IS(struct netbsd_stack, 24);

#define NETBSD_SS_ONSTACK 1
#define NETBSD_SS_DISABLE 4

struct netbsd_siginfo {
	int32_t signo, code, error, pad;
	union {
		struct {
			int32_t pid;
			uint32_t uid;
			union {
				uint64_t value;
				struct {
					int32_t status;
					uint32_t utime, stime;
				};
			};
		};
		struct {
			uint64_t addr;
			int32_t trap, trap2, trap3;
		};
		struct {
			int64_t band;
			int32_t fd;
		};
		uint8_t room[112];
	};
};
SIZE_IS(struct netbsd_siginfo, 128);
OFFSET_IS(struct netbsd_siginfo, addr, 16);

/* __gregs, in the order of amd64/frame_regs.h. */
struct netbsd_registers {
	uint64_t rdi, rsi, rdx, rcx, r8, r9, r10, r11, r12, r13, r14, r15, rbp, rbx, rax, gs, fs,
	    es, ds, trapno, err, rip, cs, rflags, rsp, ss;
};
SIZE_IS(struct netbsd_registers, 26 * 8);

#define NETBSD_UC_SIGMASK  0x1
#define NETBSD_UC_STACK    0x2
#define NETBSD_UC_CPU      0x4
#define NETBSD_UC_FPU      0x8
#define NETBSD_UC_SETSTACK 0x10000
#define NETBSD_UC_CLRSTACK 0x20000
#define NETBSD_UC_TLSBASE  0x80000

/*
 * The frame holds FXSAVE's 512 bytes.  What the host's processor has beyond them lies
 * behind, and the bytes that FXSAVE leaves to software say where.
 */
struct netbsd_beyond {
	uint64_t magic, at, size;
};
#define NETBSD_BEYOND_AT    464
#define NETBSD_BEYOND_MAGIC 0x6e757269626100ffull

struct netbsd_ucontext {
	uint32_t flags, pad;
	uint64_t link;
	struct sigset mask;
	struct netbsd_stack stack;
	struct netbsd_registers regs;
	uint64_t tls_base;
	uint8_t fpregs[512];
};
SIZE_IS(struct netbsd_ucontext, 784);
OFFSET_IS(struct netbsd_ucontext, regs, 56);

struct netbsd_sigframe {
	uint64_t ra; /* the program's trampoline */
	struct netbsd_siginfo si;
	struct netbsd_ucontext uc;
};

void netbsd_siginfo_to_alien(void *alien, const void *host);
long netbsd_siginfo_to_host(void *host, const void *alien);
void netbsd_sigaction_to_alien(void *alien, const void *host);
long netbsd_sigaction_to_host(void *host, const void *alien);
void netbsd_sigaltstack_to_alien(void *alien, const void *host);
long netbsd_sigaltstack_to_host(void *host, const void *alien);

int netbsd_fault_signal(int host, const struct host_siginfo *si, uint64_t trapno);
long netbsd_push_frame(struct thread *t, int sig, const struct signal_action *action,
		       const struct host_siginfo *si, struct host_ucontext *uc);
long netbsd_pop_frame(struct thread *t, unsigned long frame, struct host_ucontext *uc,
		      void *xstate);
long netbsd_save_context(struct thread *t, unsigned long context, const struct host_ucontext *uc);
/* What a new thread starts with: its registers, and FS's base.  0 or -errno. */
long netbsd_thread_context(unsigned long context, struct thread_context *to, uint64_t *fs);

#endif
