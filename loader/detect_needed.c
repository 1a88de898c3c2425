/*
 * Whose a file is by the C library that it needs: what a shared library says of its
 * system where it was linked without that system's start files, as Zig's are.
 */
#include <gelf.h>
#include <string.h>

#include "loader/detect.h"

#define DYNAMIC_MAX 65536
#define STRINGS_MAX (64ul << 20)

/* Where a file has what is at an address; 0: nowhere. */
static uint64_t file_offset(const struct elf_headers *h, uint64_t address)
{
	for (unsigned i = 0; i < h->count; i++) {
		const Elf64_Phdr *p = &h->program[i];

		if (p->p_type == PT_LOAD && address - p->p_vaddr < p->p_filesz)
			return p->p_offset + (address - p->p_vaddr);
	}
	return 0;
}

static bool next_of(Elf_Data *dynamic, int *at, int64_t tag, uint64_t *value)
{
	GElf_Dyn d;

	while (gelf_getdyn(dynamic, *at, &d) && d.d_tag != DT_NULL) {
		++*at;
		if (d.d_tag == tag) {
			*value = d.d_un.d_val;
			return true;
		}
	}
	return false;
}

static uint64_t first_of(Elf_Data *dynamic, int64_t tag)
{
	uint64_t value = 0;
	int at = 0;

	next_of(dynamic, &at, tag, &value);
	return value;
}

static Elf_Data *chunk(Elf *elf, uint64_t offset, uint64_t size, uint64_t most, Elf_Type type)
{
	if (!offset || !size || size > most)
		return NULL;
	return elf_getdata_rawchunk(elf, (int64_t)offset, size, type);
}

const struct system *system_of_needed(Elf *elf, const struct elf_headers *h)
{
	const struct system *system = NULL;
	Elf_Data *dynamic = NULL, *strings;
	uint64_t name;
	int at = 0;

	for (unsigned i = 0; i < h->count && !dynamic; i++)
		if (h->program[i].p_type == PT_DYNAMIC)
			dynamic = chunk(elf, h->program[i].p_offset, h->program[i].p_filesz,
					DYNAMIC_MAX, ELF_T_DYN);
	if (!dynamic)
		return NULL;
	strings = chunk(elf, file_offset(h, first_of(dynamic, DT_STRTAB)),
			first_of(dynamic, DT_STRSZ), STRINGS_MAX, ELF_T_BYTE);
	while (strings && !system && next_of(dynamic, &at, DT_NEEDED, &name)) {
		const char *text = strings->d_buf;

		if (name < strings->d_size && memchr(text + name, 0, strings->d_size - name))
			system = system_of_libc(text + name);
	}
	return system;
}
