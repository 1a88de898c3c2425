/*
 * Relocations, as the System V ABI for x86-64 has them (psABI, 4.4), and the TLS
 * models (Drepper, "ELF Handling For Thread-Local Storage").
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "loader/link.h"
#include "shim/lib/lib.h"

static uint64_t get64(uint64_t place)
{
	uint64_t v;

	memcpy(&v, (void *)place, sizeof v); /* NOLINT: an address of the alien's */
	return v;
}

static void put64(uint64_t place, uint64_t value)
{
	memcpy((void *)place, &value, sizeof value); /* NOLINT */
}

static void found_in(const struct link_object *o, const Elf64_Sym *s, struct link_value *v)
{
	*v = (struct link_value){ .owner = o, .in_owner = s->st_value, .size = s->st_size };
	v->is_thread = ELF64_ST_TYPE(s->st_info) == STT_TLS;
	v->is_resolver = ELF64_ST_TYPE(s->st_info) == STT_GNU_IFUNC;
	v->from_thread = (int64_t)(s->st_value - o->tls.offset);
	v->address = (s->st_shndx == SHN_ABS ? 0 : o->image.base) + s->st_value;
}

static int nowhere(struct link_world *w, const struct link_object *o, size_t symbol,
		   const char *name, const char *version)
{
	unsigned index =
	    o->versions && symbol < o->version_count ? o->versions[symbol] & VERSION_INDEX : 0;
	const char *file = index < LINK_VERSIONS ? o->version_files[index] : NULL;

	return link_refuse(&w->complaint, -ENOEXEC, "%s: needs %s%s%s%s%s, which is nowhere",
			   o->name, name, version ? "@" : "", version ? version : "",
			   file ? " of " : "", file ? file : "");
}

int link_resolve(struct link_world *w, const struct link_object *o, size_t symbol, bool not_own,
		 struct link_value *v)
{
	const Elf64_Sym *s;
	const char *name, *version;
	int ret;

	*v = (struct link_value){ 0 };
	if (symbol >= o->symbol_count)
		return link_refuse(&w->complaint, -ENOEXEC, "%s: malformed: there is no symbol %zu",
				   o->name, symbol);
	s = &o->symbols[symbol];
	if (!symbol || ELF64_ST_BIND(s->st_info) == STB_LOCAL ||
	    (ELF64_ST_VISIBILITY(s->st_other) != STV_DEFAULT && s->st_shndx != SHN_UNDEF)) {
		found_in(o, s, v);
		return 1;
	}
	name = link_string(o, s->st_name);
	version = link_version_of(o, symbol);
	if (!name)
		return link_refuse(&w->complaint, -ENOEXEC, "%s: malformed: symbol %zu has no name",
				   o->name, symbol);
	for (unsigned i = 0; i < w->count; i++) {
		const Elf64_Sym *found = NULL;

		if (!w->objects[i]->global && !w->objects[i]->in_scope)
			continue;
		if (w->objects[i] != o || !not_own)
			found = link_find_symbol(w->objects[i], name, version);
		if (found) {
			found_in(w->objects[i], found, v);
			return 1;
		}
	}
	ret = w->provide(w, name, version, v);
	if (ret)
		return ret;
	return ELF64_ST_BIND(s->st_info) == STB_WEAK ? 0 : nowhere(w, o, symbol, name, version);
}

static int later(struct link_world *w, uint64_t place, uint64_t resolver, int64_t addend)
{
	if (w->late_count == w->late_room) {
		unsigned room = w->late_room ? 2 * w->late_room : 64;
		struct link_late *bigger = realloc(w->late, room * sizeof *bigger);

		if (!bigger)
			return link_refuse(&w->complaint, -ENOMEM, "out of memory");
		w->late = bigger;
		w->late_room = room;
	}
	w->late[w->late_count++] = (struct link_late){ place, resolver, addend };
	return 0;
}

static int bad(struct link_world *w, const struct link_object *o, const Elf64_Rela *r,
	       const char *what)
{
	return link_refuse(&w->complaint, -ENOEXEC,
			   "%s: malformed: relocation of type %lu at %#lx %s", o->name,
			   (unsigned long)ELF64_R_TYPE(r->r_info), r->r_offset, what);
}

