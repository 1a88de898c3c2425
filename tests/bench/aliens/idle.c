/*
 * A queue (kqueue, epoll) with one descriptor that is ready among many that are not:
 * what asking it costs must not depend on those.  The argument is how many.
 */
#include "measure.h"

static int queue;

void prepare(char **arguments)
{
	long count = arguments[0] ? to_long(arguments[0]) : 0, most = descriptors_raise();
	int ends[2], idle[2];

	call(NR_pipe2, ends, 0);
	call(NR_pipe2, idle, 0);
	call(NR_write, ends[1], "x", 1);
	queue = ready_new(ends[0]);
	for (; count > 0; count--) {
		long fd = call(NR_dup, idle[0]);

		if (is_error(fd) || is_error(ready_add(queue, fd))) {
			say("idle: %ld too many: %ld are allowed\n", count, most);
			call(NR_exit_all, 1);
		}
	}
}

void measure(long n)
{
	for (; n; n--)
		if (ready_now(queue) != 1)
			call(NR_exit_all, 1);
}
