/* What shim/lib has to know of illumos' C library: abi-tables/lib_facts.h. */
#include "abi-tables/illumos/illumos.h"
#include "abi-tables/lib_facts.h"

extern const int16_t illumos_lib_numbers[];

const struct lib_facts illumos_lib_facts = {
	.numbers = illumos_lib_numbers,
};
