#include "syscall-map/map.h"

/* The answer of a row that has none: its errno, and a trace that says which. */
long map_none(struct call *c)
{
	hole(c->row->symbol, c->nr);
	return -c->row->error;
}
