/*
 * Adding descriptors to a queue (kqueue, epoll), as many as the argument says, and
 * taking them out again: one of these is the unit, so its cost must not depend on how
 * many there are.
 */
#include "measure.h"

static int queue, first, last;

void prepare(char **arguments)
{
	long count = arguments[0] ? to_long(arguments[0]) : 1, most = descriptors_raise();
	int ends[2], idle[2];

	call(NR_pipe2, ends, 0);
	call(NR_pipe2, idle, 0);
	queue = ready_new(ends[0]);
	first = last = call(NR_dup, idle[0]);
	while (--count > 0) {
		last = call(NR_dup, idle[0]);
		if (is_error(last)) {
			say("enroll: %ld too many: %ld are allowed\n", count, most);
			call(NR_exit_all, 1);
		}
	}
}

/* All of them, as often as n takes. */
void measure(long n)
{
	while (n > 0) {
		for (int fd = first; fd <= last; fd++)
			ready_add(queue, fd);
		for (int fd = first; fd <= last; fd++)
			ready_remove(queue, fd);
		n -= last - first + 1;
	}
}
