/* Names of FreeBSD's views, for its rows: PTR_AS(name), HEX_AS(name). */
#ifndef ABI_TABLES_FREEBSD_VIEWS_H
#define ABI_TABLES_FREEBSD_VIEWS_H

#include "abi-tables/view.h"

enum freebsd_view {
	SEEN_none,
#define VIEW(name, shape, time, kind, table, count, at) SEEN_##name,
#define CHOOSE(name, table, at)                         SEEN_##name,
#include "abi-tables/freebsd/views.def"
#undef VIEW
#undef CHOOSE
	SEEN_COUNT
};
_Static_assert(SEEN_COUNT <= 256, "struct arg has a byte for a view");

extern const struct view freebsd_views[SEEN_COUNT];

#endif
