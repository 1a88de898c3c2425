/*
 * Structures that only map functions read and write, described for trace: sys/ipc.h, sys/sem.h,
 * sys/procctl.h, sys/ptrace.h, sys/umtx.h, sys/ucontext.h, sys/ttycom.h, net/if.h, sys/uuid.h,
 * sys/fcntl.h, sys/specialfd.h, sys/user.h.
 */
#include "abi-tables/freebsd/fields.h"
#include "abi-tables/freebsd/file_structs.h"
#include "abi-tables/freebsd/frame.h"
#include "abi-tables/freebsd/ioctl.h"
#include "abi-tables/freebsd/net.h"
#include "abi-tables/freebsd/procctl.h"
#include "abi-tables/freebsd/ptrace.h"
#include "abi-tables/freebsd/umtx.h"

#define F(type, kind, table, member, name)                                                         \
	{                                                                                          \
		name, offsetof(type, member), sizeof(((type *)0)->member), ARG_##kind, table       \
	}
#define M(type, kind, table, member) F(struct type, kind, table, member, #member)
#define FIELDS(id)                   const struct field freebsd_##id##_fields[]
#define ONE(id, width, kind, table)  FIELDS(id) = { { "", 0, width, ARG_##kind, table }, { 0 } }

ONE(long, 8, LONG, 0);
ONE(unsigned, 4, UINT, 0);
ONE(id, 4, UID, 0);
ONE(address, 8, PTR, 0);
ONE(policy, 4, ENUM, XLAT_memory_policy);

/* struct timezone, sys/time.h */
FIELDS(timezone) = { { "tz_minuteswest", 0, 4, ARG_INT, 0 },
		     { "tz_dsttime", 4, 4, ARG_INT, 0 },
		     { 0 } };

/* SYS_NMLN of the kernel, sys/utsname.h */
FIELDS(utsname) = { { "sysname", 0, 32, ARG_STR, 0 },   { "nodename", 32, 32, ARG_STR, 0 },
		    { "release", 64, 32, ARG_STR, 0 },  { "version", 96, 32, ARG_STR, 0 },
		    { "machine", 128, 32, ARG_STR, 0 }, { 0 } };

FIELDS(acl) = { { "acl_maxcnt", 0, 4, ARG_UINT, 0 }, { "acl_cnt", 4, 4, ARG_UINT, 0 }, { 0 } };
FIELDS(message) = { { "mtype", 0, 8, ARG_LONG, 0 }, { 0 } };

FIELDS(context) = {
	M(freebsd_ucontext, SIGNAL, 0, mask),
	F(struct freebsd_ucontext, PTR, 0, mc.rip, "mc_rip"),
	F(struct freebsd_ucontext, PTR, 0, mc.rsp, "mc_rsp"),
	{ 0 },
};

/* wru_self, wru_children: sys/resource.h */
FIELDS(wrusage) = { { "wru_self", 0, 144, ARG_IN, LAYOUT_rusage },
		    { "wru_children", 144, 144, ARG_IN, LAYOUT_rusage },
		    { 0 } };

FIELDS(eventfd) = { { "initval", 0, 4, ARG_UINT, 0 },
		    { "flags", 4, 4, ARG_FLAGS, XLAT_eventfd },
		    { 0 } };
FIELDS(inotify_init) = { { "flags", 0, 4, ARG_FLAGS, XLAT_inotify_init }, { 0 } };
FIELDS(space) = { { "r_offset", 0, 8, ARG_OFF, 0 }, { "r_len", 8, 8, ARG_OFF, 0 }, { 0 } };

FIELDS(credentials) = {
	M(freebsd_setcred, UID, 0, sc_uid),
	M(freebsd_setcred, UID, 0, sc_ruid),
	M(freebsd_setcred, UID, 0, sc_svuid),
	M(freebsd_setcred, GID, 0, sc_gid),
	M(freebsd_setcred, GID, 0, sc_rgid),
	M(freebsd_setcred, GID, 0, sc_svgid),
	M(freebsd_setcred, UINT, 0, sc_supp_groups_nb),
	M(freebsd_setcred, PTR, 0, sc_supp_groups),
	{ 0 },
};

#define LOCK(type)                                                                                 \
	M(type, OFF, 0, l_start), M(type, OFF, 0, l_len), M(type, PID, 0, l_pid),                  \
	    M(type, ENUM, XLAT_lock_type, l_type), M(type, ENUM, XLAT_whence, l_whence)
FIELDS(flock) = { LOCK(freebsd_flock), M(freebsd_flock, INT, 0, l_sysid), { 0 } };
FIELDS(flock_old) = { LOCK(freebsd_oflock), { 0 } };

/* struct kinfo_file: the kernel's, of 1392 bytes */
FIELDS(file_info) = { { "kf_type", 4, 4, ARG_INT, 0 },
		      { "kf_fd", 8, 4, ARG_FD, 0 },
		      { "kf_offset", 24, 8, ARG_OFF, 0 },
		      { "kf_path", 368, 1024, ARG_STR, 0 },
		      { 0 } };

FIELDS(traced_io) = {
	M(ptrace_io_desc, ENUM, XLAT_piod, piod_op),
	M(ptrace_io_desc, PTR, 0, piod_offs),
	M(ptrace_io_desc, PTR, 0, piod_addr),
	M(ptrace_io_desc, SIZE, 0, piod_len),
	{ 0 },
};

