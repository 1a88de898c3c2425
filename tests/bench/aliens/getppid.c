/* The cheapest call there is, its number in the instruction before. */
#include "measure.h"

void prepare(char **arguments)
{
	(void)arguments;
}

void measure(long n)
{
	for (long ret; n; n--)
		__asm__ volatile("mov %1, %%eax\n\tsyscall"
				 : "=a"(ret)
				 : "i"(NR_getppid)
				 : "rcx", "rdx", "r8", "r9", "r10", "r11", "memory");
}
