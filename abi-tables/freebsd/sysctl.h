/* FreeBSD's tree of kernel values: what its files share. */
#ifndef ABI_TABLES_FREEBSD_SYSCTL_H
#define ABI_TABLES_FREEBSD_SYSCTL_H

#include "abi-tables/bsd44/sysctl.h"

extern const struct sysctl_abi freebsd_sysctls;

/* sys/sysctl.h: CTLTYPE_ and CTLFLAG_ */
enum ctl_type {
	CTL_NODE = 1,
	CTL_INT = 2,
	CTL_STRING = 3,
	CTL_S64 = 4,
	CTL_OPAQUE = 5,
	CTL_UINT = 6,
	CTL_LONG = 7,
	CTL_ULONG = 8,
	CTL_U64 = 9
};
#define CTL_READ  0x80000000u
#define CTL_WRITE 0x40000000u
#define CTL_SAFE  0x00040000u /* CTLFLAG_MPSAFE */

/* Where the host counts. */
enum count_file { COUNT_STAT, COUNT_VMSTAT };

enum memory_value {
	MEMORY_TOTAL,
	MEMORY_FREE,
	MEMORY_WIRED,
	MEMORY_ACTIVE,
	MEMORY_INACTIVE,
	MEMORY_SWAP,
	MEMORY_USER,
	MEMORY_TOTAL_PAGES,
	MEMORY_DIRTY,
	MEMORY_BUFFERS
};

/* sysctl_tree.c */
sysctl_fn say_oid_name, say_next, say_name_oid, say_oid_format, say_oid_about;
/* sysctl_aio.c */
sysctl_fn say_aio_requests, say_aio_workers;
/* sysctl_hw.c */
sysctl_fn say_cpu_times, say_vmtotal, say_pages, say_memory, say_page_sizes, say_mhz, say_tsc;
/* sysctl_count.c */
sysctl_fn say_count, say_semaphores, say_swap, say_swaps;
/* sysctl_dev.c */
sysctl_fn say_device, say_cores, say_core_threads, say_topology;
/* sysctl_policy.c */
sysctl_fn say_inet6, say_see_others, say_proc_debug, say_sugid_coredump, say_timecounter;
/* sysctl_sockets.c */
sysctl_fn say_inet_sockets, say_unix_sockets;
/* sysctl_proc.c, sysctl_of_proc.c, sysctl_files.c */
sysctl_fn say_proc_list, say_proc_threads, say_proc_args, say_proc_system, say_proc_path,
    say_proc_map, say_proc_files, say_proc_groups, say_proc_limit, say_proc_umask, say_proc_osrel,
    say_proc_cwd, say_proc_nfds, say_files, say_proc_ps_strings, say_proc_sigtramp;
/* sysctl_route.c */
sysctl_fn say_routes;

/* The number behind the row's own, as a process; -1 and the alien's own number say its own. */
int proc_asked(const struct sysctl *s);

#endif
