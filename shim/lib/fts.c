/*
 * fts(3): a walk through directories.  The host's has other structures.  This one never
 * changes the working directory, as a program with FTS_NOCHDIR asks: fts_accpath is the
 * whole path, which is right from where the program is.
 */
#include "shim/lib/fts.h"

#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/dirent.h"
#include "abi-tables/freebsd/libc.h"
#include "freebsd_numbers.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

struct lib_dir;
struct lib_dir *lib_opendir(const char *path);
struct freebsd_dirent *lib_readdir(struct lib_dir *d);
int lib_closedir(struct lib_dir *d);

/* FTS: only its options and the client's pointer are read by others, through functions. */
struct freebsd_fts {
	struct freebsd_ftsent *now;      /* returned last */
	struct freebsd_ftsent *children; /* of fts_children, not walked yet */
	struct freebsd_ftsent *head;     /* stands above the arguments */
	fts_order *order;
	void *client;
	int options;
};

/* An entry, its path, its name, and its stat: one piece of memory. */
static struct freebsd_ftsent *make(struct freebsd_fts *f, struct freebsd_ftsent *parent,
				   const char *directory, const char *name)
{
	size_t n = directory ? strlen(directory) : 0, length = strlen(name);
	bool slash = n && directory[n - 1] != '/';
	struct freebsd_ftsent *e =
	    calloc(1, sizeof *e + sizeof *e->statp + n + slash + length + 1 + length + 1);

	if (!e)
		return NULL;
	e->statp = (void *)(e + 1);
	e->path = e->accpath = (char *)(e->statp + 1);
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
	if (lib_row(NR_fstatat, FREEBSD_AT_FDCWD, e->path, e->statp,
		    follow ? 0 : FREEBSD_AT_SYMLINK_NOFOLLOW) == 0)
		return true;
	e->error = errno;
	return false;
}

