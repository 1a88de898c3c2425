/* Two threads that let each other go on in turn: thr_suspend and thr_wake, _lwp_park and
 * _lwp_unpark. */
#include "measure.h"

static struct thread other;
static long first;
static char stack[16384];

static void play(void *arg)
{
	(void)arg;
	for (;;) {
		thread_park();
		thread_unpark(first);
	}
}

void prepare(char **arguments)
{
	(void)arguments;
	first = thread_self();
	thread_start(&other, play, 0, stack, sizeof(stack));
}

void measure(long n)
{
	for (; n; n--) {
		thread_unpark(other.tid);
		thread_park();
	}
}
