/* An image on its way into memory; shared by map.c and reserve.c. */
#ifndef LOADER_LOADING_H
#define LOADER_LOADING_H

#include <stddef.h>
#include <stdint.h>

#include "loader/plan.h"

struct loading {
	int fd;
	const struct plan *plan;
	uint64_t base; /* added to the plan's addresses; reserve_span sets it */
	char *problem;
	size_t problem_size;
};

/* Put one line into the problem, and return the error. */
int refuse(const struct loading *l, int error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Reserve the plan's span without clobbering anything.  0, or -errno with the problem told. */
int reserve_span(struct loading *l);

#endif
