/* fts(3) */
#ifndef SHIM_LIB_FTS_H
#define SHIM_LIB_FTS_H

#include <stdbool.h>

#include "abi-tables/freebsd/fts.h"

typedef int fts_order(const struct freebsd_ftsent *const *, const struct freebsd_ftsent *const *);

/* FTS: only its options and the client's pointer are read by others, through functions. */
struct freebsd_fts {
	struct freebsd_ftsent *now;      /* returned last */
	struct freebsd_ftsent *children; /* of fts_children, not walked yet */
	struct freebsd_ftsent *head;     /* stands above the arguments */
	fts_order *order;
	void *client;
	int options;
};

/* An entry, and what another system's library has made of it to show it (NULL: nothing). */
struct fts_node {
	struct freebsd_ftsent entry;
	void *shown;
};
void fts_free(struct freebsd_ftsent *e);

/* A new entry; directory NULL: an argument. */
struct freebsd_ftsent *fts_make(struct freebsd_fts *f, struct freebsd_ftsent *parent,
				const char *directory, const char *name);
/* What it is (fts_info), its stat filled in; follow: of a symbolic link, what it leads to. */
int fts_look(struct freebsd_ftsent *e, bool follow);
struct freebsd_ftsent *fts_sorted(struct freebsd_fts *f, struct freebsd_ftsent *list);
void fts_free_list(struct freebsd_ftsent *e);
/* What is in a directory; NULL with errno 0 where nothing is.  names: only those. */
struct freebsd_ftsent *fts_read_directory(struct freebsd_fts *f, struct freebsd_ftsent *parent,
					  bool names);

struct freebsd_fts *lib_fts_open(char *const *paths, int options, fts_order *order);
struct freebsd_ftsent *lib_fts_read(struct freebsd_fts *f);
int lib_fts_set(struct freebsd_fts *f, struct freebsd_ftsent *e, int instruction);
int lib_fts_close(struct freebsd_fts *f);

#endif
