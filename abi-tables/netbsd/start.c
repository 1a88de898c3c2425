/*
 * What a NetBSD program finds on its stack when it starts.  From the top down:
 * struct ps_strings, the path of the program, the strings of argv and envp, and then,
 * upward from rsp: argc, argv, envp, the auxiliary vector (kern_exec.c: copyinargstrs,
 * elf_copyargs).  rbx is the address of ps_strings: C's start looks there (amd64 setregs).
 *
 * The vector is made afresh: from 13 on its numbers mean other things than the host's.
 */
#include <errno.h>

#include "abi-tables/bsd44/first_stack.h"
#include "abi-tables/netbsd/netbsd.h"
#include "loader/loader.h"
#include "shim/alien_mem.h"
#include "shim/host.h"

/* sys/exec_elf.h */
enum {
	NETBSD_AT_NULL = 0,
	NETBSD_AT_PHDR = 3,
	NETBSD_AT_PHENT = 4,
	NETBSD_AT_PHNUM = 5,
	NETBSD_AT_PAGESZ = 6,
	NETBSD_AT_BASE = 7,
	NETBSD_AT_FLAGS = 8,
	NETBSD_AT_ENTRY = 9,
	NETBSD_AT_STACKBASE = 13,
	NETBSD_AT_EUID = 2000,
	NETBSD_AT_RUID = 2001,
	NETBSD_AT_EGID = 2002,
	NETBSD_AT_RGID = 2003,
	NETBSD_AT_SUN_EXECNAME = 2014,
};

#define PAGE     4096
#define AUXV_MAX 16

static unsigned build_auxv(const struct start_info *start, unsigned long path, uint64_t (*aux)[2])
{
	const struct image *image = start->image;
	const uint64_t list[][2] = {
		{ NETBSD_AT_PHDR, image->phdr },
		{ NETBSD_AT_PHENT, image->phentsize },
		{ NETBSD_AT_PHNUM, image->phnum },
		{ NETBSD_AT_PAGESZ, PAGE },
		{ NETBSD_AT_BASE, start->interpreter ? start->interpreter->base : 0 },
		{ NETBSD_AT_FLAGS, 0 },
		{ NETBSD_AT_ENTRY, image->entry },
		{ NETBSD_AT_EUID, (uint64_t)host_call(__NR_geteuid) },
		{ NETBSD_AT_RUID, (uint64_t)host_call(__NR_getuid) },
		{ NETBSD_AT_EGID, (uint64_t)host_call(__NR_getegid) },
		{ NETBSD_AT_RGID, (uint64_t)host_call(__NR_getgid) },
		{ NETBSD_AT_STACKBASE, start->stack_high },
		{ NETBSD_AT_SUN_EXECNAME, path },
		{ NETBSD_AT_NULL, 0 },
	};
	const unsigned count = sizeof list / sizeof list[0];

	_Static_assert(sizeof list / sizeof list[0] <= AUXV_MAX, "auxv");
	for (unsigned i = 0; i < count; i++) {
		aux[i][0] = list[i][0];
		aux[i][1] = list[i][1];
	}
	return count;
}

long netbsd_build_stack(struct start_info *start)
{
	struct first_stack s = { .sp = start->stack_high, .low = start->stack_low };
	struct bsd44_ps_strings ps = { .ps_nargvstr = (uint32_t)start->argc };
	unsigned long at, path, strings, argc;
	uint64_t aux[AUXV_MAX][2];
	unsigned envc = 0, count;

	while (start->envp[envc])
		envc++;
	start->ps_strings = stack_push(&s, sizeof ps, 8);
	path = stack_push_bytes(&s, start->path, stack_string_size(start->path), 1);
	strings = stack_push(&s, stack_strings_size(start, envc), 8);
	argc = stack_push(&s, (3 + (unsigned long)start->argc + envc) * 8 + sizeof aux, 16);
	at = argc;
	stack_put(&s, &at, (uint64_t)start->argc);
	ps.ps_argvstr = at;
	stack_put_strings(&s, &at, start->argv, (unsigned)start->argc, &strings);
	ps.ps_envstr = at;
	ps.ps_nenvstr = envc;
	stack_put_strings(&s, &at, start->envp, envc, &strings);
	count = build_auxv(start, path, aux);
	if (s.failed || copy_to_alien(at, aux, count * sizeof aux[0]) < 0 ||
	    copy_to_alien(start->ps_strings, &ps, sizeof ps) < 0)
		return -E2BIG;
	start->rdi = 0;
	start->rbx = start->ps_strings;
	start->sp = argc;
	return 0;
}
