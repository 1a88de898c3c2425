/* illumos on amd64. */
#include "abi-tables/illumos/frame.h"
#include "abi-tables/illumos/illumos.h"

#define CALLS_DEF   "abi-tables/illumos/calls.def"
#define ERRNO_DEF   "abi-tables/illumos/errno.def"
#define SIGNALS_DEF "abi-tables/illumos/signals.def"
#define FLAGS_DEF   "abi-tables/illumos/flags.def"
#include "abi-tables/make_tables.h"

const struct abi illumos_abi = {
	.name = "illumos",
	.title = "illumos",
	MADE_TABLES,
	.layouts = illumos_layouts,
	.fields = illumos_fields,
	.signal_limit = 75, /* sys/signal.h: NSIG */
	.sigset_size = 16,
	.signal_stack_min = 2048, /* sys/signal.h: MINSIGSTKSZ */
	.sched_other_max = 59,
	.sched_realtime_max = 59,
	.wait_continued = 0xffff,    /* sys/wait.h: WCONTFLG */
	.tick = 10000000,            /* hz is 100 */
	.at_fdcwd = (int)0xffd19553, /* sys/fcntl.h */
	.symlink_error = ELOOP,      /* open(2) */
	.sticky_file = EINVAL,
	.dev_to_alien = illumos_dev_to_alien,
	.dev_to_host = illumos_dev_to_host,
	.net = &illumos_net,
	.ioctls = &illumos_ioctls,
	.build_stack = illumos_build_stack,
	.push_frame = illumos_push_frame,
	.pop_frame = illumos_pop_frame,
	.save_context = illumos_save_context,
	.fault_signal = illumos_fault_signal,
	.sigcode = illumos_sigcode,
	.sigcode_size = ILLUMOS_SIGCODE_SIZE,
};
