/*
 * What a FreeBSD program finds on its stack when it starts.  From the top down, as
 * exec_copyout_strings lays it out: struct ps_strings, the path of the program, the
 * stack protector's canary, the page sizes, the strings of argv and envp, and then,
 * upward from what rdi points to: argc, argv, envp, the auxiliary vector.
 *
 * The vector is made afresh: from 13 on its numbers mean other things than the
 * host's (15 is AT_PLATFORM there and AT_EXECPATH here).
 */
#include <errno.h>
#include <sys/mman.h>

#include "abi-tables/bsd44/first_stack.h"
#include "abi-tables/freebsd/release.h"
#include "abi-tables/freebsd/start.h"
#include "loader/loader.h"
#include "shim/alien_mem.h"

/* sys/elf_common.h */
enum {
	FREEBSD_AT_NULL = 0,
	FREEBSD_AT_PHDR = 3,
	FREEBSD_AT_PHENT = 4,
	FREEBSD_AT_PHNUM = 5,
	FREEBSD_AT_PAGESZ = 6,
	FREEBSD_AT_BASE = 7,
	FREEBSD_AT_FLAGS = 8,
	FREEBSD_AT_ENTRY = 9,
	FREEBSD_AT_EXECPATH = 15,
	FREEBSD_AT_CANARY = 16,
	FREEBSD_AT_CANARYLEN = 17,
	FREEBSD_AT_OSRELDATE = 18,
	FREEBSD_AT_NCPUS = 19,
	FREEBSD_AT_PAGESIZES = 20,
	FREEBSD_AT_PAGESIZESLEN = 21,
	FREEBSD_AT_STACKPROT = 23,
	FREEBSD_AT_EHDRFLAGS = 24,
	FREEBSD_AT_BSDFLAGS = 27,
	FREEBSD_AT_ARGC = 28,
	FREEBSD_AT_ARGV = 29,
	FREEBSD_AT_ENVC = 30,
	FREEBSD_AT_ENVV = 31,
	FREEBSD_AT_PS_STRINGS = 32,
	FREEBSD_AT_USRSTACKBASE = 35,
	FREEBSD_AT_USRSTACKLIM = 36,
};

#define PAGE 4096

/* Where the strings and arrays came to lie. */
struct places {
	unsigned long ps_strings, path, canary, page_sizes, strings;
	unsigned long argc, argv, envp;
	unsigned envc;
};

/*
 * Left out, for what they would promise is not there: AT_TIMEKEEP (a clock page),
 * AT_FXRNG, AT_KPRELOAD (a vdso).  The amd64 kernel gives no
 * AT_HWCAP either.
 */
static unsigned build_auxv(const struct start_info *start, const struct places *p,
			   uint64_t (*aux)[2])
{
	const struct image *image = start->image;
	int prot = PROT_READ | PROT_WRITE | (image->stack_executable ? PROT_EXEC : 0);
	const uint64_t list[][2] = {
		{ FREEBSD_AT_PHDR, image->phdr },
		{ FREEBSD_AT_PHENT, image->phentsize },
		{ FREEBSD_AT_PHNUM, image->phnum },
		{ FREEBSD_AT_PAGESZ, PAGE },
		{ FREEBSD_AT_FLAGS, 0 },
		{ FREEBSD_AT_ENTRY, image->entry },
		{ FREEBSD_AT_BASE, start->interpreter ? start->interpreter->base : image->base },
		{ FREEBSD_AT_EHDRFLAGS, image->flags },
		{ FREEBSD_AT_EXECPATH, p->path },
		{ FREEBSD_AT_OSRELDATE, FREEBSD_OSRELDATE },
		{ FREEBSD_AT_CANARY, p->canary },
		{ FREEBSD_AT_CANARYLEN, sizeof start->canary },
		{ FREEBSD_AT_NCPUS, start->cpus },
		{ FREEBSD_AT_PAGESIZES, p->page_sizes },
		{ FREEBSD_AT_PAGESIZESLEN, FREEBSD_PAGE_SIZES * sizeof(uint64_t) },
		{ FREEBSD_AT_STACKPROT, (uint64_t)prot },
		{ FREEBSD_AT_BSDFLAGS, FREEBSD_BSDF_SIGFASTBLK },
		{ FREEBSD_AT_ARGC, (uint64_t)start->argc },
		{ FREEBSD_AT_ARGV, p->argv },
		{ FREEBSD_AT_ENVC, p->envc },
		{ FREEBSD_AT_ENVV, p->envp },
		{ FREEBSD_AT_PS_STRINGS, p->ps_strings },
		{ FREEBSD_AT_USRSTACKBASE, start->stack_high },
		{ FREEBSD_AT_USRSTACKLIM, start->stack_limit },
		{ FREEBSD_AT_NULL, 0 },
	};
	const unsigned count = sizeof list / sizeof list[0];

	_Static_assert(sizeof list / sizeof list[0] <= FREEBSD_AUXV_MAX, "auxv");
	for (unsigned i = 0; i < count; i++) {
		aux[i][0] = list[i][0];
		aux[i][1] = list[i][1];
	}
	return count;
}

/* Page sizes that getpagesizes(3) may report; a zero ends the list. */
static const uint64_t page_sizes[FREEBSD_PAGE_SIZES] = { PAGE, 2 << 20, 0 };

static void place_all(struct first_stack *s, const struct start_info *start, struct places *p)
{
	p->ps_strings = stack_push(s, sizeof(struct bsd44_ps_strings), 8);
	p->path = stack_push_bytes(s, start->path, stack_string_size(start->path), 1);
	p->canary = stack_push_bytes(s, start->canary, sizeof start->canary, 1);
	p->page_sizes = stack_push_bytes(s, page_sizes, sizeof page_sizes, 8);
	p->strings = stack_push(s, stack_strings_size(start, p->envc), 8);
	p->argc = stack_push(
	    s, (1 + (unsigned long)start->argc + 1 + p->envc + 1) * 8 + FREEBSD_AUXV_MAX * 16, 16);
	p->argv = p->argc + 8;
	p->envp = p->argv + ((unsigned long)start->argc + 1) * 8;
}

long freebsd_build_stack(struct start_info *start)
{
	struct first_stack s = { .sp = start->stack_high, .low = start->stack_low };
	struct bsd44_ps_strings ps = { .ps_nargvstr = (uint32_t)start->argc };
	struct places p = { .envc = 0 };
	uint64_t aux[FREEBSD_AUXV_MAX][2];
	unsigned long at, strings;
	unsigned count;

	while (start->envp[p.envc])
		p.envc++;
	place_all(&s, start, &p);
	at = p.argc;
	strings = p.strings;
	stack_put(&s, &at, (uint64_t)start->argc);
	stack_put_strings(&s, &at, start->argv, (unsigned)start->argc, &strings);
	stack_put_strings(&s, &at, start->envp, p.envc, &strings);
	count = build_auxv(start, &p, aux);
	ps.ps_argvstr = p.argv;
	ps.ps_envstr = p.envp;
	ps.ps_nenvstr = p.envc;
	if (s.failed || copy_to_alien(at, aux, count * sizeof aux[0]) < 0 ||
	    copy_to_alien(p.ps_strings, &ps, sizeof ps) < 0)
		return -E2BIG;
	start->ps_strings = p.ps_strings;
	start->rdi = p.argc;
	/* amd64 exec_setregs: as a function finds it that was called. */
	start->sp = ((p.argc - 8) & ~15ul) + 8;
	return 0;
}
