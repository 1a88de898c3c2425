/*
 * What a dynamic program imports of the libraries that abirun stands in for, and what
 * of that is missing.  The file is laid out in memory as it would be run, but nothing
 * of it runs.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "loader/check.h"
#include "loader/coverage.h"
#include "loader/link.h"

#define LARGEST (1ul << 32)

static int lay_out(int fd, const struct plan *plan, char *memory)
{
	for (unsigned i = 0; i < plan->count; i++) {
		const struct segment *s = &plan->segments[i];
		uint64_t done = 0;

		while (done < s->file_size) {
			ssize_t n = pread(fd, memory + (s->address - plan->low) + done,
					  s->file_size - done, (off_t)(s->offset + done));

			if (n < 0 && errno == EINTR)
				continue;
			if (n <= 0)
				return n < 0 ? -errno : -EIO;
			done += (uint64_t)n;
		}
	}
	return 0;
}

static bool is_missing(const struct library *library, const char *name, const char *version)
{
	struct library_row row = { .binding = BIND_LATER };
	bool found = library_find(library, name, version, &row);
	long nr = version && row.binding == BIND_LATER ? library_call(name, version) : -1;

	if (nr >= 0)
		return false;
	return !found || row.binding == BIND_LATER || row.binding == BIND_NONE ||
	       row.binding == BIND_NODATA;
}

static int note_missing(struct check *check, const char *name, const char *version)
{
	char **more =
	    realloc(check->missing_imports, (check->missing_import_count + 1ul) * sizeof *more);
	char *symbol = malloc(strlen(name) + (version ? strlen(version) : 0) + 2);

	if (more)
		check->missing_imports = more;
	if (!more || !symbol) {
		free(symbol);
		return -ENOMEM;
	}
	strcpy(symbol, name);
	if (version) {
		strcat(symbol, "@");
		strcat(symbol, version);
	}
	check->missing_imports[check->missing_import_count++] = symbol;
	return 0;
}

/* A symbol that another library is to have is not asked after here. */
static int look_at_import(const struct library *library, const struct link_object *o, size_t n,
			  struct check *check)
{
	const Elf64_Sym *s = &o->symbols[n];
	const char *name = link_string(o, s->st_name);
	const char *version = link_version_of(o, n);
	unsigned index = o->versions && n < o->version_count ? o->versions[n] & VERSION_INDEX : 0;
	const char *file = index < LINK_VERSIONS ? o->version_files[index] : NULL;
	bool missing;

	if (s->st_shndx != SHN_UNDEF || !name || !*name ||
	    (file && !library_provides(library, file)))
		return 0;
	missing = is_missing(library, name, version);
	if (missing && ELF64_ST_BIND(s->st_info) == STB_WEAK)
		return 0;
	if (missing && !file)
		return 0; /* a needed library's, perhaps */
	check->imports++;
	return missing ? note_missing(check, name, version) : 0;
}

static int look_at_imports(const struct library *library, const struct link_object *o,
			   struct check *check)
{
	uint8_t *seen = calloc(o->symbol_count + 1, 1);
	int ret = seen ? 0 : -ENOMEM;

	for (int k = 0; k < 2; k++)
		for (size_t i = 0; i < o->rela_count[k] && ret == 0; i++) {
			size_t n = ELF64_R_SYM(o->rela[k][i].r_info);

			if (!n || n >= o->symbol_count || seen[n])
				continue;
			seen[n] = 1;
			ret = look_at_import(library, o, n, check);
		}
	free(seen);
	return ret;
}

int check_imports(int fd, const struct elf_headers *headers, const struct plan *plan,
		  struct check *check)
{
	const struct library *library = library_named(check->abi->name);
	const struct complaint complaint = { check->info.problem, sizeof check->info.problem };
	struct link_object *o = calloc(1, sizeof *o);
	size_t size = plan->high - plan->low;
	char *memory;
	int ret = -ENOMEM;

	if (!library || size > LARGEST || !o) {
		free(o);
		return library && size <= LARGEST ? -ENOMEM : 0;
	}
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory != MAP_FAILED) {
		o->name = "it";
		o->plan = *plan;
		o->image.base = (uint64_t)memory - plan->low;
		ret = lay_out(fd, plan, memory);
		if (ret == 0 && link_read_object(o, headers, &complaint) == 0)
			ret = look_at_imports(library, o, check);
		munmap(memory, size);
	}
	free(o);
	return ret;
}
