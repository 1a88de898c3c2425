/* Two threads that wake each other in turn. */
#include "measure.h"

static uint32_t turn;
static struct thread other;
static char stack[16384];

/* Give the turn to `to`, wake who has it, and sleep until it is `mine` again. */
static void pass(uint32_t to, uint32_t mine)
{
	__atomic_store_n(&turn, to, __ATOMIC_SEQ_CST);
	word_wake(&turn);
	while (__atomic_load_n(&turn, __ATOMIC_SEQ_CST) != mine)
		word_wait(&turn, to);
}

static void play(void *arg)
{
	(void)arg;
	while (!__atomic_load_n(&turn, __ATOMIC_SEQ_CST))
		word_wait(&turn, 0);
	for (;;)
		pass(0, 1);
}

void prepare(char **arguments)
{
	(void)arguments;
	thread_start(&other, play, 0, stack, sizeof(stack));
}

void measure(long n)
{
	for (; n; n--)
		pass(1, 0);
}
