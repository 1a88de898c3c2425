/* sys/procctl.h: the structures of a reaper's commands. */
#ifndef ABI_TABLES_FREEBSD_PROCCTL_H
#define ABI_TABLES_FREEBSD_PROCCTL_H

#include "abi-tables/freebsd/structs.h"

#define REAPER_STATUS_OWNED    1
#define REAPER_STATUS_REALINIT 2

struct procctl_reaper_status {
	uint32_t rs_flags, rs_children, rs_descendants;
	int32_t rs_reaper, rs_pid;
	uint32_t rs_pad0[15];
};
SIZE_IS(struct procctl_reaper_status, 80);

#define REAPER_PIDINFO_VALID   0x01
#define REAPER_PIDINFO_CHILD   0x02
#define REAPER_PIDINFO_REAPER  0x04
#define REAPER_PIDINFO_ZOMBIE  0x08
#define REAPER_PIDINFO_STOPPED 0x10

struct procctl_reaper_pidinfo {
	int32_t pi_pid, pi_subtree;
	uint32_t pi_flags, pi_pad0[15];
};
SIZE_IS(struct procctl_reaper_pidinfo, 72);

struct procctl_reaper_pids {
	uint32_t rp_count, rp_pad0[15];
	uint64_t rp_pids;
};
SIZE_IS(struct procctl_reaper_pids, 72);

#define REAPER_KILL_CHILDREN 1
#define REAPER_KILL_SUBTREE  2

struct procctl_reaper_kill {
	int32_t rk_sig;
	uint32_t rk_flags;
	int32_t rk_subtree;
	uint32_t rk_killed;
	int32_t rk_fpid;
	uint32_t rk_pad0[15];
};
SIZE_IS(struct procctl_reaper_kill, 80);

#endif
