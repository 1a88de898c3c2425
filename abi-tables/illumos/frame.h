/*
 * illumos' signal structures on amd64: sys/signal.h, sys/siginfo.h, sys/ucontext.h,
 * sys/regset.h.
 */
#ifndef ABI_TABLES_ILLUMOS_FRAME_H
#define ABI_TABLES_ILLUMOS_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "abi-tables/abi.h"
#include "shim/thread.h"

struct illumos_sigaction {
	int32_t flags, pad;
	uint64_t handler;
	struct sigset mask;
};

struct illumos_stack {
	uint64_t base, size;
	int32_t flags, pad;
};

struct illumos_siginfo {
	int32_t signo, code, error, pad;
	union {
		struct {
			int32_t pid, pad1;
			union {
				struct {
					uint32_t uid;
					uint64_t value;
				};
				struct {
					int64_t utime;
					int32_t status;
					int64_t stime;
				};
			};
		};
		struct {
			uint64_t addr;
			int32_t trapno;
			uint64_t pc;
		};
		uint8_t room[240];
	};
};

/* sys/regset.h: REG_R15 is the first */
struct illumos_mcontext {
	uint64_t r15, r14, r13, r12, r11, r10, r9, r8, rdi, rsi, rbp, rbx, rdx, rcx, rax;
	uint64_t trapno, err, rip, cs, rflags, rsp, ss, fs, gs, es, ds, fsbase, gsbase;
	uint8_t fxsave[512];
	uint32_t status, xstatus, pad[2];
};

struct illumos_ucontext {
	uint64_t flags, link;
	struct sigset mask;
	struct illumos_stack stack;
	uint64_t pad0;
	struct illumos_mcontext mc;
	uint64_t brand_data[3], xsave, filler, pad1;
};

/* What the handler returns to begins with. */
struct illumos_sigframe {
	uint64_t handler, pad;
	struct illumos_ucontext uc;
	struct illumos_siginfo si;
};

_Static_assert(sizeof(struct illumos_sigaction) == 32, "struct sigaction");
_Static_assert(sizeof(struct illumos_siginfo) == 256, "siginfo_t");
_Static_assert(offsetof(struct illumos_siginfo, status) == 32, "siginfo_t");
_Static_assert(offsetof(struct illumos_ucontext, mc) == 64, "ucontext_t");
_Static_assert(offsetof(struct illumos_mcontext, fxsave) == 224, "mcontext_t");
_Static_assert(sizeof(struct illumos_ucontext) == 864, "ucontext_t");
_Static_assert(sizeof(struct illumos_sigframe) % 16 == 0, "frame");

long illumos_push_frame(struct thread *t, int sig, const struct signal_action *action,
			const struct host_siginfo *si, struct host_ucontext *uc);
long illumos_pop_frame(struct thread *t, unsigned long frame, struct host_ucontext *uc,
		       void *xstate);
long illumos_save_context(struct thread *t, unsigned long context, const struct host_ucontext *uc);
int illumos_fault_signal(int host, const struct host_siginfo *si, uint64_t trapno);

void illumos_siginfo_to_alien(void *alien, const void *host);
void illumos_sigaction_to_alien(void *alien, const void *host);
long illumos_sigaction_to_host(void *host, const void *alien);
void illumos_sigaltstack_to_alien(void *alien, const void *host);
long illumos_sigaltstack_to_host(void *host, const void *alien);
extern const struct field illumos_sigaction_fields[];

/* The code behind every handler; it ends in the site of a call that goes on as its ucontext says.
 */
#define ILLUMOS_SIGCODE_SIZE 18
extern const unsigned char illumos_sigcode[ILLUMOS_SIGCODE_SIZE];

#endif
