/*
 * What abirun provides: a name of the alien's libraries becomes a row, and the row an
 * address.  A function has one address, however many files import it.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/abi.h"
#include "loader/link.h"
#include "shim/lib/lib.h"

/* The number of a call by its symbol, "name@version" or "name"; -1. */
static long number_of(const char *symbol)
{
	size_t length = strcspn(symbol, "@");
	char name[128];

	if (length >= sizeof name)
		return -1;
	memcpy(name, symbol, length);
	name[length] = 0;
	return library_call(name, symbol[length] ? symbol + length + 1 : NULL);
}

/* Stubs made already, by what they are for. */
static struct made {
	const void *key;
	uint64_t address;
} * made;
static unsigned made_count, made_room;

static uint64_t *made_for(const void *key)
{
	for (unsigned i = 0; i < made_count; i++)
		if (made[i].key == key)
			return &made[i].address;
	if (made_count == made_room) {
		unsigned room = made_room ? 2 * made_room : 512;
		struct made *bigger = realloc(made, room * sizeof *bigger);

		if (!bigger)
			return NULL;
		made = bigger;
		made_room = room;
	}
	made[made_count] = (struct made){ .key = key };
	return &made[made_count++].address;
}

/* The file of the host's library that serves a part; NULL: the C library. */
static const char *host_file(const char *part)
{
	if (!strcmp(part, "libm"))
		return "libm.so.6";
	if (!strcmp(part, "libgcc_s"))
		return "libgcc_s.so.1";
	for (const struct library_borrowed *b = library_named(abi->name)->borrowed; b && b->file;
	     b++)
		if (!strcmp(part, b->part))
			return b->host;
	return NULL;
}

static void *open_host(const char *file)
{
	static struct {
		const char *file;
		void *handle;
	} open[16];
	unsigned n = 0;

	while (n < 15 && open[n].file && strcmp(file, open[n].file) != 0)
		n++;
	open[n].file = file;
	if (!open[n].handle)
		open[n].handle = dlopen(file, RTLD_NOW | RTLD_GLOBAL);
	return open[n].handle;
}

/* The unwinder comes before libc++, which would bring another one. */
static void *host_library(const char *part)
{
	const char *file = host_file(part);
	void *handle;

	if (!file)
		return RTLD_DEFAULT;
	open_host(host_file("libgcc_s"));
	handle = open_host(file);
	return handle ? handle : RTLD_DEFAULT;
}

bool link_host_has(const struct library_borrowed *b)
{
	return host_library(b->part) != RTLD_DEFAULT;
}

uint64_t link_host_size(uint64_t address)
{
	const Elf64_Sym *symbol = NULL;
	Dl_info info;

	if (!dladdr1((void *)address, &info, (void **)&symbol, RTLD_DL_SYMENT) || !symbol ||
	    (uint64_t)info.dli_saddr != address)
		return 0;
	return symbol->st_size;
}

static void *host_function(const struct library_row *row)
{
	char name[512];
	size_t length = strcspn(row->symbol, "@");

	if (row->text)
		return dlsym(host_library(row->part->name), row->text);
	if (length >= sizeof name)
		return NULL;
	memcpy(name, row->symbol, length);
	name[length] = 0;
	return dlsym(host_library(row->part->name), name);
}

static bool is_name_of(const char *symbol, const char *name)
{
	size_t length = strcspn(symbol, "@");

	return strlen(name) == length && !strncmp(name, symbol, length);
}

static uint64_t stub_of_call(const struct library *library, long nr, const char *symbol)
{
	/* Its child returns first and on the parent's stack. */
	if (is_name_of(symbol, "vfork"))
		return link_stub_vfork(nr);
	for (const struct library_point *p = library->points; p && p->name; p++)
		if (is_name_of(symbol, p->name))
			return p->kind == POINT_AFTER
				   ? link_stub_point_after(nr)
				   : link_stub_point(nr, p->kind == POINT_BY_VALUE);
	return link_stub_row(nr);
}

/* A stop says why there is no such function, where the row does. */
static const char *stop_text(const struct library_row *row)
{
	char *text;

	if (row->binding != BIND_NONE || asprintf(&text, "%s (%s)", row->symbol, row->text) < 0)
		return row->symbol;
	return text;
}

static uint64_t function_of(const struct library *library, const struct library_row *row)
{
	uint64_t address;
	void *function;
	long nr;

	switch (row->binding) {
	case BIND_HOST:
	case BIND_ERRNO:
		function = host_function(row);
		if (!function)
			break;
		address =
		    row->binding == BIND_HOST ? (uint64_t)function : link_stub_errno(function);
		return library->realigns && address ? link_stub_realign(address) : address;
	case BIND_ROW:
		nr = number_of(row->text);
		if (nr < 0)
			break;
		return stub_of_call(library, nr, row->symbol);
	case BIND_OURS:
		return library->realigns ? link_stub_realign((uint64_t)row->pointer)
					 : (uint64_t)row->pointer;
	default:
		break;
	}
	return link_stub_stop(stop_text(row));
}

static int no_room(struct link_world *w)
{
	return link_refuse(&w->complaint, -ENOMEM,
			   "no room near the program for its library's stubs");
}

static int provide_row(struct link_world *w, const struct library_row *row, struct link_value *v)
{
	uint64_t *address;

	if (row->binding == BIND_DATA) {
		v->data = row->pointer;
		if (v->data->prepare) {
			v->data->prepare();
			v->data->prepare = NULL;
		}
		v->address = (uint64_t)v->data->at;
		v->size = row->size;
		return 1;
	}
	if (row->binding == BIND_NODATA)
		return link_refuse(&w->complaint, -ENOEXEC,
				   "needs the variable %s, which abirun does not have yet",
				   row->symbol);
	if (row->binding == BIND_TLS) {
		v->is_thread = true;
		v->from_thread =
		    (char *)((void *(*)(void))row->pointer)() - (char *)__builtin_thread_pointer();
		return 1;
	}
	address = made_for(row->entry);
	if (address && !*address)
		*address = function_of(w->library, row);
	v->address = address ? *address : 0;
	return v->address ? 1 : no_room(w);
}

static int provide_call(struct link_world *w, long nr, struct link_value *v)
{
	uint64_t *address = made_for(&abi->rows[nr]);

	if (address && !*address)
		*address = stub_of_call(w->library, nr, abi->rows[nr].symbol);
	v->address = address ? *address : 0;
	return v->address ? 1 : no_room(w);
}

int link_provide(struct link_world *w, const char *name, const char *version, struct link_value *v)
{
	struct library_row row = { .binding = BIND_LATER };
	bool found = library_find(w->library, name, version, &row);
	long nr = -1;

	/* A call that came to be there is not "later" any more. */
	if (row.binding == BIND_LATER)
		nr = library_call(name, version);
	if (nr >= 0)
		return provide_call(w, nr, v);
	return found ? provide_row(w, &row, v) : 0;
}
