#include "loader/link_object.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

int link_refuse(const struct complaint *c, int error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(c->text, c->size, format, args);
	va_end(args);
	return error;
}

size_t link_reach(const struct link_object *o, uint64_t address, int prot)
{
	for (unsigned i = 0; i < o->plan.count; i++) {
		const struct segment *s = &o->plan.segments[i];

		if (address >= s->address && address - s->address < s->memory_size)
			return (s->prot & prot) == prot ? s->memory_size - (address - s->address)
							: 0;
	}
	return 0;
}

const char *link_string(const struct link_object *o, uint64_t offset)
{
	return offset < o->strings_size ? o->strings + offset : NULL;
}

static int malformed(const struct link_object *o, const struct complaint *c, const char *what)
{
	return link_refuse(c, -ENOEXEC, "%s: malformed dynamic section: %s", o->name, what);
}

/* The value of a tag, 0 where it is not there. */
static uint64_t value_of(const struct link_object *o, int64_t tag)
{
	for (size_t i = 0; i < o->dynamic_count; i++)
		if (o->dynamic[i].d_tag == tag)
			return o->dynamic[i].d_un.d_val;
	return 0;
}

static bool has(const struct link_object *o, int64_t tag)
{
	for (size_t i = 0; i < o->dynamic_count; i++)
		if (o->dynamic[i].d_tag == tag)
			return true;
	return false;
}

/*
 * A table of `size` bytes, or of all that its segment has where size_tag is 0, in
 * units of `unit`.  -1 where it does not lie in a segment.
 */
static int table(const struct link_object *o, int64_t tag, int64_t size_tag, size_t unit,
		 const void **start, size_t *count)
{
	uint64_t address = value_of(o, tag), align = unit < 8 ? unit : 8, size, most;

	*start = NULL;
	*count = 0;
	if (!has(o, tag))
		return 0;
	most = link_reach(o, address, PROT_READ);
	size = size_tag ? value_of(o, size_tag) : most;
	if (size > most || (size && address % align))
		return -1;
	*count = size / unit;
	*start = *count ? link_at(o, address) : NULL;
	return 0;
}

static int read_strings(struct link_object *o, const struct complaint *c)
{
	const void *start;

	if (table(o, DT_STRTAB, DT_STRSZ, 1, &start, &o->strings_size) < 0)
		return malformed(o, c, "its strings are in no segment");
	o->strings = start;
	if (o->strings_size && o->strings[o->strings_size - 1])
		return malformed(o, c, "its strings do not end");
	return 0;
}

static int read_symbols(struct link_object *o, const struct complaint *c)
{
	const void *symbols, *versions, *gnu, *sysv;

	if (has(o, DT_SYMENT) && value_of(o, DT_SYMENT) != sizeof(Elf64_Sym))
		return malformed(o, c, "symbols of a wrong size");
	if (table(o, DT_SYMTAB, 0, sizeof(Elf64_Sym), &symbols, &o->symbol_count) < 0 ||
	    table(o, DT_VERSYM, 0, sizeof(uint16_t), &versions, &o->version_count) < 0 ||
	    table(o, DT_GNU_HASH, 0, sizeof(uint32_t), &gnu, &o->gnu_hash_words) < 0 ||
	    table(o, DT_HASH, 0, sizeof(uint32_t), &sysv, &o->sysv_hash_words) < 0)
		return malformed(o, c, "its symbols are in no segment");
	o->symbols = symbols;
	o->versions = versions;
	o->gnu_hash = gnu;
	o->sysv_hash = sysv;
	return 0;
}

static int read_relocations(struct link_object *o, const struct complaint *c)
{
	const void *rela, *plt, *relr;

	if ((has(o, DT_RELAENT) && value_of(o, DT_RELAENT) != sizeof(Elf64_Rela)) ||
	    (has(o, DT_PLTREL) && value_of(o, DT_PLTREL) != DT_RELA) || has(o, DT_REL))
		return malformed(o, c, "relocations of a kind that x86-64 does not have");
	if (table(o, DT_RELA, DT_RELASZ, sizeof(Elf64_Rela), &rela, &o->rela_count[0]) < 0 ||
	    table(o, DT_JMPREL, DT_PLTRELSZ, sizeof(Elf64_Rela), &plt, &o->rela_count[1]) < 0 ||
	    table(o, DT_RELR, DT_RELRSZ, sizeof(uint64_t), &relr, &o->relr_count) < 0)
		return malformed(o, c, "its relocations are in no segment");
	o->rela[0] = rela;
	o->rela[1] = plt;
	o->relr = relr;
	return 0;
}

