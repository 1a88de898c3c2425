/*
 * abirun's own calls of the host's library that only the library door makes.  They are
 * linked lazily (Makefile), for to look some hundreds of names up at each start would
 * be a twentieth of it for a program that needs none of them.  A program that may need them
 * has them bound before it starts: left to the first call, the host's linker would run on
 * whatever stack a handler of the alien's has.
 */
#include <dlfcn.h>
#include <link.h>
#include <stdint.h>
#include <string.h>

#include "loader/link.h"

/* abirun's own dynamic section: elf(5). */
struct own {
	uint64_t base;
	const Elf64_Rela *calls;
	size_t count;
	const Elf64_Sym *symbols;
	const char *strings;
	const Elf64_Half *versions; /* of each symbol; NULL: none has any */
	const Elf64_Verneed *needed;
};

/* The host's linker may have added the base already. */
static const void *at(const struct own *own, uint64_t address)
{
	return (const void *)(address < own->base ? own->base + address : address); /* NOLINT */
}

static struct own find_own(void)
{
	struct own own = { .base = _r_debug.r_map->l_addr };

	for (const Elf64_Dyn *d = _r_debug.r_map->l_ld; d->d_tag != DT_NULL; d++)
		switch (d->d_tag) {
		case DT_JMPREL:
			own.calls = at(&own, d->d_un.d_ptr);
			break;
		case DT_PLTRELSZ:
			own.count = d->d_un.d_val / sizeof *own.calls;
			break;
		case DT_SYMTAB:
			own.symbols = at(&own, d->d_un.d_ptr);
			break;
		case DT_STRTAB:
			own.strings = at(&own, d->d_un.d_ptr);
			break;
		case DT_VERSYM:
			own.versions = at(&own, d->d_un.d_ptr);
			break;
		case DT_VERNEED:
			own.needed = at(&own, d->d_un.d_ptr);
			break;
		}
	return own;
}

/* The name of a version that is needed of some library; NULL: none. */
static const char *version_name(const struct own *own, unsigned version)
{
	const Elf64_Verneed *n = version > VER_NDX_GLOBAL ? own->needed : NULL;

	while (n) {
		const Elf64_Vernaux *a = (const void *)((const char *)n + n->vn_aux);

		for (unsigned i = 0; i < n->vn_cnt; i++) {
			if ((a->vna_other & 0x7fff) == version)
				return own->strings + a->vna_name;
			a = (const void *)((const char *)a + a->vna_next);
		}
		n = n->vn_next ? (const void *)((const char *)n + n->vn_next) : NULL;
	}
	return NULL;
}

void link_bind_own(void)
{
	struct own own = find_own();

	for (size_t i = 0; i < own.count; i++) {
		size_t symbol = ELF64_R_SYM(own.calls[i].r_info);
		const char *name = own.strings + own.symbols[symbol].st_name;
		const char *version =
		    own.versions ? version_name(&own, own.versions[symbol] & 0x7fff) : NULL;
		void *function =
		    version ? dlvsym(RTLD_DEFAULT, name, version) : dlsym(RTLD_DEFAULT, name);

		if (function && ELF64_R_TYPE(own.calls[i].r_info) == R_X86_64_JUMP_SLOT)
			memcpy((void *)at(&own, own.calls[i].r_offset), &function, sizeof function);
	}
}
