/* What the files of abi-tables/netbsd share. */
#ifndef ABI_TABLES_NETBSD_NETBSD_H
#define ABI_TABLES_NETBSD_NETBSD_H

#include "abi-tables/abi.h"

extern const struct abi netbsd_abi;

/* structs.c */
extern const struct layout netbsd_layouts[LAYOUT_COUNT];
extern const struct field *const netbsd_fields[LAYOUT_COUNT];
uint64_t netbsd_dev_to_alien(uint64_t dev);
uint64_t netbsd_dev_to_host(uint64_t dev);

/* lwp.c */
bool netbsd_cpu_clock_id(uint32_t clock, int *id, bool *thread);
uint32_t netbsd_make_cpu_clock(int id, bool thread);

extern const struct net_abi netbsd_net;
extern const struct event_abi netbsd_events;
extern const struct sysctl_abi netbsd_sysctls;
extern const struct ioctl_abi netbsd_ioctls;

struct start_info;
/*
 * struct abi's build_stack: rsp is the address of argc, rbx that of struct ps_strings.
 */
long netbsd_build_stack(struct start_info *start);

#endif
