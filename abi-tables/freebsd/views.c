/*
 * FreeBSD's views: fcntl(2), ioctl(2), semctl(2), procctl(2), ptrace(2), _umtx_op(2)...  Names are
 * those of flags.def and ioctl.def.
 */
#include "abi-tables/freebsd/views.h"

#include <stddef.h>

#define AS(name, view)                                                                             \
	{                                                                                          \
		name, SEEN_##view                                                                  \
	}
#define ELSE(view)                                                                                 \
	{                                                                                          \
		NULL, SEEN_##view                                                                  \
	}

static const struct view_choice of_fcntl[] = {
	AS("F_DUPFD", a_descriptor),
	AS("F_DUPFD_CLOEXEC", a_descriptor),
	AS("F_DUPFD_CLOFORK", a_descriptor),
	AS("F_DUP2FD", a_descriptor),
	AS("F_DUP2FD_CLOEXEC", a_descriptor),
	AS("F_DUP3FD", a_descriptor),
	AS("F_DUP3FD|FD_CLOEXEC<<16", a_descriptor),
	AS("F_DUP3FD|FD_CLOFORK<<16", a_descriptor),
	AS("F_SETFD", descriptor_flags),
	AS("F_SETFL", file_status),
	AS("F_SETOWN", a_pid),
	AS("F_OGETLK", old_flock_inout),
	AS("F_OSETLK", old_flock_in),
	AS("F_OSETLKW", old_flock_in),
	AS("F_GETLK", flock_inout),
	AS("F_SETLK", flock_in),
	AS("F_SETLKW", flock_in),
	AS("F_READAHEAD", a_number),
	AS("F_RDAHEAD", a_number),
	AS("F_ADD_SEALS", seal_bits),
	AS("F_KINFO", kinfo_file_out),
	AS("F_GETFD", absent),
	AS("F_GETFL", absent),
	AS("F_GETOWN", absent),
	AS("F_GET_SEALS", absent),
	AS("F_ISUNIONSTACK", absent),
	ELSE(a_long),
};

static const struct view_choice of_ioctl[] = {
	AS("FIOCLEX", absent),
	AS("FIONCLEX", absent),
	AS("FIONREAD", number_out),
	AS("FIONBIO", number_in),
	AS("FIOASYNC", number_in),
	AS("FIOSETOWN", number_in),
	AS("FIOGETOWN", number_out),
	AS("FIODTYPE", number_out),
	AS("FIONWRITE", number_out),
	AS("FIONSPACE", number_out),
	AS("FIOSEEKDATA", long_inout),
	AS("FIOSEEKHOLE", long_inout),
	AS("TIOCEXCL", absent),
	AS("TIOCNXCL", absent),
	AS("TIOCGPTN", number_out),
	AS("TIOCFLUSH", number_in),
	AS("TIOCGETA", termios_out),
	AS("TIOCSETA", termios_in),
	AS("TIOCSETAW", termios_in),
	AS("TIOCSETAF", termios_in),
	AS("TIOCGETD", number_out),
	AS("TIOCPTMASTER", absent),
	AS("TIOCDRAIN", absent),
	AS("TIOCSIG", a_signal),
	AS("TIOCSCTTY", absent),
	AS("TIOCGSID", number_out),
	AS("TIOCSWINSZ", winsize_in),
	AS("TIOCGWINSZ", winsize_out),
	AS("TIOCMGET", number_out),
	AS("TIOCOUTQ", number_out),
	AS("TIOCSPGRP", number_in),
	AS("TIOCGPGRP", number_out),
	AS("SIOCGIFFLAGS", interface),
	AS("SIOCGIFADDR", interface),
	AS("SIOCGIFINDEX", interface),
	AS("SIOCGIFMTU", interface),
	ELSE(address),
};

/* The last argument is the address of a union semun. */
static const struct view_choice of_semctl[] = {
	AS("IPC_RMID", absent),
	AS("GETNCNT", absent),
	AS("GETPID", absent),
	AS("GETVAL", absent),
	AS("GETZCNT", absent),
	AS("SETVAL", number_in),
	AS("IPC_SET", address_in),
	AS("IPC_STAT", address_in),
	AS("GETALL", address_in),
	AS("SETALL", address_in),
	ELSE(address),
};

