/*
 * utrace(2): bytes for whoever traces the process, who is --trace here and is shown
 * them as the argument that they are.  A kernel that traces nobody looks at nothing.
 */
#include "syscall-map/map.h"

/* Bytes, how many. */
long map_utrace(struct call *c)
{
	(void)c;
	return 0;
}
