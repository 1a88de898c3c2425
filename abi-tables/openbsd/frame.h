/*
 * OpenBSD's signal structures on amd64: sys/signal.h, sys/siginfo.h, machine/signal.h.
 */
#ifndef ABI_TABLES_OPENBSD_FRAME_H
#define ABI_TABLES_OPENBSD_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "abi-tables/abi.h"

struct openbsd_sigaction {
	uint64_t handler;
	uint32_t mask;
	int32_t flags;
};

struct openbsd_stack {
	uint64_t base, size;
	int32_t flags, pad;
};

#define OPENBSD_SS_ONSTACK 1
#define OPENBSD_SS_DISABLE 4

struct openbsd_siginfo {
	int32_t signo, code, error, pad;
	union {
		struct {
			int32_t pid;
			uint32_t uid;
			union {
				uint64_t value;
				struct {
					int64_t utime, stime;
					int32_t status;
				};
			};
		};
		struct {
			uint64_t addr;
			int32_t trapno;
		};
		uint8_t room[120];
	};
};

struct openbsd_sigcontext {
	uint64_t rdi, rsi, rdx, rcx, r8, r9, r10, r11, r12, r13, r14, r15, rbp, rbx, rax;
	uint64_t gs, fs, es, ds, trapno, err, rip, cs, rflags, rsp, ss;
	uint64_t fpstate;
	int32_t unused;
	uint32_t mask;
	uint64_t cookie;
};

/* As sendsig() lays them out, from the stack pointer of the handler's caller up. */
struct openbsd_sigframe {
	struct openbsd_sigcontext sc;
	uint64_t pad0;
	struct openbsd_siginfo si;
	uint64_t pad1;
};

_Static_assert(sizeof(struct openbsd_sigaction) == 16, "struct sigaction");
_Static_assert(sizeof(struct openbsd_stack) == 24, "stack_t");
_Static_assert(sizeof(struct openbsd_siginfo) == 136, "siginfo_t");
_Static_assert(offsetof(struct openbsd_siginfo, addr) == 16, "siginfo_t");
_Static_assert(offsetof(struct openbsd_sigcontext, rip) == 168, "struct sigcontext");
_Static_assert(sizeof(struct openbsd_sigcontext) == 232, "struct sigcontext");
_Static_assert(sizeof(struct openbsd_sigframe) % 16 == 0, "frame");

long openbsd_push_frame(struct thread *t, int sig, const struct signal_action *action,
			const struct host_siginfo *si, struct host_ucontext *uc);
long openbsd_pop_frame(struct thread *t, unsigned long frame, struct host_ucontext *uc,
		       void *xstate);
int openbsd_fault_signal(int host, const struct host_siginfo *si, uint64_t trapno);

void openbsd_siginfo_to_alien(void *alien, const void *host);
void openbsd_sigaction_to_alien(void *alien, const void *host);
long openbsd_sigaction_to_host(void *host, const void *alien);
void openbsd_sigaltstack_to_alien(void *alien, const void *host);
long openbsd_sigaltstack_to_host(void *host, const void *alien);
extern const struct field openbsd_sigaction_fields[];

/* The code behind every handler; it ends in the site of sigreturn(2). */
#define OPENBSD_SIGCODE_SIZE 15
extern const unsigned char openbsd_sigcode[OPENBSD_SIGCODE_SIZE];

#endif
