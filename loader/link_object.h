/*
 * One alien file of the library door in memory: the program itself or a library of
 * the alien's.  What its dynamic section says is believed only as far as it lies in
 * the file's own segments.
 */
#ifndef LOADER_LINK_OBJECT_H
#define LOADER_LINK_OBJECT_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loader/loader.h"
#include "loader/plan.h"

/* One line about what cannot be linked. */
struct complaint {
	char *text;
	size_t size;
};

/* Put the line, and return the error. */
int link_refuse(const struct complaint *c, int error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#define LINK_VERSIONS 1024 /* versions that one file may name */

/* elf.h: bits of a symbol's version; 0 is local, 1 is without a version */
#define VERSION_INDEX  0x7fff
#define VERSION_HIDDEN 0x8000

struct link_tls {
	const void *start; /* the initial bytes */
	uint64_t file_size, memory_size, align;
	uint64_t offset; /* how far below the thread pointer; 0: none yet */
	unsigned module; /* 1 is the first; 0: no TLS */
};

struct link_object {
	char *path;
	const char *name; /* in path, behind the last slash */
	struct image image;
	struct plan plan;

	const Elf64_Dyn *dynamic;
	size_t dynamic_count;
	const char *strings; /* ends with NUL */
	size_t strings_size;
	const Elf64_Sym *symbols;
	size_t symbol_count;
	const uint16_t *versions; /* by symbol; NULL: none */
	size_t version_count;
	const char *version_names[LINK_VERSIONS]; /* by index */
	const char *version_files[LINK_VERSIONS]; /* of needed ones: which library is to have it */

	const uint32_t *gnu_hash, *sysv_hash; /* NULL: none */
	size_t gnu_hash_words, sysv_hash_words;

	const Elf64_Rela *rela[2]; /* DT_RELA, DT_JMPREL */
	size_t rela_count[2];
	const uint64_t *relr;
	size_t relr_count;
	uint64_t init, fini; /* 0: none; base not added */
	const uint64_t *preinit_array, *init_array, *fini_array;
	size_t preinit_count, init_count, fini_count;
	const char *soname, *rpath, *runpath; /* NULL: none */

	struct link_tls tls;
	uint64_t relro, relro_size;
	uint64_t frames;  /* .eh_frame in memory; 0: none */
	bool frames_told; /* the unwinder knows them */

	struct link_object **needed; /* the alien files among DT_NEEDED, in order */
	unsigned needed_count;
	bool initialised, finished;
	unsigned order;      /* of its initialisation */
	bool global;         /* its names are everybody's */
	bool in_scope;       /* ... are looked in just now */
	bool keep;           /* it stays, whoever closes it */
	unsigned references; /* of dlopen(3) and of files that need it */
};

/* The bytes that lie in one segment from `address` on, base not added; 0: none. */
size_t link_reach(const struct link_object *o, uint64_t address, int prot);

/* Where an address of the file is in memory. */
static inline void *link_at(const struct link_object *o, uint64_t address)
{
	return (void *)(o->image.base + address); /* NOLINT: an address of the alien's */
}

/*
 * Read what the dynamic section and the program headers of a mapped file say.  The
 * image, the plan and the name are set.  0, or -ENOEXEC with one line in `complaint`.
 */
int link_read_object(struct link_object *o, const struct elf_headers *h,
		     const struct complaint *complaint);

/* The string at an offset; NULL: there is none. */
const char *link_string(const struct link_object *o, uint64_t offset);

/*
 * The symbol that the file defines by this name.  `version` NULL: any that is not
 * hidden.  NULL: none.
 */
const Elf64_Sym *link_find_symbol(const struct link_object *o, const char *name,
				  const char *version);

/* The name of a symbol's version, NULL: none. */
const char *link_version_of(const struct link_object *o, size_t symbol);

#endif
