/*
 * fts(3): a walk through directories.  The host's has other structures.  This one never
 * changes the working directory, as a program with FTS_NOCHDIR asks: fts_accpath is the
 * whole path, which is right from where the program is.
 */
#include "shim/lib/fts.h"

#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

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
		f->head = calloc(1, sizeof(struct fts_node));
	if (!f || !f->head) {
		free(f);
		return NULL;
	}
	f->options = options;
	f->order = order;
	f->head->level = -1;
	f->head->fts = f;
	for (last = &list; *paths; paths++) {
		struct freebsd_ftsent *e = fts_make(f, f->head, NULL, *paths);

		if (!e)
			break;
		e->info = fts_look(e, options & (FREEBSD_FTS_COMFOLLOW | FREEBSD_FTS_LOGICAL));
		*last = e;
		last = &e->link;
	}
	f->children = fts_sorted(f, list);
	return f;
}

/* The first of a directory's entries; or the directory itself, with its error. */
static struct freebsd_ftsent *enter(struct freebsd_fts *f, struct freebsd_ftsent *e)
{
	struct freebsd_ftsent *first = f->children;

	f->children = NULL;
	if (first && first->info == FREEBSD_FTS_NSOK && first->accpath == first->name) {
		fts_free_list(first); /* names alone */
		first = NULL;
	}
	if (!first) {
		first = fts_read_directory(f, e, false);
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

	fts_free(e);
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

/* Whether the same entry is to be returned once more, looked at anew. */
static bool again(const struct freebsd_fts *f, struct freebsd_ftsent *e, int instruction)
{
	if (instruction == FREEBSD_FTS_AGAIN) {
		e->info = fts_look(e, f->options & FREEBSD_FTS_LOGICAL);
		return true;
	}
	if (instruction == FREEBSD_FTS_FOLLOW &&
	    (e->info == FREEBSD_FTS_SL || e->info == FREEBSD_FTS_SLNONE)) {
		e->info = fts_look(e, true);
		return true;
	}
	return false;
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
	if (again(f, e, instruction))
		return e;
	if (e->info == FREEBSD_FTS_D) {
		e->instr = instruction;
		if (may_enter(f, e)) {
			e->instr = 0;
			e = enter(f, e);
		} else {
			fts_free_list(f->children);
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
		e->info = fts_look(e, true);
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
	fts_free_list(f->children);
	f->children = fts_read_directory(f, e, options);
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

		fts_free_list(e->link);
		fts_free(e);
		e = parent;
	}
	fts_free_list(f->children);
	fts_free(f->head);
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
