/* Answers that the BSDs' trees of kernel values share: the system as a whole. */
#ifndef ABI_TABLES_BSD44_SYSCTL_H
#define ABI_TABLES_BSD44_SYSCTL_H

#include "abi-tables/sysctl.h"

/* sysctl_kern.c */
sysctl_fn say_file_int, say_file_long, say_milliseconds, say_argmax, say_hostname, say_domainname,
    say_hostid, say_hostuuid, say_clockrate, say_boottime, say_limit, say_long_limit,
    say_ps_strings, say_usrstack, say_random, say_open_files, say_port, say_cpus, say_loadavg,
    say_model;

/* The three averages of /proc/loadavg in hundredths; how many threads run. */
uint64_t sysctl_load_text(const char *text, uint64_t load[3]);

#endif
