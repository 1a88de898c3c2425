/* quick_exit(3): the host's would end without abirun's knowing. */
#include <pthread.h>
#include <stdlib.h>

#include "shim/lib/lib.h"
#include "shim/process.h"

struct quick {
	struct quick *next;
	void (*function)(void);
};
static struct quick *all;

int lib_at_quick_exit(void (*function)(void))
{
	struct quick *q = malloc(sizeof *q);

	if (!q)
		return 1;
	q->function = function;
	q->next = __atomic_load_n(&all, __ATOMIC_RELAXED);
	while (!__atomic_compare_exchange_n(&all, &q->next, q, false, __ATOMIC_RELEASE,
					    __ATOMIC_RELAXED))
		;
	return 0;
}

void lib_quick_exit(int status)
{
	for (const struct quick *q = __atomic_load_n(&all, __ATOMIC_ACQUIRE); q; q = q->next)
		q->function();
	process_exit(status);
}
