/* The rows of abirun's own libraries, by name. */
#include <string.h>

#include "abi-tables/abi.h"
#include "abi-tables/illumos/illumos.h"
#include "abi-tables/openbsd/openbsd.h"
#include "loader/link.h"

static const struct library *const libraries[] = { &freebsd_library, &openbsd_library,
						   &illumos_library, NULL };

const struct library *library_named(const char *name)
{
	for (const struct library *const *l = libraries; *l; l++)
		if (!strcmp((*l)->abi, name))
			return *l;
	return NULL;
}

bool library_provides(const struct library *library, const char *file)
{
	for (const char *const *f = library->files; *f; f++) {
		size_t length = strlen(*f);

		if (!strcmp(*f, file) ||
		    (library->numbered && !strncmp(*f, file, length) && file[length] == '.'))
			return true;
	}
	return false;
}

const struct library_borrowed *library_borrows(const struct library *library, const char *file)
{
	for (const struct library_borrowed *b = library->borrowed; b && b->file; b++)
		if (!strcmp(b->file, file))
			return b;
	return NULL;
}

/* strcmp of a name with the part of a symbol before its '@'. */
static int compare_name(const char *name, const char *symbol)
{
	size_t length = strcspn(symbol, "@");
	int order = strncmp(name, symbol, length);

	return order ? order : name[length] ? 1 : 0;
}

/* What is behind the '@'; "" where the symbol has no version. */
static const char *version_of(const char *symbol)
{
	const char *at = strchr(symbol, '@');

	return at ? at + 1 : "";
}

static bool is_private(const struct library *library, const char *version)
{
	return library->private && !strncmp(version, library->private, strlen(library->private));
}

/*
 * In the order of strcmp names that begin alike may stand between a name's versions
 * ("a@", "a2@" and "a_b@" sort by '@'), so look from the first that can be it.
 */
static bool find_in(const struct library *library, const struct library_part *part,
		    const char *name, const char *version, struct library_row *row)
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
		if (version ? !strcmp(version_of(r.symbol), version)
			    : !is_private(library, version_of(r.symbol))) {
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
		if (find_in(library, p, name, version, row))
			return true;
	/* A symbol without a version serves any: FreeBSD 15's libutil has some, 14's had none. */
	return version && *version && library_find(library, name, "", row);
}

long library_call(const char *name, const char *version)
{
	size_t length = strlen(name);
	long newest = -1;

	for (size_t nr = 0; nr < abi->row_count; nr++) {
		const struct row *row = &abi->rows[nr];
		const char *has = row->symbol + length + 1;

		if (row->kind == ROW_ABSENT || strncmp(row->symbol, name, length) != 0)
			continue;
		if (!row->symbol[length] && !version)
			return (long)nr;
		if (row->symbol[length] != '@')
			continue;
		if (version && !strcmp(has, version))
			return (long)nr;
		if (!version &&
		    (newest < 0 || strcmp(has, abi->rows[newest].symbol + length + 1) > 0))
			newest = (long)nr;
	}
	return newest;
}

void library_count(const struct library_part *part, unsigned counts[BINDING_COUNT])
{
	memset(counts, 0, BINDING_COUNT * sizeof counts[0]);
	for (size_t i = 0; i < part->count; i++)
		counts[part->entries[i].binding]++;
}
