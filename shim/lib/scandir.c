/* scandir(3): the entries of a directory that a function likes, in the order of another. */
#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/dirent.h"
#include "shim/lib/lib.h"

typedef int select_fn(const struct freebsd_dirent *e);
typedef int order_fn(const struct freebsd_dirent **a, const struct freebsd_dirent **b);

int lib_alphasort(const struct freebsd_dirent **a, const struct freebsd_dirent **b)
{
	return strcoll(lib_entry_name(*a), lib_entry_name(*b));
}

int lib_versionsort(const struct freebsd_dirent **a, const struct freebsd_dirent **b)
{
	return strverscmp(lib_entry_name(*a), lib_entry_name(*b));
}

struct found {
	struct freebsd_dirent **entries;
	size_t count, room;
};

static bool keep(struct found *f, const struct freebsd_dirent *e)
{
	if (f->count == f->room) {
		size_t room = f->room ? 2 * f->room : 32;
		void *bigger = realloc(f->entries, room * sizeof *f->entries);

		if (!bigger)
			return false;
		f->entries = bigger;
		f->room = room;
	}
	f->entries[f->count] = malloc(e->length);
	if (!f->entries[f->count])
		return false;
	memcpy(f->entries[f->count++], e, e->length);
	return true;
}

static int collect(struct lib_dir *d, struct freebsd_dirent ***list, select_fn *select,
		   order_fn *order)
{
	struct found f = { 0 };
	const struct freebsd_dirent *e;
	int error;

	for (;;) {
		errno = 0;
		e = lib_readdir(d);
		if (!e)
			break;
		if ((!select || select(e)) && !keep(&f, e)) {
			errno = ENOMEM;
			break;
		}
	}
	error = errno;
	lib_closedir(d);
	if (error) {
		while (f.count)
			free(f.entries[--f.count]);
		free(f.entries);
		errno = error;
		return -1;
	}
	if (f.count && order)
		qsort(f.entries, f.count, sizeof *f.entries,
		      (int (*)(const void *, const void *))order);
	*list = f.entries;
	return (int)f.count;
}

int lib_scandir(const char *path, struct freebsd_dirent ***list, select_fn *select, order_fn *order)
{
	struct lib_dir *d = lib_opendir(path);

	return d ? collect(d, list, select, order) : -1;
}

/* Blocks of Apple's, whose fourth word is the function, in this thread. */
struct block {
	void *kind;
	int flags, reserved;
	int (*invoke)(struct block *, const void *, const void *);
};
static __thread struct block *select_block, *order_block;

static int call_select(const struct freebsd_dirent *e)
{
	return select_block->invoke(select_block, e, NULL);
}

static int call_order(const struct freebsd_dirent **a, const struct freebsd_dirent **b)
{
	return order_block->invoke(order_block, a, b);
}

int lib_scandir_b(const char *path, struct freebsd_dirent ***list, struct block *select,
		  struct block *order)
{
	select_block = select;
	order_block = order;
	return lib_scandir(path, list, select ? call_select : NULL, order ? call_order : NULL);
}

int lib_scandirat(int at, const char *path, struct freebsd_dirent ***list, select_fn *select,
		  order_fn *order)
{
	struct lib_dir *d;
	long fd = lib_row(
	    NR_openat, at, path,
	    lib_facts->open.nonblock | lib_facts->open.directory | lib_facts->open.cloexec, 0);

	if (fd < 0)
		return -1;
	d = lib_fdopendir((int)fd);
	if (!d) {
		lib_call(NR_close, fd, 0, 0, 0, 0, 0);
		return -1;
	}
	return collect(d, list, select, order);
}
