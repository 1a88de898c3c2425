/*
 * The host kernel's own signal structures on x86-64 (asm/sigcontext.h,
 * asm/ucontext.h, asm-generic/siginfo.h), which glibc's headers show otherwise.
 */
#ifndef SHIM_HOST_SIGNAL_H
#define SHIM_HOST_SIGNAL_H

#include <stdint.h>

struct host_sigaction {
	void *handler;
	uint64_t flags;
	void (*restorer)(void);
	uint64_t mask;
};

struct host_sigcontext {
	uint64_t r8, r9, r10, r11, r12, r13, r14, r15;
	uint64_t rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip, rflags;
	uint16_t cs, gs, fs, ss;
	uint64_t err, trapno, oldmask, cr2;
	uint64_t fpstate; /* XSAVE area in its standard form */
	uint64_t reserved[8];
};

struct host_stack {
	uint64_t base;
	uint32_t flags, pad;
	uint64_t size;
};

struct host_ucontext {
	uint64_t flags, link;
	struct host_stack stack;
	struct host_sigcontext regs;
	uint64_t mask;
};

struct host_siginfo {
	int32_t signo, error, code, pad;
	union {
		struct {
			int32_t pid;
			uint32_t uid;
			union {
				uint64_t value; /* queued */
				int32_t status; /* SIGCHLD */
			};
			union {
				int64_t utime;
				int32_t queue; /* HOST_SI_MESGQ, sent by abirun: the descriptor */
			};
			int64_t stime;
		};
		struct {
			int32_t timer_id, overrun;
			uint64_t timer_value;
		};
		uint64_t addr; /* faults */
		struct {
			int64_t band;
			int32_t fd;
		};
		struct {
			uint64_t call_addr; /* SIGSYS */
			int32_t syscall;
			uint32_t arch;
		};
		uint8_t room[112];
	};
};

_Static_assert(sizeof(struct host_siginfo) == 128, "siginfo_t");
_Static_assert(sizeof(struct host_sigcontext) == 256, "struct sigcontext");

/* The kernel's flags and codes that we need. */
#define HOST_SA_SIGINFO           0x00000004u
#define HOST_SA_NOCLDSTOP         0x00000001u
#define HOST_SA_NOCLDWAIT         0x00000002u
#define HOST_SA_ONSTACK           0x08000000u
#define HOST_SA_RESTORER          0x04000000u
#define HOST_SA_NODEFER           0x40000000u
#define HOST_SA_RESTART           0x10000000u

#define HOST_SI_USER              0
#define HOST_SI_KERNEL            0x80
#define HOST_SI_QUEUE             (-1)
#define HOST_SI_TIMER             (-2)
#define HOST_SI_MESGQ             (-3)
#define HOST_SI_ASYNCIO           (-4)
#define HOST_SI_TKILL             (-6)
/* Not the host's: sent by abirun as the alien's kernel sends it.  The host's own code for that is
 * above 0, which is a fault's with a fault's signal. */
#define HOST_SI_SYSTEM            (-64)

#define HOST_UC_FP_XSTATE         1
#define HOST_UC_SIGCONTEXT_SS     2
#define HOST_UC_STRICT_RESTORE_SS 4

/* The software bytes of an XSAVE area in a signal frame (struct _fpx_sw_bytes). */
#define FPX_SW_OFFSET 464
#define FPX_MAGIC1    0x46505853u
#define FPX_MAGIC2    0x46505845u

struct fpx_sw {
	uint32_t magic1, extended_size;
	uint64_t features;
	uint32_t xstate_size, pad[7];
};

#define FXSAVE_SIZE 512
/* The largest XSAVE area of a signal frame that we convert: AVX-512 and AMX tiles. */
#define XSTATE_MAX 12288

/* What a leaf function may use below rsp (System V ABI, AMD64 supplement). */
#define SIGNAL_RED_ZONE 128

/*
 * Signals that a fault raises: SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV, SIGSYS.
 * The host never blocks them, since a fault with its signal blocked kills.
 */
#define HOST_SIGILL   4
#define HOST_SIGTRAP  5
#define HOST_SIGBUS   7
#define HOST_SIGFPE   8
#define HOST_SIGSEGV  11
#define HOST_SIGPIPE  13
#define HOST_SIGSYS   31
#define HELD_SIGNALS  6
#define SIGNAL_BIT(s) (1ull << ((s)-1))
#define FAULT_SIGNALS                                                                              \
	(SIGNAL_BIT(HOST_SIGILL) | SIGNAL_BIT(HOST_SIGTRAP) | SIGNAL_BIT(HOST_SIGBUS) |            \
	 SIGNAL_BIT(HOST_SIGFPE) | SIGNAL_BIT(HOST_SIGSEGV) | SIGNAL_BIT(HOST_SIGSYS))

/* abirun's own signal, between its threads; no alien signal maps to it. */
#define OWN_SIGNAL 36

/* What host code never blocks. */
#define NEVER_BLOCKED (FAULT_SIGNALS | SIGNAL_BIT(OWN_SIGNAL))

#endif
