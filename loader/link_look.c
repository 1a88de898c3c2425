/* dlsym(3), dladdr(3) and dlinfo(3): looking names and addresses up in the running program. */
#include <cpuid.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loader/link.h"
#include "loader/link_dl.h"
#include "shim/lib/lib.h"

static struct link_object *holder(const void *address)
{
	const struct link_world *w = link_world;
	uint64_t a = (uint64_t)address;

	for (unsigned i = 0; i < w->count; i++)
		if (a >= w->objects[i]->image.low && a < w->objects[i]->image.high)
			return w->objects[i];
	return NULL;
}

static void *value_of(const struct link_object *o, const Elf64_Sym *s)
{
	uint32_t a, b = 0, c = 0, d = 0, ext_b = 0, ext_c = 0, ext_d = 0;
	uint64_t address = (s->st_shndx == SHN_ABS ? 0 : o->image.base) + s->st_value;
	uint64_t (*ask)(uint32_t, uint32_t, uint32_t, uint32_t);

	switch (ELF64_ST_TYPE(s->st_info)) {
	case STT_TLS:
		return lib_tls_get_addr(
		    &(struct lib_tls_index){ o->tls.module, (int64_t)s->st_value });
	case STT_GNU_IFUNC:
		__get_cpuid(1, &a, &b, &c, &d);
		__get_cpuid_count(7, 0, &a, &ext_b, &ext_c, &ext_d);
		memcpy(&ask, &address, sizeof ask);
		return (void *)ask(d, c, ext_b, ext_c); /* NOLINT */
	default:
		return (void *)address; /* NOLINT */
	}
}

/* What abirun has: not what only stops when it is called. */
static void *provided(const char *name, const char *version)
{
	struct link_world *w = link_world;
	struct link_value v = { 0 };
	struct library_row row;
	char text[256];
	void *value = NULL;

	if (library_find(w->library, name, version, &row) && row.binding >= BIND_NODATA &&
	    (row.binding != BIND_LATER || library_call(name, version) < 0))
		return NULL;
	w->complaint = (struct complaint){ text, sizeof text };
	memset(&w->counts, 0, sizeof w->counts);
	if (link_stubs_open(w->objects[0]->image.high) < 0)
		return NULL;
	if (w->provide(w, name, version, &v) > 0)
		value = v.is_thread ? (char *)__builtin_thread_pointer() + v.from_thread
				    : (char *)v.address; /* NOLINT */
	return link_stubs_seal(&w->counts) < 0 ? NULL : value;
}

/* In a file and, breadth first, in those that it needs. */
static void *find_below(const struct link_object *o, const char *name, const char *version)
{
	const struct link_object *queue[LINK_OBJECTS] = { o };
	unsigned count = 1;

	for (unsigned i = 0; i < count; i++) {
		const Elf64_Sym *s = link_find_symbol(queue[i], name, version);

		if (s)
			return value_of(queue[i], s);
		for (unsigned k = 0; k < queue[i]->needed_count; k++) {
			unsigned n = 0;

			while (n < count && queue[n] != queue[i]->needed[k])
				n++;
			if (n == count && count < LINK_OBJECTS)
				queue[count++] = queue[i]->needed[k];
		}
	}
	return NULL;
}

/* In files from `first` on: those that all can see, and the caller. */
static void *find_from(unsigned first, const struct link_object *caller, const char *name,
		       const char *version)
{
	const struct link_world *w = link_world;

	for (unsigned i = first; i < w->count; i++) {
		const struct link_object *o = w->objects[i];
		const Elf64_Sym *s =
		    o->global || o == caller ? link_find_symbol(o, name, version) : NULL;

		if (s)
			return value_of(o, s);
	}
	return NULL;
}

static unsigned index_of(const struct link_object *o)
{
	const struct link_world *w = link_world;
	unsigned n = 0;

	while (n < w->count && w->objects[n] != o)
		n++;
	return n;
}

static void *look(enum lib_dl_where where, void *handle, const char *name, const char *version,
		  const struct link_object *caller)
{
	void *value;

	switch (where) {
	case LIB_DL_BEHIND:
		return find_from(caller ? index_of(caller) + 1 : 0, caller, name, version);
	case LIB_DL_FROM:
		return find_from(caller ? index_of(caller) : 0, caller, name, version);
	case LIB_DL_ALL:
		value = find_from(0, caller, name, version);
		return !value && caller ? find_below(caller, name, version) : value;
	case LIB_DL_IN:
		break;
	}
	if (!handle)
		return caller ? find_below(caller, name, version) : NULL;
	return handle == &link_provided ? NULL : find_below(handle, name, version);
}

void *lib_dl_symbol(enum lib_dl_where where, void *handle, const char *name, const char *version,
		    const void *caller)
{
	void *value = NULL;

	lib_dl_lock();
	if (where == LIB_DL_IN && handle == link_world->objects[0])
		where = LIB_DL_ALL;
	if (where == LIB_DL_IN && handle && !link_is_handle(handle)) {
		lib_dl_error("Invalid shared object handle%s", "");
	} else {
		value = look(where, handle, name, version, holder(caller));
		if (!value)
			value = provided(name, version);
		if (!value)
			lib_dl_error("Undefined symbol \"%s\"", name);
	}
	lib_dl_unlock();
	return value;
}

void *lib_find_symbol(const char *name)
{
	return lib_dl_symbol(LIB_DL_ALL, NULL, name, NULL, NULL);
}

/* How many symbols there are: a hash table says it. */
static size_t symbols_of(const struct link_object *o)
{
	const uint32_t *t = o->gnu_hash;
	size_t last = 0, chains, words = o->gnu_hash_words;

	if (o->sysv_hash && o->sysv_hash_words > 1)
		return o->sysv_hash[1] < o->symbol_count ? o->sysv_hash[1] : o->symbol_count;
	if (!t || words < 4 || 4 + 2ul * t[2] + t[0] > words)
		return 0;
	chains = 4 + 2ul * t[2] + t[0];
	for (uint32_t i = 0; i < t[0]; i++)
		if (t[4 + 2ul * t[2] + i] > last)
			last = t[4 + 2ul * t[2] + i];
	if (last < t[1])
		return t[1];
	while (chains + last - t[1] < words && !(t[chains + last - t[1]] & 1))
		last++;
	return last + 1 < o->symbol_count ? last + 1 : o->symbol_count;
}

/* dladdr(3): the structure is every system's. */
int lib_dladdr(const void *address, Dl_info *info)
{
	const struct link_object *o;
	uint64_t best = 0;

	lib_dl_lock();
	o = holder(address);
	if (!o) {
		lib_dl_unlock();
		/* One of abirun's or the host's. */
		return dladdr(address, info);
	}
	*info = (Dl_info){ .dli_fname = o->path, .dli_fbase = (void *)o->image.low }; /* NOLINT */
	for (size_t i = 1, n = symbols_of(o); i < n; i++) {
		const Elf64_Sym *s = &o->symbols[i];
		uint64_t at = o->image.base + s->st_value;

		if (s->st_shndx == SHN_UNDEF || s->st_shndx == SHN_ABS ||
		    ELF64_ST_TYPE(s->st_info) == STT_TLS || at > (uint64_t)address || at < best)
			continue;
		best = at;
		info->dli_sname = link_string(o, s->st_name);
		info->dli_saddr = (void *)at; /* NOLINT */
	}
	lib_dl_unlock();
	return 1;
}
