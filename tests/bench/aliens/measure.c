#include "measure.h"

static uint32_t word;

static void sleep_on_word(void *arg)
{
	for (;;)
		word_wait(arg, 0);
}

int main(int argc, char **argv, char **envp)
{
	static struct thread sleeper;
	static char stack[16384];
	long n = argc > 1 ? to_long(argv[1]) : 0;
	bool threads = argc > 2 && !strcmp(argv[2], "threads");
	long start;

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
	measure(n / 10 + 1);
	start = now();
	measure(n);
	say("%ld %ld\n", now() - start, n);
	return 0;
}