FIELDS(lwpinfo) = {
	M(ptrace_lwpinfo, INT, 0, pl_lwpid),
	M(ptrace_lwpinfo, INT, 0, pl_event),
	M(ptrace_lwpinfo, HEX, 0, pl_flags),
	M(ptrace_lwpinfo, SIGNAL, 0, pl_sigmask),
	M(ptrace_lwpinfo, SIGNAL, 0, pl_siglist),
	M(ptrace_lwpinfo, IN, LAYOUT_siginfo, pl_siginfo),
	M(ptrace_lwpinfo, STR, 0, pl_tdname),
	M(ptrace_lwpinfo, PID, 0, pl_child_pid),
	{ 0 },
};

FIELDS(reaper_status) = {
	M(procctl_reaper_status, HEX, 0, rs_flags),
	M(procctl_reaper_status, UINT, 0, rs_children),
	M(procctl_reaper_status, UINT, 0, rs_descendants),
	M(procctl_reaper_status, PID, 0, rs_reaper),
	M(procctl_reaper_status, PID, 0, rs_pid),
	{ 0 },
};

FIELDS(reaper_pids) = {
	M(procctl_reaper_pids, UINT, 0, rp_count),
	M(procctl_reaper_pids, PTR, 0, rp_pids),
	{ 0 },
};

FIELDS(reaper_kill) = {
	M(procctl_reaper_kill, SIGNAL, 0, rk_sig),  M(procctl_reaper_kill, HEX, 0, rk_flags),
	M(procctl_reaper_kill, PID, 0, rk_subtree), M(procctl_reaper_kill, UINT, 0, rk_killed),
	M(procctl_reaper_kill, PID, 0, rk_fpid),    { 0 },
};

FIELDS(winsize) = { { "ws_row", 0, 2, ARG_UINT, 0 },
		    { "ws_col", 2, 2, ARG_UINT, 0 },
		    { "ws_xpixel", 4, 2, ARG_UINT, 0 },
		    { "ws_ypixel", 6, 2, ARG_UINT, 0 },
		    { 0 } };
FIELDS(interface) = { { "ifr_name", 0, 16, ARG_STR, 0 }, { 0 } };

FIELDS(termios) = {
	M(bsd44_termios, FLAGS, XLAT_tty_in, c_iflag),
	M(bsd44_termios, FLAGS, XLAT_tty_out, c_oflag),
	M(bsd44_termios, FLAGS, XLAT_tty_ctl, c_cflag),
	M(bsd44_termios, FLAGS, XLAT_tty_local, c_lflag),
	M(bsd44_termios, UINT, 0, c_ispeed),
	M(bsd44_termios, UINT, 0, c_ospeed),
	{ 0 },
};

FIELDS(mutex) = { M(umutex, HEX, 0, m_owner), M(umutex, HEX, 0, m_flags), { 0 } };

FIELDS(robust_lists) = {
	M(umtx_robust_lists_params, PTR, 0, robust_list_offset),
	M(umtx_robust_lists_params, PTR, 0, robust_priv_list_offset),
	M(umtx_robust_lists_params, PTR, 0, robust_inact_offset),
	{ 0 },
};

FIELDS(umtx_time) = {
	M(freebsd_umtx_time, IN, LAYOUT_timespec, _timeout),
	M(freebsd_umtx_time, FLAGS, XLAT_umtx_time, _flags),
	M(freebsd_umtx_time, ENUM, XLAT_clock, _clockid),
	{ 0 },
};

FIELDS(sembuf) = { { "sem_num", 0, 2, ARG_UINT, 0 },
		   { "sem_op", 2, 2, ARG_INT, 0 },
		   { "sem_flg", 4, 2, ARG_FLAGS, XLAT_semop },
		   { 0 } };

FIELDS(uuid) = { { "time_low", 0, 4, ARG_HEX, 0 },
		 { "time_mid", 4, 2, ARG_HEX, 0 },
		 { "time_hi_and_version", 6, 2, ARG_HEX, 0 },
		 { "clock_seq_hi_and_reserved", 8, 1, ARG_HEX, 0 },
		 { "clock_seq_low", 9, 1, ARG_HEX, 0 },
		 { 0 } };

FIELDS(sf_hdtr) = {
	M(freebsd_sf_hdtr, PTR, 0, headers),
	M(freebsd_sf_hdtr, INT, 0, hdr_cnt),
	M(freebsd_sf_hdtr, PTR, 0, trailers),
	M(freebsd_sf_hdtr, INT, 0, trl_cnt),
	{ 0 },
};

#define STATFS(type, flags)                                                                        \
	flags, M(type, SIZE, 0, f_bsize), M(type, SIZE, 0, f_blocks), M(type, SIZE, 0, f_bfree),   \
	    M(type, LONG, 0, f_bavail), M(type, SIZE, 0, f_files), M(type, LONG, 0, f_ffree),      \
	    M(type, STR, 0, f_fstypename), M(type, STR, 0, f_mntfromname),                         \
	    M(type, STR, 0, f_mntonname)
#define MOUNT_FLAGS(type) M(type, FLAGS, XLAT_mount, f_flags)
FIELDS(statfs) = { STATFS(freebsd_statfs, MOUNT_FLAGS(freebsd_statfs)), { 0 } };
FIELDS(statfs11) = { STATFS(freebsd_statfs11, MOUNT_FLAGS(freebsd_statfs11)), { 0 } };
FIELDS(statfs4) = { STATFS(freebsd_statfs4, MOUNT_FLAGS(freebsd_statfs4)), { 0 } };
