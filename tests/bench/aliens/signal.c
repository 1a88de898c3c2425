/* A signal to oneself: sent, its handler entered, and back. */
#include "measure.h"

static volatile long caught;
static long self;

static void handler(int signal)
{
	(void)signal;
	caught++;
}

void prepare(char **arguments)
{
	(void)arguments;
	self = thread_self();
	signal_catch(SIGUSR1, handler, 0);
}

void measure(long n)
{
	long before = caught;

	for (long i = n; i; i--)
		signal_thread(self, SIGUSR1);
	if (caught - before != n) {
		say("signal: %ld sent, %ld caught\n", n, caught - before);
		call(NR_exit_all, 1);
	}
}
