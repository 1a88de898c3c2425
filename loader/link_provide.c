/*
 * What abirun provides: a name of the alien's libraries becomes a row, and the row an
 * address.  A function has one address, however many files import it.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/abi.h"
#include "loader/link.h"
#include "shim/lib/lib.h"

static const struct library *const libraries[] = { &freebsd_library, NULL };

const struct library *library_named(const char *name)
{
	for (const struct library *const *l = libraries; *l; l++)
		if (!strcmp((*l)->abi, name))
			return *l;
	return NULL;
}

bool library_provides(const struct library *library, const char *file)
{
	for (const char *const *f = library->files; *f; f++)
		if (!strcmp(*f, file))
			return true;
	return false;
}

/* strcmp of a name with the part of a symbol before its '@'. */
static int compare_name(const char *name, const char *symbol)
{
	size_t length = strcspn(symbol, "@");
	int order = strncmp(name, symbol, length);

	return order ? order : name[length] ? 1 : 0;
}

/*
 * In the order of strcmp names that begin alike may stand between a name's versions
 * ("a@", "a2@" and "a_b@" sort by '@'), so look from the first that can be it.
 */
static bool find_in(const struct library_part *part, const char *name, const char *version,
		    struct library_row *row)
{
	size_t low = 0, high = part->count, length = strlen(name);
	bool found = false;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strncmp(part->strings + part->entries[middle].symbol, name, length) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < part->count; low++) {
		struct library_row r = library_row_at(part, low);

		if (strncmp(r.symbol, name, length) != 0)
			break;
		if (compare_name(name, r.symbol))
			continue;
		/* Without a version: the newest of the public ones. */
		if (version ? !strcmp(r.symbol + length + 1, version)
			    : strncmp(r.symbol + length + 1, "FBSDprivate", 11) != 0) {
			*row = r;
			found = true;
		}
	}
	return found;
}

struct library_row library_row_at(const struct library_part *part, size_t n)
{
	const struct library_entry *e = &part->entries[n];

	return (struct library_row){ .part = part,
				     .entry = e,
				     .symbol = part->strings + e->symbol,
				     .text = e->text && e->binding != BIND_DATA
						 ? part->strings + e->text
						 : NULL,
				     .size = e->binding == BIND_DATA ? e->text : 0,
				     .pointer = part->pointers[e->pointer],
				     .binding = e->binding };
}

bool library_find(const struct library *library, const char *name, const char *version,
		  struct library_row *row)
{
	for (const struct library_part *p = library->parts; p->name; p++)
		if (find_in(p, name, version, row))
			return true;
	return false;
}

/* The number of a call by its symbol; -1. */
static long number_of(const char *symbol)
{
	for (size_t nr = 0; nr < abi->row_count; nr++)
		if (abi->rows[nr].kind != ROW_ABSENT && !strcmp(abi->rows[nr].symbol, symbol))
			return (long)nr;
	return -1;
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

/* The host's library that serves a part; the C library is always there. */
static void *host_library(const char *part)
{
	static const struct {
		const char *part, *file;
	} files[] = { { "libm", "libm.so.6" }, { "libgcc_s", "libgcc_s.so.1" } };

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		if (!strcmp(part, files[i].part))
			return dlopen(files[i].file, RTLD_NOW | RTLD_GLOBAL);
	return RTLD_DEFAULT;
}

static void *host_function(const struct library_row *row)
{
	char name[128];
	size_t length = strcspn(row->symbol, "@");

	if (row->text)
		return dlsym(host_library(row->part->name), row->text);
	if (length >= sizeof name)
		return NULL;
	memcpy(name, row->symbol, length);
	name[length] = 0;
	return dlsym(host_library(row->part->name), name);
}

static uint64_t stub_of_call(long nr, const char *symbol)
{
	/* Its child returns first and on the parent's stack. */
	return !strncmp(symbol, "vfork@", 6) ? link_stub_vfork(nr) : link_stub_row(nr);
}

static uint64_t function_of(const struct library_row *row)
{
	void *function;
	long nr;

	switch (row->binding) {
	case BIND_HOST:
	case BIND_ERRNO:
		function = host_function(row);
		if (!function)
			break;
		return row->binding == BIND_HOST ? (uint64_t)function : link_stub_errno(function);
	case BIND_ROW:
		nr = number_of(row->text);
		if (nr < 0)
			break;
		return stub_of_call(nr, row->symbol);
	case BIND_OURS:
		return (uint64_t)row->pointer;
	default:
		break;
	}
	return link_stub_stop(row->symbol);
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
		*address = function_of(row);
	v->address = address ? *address : 0;
	return v->address ? 1 : no_room(w);
}

static int provide_call(struct link_world *w, long nr, struct link_value *v)
{
	uint64_t *address = made_for(&abi->rows[nr]);

	if (address && !*address)
		*address = stub_of_call(nr, abi->rows[nr].symbol);
	v->address = address ? *address : 0;
	return v->address ? 1 : no_room(w);
}

int link_provide(struct link_world *w, const char *name, const char *version, struct link_value *v)
{
	struct library_row row;
	char symbol[160];
	long nr;

	if (library_find(w->library, name, version, &row))
		return provide_row(w, &row, v);
	if (!version || strlen(name) + strlen(version) + 2 > sizeof symbol)
		return 0;
	strcpy(symbol, name);
	strcat(symbol, "@");
	strcat(symbol, version);
	nr = number_of(symbol);
	return nr < 0 ? 0 : provide_call(w, nr, v);
}
