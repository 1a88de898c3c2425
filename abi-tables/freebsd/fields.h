/* Descriptions for trace of structures that have no list of members in structs.c. */
#ifndef ABI_TABLES_FREEBSD_FIELDS_H
#define ABI_TABLES_FREEBSD_FIELDS_H

#include "abi-tables/abi.h"

extern const struct field freebsd_sigset_fields[], freebsd_signal_fields[], freebsd_status_fields[],
    freebsd_number_fields[], freebsd_descriptors_fields[], freebsd_sigaction_fields[],
    freebsd_sigaltstack_fields[], freebsd_siginfo_fields[], freebsd_thread_fields[],
    freebsd_pollfd_fields[], freebsd_msghdr_fields[], freebsd_fhandle_fields[];

/* For freebsd_fields... */
#define FREEBSD_OWN_FIELDS                                                                         \
	[LAYOUT_sigset] = freebsd_sigset_fields, [LAYOUT_signal] = freebsd_signal_fields,          \
	[LAYOUT_status] = freebsd_status_fields, [LAYOUT_number] = freebsd_number_fields,          \
	[LAYOUT_descriptors] = freebsd_descriptors_fields,                                         \
	[LAYOUT_sigaction] = freebsd_sigaction_fields,                                             \
	[LAYOUT_sigaltstack] = freebsd_sigaltstack_fields,                                         \
	[LAYOUT_siginfo] = freebsd_siginfo_fields, [LAYOUT_thread] = freebsd_thread_fields,        \
	[LAYOUT_pollfd] = freebsd_pollfd_fields, [LAYOUT_msghdr] = freebsd_msghdr_fields,          \
	[LAYOUT_fhandle] = freebsd_fhandle_fields

/* ...those of view_fields.c... */
extern const struct field freebsd_long_fields[], freebsd_unsigned_fields[], freebsd_id_fields[],
    freebsd_address_fields[], freebsd_policy_fields[], freebsd_timezone_fields[],
    freebsd_utsname_fields[], freebsd_acl_fields[], freebsd_message_fields[],
    freebsd_context_fields[], freebsd_wrusage_fields[], freebsd_eventfd_fields[],
    freebsd_inotify_init_fields[], freebsd_space_fields[], freebsd_credentials_fields[],
    freebsd_flock_fields[], freebsd_flock_old_fields[], freebsd_file_info_fields[],
    freebsd_traced_io_fields[], freebsd_lwpinfo_fields[], freebsd_reaper_status_fields[],
    freebsd_reaper_pids_fields[], freebsd_reaper_kill_fields[], freebsd_winsize_fields[],
    freebsd_interface_fields[], freebsd_termios_fields[], freebsd_mutex_fields[],
    freebsd_robust_lists_fields[], freebsd_umtx_time_fields[], freebsd_sembuf_fields[],
    freebsd_uuid_fields[], freebsd_sf_hdtr_fields[], freebsd_statfs_fields[],
    freebsd_statfs11_fields[], freebsd_statfs4_fields[];

#define FREEBSD_VIEW_FIELDS                                                                        \
	[LAYOUT_long] = freebsd_long_fields, [LAYOUT_unsigned] = freebsd_unsigned_fields,          \
	[LAYOUT_id] = freebsd_id_fields, [LAYOUT_address] = freebsd_address_fields,                \
	[LAYOUT_policy] = freebsd_policy_fields, [LAYOUT_timezone] = freebsd_timezone_fields,      \
	[LAYOUT_utsname] = freebsd_utsname_fields, [LAYOUT_acl] = freebsd_acl_fields,              \
	[LAYOUT_message] = freebsd_message_fields, [LAYOUT_context] = freebsd_context_fields,      \
	[LAYOUT_wrusage] = freebsd_wrusage_fields, [LAYOUT_eventfd] = freebsd_eventfd_fields,      \
	[LAYOUT_inotify_init] = freebsd_inotify_init_fields,                                       \
	[LAYOUT_space] = freebsd_space_fields, [LAYOUT_credentials] = freebsd_credentials_fields,  \
	[LAYOUT_flock] = freebsd_flock_fields, [LAYOUT_flock_old] = freebsd_flock_old_fields,      \
	[LAYOUT_file_info] = freebsd_file_info_fields,                                             \
	[LAYOUT_traced_io] = freebsd_traced_io_fields, [LAYOUT_lwpinfo] = freebsd_lwpinfo_fields,  \
	[LAYOUT_reaper_status] = freebsd_reaper_status_fields,                                     \
	[LAYOUT_reaper_pids] = freebsd_reaper_pids_fields,                                         \
	[LAYOUT_reaper_kill] = freebsd_reaper_kill_fields,                                         \
	[LAYOUT_winsize] = freebsd_winsize_fields, [LAYOUT_interface] = freebsd_interface_fields,  \
	[LAYOUT_termios] = freebsd_termios_fields, [LAYOUT_mutex] = freebsd_mutex_fields,          \
	[LAYOUT_robust_lists] = freebsd_robust_lists_fields,                                       \
	[LAYOUT_umtx_time] = freebsd_umtx_time_fields, [LAYOUT_sembuf] = freebsd_sembuf_fields,    \
	[LAYOUT_uuid] = freebsd_uuid_fields, [LAYOUT_sf_hdtr] = freebsd_sf_hdtr_fields,            \
	[LAYOUT_statfs] = freebsd_statfs_fields, [LAYOUT_statfs11] = freebsd_statfs11_fields,      \
	[LAYOUT_statfs4] = freebsd_statfs4_fields

/* ...and for freebsd_layouts: how long an entry of a list is. */
#define FREEBSD_LIST_SIZES                                                                         \
	[LAYOUT_number] = { 4, 4, NULL, NULL }, [LAYOUT_pollfd] = { 8, 8, NULL, NULL },            \
	[LAYOUT_id] = { 4, 4, NULL, NULL }, [LAYOUT_address] = { 8, 8, NULL, NULL },               \
	[LAYOUT_sembuf] = { 6, 6, NULL, NULL }, [LAYOUT_uuid] = { 16, 16, NULL, NULL },

#endif