static int read_functions(struct link_object *o, const struct complaint *c)
{
	const void *pre, *init, *fini;

	if (table(o, DT_PREINIT_ARRAY, DT_PREINIT_ARRAYSZ, 8, &pre, &o->preinit_count) < 0 ||
	    table(o, DT_INIT_ARRAY, DT_INIT_ARRAYSZ, 8, &init, &o->init_count) < 0 ||
	    table(o, DT_FINI_ARRAY, DT_FINI_ARRAYSZ, 8, &fini, &o->fini_count) < 0)
		return malformed(o, c, "its lists of functions are in no segment");
	o->preinit_array = pre;
	o->init_array = init;
	o->fini_array = fini;
	o->init = value_of(o, DT_INIT);
	o->fini = value_of(o, DT_FINI);
	if ((o->init && !link_reach(o, o->init, PROT_EXEC)) ||
	    (o->fini && !link_reach(o, o->fini, PROT_EXEC)))
		return malformed(o, c, "its first or last function is in no code");
	return 0;
}

static int keep_version(struct link_object *o, unsigned index, const char *name, const char *file)
{
	index &= VERSION_INDEX;
	if (!name || index >= LINK_VERSIONS)
		return -1;
	o->version_names[index] = name;
	o->version_files[index] = file;
	return 0;
}

static int read_needed_of(struct link_object *o, uint64_t at, const Elf64_Verneed *need)
{
	at += need->vn_aux;
	for (unsigned i = 0; i < need->vn_cnt; i++) {
		const Elf64_Vernaux *aux = link_at(o, at);

		if (link_reach(o, at, PROT_READ) < sizeof *aux || at % 4 ||
		    keep_version(o, aux->vna_other, link_string(o, aux->vna_name),
				 link_string(o, need->vn_file)) < 0)
			return -1;
		if (!aux->vna_next)
			break;
		at += aux->vna_next;
	}
	return 0;
}

static int read_needed_versions(struct link_object *o)
{
	uint64_t at = value_of(o, DT_VERNEED), count = value_of(o, DT_VERNEEDNUM);

	for (uint64_t i = 0; has(o, DT_VERNEED) && i < count; i++) {
		const Elf64_Verneed *need = link_at(o, at);

		if (link_reach(o, at, PROT_READ) < sizeof *need || at % 4 ||
		    read_needed_of(o, at, need) < 0)
			return -1;
		if (!need->vn_next)
			break;
		at += need->vn_next;
	}
	return 0;
}

static int read_own_versions(struct link_object *o)
{
	uint64_t at = value_of(o, DT_VERDEF), count = value_of(o, DT_VERDEFNUM);

	for (uint64_t i = 0; has(o, DT_VERDEF) && i < count; i++) {
		const Elf64_Verdef *def = link_at(o, at);
		const Elf64_Verdaux *aux;

		if (link_reach(o, at, PROT_READ) < sizeof *def || at % 4)
			return -1;
		aux = link_at(o, at + def->vd_aux);
		if (link_reach(o, at + def->vd_aux, PROT_READ) < sizeof *aux ||
		    (at + def->vd_aux) % 4)
			return -1;
		/* The base version is the file's own name; its symbols are without one. */
		if (!(def->vd_flags & VER_FLG_BASE) &&
		    keep_version(o, def->vd_ndx, link_string(o, aux->vda_name), NULL) < 0)
			return -1;
		if (!def->vd_next)
			break;
		at += def->vd_next;
	}
	return 0;
}

static int read_names(struct link_object *o, const struct complaint *c)
{
	o->soname = has(o, DT_SONAME) ? link_string(o, value_of(o, DT_SONAME)) : NULL;
	o->rpath = has(o, DT_RPATH) ? link_string(o, value_of(o, DT_RPATH)) : NULL;
	o->runpath = has(o, DT_RUNPATH) ? link_string(o, value_of(o, DT_RUNPATH)) : NULL;
	for (size_t i = 0; i < o->dynamic_count; i++)
		if (o->dynamic[i].d_tag == DT_NEEDED && !link_string(o, o->dynamic[i].d_un.d_val))
			return malformed(o, c, "a needed library has no name");
	return 0;
}

