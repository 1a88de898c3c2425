/*
 * What an OpenBSD program finds on its stack when it starts.  From the top down: struct
 * ps_strings, the strings of argv and envp, and then, upward from the stack pointer: argc,
 * argv, envp and the auxiliary vector, whose numbers are the old ones of ELF alone
 * (sys/exec_elf.h: AUX_*).
 */
#include <errno.h>

#include "abi-tables/openbsd/openbsd.h"
#include "abi-tables/stack.h"
#include "loader/loader.h"
#include "shim/alien_mem.h"

#define PAGE 4096

enum {
	OPENBSD_AUX_NULL = 0,
	OPENBSD_AUX_PHDR = 3,
	OPENBSD_AUX_PHENT = 4,
	OPENBSD_AUX_PHNUM = 5,
	OPENBSD_AUX_PAGESZ = 6,
	OPENBSD_AUX_BASE = 7,
	OPENBSD_AUX_FLAGS = 8,
	OPENBSD_AUX_ENTRY = 9,
};

/* sys/exec.h */
struct openbsd_ps_strings {
	uint64_t ps_argvstr;
	uint32_t ps_nargvstr, pad0;
	uint64_t ps_envstr;
	uint32_t ps_nenvstr, pad1;
};

/* There is no AUX_openbsd_timekeep: what it would promise is a page with the clock. */
long openbsd_build_stack(struct start_info *start)
{
	const struct image *image = start->image;
	const uint64_t auxv[][2] = {
		{ OPENBSD_AUX_PHDR, image->phdr },   { OPENBSD_AUX_PHENT, image->phentsize },
		{ OPENBSD_AUX_PHNUM, image->phnum }, { OPENBSD_AUX_PAGESZ, PAGE },
		{ OPENBSD_AUX_BASE, image->base },   { OPENBSD_AUX_FLAGS, 0 },
		{ OPENBSD_AUX_ENTRY, image->entry }, { OPENBSD_AUX_NULL, 0 },
	};
	struct openbsd_ps_strings ps = { .ps_nargvstr = (uint32_t)start->argc };
	unsigned long top = (start->stack_high - sizeof ps) & ~15ul;
	struct stack_places places;
	long error = stack_build(start, top, auxv, sizeof auxv / sizeof auxv[0], &places);

	if (error)
		return error;
	ps.ps_argvstr = places.argv;
	ps.ps_envstr = places.envp;
	ps.ps_nenvstr = places.envc;
	start->ps_strings = top;
	return copy_to_alien(top, &ps, sizeof ps) ? -E2BIG : 0;
}
