/* fts(3) */
#ifndef SHIM_LIB_FTS_H
#define SHIM_LIB_FTS_H

#include "abi-tables/freebsd/fts.h"

typedef int fts_order(const struct freebsd_ftsent *const *, const struct freebsd_ftsent *const *);

struct freebsd_fts *lib_fts_open(char *const *paths, int options, fts_order *order);
struct freebsd_ftsent *lib_fts_read(struct freebsd_fts *f);
int lib_fts_set(struct freebsd_fts *f, struct freebsd_ftsent *e, int instruction);
int lib_fts_close(struct freebsd_fts *f);

#endif
