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

/* ...and for freebsd_layouts: how long an entry of a list is. */
#define FREEBSD_LIST_SIZES                                                                         \
	[LAYOUT_number] = { 4, 4, NULL, NULL }, [LAYOUT_pollfd] = { 8, 8, NULL, NULL },

#endif
