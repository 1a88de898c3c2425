/* A library of the alien's that needs another. */
#include "bsd.h"

extern int order_count, two_value;
extern __thread int two_thread;
int one_order;
__thread int one_thread = 111;

__attribute__((constructor)) static void start(int argc, char **argv, char **envp)
{
	EXPECT(argc > 0 && argv[0] && envp == environ);
	one_order = ++order_count;
}

__attribute__((destructor)) static void end(void)
{
	printf("one ends\n");
}

int one_sum(void)
{
	return one_thread + two_thread + two_value;
}
