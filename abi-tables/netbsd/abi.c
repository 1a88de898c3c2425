/* NetBSD on amd64. */
#include "abi-tables/netbsd/aio.h"
#include "abi-tables/netbsd/frame.h"
#include "abi-tables/netbsd/ioctl.h"
#include "abi-tables/netbsd/netbsd.h"
#include "abi-tables/netbsd/release.h"
#include "abi-tables/view.h"

#define CALLS_DEF   "abi-tables/netbsd/calls.def"
#define ERRNO_DEF   "abi-tables/netbsd/errno.def"
#define SIGNALS_DEF "abi-tables/netbsd/signals.def"
#define FLAGS_DEF   "abi-tables/netbsd/flags.def"
#include "abi-tables/make_tables.h"

/* Trace shows of what is passed as it is only its address. */
static const struct view views[1] = { { .name = "address", .shape = VIEW_ADDRESS } };

const struct abi netbsd_abi = {
	.name = "netbsd",
	.title = NETBSD_TITLE,
	MADE_TABLES,
	.number_mask = 511, /* SYS_NSYSENT - 1: sys/arch/x86/x86/syscall.c */
	.layouts = netbsd_layouts,
	.fields = netbsd_fields,
	.views = views,
	.signal_limit = 64, /* sys/signal.h: NSIG */
	.sigset_size = 16,
	.trampoline_version = 2,  /* sys/signal.h: __SIGTRAMP_SIGINFO_VERSION */
	.signal_stack_min = 8192, /* sys/signal.h: MINSIGSTKSZ */
	.nosys_signal = 12,       /* SIGSYS (sys/kern/sys_generic.c: sys_nosys) */
	.thread_id_base = 0,
	.sched_other_max = 63, /* sys/sched.h: SCHED_PRI_MAX */
	.sched_realtime_max = 63,
	.wait_continued = 0xffff, /* sys/wait.h */
	.wait_trapped = 0x40,
	.cpu_clock_id = netbsd_cpu_clock_id,
	.make_cpu_clock = netbsd_make_cpu_clock,
	.tick = 10000000, /* kern.clockrate: hz is 100 */
	.at_fdcwd = -100, /* sys/fcntl.h */
	.symlink_error = ALIEN_ERRNO(ALIEN_EFTYPE),
	.not_regular = ALIEN_ERRNO(ALIEN_EFTYPE),
	.sticky_file = ALIEN_ERRNO(ALIEN_EFTYPE),
	.fd_none = -1,
	.not_beneath = EINVAL,
	.dev_to_alien = netbsd_dev_to_alien,
	.dev_to_host = netbsd_dev_to_host,
	.events = &netbsd_events,
	.net = &netbsd_net,
	.ioctls = &netbsd_ioctls,
	.aio = &netbsd_aio,
	.sysctls = &netbsd_sysctls,
	.build_stack = netbsd_build_stack,
	.push_frame = netbsd_push_frame,
	.pop_frame = netbsd_pop_frame,
	.save_context = netbsd_save_context,
	.fault_signal = netbsd_fault_signal,
};
