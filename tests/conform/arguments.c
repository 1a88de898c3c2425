/* Prints its arguments, one a line; the first may be "status N" to end with. */
#include "alien.h"

int main(int argc, char **argv, char **envp)
{
	(void)envp;
	for (int i = 0; i < argc; i++)
		say("%s\n", argv[i]);
	EXPECT(argv[argc] == NULL);
	if (argc > 2 && !strcmp(argv[1], "status"))
		return (int)to_long(argv[2]);
	return 0;
}
