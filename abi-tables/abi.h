/*
 * struct abi: one alien system, as the rest of abirun sees it: its tables, and
 * the few functions that are its ways of starting, interrupting and returning.
 */
#ifndef ABI_TABLES_ABI_H
#define ABI_TABLES_ABI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi-tables/row.h"

/*
 * One row of a value table: where (v & mask) == alien, the host says `host`.
 * A bit has mask == alien; a field (O_ACCMODE) its own mask; in an ENUM table
 * the mask is UINT32_MAX.  host == 0 in a bit: there is nothing to do, or a map
 * function sees to it.  host == UINT64_MAX: the host can't do it.
 */
struct xlat {
	const char *name;
	uint64_t mask, alien, host;
};

/* What was asked last, and the answers: programs ask the same again and again (syscall-map/xlat.c).
 */
#define XLAT_KEPT 4
struct xlat_memory {
	uint64_t to_host[XLAT_KEPT], to_alien[XLAT_KEPT];
} __attribute__((aligned(64)));

struct xlat_table {
	const struct xlat *rows;
	size_t count;
	struct xlat_memory *memory; /* NULL: none */
};

/* The largest structure there is, on either side. */
#define LAYOUT_MAX 3328

/* A structure of the alien's and the host's, and the way from one to the other; NULL: not asked
 * for. */
struct layout {
	uint16_t host_size, alien_size;
	void (*to_alien)(void *alien, const void *host);
	long (*to_host)(void *host, const void *alien); /* 0 or -errno */
};

/*
 * One member of an alien structure, for trace: `width` bytes at `offset`, shown
 * as an argument of this kind is.  SIGNAL with a width above 4 is a set of them.
 */
struct field {
	const char *name; /* the alien's; "": the structure has but one value */
	uint16_t offset, width;
	unsigned char kind;  /* enum arg_kind: INT, UINT, HEX, MODE, FLAGS, ENUM, IN... */
	unsigned char table; /* as in struct arg */
};

struct value_name {
	const char *name;
	int alien, host; /* host < 0: the host has none */
};

/* A number that has a remark (NOTE in calls.def). */
struct note {
	int nr;
	const char *text;
};

#define HOST_ERRNO_COUNT   134 /* asm-generic/errno.h: 1 to 133 */
#define HOST_SIGNAL_COUNT  65
#define ALIEN_SIGNAL_COUNT 129

struct thread;
struct host_siginfo;
struct host_ucontext;
struct signal_action;
struct start_info;
struct net_abi;
struct ioctl_abi;
struct sysctl_abi;
struct event_abi;
struct acl_abi;
struct view;
struct aio_abi;

struct abi {
	const char *name;  /* "freebsd" */
	const char *title; /* "FreeBSD 14.1" */

	const struct row *rows; /* by number; ROW_ABSENT where there is none */
	long number_mask;       /* the bits of a number that are looked at; 0: all */
	size_t row_count;
	const struct note *notes; /* ends with text NULL */

