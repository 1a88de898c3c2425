#include "measure.h"

static uint32_t word;

static void sleep_on_word(void *arg)
{
	for (;;)
		word_wait(arg, 0);
}

/* The n times in parts, and the median part's time: what else ran spoils a few. */
#define PARTS 25

static long median_part(long each)
{
	long took[PARTS];

	for (int i = 0; i < PARTS; i++) {
		long start = now(), t;
		int at = i;

		measure(each);
		for (t = now() - start; at && took[at - 1] > t; at--)
			took[at] = took[at - 1];
		took[at] = t;
	}
	return took[PARTS / 2];
}

int main(int argc, char **argv, char **envp)
{
	static struct thread sleeper;
	static char stack[16384];
	long n = argc > 1 ? to_long(argv[1]) : 0;
	bool threads = argc > 2 && !strcmp(argv[2], "threads");
	long each;

	(void)envp;
	if (n <= 0) {
		say("usage: %s N [threads] [ARGUMENT...]\n", argv[0]);
		return 2;
	}
	if (threads && thread_start(&sleeper, sleep_on_word, &word, stack, sizeof(stack)) < 0) {
		say("%s: no second thread\n", argv[0]);
		return 1;
	}
	prepare(argv + 2 + threads);
	each = n < PARTS ? 1 : n / PARTS;
	measure(n / 10 + 1);
	say("%ld %ld\n", median_part(each), each);
	return 0;
}