#define CONTROL(name, layout)                                                                      \
	static const struct view_choice name[] = { AS("IPC_RMID", absent),                         \
						   AS("IPC_SET", layout##_in),                     \
						   AS("IPC_STAT", layout##_out), ELSE(address) };
CONTROL(of_msgctl, msqid)
CONTROL(of_old_msgctl, old_msqid)
CONTROL(of_shmctl, shmid)
CONTROL(of_old_shmctl, old_shmid)

static const struct view_choice of_procctl[] = {
	AS("PROC_REAP_ACQUIRE", absent),
	AS("PROC_REAP_RELEASE", absent),
	AS("PROC_REAP_STATUS", reaper_status_out),
	AS("PROC_REAP_GETPIDS", reaper_pids_out),
	AS("PROC_REAP_KILL", reaper_kill_inout),
	AS("PROC_PDEATHSIG_CTL", signal_in),
	AS("PROC_PDEATHSIG_STATUS", signal_out),
	AS("PROC_TRACE_STATUS", number_out),
	AS("PROC_TRAPCAP_STATUS", number_out),
	AS("PROC_ASLR_STATUS", number_out),
	AS("PROC_PROTMAX_STATUS", number_out),
	AS("PROC_STACKGAP_STATUS", number_out),
	AS("PROC_NO_NEW_PRIVS_STATUS", number_out),
	AS("PROC_WXMAP_STATUS", number_out),
	AS("PROC_LOGSIGEXIT_STATUS", number_out),
	ELSE(number_in),
};

static const struct view_choice of_ptrace[] = {
	AS("PT_TRACE_ME", absent),
	AS("PT_KILL", absent),
	AS("PT_ATTACH", absent),
	AS("PT_GETNUMLWPS", absent),
	AS("PT_IO", traced_io),
	AS("PT_LWPINFO", lwpinfo_out),
	AS("PT_GETLWPLIST", threads_result),
	AS("PT_GETREGS", registers_out),
	AS("PT_SETREGS", registers_in),
	ELSE(address),
};

static const struct view_choice of_sysarch[] = { AS("AMD64_GET_FSBASE", address_out),
						 AS("AMD64_SET_FSBASE", address_in),
						 ELSE(address) };
static const struct view_choice of_specialfd[] = { AS("SPECIALFD_EVENTFD", eventfd_in),
						   AS("SPECIALFD_INOTIFY", inotify_in),
						   ELSE(address) };
static const struct view_choice of_kcmp[] = { AS("KCMP_FILE", a_descriptor),
					      AS("KCMP_FILEOBJ", a_descriptor), ELSE(absent) };

static const struct view_choice umtx_value[] = { AS("UMTX_OP_CV_WAIT", cv_wait_flags),
						 AS("UMTX_OP_SHM", umtx_shm_flags), ELSE(a_long) };

/* uaddr: how long the timeout is, where no operation has another use for it. */
static const struct view_choice umtx_first[] = {
	AS("UMTX_OP_CV_WAIT", mutex_in),
	AS("UMTX_OP_SET_CEILING", unsigned_out),
	AS("UMTX_OP_SHM", address),
	AS("UMTX_OP_GET_MIN_TIMEOUT", long_out),
	AS("UMTX_OP_ROBUST_LISTS", robust_lists_in),
	ELSE(a_size),
};

static const struct view_choice umtx_second[] = {
	AS("UMTX_OP_CV_WAIT", timespec_in),     AS("UMTX_OP_WAIT", umtx_timeout),
	AS("UMTX_OP_WAIT_UINT", umtx_timeout),  AS("UMTX_OP_WAIT_UINT_PRIVATE", umtx_timeout),
	AS("UMTX_OP_MUTEX_LOCK", umtx_timeout), AS("UMTX_OP_RW_RDLOCK", umtx_timeout),
	AS("UMTX_OP_RW_WRLOCK", umtx_timeout),  AS("UMTX_OP_SEM_WAIT", umtx_timeout),
	AS("UMTX_OP_SEM2_WAIT", umtx_timeout),  ELSE(address),
};

static const struct view_choice umtx_object[] = { AS("UMTX_OP_NWAKE_PRIVATE", addresses_of_2),
						  ELSE(address) };

#define VIEW(name_, shape_, time_, kind_, table_, count_, at_)                                     \
	[SEEN_##name_] = { .name = #name_,                                                         \
			   .shape = VIEW_##shape_,                                                 \
			   .time = SHOW_##time_,                                                   \
			   .kind = ARG_##kind_,                                                    \
			   .table = table_,                                                        \
			   .count = COUNT_##count_,                                                \
			   .at = at_ },
#define CHOOSE(name_, table_, at_)                                                                 \
	[SEEN_##name_] = {                                                                         \
		.name = #name_, .shape = VIEW_CHOICE, .table = table_, .at = at_, .choices = name_ \
	},
const struct view freebsd_views[SEEN_COUNT] = {
#include "abi-tables/freebsd/views.def"
};
