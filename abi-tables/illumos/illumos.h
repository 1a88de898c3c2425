/* What the files of abi-tables/illumos share. */
#ifndef ABI_TABLES_ILLUMOS_ILLUMOS_H
#define ABI_TABLES_ILLUMOS_ILLUMOS_H

#include "abi-tables/abi.h"

struct library;
struct lib_facts;

extern const struct abi illumos_abi;
extern const struct library illumos_library;
extern const struct lib_facts illumos_lib_facts;

/* uname(2): what programs are told. */
#define ILLUMOS_RELEASE "5.11"
#define ILLUMOS_VERSION "illumos-abirun"

extern const struct layout illumos_layouts[LAYOUT_COUNT];
extern const struct field *const illumos_fields[LAYOUT_COUNT];
uint64_t illumos_dev_to_alien(uint64_t dev);
uint64_t illumos_dev_to_host(uint64_t dev);

extern const struct net_abi illumos_net;
extern const struct ioctl_abi illumos_ioctls;

long illumos_build_stack(struct start_info *start);

#endif