/* The program's own copy of a library's variable; it is the only one from then on. */
static int copy(struct link_world *w, const struct link_object *o, const Elf64_Rela *r,
		const struct link_value *v)
{
	size_t symbol = ELF64_R_SYM(r->r_info);
	uint64_t size = o->symbols[symbol].st_size;

	uint64_t has = v->size;

	if (!has && !v->owner && v->address)
		has = link_host_size(v->address);
	if (has < size)
		size = has;
	if (link_reach(o, r->r_offset, PROT_READ | PROT_WRITE) < size ||
	    (v->owner && link_reach(v->owner, v->in_owner, PROT_READ) < size))
		return bad(w, o, r, "copies what is in no segment");
	/* A file may say so of two places in itself, one in the other. */
	if (v->owner)
		memmove(link_at(o, r->r_offset), link_at(v->owner, v->in_owner), size);
	else if (v->address)
		memcpy(link_at(o, r->r_offset), (void *)v->address, size); /* NOLINT */
	if (v->data)
		v->data->at = link_at(o, r->r_offset);
	return 0;
}

/* A variable of a file whose storage is a block of its own in each thread. */
static int block_relocation(struct link_world *w, const struct link_object *o, const Elf64_Rela *r,
			    unsigned module, int64_t offset)
{
	uint64_t place = o->image.base + r->r_offset, *what;

	switch (ELF64_R_TYPE(r->r_info)) {
	case R_X86_64_DTPMOD64:
		put64(place, module);
		return 0;
	case R_X86_64_DTPOFF64:
		put64(place, (uint64_t)offset);
		return 0;
	case R_X86_64_TLSDESC:
		/* It stays: files with thread-local storage do. */
		what = malloc(2 * sizeof *what);
		if (!what)
			return link_refuse(&w->complaint, -ENOMEM, "out of memory");
		what[0] = module - 1;
		what[1] = (uint64_t)offset;
		put64(place, (uint64_t)lib_tls_descriptor_block);
		put64(place + 8, (uint64_t)what);
		return 0;
	default:
		return link_refuse(&w->complaint, -ENOEXEC,
				   "%s: of the %d bytes for thread-local storage too few are left",
				   o->name, LIB_TLS_SIZE);
	}
}

/* A file may say anything: what is too far away wraps. */
static int64_t sum(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a + (uint64_t)b);
}

static int thread_relocation(struct link_world *w, const struct link_object *o, const Elf64_Rela *r,
			     const struct link_value *v)
{
	uint64_t place = o->image.base + r->r_offset;
	int64_t from = sum(v->from_thread, r->r_addend);
	const struct link_tls *tls = v->owner ? &v->owner->tls : NULL;

	if (!ELF64_R_SYM(r->r_info)) {
		tls = &o->tls;
		from = sum(r->r_addend, -(int64_t)tls->offset);
	} else if (!v->is_thread && v->address) {
		return bad(w, o, r, "names what is no thread's variable");
	}
	if (tls && tls->module && !tls->offset)
		return block_relocation(w, o, r, tls->module, from);
	switch (ELF64_R_TYPE(r->r_info)) {
	case R_X86_64_TPOFF64:
		put64(place, (uint64_t)from);
		break;
	case R_X86_64_DTPMOD64:
		put64(place, tls ? tls->module : LIB_TLS_HOST);
		break;
	case R_X86_64_DTPOFF64:
		put64(place, (uint64_t)(tls ? sum(from, (int64_t)tls->offset) : from));
		break;
	default: /* R_X86_64_TLSDESC: a function, and what it is to find */
		put64(place, (uint64_t)lib_tls_descriptor);
		put64(place + 8, (uint64_t)from);
	}
	return 0;
}