	const struct xlat_table *xlats; /* by enum xlat_id */
	const struct layout *layouts;   /* by enum layout_id */
	const struct field *const
	    *fields; /* by enum layout_id, each ends with name NULL; NULL: not described */
	const struct view *views;         /* abi-tables/view.h, by what PTR_AS and HEX_AS hold */
	const struct errors *errors;      /* by enum errors_id */
	const struct value_name *errnos;  /* ends with name NULL */
	const struct value_name *signals; /* ends with name NULL */
	const uint16_t *errno_to_alien;   /* by host errno */
	const uint8_t *signal_to_alien;   /* by host signal; 0: none */
	const uint8_t *signal_to_host;    /* by alien signal; 0: none */
	const uint64_t *signal_ignored;   /* 128 bits: default action is to ignore */
	int signal_limit;                 /* first number that is no signal */
	unsigned sigset_size;             /* of its sets in memory, in bytes: at most 16 */
	int trampoline_version;           /* of sigaction(2) with a trampoline; 0: there is none */
	uint32_t signal_stack_min;        /* sigaltstack(2): a smaller stack is ENOMEM */
	int nosys_signal;                 /* of a thread that makes a call there is not; 0: none */
	int thread_id_base;               /* the alien's id of a thread is the host's and this */
	int sched_other_max;              /* the highest priority under SCHED_OTHER */
	int sched_realtime_max;           /* and under the real-time policies; the lowest is 0 */
	uint32_t wait_continued;          /* wait(2)'s status of a child that goes on */
	uint32_t wait_trapped; /* wait6(2)'s option for traced children; 0: there is none */
	/* Clock ids that are a process's or a thread's, clock_getcpuclockid(3); NULL: there are
	 * none. */
	bool (*cpu_clock_id)(uint32_t clock, int *id, bool *thread);
	uint32_t (*make_cpu_clock)(int id, bool thread);
	int32_t tick; /* nanoseconds: no timer is set to less (setitimer, timer_settime) */
	int at_fdcwd; /* the descriptor that stands for the current directory */
	/* fcntl: what is known of a descriptor, in the alien's structure at `to`.  0 or -errno;
	 * NULL: no such command */
	long (*file_info)(int fd, unsigned long to);
	int not_beneath;   /* a path that leaves the directory it may not: ALIEN_ERRNO */
	int symlink_error; /* open with O_NOFOLLOW of a symbolic link: errno or ALIEN_ERRNO */
	int not_regular;   /* open with O_REGULAR of another file; the same */
	int sticky_file;   /* chmod: what is no directory is made sticky: ALIEN_ERRNO */
	int fd_none;       /* funlinkat: no descriptor is given */
	uint64_t (*dev_to_alien)(uint64_t); /* dev_t as stat(2) and mknod(2) have it */
	uint64_t (*dev_to_host)(uint64_t);

	const struct net_abi *net;        /* abi-tables/net.h */
	const struct ioctl_abi *ioctls;   /* abi-tables/ioctl.h */
	bool gates;                       /* programs may give up calls (dispatch_gate) */
	const struct sysctl_abi *sysctls; /* abi-tables/sysctl.h; NULL: no such call */
	const struct event_abi *events;   /* abi-tables/event.h; NULL: no kqueue */
	const struct acl_abi *acls;       /* abi-tables/acl.h */
	const struct aio_abi *aio;        /* abi-tables/aio.h; NULL: no such calls */

	/*
	 * Build the alien's signal frame below or on the stack that `action` asks
	 * for, and set the registers in `uc` to the alien's handler.  Returns 0, or
	 * -EFAULT where the stack can't be written.
	 */
	long (*push_frame)(struct thread *t, int sig, const struct signal_action *action,
			   const struct host_siginfo *si, struct host_ucontext *uc);
	/*
	 * Read the alien's context at `frame` into `uc`, whose fpstate points to
	 * `xstate` (XSTATE_MAX bytes), and the thread's mask.  0 or -errno.
	 */
	long (*pop_frame)(struct thread *t, unsigned long frame, struct host_ucontext *uc,
			  void *xstate);

	/*
	 * Write the context that `uc` holds, as getcontext(2) tells it when it
	 * succeeds, to `context`.  0 or -EFAULT.
	 */
	long (*save_context)(struct thread *t, unsigned long context,
			     const struct host_ucontext *uc);

	/* The alien's signal for a fault of the host's signal `host`. */
	int (*fault_signal)(int host, const struct host_siginfo *si, uint64_t trapno);

	/* Build the alien's first stack and say what the entry registers are.  0, or -E2BIG where
	 * it is too small. */
	long (*build_stack)(struct start_info *start);
	/* The code page a signal handler returns to, where the kernel gives it: bytes and length.
	 */
	const unsigned char *sigcode;
	size_t sigcode_size;
};

/* The abi of the running alien.  Set once, before its first instruction. */
extern const struct abi *abi;

/* Every abi there is, ends with NULL. */
extern const struct abi *const abis[];

#endif
