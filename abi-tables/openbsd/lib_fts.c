/*
 * fts(3).  The walk is shim/lib's, whose entries are FreeBSD's; here the numbers in them are
 * smaller, and the name is the entry's end (fts.h).  An entry that a program is shown is a copy
 * that stays at its place for as long as the entry is there: what the program keeps in
 * it, fts_number and fts_pointer, stays with it.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/fts.h"
#include "shim/lib/lib.h"

struct openbsd_ftsent {
	struct openbsd_ftsent *cycle, *parent, *link;
	long number;
	void *pointer;
	char *accpath, *path;
	int32_t error, symfd;
	size_t pathlen, namelen;
	uint64_t ino;
	int32_t dev;
	uint32_t nlink;
	int32_t level;
	uint16_t info, flags, instr, spare;
	void *statp;
	char name[];
};
_Static_assert(offsetof(struct openbsd_ftsent, name) == 120, "FTSENT");

struct shown {
	struct freebsd_ftsent *of;
	struct openbsd_ftsent entry;
};

typedef int openbsd_order(const struct openbsd_ftsent **, const struct openbsd_ftsent **);

struct openbsd_fts {
	struct freebsd_fts *walk;
	openbsd_order *order;
};

#define NAMEONLY 0x1000 /* FTS_NAMEONLY */

/* NULL: there is none, or no memory for it. */
static struct openbsd_ftsent *show(struct freebsd_ftsent *e, bool with_list)
{
	struct fts_node *node = (struct fts_node *)e;
	struct openbsd_ftsent *to;

	if (!e)
		return NULL;
	if (!node->shown) {
		struct shown *new = calloc(1, sizeof *new + e->namelen + 1);

		if (!new)
			return NULL;
		new->of = e;
		node->shown = new;
	}
	to = &((struct shown *)node->shown)->entry;
	to->cycle = e->cycle ? show(e->cycle, false) : NULL;
	to->parent = show(e->parent, false);
	to->link = with_list ? show(e->link, true) : NULL;
	to->accpath = e->accpath;
	to->path = e->path;
	to->error = e->error;
	to->symfd = e->symfd;
	to->pathlen = e->pathlen;
	to->namelen = e->namelen;
	to->ino = e->ino;
	to->dev = (int32_t)e->dev;
	to->nlink = (uint32_t)e->nlink;
	to->level = (int32_t)e->level;
	to->info = (uint16_t)e->info;
	to->instr = (uint16_t)e->instr;
	to->statp = e->statp;
	if (e->name) /* what is above the arguments has none */
		memcpy(to->name, e->name, e->namelen + 1); /* it never becomes longer */
	return to;
}

/* Whose the comparison is that goes on: a comparison is not told. */
static __thread openbsd_order *ordering;

static int compare(const struct freebsd_ftsent *const *a, const struct freebsd_ftsent *const *b)
{
	const struct openbsd_ftsent *x = show((struct freebsd_ftsent *)*a, false);
	const struct openbsd_ftsent *y = show((struct freebsd_ftsent *)*b, false);

	return x && y ? ordering(&x, &y) : 0;
}

struct openbsd_fts *openbsd_fts_open(char *const *paths, int options, openbsd_order *order)
{
	struct openbsd_fts *f = malloc(sizeof *f);
	openbsd_order *before = ordering;

	if (!f)
		return NULL;
	ordering = f->order = order;
	f->walk = lib_fts_open(paths, options, order ? compare : NULL);
	ordering = before;
	if (f->walk)
		return f;
	free(f);
	return NULL;
}

struct openbsd_ftsent *openbsd_fts_read(struct openbsd_fts *f)
{
	openbsd_order *before = ordering;
	struct freebsd_ftsent *e;

	ordering = f->order;
	e = lib_fts_read(f->walk);
	ordering = before;
	return show(e, false);
}

struct freebsd_ftsent *lib_fts_children(struct freebsd_fts *f, int options);

struct openbsd_ftsent *openbsd_fts_children(struct openbsd_fts *f, int options)
{
	openbsd_order *before = ordering;
	struct freebsd_ftsent *e;

	ordering = f->order;
	e = lib_fts_children(f->walk, options == NAMEONLY ? FREEBSD_FTS_NAMEONLY
				      : options           ? -1
							  : 0);
	ordering = before;
	return show(e, true);
}

int openbsd_fts_set(struct openbsd_fts *f, struct openbsd_ftsent *e, int instruction)
{
	struct shown *s = (struct shown *)((char *)e - offsetof(struct shown, entry));
	int ret = lib_fts_set(f->walk, s->of, instruction);

	if (!ret)
		e->instr = (uint16_t)instruction;
	return ret;
}

int openbsd_fts_close(struct openbsd_fts *f)
{
	int ret = lib_fts_close(f->walk);

	free(f);
	return ret;
}
