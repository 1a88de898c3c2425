/* How far a call is there: derived from its row and its note. */
#ifndef LOADER_COVERAGE_H
#define LOADER_COVERAGE_H

#include <stddef.h>

#include "abi-tables/abi.h"

enum state { STATE_WORKS, STATE_PARTLY, STATE_LATER, STATE_REFUSED, STATE_COUNT };

/* "works", "in part", "not yet", "refused" */
extern const char *const state_names[STATE_COUNT];

enum state state_of(const struct abi *abi, long nr);
/* NULL where there is none. */
const char *note_of(const struct abi *abi, long nr);
/* The row of a number, NULL where there is none. */
const struct row *row_at(const struct abi *abi, long nr);
/* Calls in each state. */
void count_states(const struct abi *abi, unsigned counts[STATE_COUNT]);

/* "read" of "read@FBSD_1.0", into `name`. */
void bare_name(const struct row *row, char *name, size_t size);
/* The alien's name for a NONE row's errno. */
const char *errno_name_of(const struct abi *abi, const struct row *row);

/* Made by loader/handlers.sh from the sources: where map functions are, what the host's calls are
 * called. */
struct handler {
	map_fn *map;
	const char *name, *file;
};
extern const struct handler handlers[]; /* ends with map NULL */
extern const char *const host_call_names[];
extern const unsigned host_call_count;

/* Where a row's map function is; NULL where it is not known. */
const struct handler *handler_of(const struct row *row);
/* "read"; "" where the row has no host call. */
const char *host_call_name(const struct row *row);

#endif
