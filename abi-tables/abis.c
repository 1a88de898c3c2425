/* Every system there is, and the one of the program that runs. */
#include "abi-tables/abi.h"

#define ABI(os) extern const struct abi os##_abi;
#include "abi-tables/abis.def"
#undef ABI

const struct abi *abi;

#define ABI(os) &os##_abi,
const struct abi *const abis[] = {
#include "abi-tables/abis.def"
	NULL
};
