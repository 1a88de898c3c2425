/*
 * Finding a symbol in an alien file: the GNU hash where there is one, else the
 * System V hash; and versions as the alien's own linker honours them, rtld(1).
 */
#include <string.h>

#include "loader/link_object.h"

static uint32_t hash_gnu(const char *name)
{
	uint32_t h = 5381;

	for (; *name; name++)
		h = h * 33 + (unsigned char)*name;
	return h;
}

static uint32_t hash_sysv(const char *name)
{
	uint32_t h = 0;

	for (; *name; name++) {
		h = (h << 4) + (unsigned char)*name;
		h ^= (h & 0xf0000000) >> 24;
		h &= 0x0fffffff;
	}
	return h;
}

const char *link_version_of(const struct link_object *o, size_t symbol)
{
	unsigned index;

	if (!o->versions || symbol >= o->version_count)
		return NULL;
	index = o->versions[symbol] & VERSION_INDEX;
	return index < LINK_VERSIONS ? o->version_names[index] : NULL;
}

static bool version_fits(const struct link_object *o, size_t symbol, const char *version)
{
	const char *has = link_version_of(o, symbol);

	if (!o->versions || symbol >= o->version_count)
		return true;
	if (!(o->versions[symbol] & VERSION_INDEX))
		return false;
	/* A file without versions of its own serves any: it was linked before there were some. */
	if (!version || !has)
		return !(o->versions[symbol] & VERSION_HIDDEN);
	return !strcmp(has, version);
}

static bool is_it(const struct link_object *o, size_t symbol, const char *name, const char *version)
{
	const Elf64_Sym *s = &o->symbols[symbol];
	const char *has = link_string(o, s->st_name);
	unsigned bind = ELF64_ST_BIND(s->st_info);

	return s->st_shndx != SHN_UNDEF &&
	       (bind == STB_GLOBAL || bind == STB_WEAK || bind == STB_GNU_UNIQUE) && has &&
	       !strcmp(has, name) && version_fits(o, symbol, version);
}

/* nbuckets, first symbol, bloom words, shift; the bloom filter; buckets; chains. */
static const Elf64_Sym *find_gnu(const struct link_object *o, const char *name, const char *version)
{
	const uint32_t *table = o->gnu_hash;
	uint64_t words = o->gnu_hash_words, buckets, chains;
	uint32_t hash = hash_gnu(name), i;

	if (words < 4 || !table[0])
		return NULL;
	buckets = 4 + 2ul * table[2];
	chains = buckets + table[0];
	if (chains >= words)
		return NULL;
	i = table[buckets + hash % table[0]];
	for (; i >= table[1] && i < o->symbol_count && chains + (i - table[1]) < words; i++) {
		uint32_t chain = table[chains + (i - table[1])];

		if ((chain | 1) == (hash | 1) && is_it(o, i, name, version))
			return &o->symbols[i];
		if (chain & 1)
			break;
	}
	return NULL;
}

/* nbucket, nchain, buckets, chains. */
static const Elf64_Sym *find_sysv(const struct link_object *o, const char *name,
				  const char *version)
{
	const uint32_t *table = o->sysv_hash;
	uint64_t words = o->sysv_hash_words, chains;
	uint32_t i;

	if (words < 2 || !table[0])
		return NULL;
	chains = 2ul + table[0];
	if (chains + table[1] > words)
		return NULL;
	i = table[2 + hash_sysv(name) % table[0]];
	/* No longer than there are symbols: the chain of a bad file may be a ring. */
	for (uint32_t n = 0; i && i < table[1] && i < o->symbol_count && n < table[1]; n++) {
		if (is_it(o, i, name, version))
			return &o->symbols[i];
		i = table[chains + i];
	}
	return NULL;
}

const Elf64_Sym *link_find_symbol(const struct link_object *o, const char *name,
				  const char *version)
{
	return o->gnu_hash ? find_gnu(o, name, version) : find_sysv(o, name, version);
}
