/* A thread started and joined. */
#include "measure.h"

static char stack[16384];

static void nothing(void *arg)
{
	(void)arg;
}

void prepare(char **arguments)
{
	(void)arguments;
}

void measure(long n)
{
	struct thread t;

	for (; n; n--) {
		if (thread_start(&t, nothing, 0, stack, sizeof(stack)) < 0) {
			say("thread: cannot start one\n");
			call(NR_exit_all, 1);
		}
		thread_join(&t);
	}
}
