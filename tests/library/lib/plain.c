/* Opened and closed by loads.c: it needs another, and nothing keeps it in memory. */
#include "bsd.h"

static int *told;

int plain_depth(int depth)
{
	return depth ? 1 + plain_depth(depth - 1) : 0;
}

__attribute__((destructor)) static void last(void)
{
	if (told)
		*told += 1000;
}

void plain_tell(int *where)
{
	told = where;
}