static int kind_of(struct freebsd_ftsent *e)
{
	switch (e->statp->mode & FREEBSD_S_IFMT) {
	case FREEBSD_S_IFDIR:
		e->dev = e->statp->dev;
		e->ino = e->statp->ino;
		e->nlink = e->statp->nlink;
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
static int look(struct freebsd_ftsent *e, bool follow)
{
	if (stat_of(e, follow))
		return kind_of(e);
	if (follow && stat_of(e, false)) {
		e->error = 0;
		return FREEBSD_FTS_SLNONE;
	}
	memset(e->statp, 0, sizeof *e->statp);
	return FREEBSD_FTS_NS;
}

static struct freebsd_ftsent *sorted(struct freebsd_fts *f, struct freebsd_ftsent *list)
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

static void free_list(struct freebsd_ftsent *e)
{
	while (e) {
		struct freebsd_ftsent *next = e->link;

		free(e);
		e = next;
	}
}

/* What is in a directory; NULL with errno 0 where nothing is. */
static struct freebsd_ftsent *read_directory(struct freebsd_fts *f, struct freebsd_ftsent *parent,
					     bool names)
{
	struct freebsd_ftsent *list = NULL, **last = &list;
	struct lib_dir *d = lib_opendir(parent->path);
	struct freebsd_dirent *entry;

	if (!d)
		return NULL;
	while ((entry = lib_readdir(d))) {
		struct freebsd_ftsent *e;
		bool dot = !strcmp(entry->name, ".") || !strcmp(entry->name, "..");

		if (dot && !(f->options & FREEBSD_FTS_SEEDOT))
			continue;
		e = make(f, parent, parent->path, entry->name);
		if (!e)
			break;
		if (names || (f->options & FREEBSD_FTS_NOSTAT && entry->type != 4 && entry->type)) {
			e->info = FREEBSD_FTS_NSOK; /* sys/dirent.h: DT_DIR is 4 */
			e->accpath = names ? e->name : e->path;
		} else {
			e->info = look(e, f->options & FREEBSD_FTS_LOGICAL);
		}
		*last = e;
		last = &e->link;
	}
	lib_closedir(d);
	errno = 0;
	return sorted(f, list);
}

struct freebsd_fts *lib_fts_open(char *const *paths, int options, fts_order *order)
{
	struct freebsd_fts *f;
	struct freebsd_ftsent **last, *list = NULL;

	if (options & ~FREEBSD_FTS_OPTIONS || !*paths) {
		errno = EINVAL;
		return NULL;
	}
	f = calloc(1, sizeof *f);
	if (f)
		f->head = calloc(1, sizeof *f->head);
	if (!f || !f->head) {
		free(f);
		return NULL;
	}
	f->options = options;
	f->order = order;
	f->head->level = -1;
	f->head->fts = f;
	for (last = &list; *paths; paths++) {
		struct freebsd_ftsent *e = make(f, f->head, NULL, *paths);

		if (!e)
			break;
		e->info = look(e, options & (FREEBSD_FTS_COMFOLLOW | FREEBSD_FTS_LOGICAL));
		*last = e;
		last = &e->link;
	}
	f->children = sorted(f, list);
	return f;
}

/* The first of a directory's entries; or the directory itself, with its error. */
static struct freebsd_ftsent *enter(struct freebsd_fts *f, struct freebsd_ftsent *e)
{
	struct freebsd_ftsent *first = f->children;

	f->children = NULL;
	if (first && first->info == FREEBSD_FTS_NSOK && first->accpath == first->name) {
		free_list(first); /* names alone */
		first = NULL;
	}
	if (!first) {
		first = read_directory(f, e, false);
		if (!first && errno) {
			e->info = FREEBSD_FTS_DNR;
			e->error = errno;
			return e;
		}
	}
	if (first)
		return first;
	e->info = FREEBSD_FTS_DP;
	return e;
}

static bool may_enter(const struct freebsd_fts *f, const struct freebsd_ftsent *e)
{
	const struct freebsd_ftsent *root = e;

	while (root->level > 0)
		root = root->parent;
	return e->instr != FREEBSD_FTS_SKIP &&
	       !(f->options & FREEBSD_FTS_XDEV && e->dev != root->dev);
}

/* Behind an entry: the next one, or its directory again. */
static struct freebsd_ftsent *leave(struct freebsd_fts *f, struct freebsd_ftsent *e)
{
	struct freebsd_ftsent *next = e->link, *parent = e->parent;

	free(e);
	if (next)
		return next;
	if (parent->level < 0)
		return NULL;
	parent->info = parent->error ? FREEBSD_FTS_ERR : FREEBSD_FTS_DP;
	(void)f;
	return parent;
}

/* An argument is sorted by all of it, and its name is the last part. */
static void shorten_name(struct freebsd_ftsent *e)
{
	const char *slash = strrchr(e->path, '/');

	if (slash && (slash > e->path || slash[1])) {
		e->namelen = strlen(slash + 1);
		memmove(e->name, slash + 1, e->namelen + 1);
	}
}

struct freebsd_ftsent *lib_fts_read(struct freebsd_fts *f)
{
	struct freebsd_ftsent *e = f->now;
	int instruction = e ? e->instr : 0;

	if (!e) {
		e = f->children;
		f->children = NULL;
		goto found;
	}
	e->instr = 0;
	if (instruction == FREEBSD_FTS_AGAIN) {
		e->info = look(e, f->options & FREEBSD_FTS_LOGICAL);
		return e;
	}
	if (instruction == FREEBSD_FTS_FOLLOW &&
	    (e->info == FREEBSD_FTS_SL || e->info == FREEBSD_FTS_SLNONE)) {
		e->info = look(e, true);
		return e;
	}
	if (e->info == FREEBSD_FTS_D) {
		e->instr = instruction;
		if (may_enter(f, e)) {
			e->instr = 0;
			e = enter(f, e);
		} else {
			free_list(f->children);
			f->children = NULL;
			e->info = FREEBSD_FTS_DP;
			e->instr = 0;
		}
		f->now = e;
		return e;
	}
	e = leave(f, e);
found:
	/* Those that the program wants left out. */
	while (e && e->instr == FREEBSD_FTS_SKIP && e->info != FREEBSD_FTS_DP)
		e = leave(f, e);
	if (e && e->instr == FREEBSD_FTS_FOLLOW) {
		e->info = look(e, true);
		e->instr = 0;
	}
	f->now = e;
	if (!e)
		errno = 0;
	else if (!e->level)
		shorten_name(e);
	return e;
}

/* What is in the directory read last, or the arguments before the first read. */
struct freebsd_ftsent *lib_fts_children(struct freebsd_fts *f, int options)
{
	struct freebsd_ftsent *e = f->now;

	if (options && options != FREEBSD_FTS_NAMEONLY) {
		errno = EINVAL;
		return NULL;
	}
	errno = 0;
	if (!e)
		return f->children;
	if (e->info != FREEBSD_FTS_D)
		return NULL;
	free_list(f->children);
	f->children = read_directory(f, e, options);
	return f->children;
}

int lib_fts_set(struct freebsd_fts *f, struct freebsd_ftsent *e, int instruction)
{
	(void)f;
	if (instruction < 0 || instruction > FREEBSD_FTS_SKIP) {
		errno = EINVAL;
		return 1;
	}
	e->instr = instruction;
	return 0;
}

int lib_fts_close(struct freebsd_fts *f)
{
	struct freebsd_ftsent *e = f->now;

	while (e && e->level >= 0) {
		struct freebsd_ftsent *parent = e->parent;

		free_list(e->link);
		free(e);
		e = parent;
	}
	free_list(f->children);
	free(f->head);
	free(f);
	return 0;
}

void *lib_fts_get_clientptr(const struct freebsd_fts *f)
{
	return f->client;
}

void lib_fts_set_clientptr(struct freebsd_fts *f, void *client)
{
	f->client = client;
}

struct freebsd_fts *lib_fts_get_stream(const struct freebsd_ftsent *e)
{
	return e->fts;
}
