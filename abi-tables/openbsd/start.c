/*
 * What an OpenBSD program finds on its stack when it starts.  From the top down: struct
 * ps_strings, the strings of argv and envp, and then, upward from the stack pointer: argc,
 * argv, envp and the auxiliary vector, whose numbers are the old ones of ELF alone
 * (sys/exec_elf.h: AUX_*).
 */
#include <errno.h>

#include "abi-tables/openbsd/openbsd.h"
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
	OPENBSD_AUX_OPENBSD_TIMEKEEP = 4000,
};

/* sys/exec.h */
struct openbsd_ps_strings {
	uint64_t ps_argvstr;
	uint32_t ps_nargvstr, pad0;
	uint64_t ps_envstr;
	uint32_t ps_nenvstr, pad1;
};

static unsigned long string_size(const char *s)
{
	unsigned long n = 0;

	while (s[n])
		n++;
	return n + 1;
}

struct writer {
	unsigned long at, strings;
	bool failed;
};

static void put(struct writer *w, uint64_t value)
{
	w->failed = w->failed || put_alien_u64(w->at, value);
	w->at += sizeof value;
}

static void put_strings(struct writer *w, char **list)
{
	for (; *list; list++) {
		unsigned long size = string_size(*list);

		w->failed = w->failed || copy_to_alien(w->strings, *list, size);
		put(w, w->strings);
		w->strings += size;
	}
	put(w, 0);
}

/* There is no AUX_openbsd_timekeep: what it would promise is a page with the clock. */
static void put_auxv(struct writer *w, const struct image *image)
{
	const uint64_t list[][2] = {
		{ OPENBSD_AUX_PHDR, image->phdr },   { OPENBSD_AUX_PHENT, image->phentsize },
		{ OPENBSD_AUX_PHNUM, image->phnum }, { OPENBSD_AUX_PAGESZ, PAGE },
		{ OPENBSD_AUX_BASE, image->base },   { OPENBSD_AUX_FLAGS, 0 },
		{ OPENBSD_AUX_ENTRY, image->entry }, { OPENBSD_AUX_NULL, 0 },
	};

	for (unsigned i = 0; i < sizeof list / sizeof list[0]; i++) {
		put(w, list[i][0]);
		put(w, list[i][1]);
	}
}

long openbsd_build_stack(struct start_info *start)
{
	struct openbsd_ps_strings ps = { .ps_nargvstr = (uint32_t)start->argc };
	unsigned long size = 0, top = (start->stack_high - sizeof ps) & ~15ul, words;
	struct writer w = { 0 };

	for (int i = 0; i < start->argc; i++)
		size += string_size(start->argv[i]);
	for (char **e = start->envp; *e; e++, ps.ps_nenvstr++)
		size += string_size(*e);
	words = 3ul + (unsigned long)start->argc + ps.ps_nenvstr + 2 * 8;
	if (top - start->stack_low < size + words * 8 + 64)
		return -E2BIG;
	w.strings = (top - size) & ~15ul;
	w.at = start->sp = start->rdi = (w.strings - words * 8) & ~15ul;
	ps.ps_argvstr = w.at + 8;
	put(&w, (uint64_t)start->argc);
	put_strings(&w, start->argv);
	ps.ps_envstr = w.at;
	put_strings(&w, start->envp);
	put_auxv(&w, start->image);
	if (w.failed || copy_to_alien(top, &ps, sizeof ps))
		return -E2BIG;
	start->ps_strings = top;
	return 0;
}
