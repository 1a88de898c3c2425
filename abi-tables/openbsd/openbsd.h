/* What the files of abi-tables/openbsd share. */
#ifndef ABI_TABLES_OPENBSD_OPENBSD_H
#define ABI_TABLES_OPENBSD_OPENBSD_H

#include "abi-tables/abi.h"

struct library;
struct lib_facts;

extern const struct abi openbsd_abi;
extern const struct library openbsd_library;
extern const struct lib_facts openbsd_lib_facts;

/* The release that programs are told of: uname(3), sysctl(2). */
#define OPENBSD_RELEASE "7.5"
#define OPENBSD_OSREV   202404

extern const struct layout openbsd_layouts[LAYOUT_COUNT];
extern const struct field *const openbsd_fields[LAYOUT_COUNT];
uint64_t openbsd_dev_to_alien(uint64_t dev);
uint64_t openbsd_dev_to_host(uint64_t dev);

extern const struct event_abi openbsd_events;
extern const struct net_abi openbsd_net;
extern const struct sysctl_abi openbsd_sysctls;
struct sysctl;
long openbsd_say_routes(struct sysctl *s); /* sysctl_route.c */

long openbsd_build_stack(struct start_info *start);

#endif