static int apply(struct link_world *w, struct link_object *o, const Elf64_Rela *r)
{
	unsigned type = ELF64_R_TYPE(r->r_info);
	uint64_t place = o->image.base + r->r_offset;
	size_t size = type == R_X86_64_TLSDESC ? 16 : 8;
	struct link_value v = { 0 };
	int ret = 1;

	if (type == R_X86_64_NONE)
		return 0;
	if (type != R_X86_64_COPY && link_reach(o, r->r_offset, PROT_READ | PROT_WRITE) < size)
		return bad(w, o, r, "is in no segment that can be written");
	if (type != R_X86_64_RELATIVE && type != R_X86_64_IRELATIVE)
		ret = link_resolve(w, o, ELF64_R_SYM(r->r_info), type == R_X86_64_COPY, &v);
	if (ret < 0)
		return ret;
	switch (type) {
	case R_X86_64_RELATIVE:
		put64(place, o->image.base + (uint64_t)r->r_addend);
		return 0;
	case R_X86_64_IRELATIVE:
		if (!link_reach(o, (uint64_t)r->r_addend, PROT_EXEC))
			return bad(w, o, r, "asks what is no code");
		return later(w, place, o->image.base + (uint64_t)r->r_addend, 0);
	case R_X86_64_64:
	case R_X86_64_GLOB_DAT:
	case R_X86_64_JUMP_SLOT:
		if (v.is_thread)
			return bad(w, o, r, "names a thread's variable");
		/* psABI: the latter two have no addend. */
		if (v.is_resolver)
			return later(w, place, v.address, type == R_X86_64_64 ? r->r_addend : 0);
		put64(place, v.address + (type == R_X86_64_64 ? (uint64_t)r->r_addend : 0));
		return 0;
	case R_X86_64_COPY:
		return copy(w, o, r, &v);
	case R_X86_64_TPOFF64:
	case R_X86_64_DTPMOD64:
	case R_X86_64_DTPOFF64:
	case R_X86_64_TLSDESC:
		return thread_relocation(w, o, r, &v);
	default:
		return bad(w, o, r, "is of no type that a program has");
	}
}

static int relative_at(struct link_world *w, const struct link_object *o, uint64_t address)
{
	if (link_reach(o, address, PROT_READ | PROT_WRITE) < 8)
		return link_refuse(&w->complaint, -ENOEXEC,
				   "%s: malformed: relative relocation at %#lx is in no segment",
				   o->name, address);
	put64(o->image.base + address, get64(o->image.base + address) + o->image.base);
	return 0;
}

/* DT_RELR: an address, then bit maps of the 63 words behind it (generic ABI). */
static int apply_relr(struct link_world *w, const struct link_object *o)
{
	uint64_t next = 0;
	int ret = 0;

	for (size_t i = 0; i < o->relr_count && ret == 0; i++) {
		uint64_t entry = o->relr[i];

		if (!(entry & 1)) {
			ret = relative_at(w, o, entry);
			next = entry + 8;
			continue;
		}
		for (unsigned bit = 1; bit < 64 && ret == 0; bit++)
			if (entry >> bit & 1)
				ret = relative_at(w, o, next + (bit - 1) * 8ul);
		next += 63 * 8;
	}
	return ret;
}

int link_relocate(struct link_world *w, struct link_object *o)
{
	int ret = apply_relr(w, o);

	for (int k = 0; k < 2; k++)
		for (size_t i = 0; i < o->rela_count[k] && ret == 0; i++)
			ret = apply(w, o, &o->rela[k][i]);
	return ret;
}

/*
 * The program's comes first, directly below the thread pointer: its code has the
 * distance built in.  A library's has to be there as well if it was built for that,
 * and is so in any case.
 */
int link_place_tls(struct link_world *w, unsigned first)
{
	unsigned modules = lib_tls_count;

	for (unsigned i = first; i < w->count; i++) {
		struct link_tls *tls = &w->objects[i]->tls;
		uint64_t used;

		if (!tls->memory_size)
			continue;
		if (tls->align > LIB_TLS_ALIGN)
			return link_refuse(
			    &w->complaint, -ENOEXEC,
			    "%s: its thread-local storage is to be aligned to %lu bytes, "
			    "more than %d",
			    w->objects[i]->name, tls->align, LIB_TLS_ALIGN);
		used = LIB_TLS_SIZE + 1;
		if (tls->memory_size <= LIB_TLS_SIZE)
			used =
			    (w->tls_used + tls->memory_size + tls->align - 1) & ~(tls->align - 1);
		if (used > LIB_TLS_SIZE && !w->running)
			return link_refuse(&w->complaint, -ENOEXEC,
					   "%s: more than %d bytes of thread-local storage",
					   w->objects[i]->name, LIB_TLS_SIZE);
		if (used <= LIB_TLS_SIZE)
			tls->offset = w->tls_used = used;
		tls->module = ++modules;
	}
	return 0;
}
