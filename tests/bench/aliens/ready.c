/* Asking a queue (kqueue, epoll) with one descriptor, which is ready. */
#include "measure.h"

static int queue;

void prepare(char **arguments)
{
	int ends[2];

	(void)arguments;
	call(NR_pipe2, ends, 0);
	call(NR_write, ends[1], "x", 1);
	queue = ready_new(ends[0]);
	if (queue < 0 || ready_now(queue) != 1) {
		say("ready: the queue does not tell\n");
		call(NR_exit_all, 1);
	}
}

void measure(long n)
{
	for (; n; n--)
		ready_now(queue);
}
