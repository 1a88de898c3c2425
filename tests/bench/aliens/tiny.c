/* A program that does nothing: what is measured is its start. */
#include "alien.h"

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	return 0;
}
