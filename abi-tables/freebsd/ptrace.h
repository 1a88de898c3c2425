/* sys/ptrace.h */
#ifndef ABI_TABLES_FREEBSD_PTRACE_H
#define ABI_TABLES_FREEBSD_PTRACE_H

#include "abi-tables/freebsd/frame.h"
#include "abi-tables/freebsd/structs.h"

enum { PIOD_READ_D = 1, PIOD_WRITE_D, PIOD_READ_I, PIOD_WRITE_I };

struct ptrace_io_desc {
	int32_t piod_op, pad;
	uint64_t piod_offs, piod_addr, piod_len;
};
SIZE_IS(struct ptrace_io_desc, 32);

#define PL_EVENT_NONE   0
#define PL_EVENT_SIGNAL 1
#define PL_FLAG_SI      0x20

struct ptrace_lwpinfo {
	int32_t pl_lwpid, pl_event, pl_flags;
	struct sigset pl_sigmask, pl_siglist;
	struct freebsd_siginfo pl_siginfo;
	char pl_tdname[20];
	int32_t pl_child_pid;
	uint32_t pl_syscall_code, pl_syscall_narg;
};
SIZE_IS(struct ptrace_lwpinfo, 160);
OFFSET_IS(struct ptrace_lwpinfo, pl_siginfo, 48);
OFFSET_IS(struct ptrace_lwpinfo, pl_tdname, 128);

#endif
