/* A call whose structure must be converted. */
#include "measure.h"

static char stat[256] __attribute__((aligned(8)));

void prepare(char **arguments)
{
	(void)arguments;
}

void measure(long n)
{
	for (; n; n--)
		call(NR_fstat, 0, stat);
}
