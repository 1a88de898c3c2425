/* OpenBSD on amd64. */
#include <linux/futex.h>

#include "abi-tables/event.h"
#include "abi-tables/openbsd/frame.h"
#include "abi-tables/openbsd/ioctl.h"
#include "abi-tables/openbsd/openbsd.h"

#define CALLS_DEF   "abi-tables/openbsd/calls.def"
#define ERRNO_DEF   "abi-tables/openbsd/errno.def"
#define SIGNALS_DEF "abi-tables/openbsd/signals.def"
#define FLAGS_DEF   "abi-tables/openbsd/flags.def"
#include "abi-tables/make_tables.h"

const struct abi openbsd_abi = {
	.name = "openbsd",
	.title = "OpenBSD " OPENBSD_RELEASE,
	MADE_TABLES,
	.layouts = openbsd_layouts,
	.fields = openbsd_fields,
	.signal_limit = 33,
	.sigset_size = 4,
	.signal_stack_min = 12288, /* sys/signal.h: MINSIGSTKSZ */
	.nosys_signal = 12,        /* SIGSYS (sys/kern/sys_generic.c: sys_nosys) */
	/* sys/proc.h: threads' ids lie above those of processes. */
	.thread_id_base = 4194304,
	.sched_other_max = 31,
	.sched_realtime_max = 31,
	.wait_continued = 0xffff,       /* sys/wait.h: _WCONTINUED */
	.tick = 10000000,               /* hz is 100; setitimer(2) */
	.at_fdcwd = -100,               /* sys/fcntl.h */
	.symlink_error = ELOOP,         /* open(2) */
	.sticky_file = ALIEN_ERRNO(79), /* EFTYPE */
	.dev_to_alien = openbsd_dev_to_alien,
	.dev_to_host = openbsd_dev_to_host,
	.gates = true,
	.events = &openbsd_events,
	.net = &openbsd_net,
	.ioctls = &openbsd_ioctls,
	.sysctls = &openbsd_sysctls,
	.build_stack = openbsd_build_stack,
	.push_frame = openbsd_push_frame,
	.pop_frame = openbsd_pop_frame,
	.fault_signal = openbsd_fault_signal,
	.sigcode = openbsd_sigcode,
	.sigcode_size = OPENBSD_SIGCODE_SIZE,
};
