/*
 * What an illumos program finds on its stack when it starts: argc, argv, envp and the
 * auxiliary vector (sys/auxv.h).
 */
#include "abi-tables/illumos/illumos.h"
#include "abi-tables/stack.h"
#include "loader/loader.h"
#include "shim/process.h"

enum {
	ILLUMOS_AT_NULL = 0,
	ILLUMOS_AT_PHDR = 3,
	ILLUMOS_AT_PHENT = 4,
	ILLUMOS_AT_PHNUM = 5,
	ILLUMOS_AT_PAGESZ = 6,
	ILLUMOS_AT_BASE = 7,
	ILLUMOS_AT_FLAGS = 8,
	ILLUMOS_AT_ENTRY = 9,
	ILLUMOS_AT_SUN_EXECNAME = 2014,
};

long illumos_build_stack(struct start_info *start)
{
	const struct image *image = start->image;
	const uint64_t auxv[][2] = {
		{ ILLUMOS_AT_PHDR, image->phdr },
		{ ILLUMOS_AT_PHENT, image->phentsize },
		{ ILLUMOS_AT_PHNUM, image->phnum },
		{ ILLUMOS_AT_PAGESZ, 4096 },
		{ ILLUMOS_AT_BASE, image->base },
		{ ILLUMOS_AT_FLAGS, 0 },
		{ ILLUMOS_AT_ENTRY, image->entry },
		{ ILLUMOS_AT_SUN_EXECNAME, (uint64_t)alien_path },
		{ ILLUMOS_AT_NULL, 0 },
	};
	struct stack_places places;

	return stack_build(start, start->stack_high & ~15ul, auxv, sizeof auxv / sizeof auxv[0],
			   &places);
}
