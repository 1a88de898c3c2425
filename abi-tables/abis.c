/* Every system there is, and the one of the program that runs. */
#include "abi-tables/abi.h"
#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/illumos/illumos.h"
#include "abi-tables/netbsd/netbsd.h"
#include "abi-tables/openbsd/openbsd.h"

const struct abi *abi;

const struct abi *const abis[] = { &freebsd_abi, &netbsd_abi, &openbsd_abi, &illumos_abi, NULL };
