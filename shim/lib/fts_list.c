/* fts(3): entries, what they are, and lists of them. */
#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/dirent.h"
#include "shim/lib/fts.h"
#include "shim/lib/lib.h"

/* An entry, its path, its name, and its stat: one piece of memory. */
struct freebsd_ftsent *fts_make(struct freebsd_fts *f, struct freebsd_ftsent *parent,
				const char *directory, const char *name)
{
	size_t n = directory ? strlen(directory) : 0, length = strlen(name);
	bool slash = n && directory[n - 1] != '/';
	struct freebsd_ftsent *e = calloc(1, sizeof(struct fts_node) + lib_facts->stat_size + n +
						 slash + length + 1 + length + 1);

	if (!e)
		return NULL;
	e->statp = (struct fts_node *)e + 1;
	e->path = e->accpath = (char *)e->statp + lib_facts->stat_size;
	if (n)
		memcpy(e->path, directory, n);
	if (slash)
		e->path[n] = '/';
	strcpy(e->path + n + slash, name);
	e->pathlen = n + slash + length;
	e->name = strcpy(e->path + e->pathlen + 1, name);
	e->namelen = length;
	e->parent = parent;
	e->level = parent->level + 1;
	e->fts = f;
	e->symfd = -1;
	return e;
}

static bool stat_of(struct freebsd_ftsent *e, bool follow)
{
	if (lib_row(NR_fstatat, lib_facts->at_fdcwd, e->path, e->statp,
		    follow ? 0 : lib_facts->at_nofollow) == 0)
		return true;
	e->error = errno;
	return false;
}

static int kind_of(struct freebsd_ftsent *e)
{
	struct lib_stat st;

	lib_facts->stat(e->statp, &st);
	switch (st.mode & FREEBSD_S_IFMT) {
	case FREEBSD_S_IFDIR:
		e->dev = st.dev;
		e->ino = st.ino;
		e->nlink = st.nlink;
		if (e->level > 0 && (!strcmp(e->name, ".") || !strcmp(e->name, "..")))
			return FREEBSD_FTS_DOT;
		for (struct freebsd_ftsent *up = e->parent; up->level >= 0; up = up->parent)
			if (up->ino == e->ino && up->dev == e->dev) {
				e->cycle = up;
				return FREEBSD_FTS_DC;
			}
		return FREEBSD_FTS_D;
	case FREEBSD_S_IFLNK:
		return FREEBSD_FTS_SL;
	case FREEBSD_S_IFREG:
		return FREEBSD_FTS_F;
	default:
		return FREEBSD_FTS_DEFAULT;
	}
}

/* What it is; follow: of a symbolic link, what it leads to. */
int fts_look(struct freebsd_ftsent *e, bool follow)
{
	if (stat_of(e, follow))
		return kind_of(e);
	if (follow && stat_of(e, false)) {
		e->error = 0;
		return FREEBSD_FTS_SLNONE;
	}
	memset(e->statp, 0, lib_facts->stat_size);
	return FREEBSD_FTS_NS;
}

struct freebsd_ftsent *fts_sorted(struct freebsd_fts *f, struct freebsd_ftsent *list)
{
	struct freebsd_ftsent **all, *e;
	size_t n = 0, i = 0;

	for (e = list; e; e = e->link)
		n++;
	all = f->order && n > 1 ? reallocarray(NULL, n, sizeof(struct freebsd_ftsent *)) : NULL;
	if (!all)
		return list;
	for (e = list; e; e = e->link)
		all[i++] = e;
	qsort(all, n, sizeof(struct freebsd_ftsent *),
	      (int (*)(const void *, const void *))f->order);
	for (i = 0; i < n; i++)
		all[i]->link = i + 1 < n ? all[i + 1] : NULL;
	list = all[0];
	free(all);
	return list;
}

void fts_free(struct freebsd_ftsent *e)
{
	free(((struct fts_node *)e)->shown);
	free(e);
}

void fts_free_list(struct freebsd_ftsent *e)
{
	while (e) {
		struct freebsd_ftsent *next = e->link;

		fts_free(e);
		e = next;
	}
}

/* What is in a directory; NULL with errno 0 where nothing is. */
struct freebsd_ftsent *fts_read_directory(struct freebsd_fts *f, struct freebsd_ftsent *parent,
					  bool names)
{
	struct freebsd_ftsent *list = NULL, **last = &list;
	struct lib_dir *d = lib_opendir(parent->path);
	struct freebsd_dirent *entry;

	if (!d)
		return NULL;
	while ((entry = lib_readdir(d))) {
		const char *name = lib_entry_name(entry);
		int type = lib_entry_type(entry);
		struct freebsd_ftsent *e;
		bool dot = !strcmp(name, ".") || !strcmp(name, "..");

		if (dot && !(f->options & FREEBSD_FTS_SEEDOT))
			continue;
		e = fts_make(f, parent, parent->path, name);
		if (!e)
			break;
		if (names || (f->options & FREEBSD_FTS_NOSTAT && type != 4 && type)) {
			e->info = FREEBSD_FTS_NSOK;
			e->accpath = names ? e->name : e->path;
		} else {
			e->info = fts_look(e, f->options & FREEBSD_FTS_LOGICAL);
		}
		*last = e;
		last = &e->link;
	}
	lib_closedir(d);
	errno = 0;
	return fts_sorted(f, list);
}