static int read_tls(struct link_object *o, const Elf64_Phdr *p, const struct complaint *c)
{
	if (p->p_filesz > p->p_memsz || (p->p_align & (p->p_align - 1)) ||
	    (p->p_filesz && link_reach(o, p->p_vaddr, PROT_READ) < p->p_filesz))
		return malformed(o, c, "its thread-local storage is in no segment");
	o->tls.start = link_at(o, p->p_vaddr);
	o->tls.file_size = p->p_filesz;
	o->tls.memory_size = p->p_memsz;
	o->tls.align = p->p_align ? p->p_align : 1;
	return 0;
}

/* .eh_frame_hdr: version 1, and how its pointer to .eh_frame is written (LSB, 10.6.2). */
#define EH_PCREL_SDATA4 0x1b

/* Where .eh_frame is, if it ends in its segment as it should: the host's unwinder trusts it. */
static uint64_t find_frames(const struct link_object *o, const Elf64_Phdr *p)
{
	const uint8_t *head = link_at(o, p->p_vaddr);
	uint64_t address, at;
	int32_t distance;

	if (link_reach(o, p->p_vaddr, PROT_READ) < 8 || head[0] != 1 || head[1] != EH_PCREL_SDATA4)
		return 0;
	memcpy(&distance, head + 4, sizeof distance);
	address = at = p->p_vaddr + 4 + (uint64_t)(int64_t)distance;
	for (;;) {
		uint64_t left = link_reach(o, at, PROT_READ);
		uint32_t length;

		if (left < 4)
			return 0;
		memcpy(&length, link_at(o, at), sizeof length);
		if (!length)
			return o->image.base + address;
		if (length > left - 4)
			return 0;
		at += 4 + length;
	}
}

static int read_headers_of(struct link_object *o, const struct elf_headers *h,
			   const struct complaint *c)
{
	int ret = 0;

	for (unsigned i = 0; i < h->count && ret == 0; i++) {
		const Elf64_Phdr *p = &h->program[i];

		if (p->p_type == PT_DYNAMIC) {
			size_t most = link_reach(o, p->p_vaddr, PROT_READ);

			if (p->p_filesz > most || p->p_vaddr % 8)
				return malformed(o, c, "it is in no segment");
			o->dynamic = link_at(o, p->p_vaddr);
			o->dynamic_count = p->p_filesz / sizeof(Elf64_Dyn);
			for (size_t k = 0; k < o->dynamic_count; k++)
				if (o->dynamic[k].d_tag == DT_NULL)
					o->dynamic_count = k;
		} else if (p->p_type == PT_TLS && p->p_memsz) {
			ret = read_tls(o, p, c);
		} else if (p->p_type == PT_GNU_RELRO) {
			o->relro = p->p_vaddr;
			o->relro_size = p->p_memsz;
		} else if (p->p_type == PT_GNU_EH_FRAME) {
			o->frames = find_frames(o, p);
		}
	}
	return ret;
}

int link_read_object(struct link_object *o, const struct elf_headers *h, const struct complaint *c)
{
	int ret = read_headers_of(o, h, c);

	if (ret == 0 && !o->dynamic)
		return link_refuse(c, -ENOEXEC, "%s: has no dynamic section", o->name);
	if (ret == 0 && has(o, DT_TEXTREL))
		return link_refuse(c, -ENOEXEC, "%s: has relocations in its code", o->name);
	if (ret == 0)
		ret = read_strings(o, c);
	if (ret == 0)
		ret = read_symbols(o, c);
	if (ret == 0)
		ret = read_relocations(o, c);
	if (ret == 0)
		ret = read_functions(o, c);
	if (ret == 0)
		ret = read_names(o, c);
	if (ret == 0 && (read_needed_versions(o) < 0 || read_own_versions(o) < 0))
		ret = malformed(o, c, "its versions are in no segment");
	return ret;
}
