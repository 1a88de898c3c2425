/* FreeBSD on amd64. */
#include "abi-tables/acl.h"
#include "abi-tables/freebsd/aio.h"
#include "abi-tables/freebsd/event.h"
#include "abi-tables/freebsd/frame.h"
#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/ioctl.h"
#include "abi-tables/freebsd/net.h"
#include "abi-tables/freebsd/release.h"
#include "abi-tables/freebsd/start.h"
#include "abi-tables/freebsd/sysctl.h"
#include "abi-tables/freebsd/views.h"

#define CALLS_DEF   "abi-tables/freebsd/calls.def"
#define ERRNO_DEF   "abi-tables/freebsd/errno.def"
#define SIGNALS_DEF "abi-tables/freebsd/signals.def"
#define FLAGS_DEF   "abi-tables/freebsd/flags.def"
#include "abi-tables/make_tables.h"

const struct abi freebsd_abi = {
	.name = "freebsd",
	.title = FREEBSD_TITLE,
	MADE_TABLES,
	.layouts = freebsd_layouts,
	.fields = freebsd_fields,
	.views = freebsd_views,
	.signal_limit = ALIEN_SIGNAL_COUNT,
	.sigset_size = 16,
	.signal_stack_min = 2048, /* machine/signal.h: MINSIGSTKSZ */
	.nosys_signal = 12, /* SIGSYS (sys/kern/kern_sig.c: nosys) */
	/*
	 * FreeBSD's processes go up to PID_MAX, 99999, and its threads begin behind (sys/proc.h),
	 * so that calls which take either can tell, and words of umtx(2) can say more than an id.
	 * The host's processes go up to 4194304 (proc(5), pid_max).
	 */
	.thread_id_base = 4194304,
	.sched_other_max = 103,   /* sys/priority.h: PRI_MAX_TIMESHARE - PRI_MIN_TIMESHARE */
	.sched_realtime_max = 31, /* sys/rtprio.h */
	.wait_continued = 0x13,   /* sys/wait.h */
	.wait_trapped = 32,
	.cpu_clock_id = freebsd_cpu_clock_id,
	.make_cpu_clock = freebsd_make_cpu_clock,
	.tick = 1000000,                /* kern.hz is 1000; setitimer(2) */
	.at_fdcwd = -100,               /* sys/fcntl.h */
	.symlink_error = EMLINK,        /* open(2) */
	.sticky_file = ALIEN_ERRNO(79), /* EFTYPE */
	.fd_none = -200,                /* sys/fcntl.h */
	.file_info = freebsd_file_info,
	.not_beneath = ALIEN_ERRNO(ALIEN_ENOTCAPABLE),
	.dev_to_alien = freebsd_dev_to_alien,
	.dev_to_host = freebsd_dev_to_host,
	.events = &freebsd_events,
	.aio = &freebsd_aio,
	.net = &freebsd_net,
	.acls = &freebsd_acls,
	.ioctls = &freebsd_ioctls,
	.sysctls = &freebsd_sysctls,
	.build_stack = freebsd_build_stack,
	.push_frame = freebsd_push_frame,
	.pop_frame = freebsd_pop_frame,
	.save_context = freebsd_save_context,
	.fault_signal = freebsd_fault_signal,
	.sigcode = freebsd_sigcode,
	.sigcode_size = FREEBSD_SIGCODE_SIZE,
};
