/* A library that libone needs: it starts first and ends last. */
#include "bsd.h"

int two_value = 22, two_order;
__thread int two_thread = 222;
__thread char two_zero[100];
int order_count;

__attribute__((constructor)) static void start(void)
{
	two_order = ++order_count;
}

__attribute__((destructor)) static void end(void)
{
	printf("two ends\n");
	fflush(NULL);
}

int *two_thread_by_descriptor(void)
{
	char *thread;
	long offset;

	__asm__("lea two_thread@tlsdesc(%%rip), %%rax\n\tcall *two_thread@tlscall(%%rax)"
		: "=a"(offset));
	__asm__("mov %%fs:0, %0" : "=r"(thread));
	return (int *)(thread + offset);
}

static int answer(void)
{
	return 42;
}

static int (*choose(void))(void)
{
	return answer;
}
int two_chosen(void) __attribute__((ifunc("choose")));
