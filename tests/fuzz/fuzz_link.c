/*
 * Any bytes as a dynamic file: what its dynamic section says is read, its symbols
 * looked up and its relocations applied, inside its own segments alone.
 */
#include <assert.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "abi-tables/abi.h"
#include "loader/link.h"
#include "shim/lib/lib.h"

#define LARGEST (1ul << 20)

unsigned lib_tls_count;

uint64_t link_host_size(uint64_t address)
{
	(void)address;
	return 0;
}

void lib_tls_descriptor_block(void)
{
}

void lib_tls_descriptor(void)
{
}

static char variable[64];
static struct library_data data = { variable, variable, NULL };

/* A function, a variable, a thread's variable, and nothing. */
static int provide(struct link_world *w, const char *name, const char *version,
		   struct link_value *v)
{
	(void)w, (void)version;
	switch (*name) {
	case 'f':
		v->address = (uint64_t)provide;
		return 1;
	case 'v':
		v->address = (uint64_t)data.at;
		v->size = sizeof variable;
		v->data = &data;
		data.at = variable;
		return 1;
	case 't':
		v->is_thread = true;
		return 1;
	default:
		return 0;
	}
}

static void use(struct link_world *w, struct link_object *o)
{
	for (unsigned n = 0; n < 4 && n < o->symbol_count; n++) {
		const char *name = link_string(o, o->symbols[n].st_name);

		if (name)
			link_find_symbol(o, name, link_version_of(o, n));
	}
	link_find_symbol(o, "main", "FBSD_1.0");
	if (link_place_tls(w, 0) == 0)
		link_relocate(w, o);
	for (unsigned i = 0; i < w->late_count; i++)
		assert(w->late[i].place >= o->image.base + o->plan.low &&
		       w->late[i].place + 8 <= o->image.base + o->plan.high);
}

/* Exactly the file's span, so that a step beyond it is seen. */
static void lay_out(const uint8_t *bytes, size_t size, const struct elf_headers *h,
		    struct link_object *o)
{
	char problem[256] = "";
	struct link_world *w = calloc(1, sizeof *w);
	uint64_t span = o->plan.high - o->plan.low;
	char *memory = span <= LARGEST ? aligned_alloc(4096, span) : NULL;

	if (memory) {
		memset(memory, 0, span);
		for (unsigned i = 0; i < o->plan.count; i++) {
			const struct segment *s = &o->plan.segments[i];

			assert(s->offset + s->file_size <= size);
			memcpy(memory + (s->address - o->plan.low), bytes + s->offset,
			       s->file_size);
		}
		o->image.base = (uint64_t)memory - o->plan.low;
		o->name = "it";
		o->global = true;
		w->objects[w->count++] = o;
		w->complaint = (struct complaint){ problem, sizeof problem };
		w->provide = provide;
		if (link_read_object(o, h, &w->complaint) == 0)
			use(w, o);
		else
			assert(problem[0]);
		free(w->late);
	}
	free(memory);
	free(w);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct elf_headers headers;
	struct link_object *o;
	char problem[160];
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_memory((char *)bytes, size); /* NOLINT: libelf does not write there */
	o = calloc(1, sizeof *o);
	if (elf && read_headers(elf, size, &headers, problem, sizeof problem) == 0 &&
	    plan_library(&headers, &o->plan, problem, sizeof problem) == 0)
		lay_out(bytes, size, &headers, o);
	free(o);
	elf_end(elf);
	return 0;
}
