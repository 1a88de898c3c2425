/*
 * Where a dynamic program for FreeBSD starts.  As of FreeBSD 14 it leaves all to its C
 * library; with -DOLD_START as before: rtld gives a function for the end, and
 * the program has environ and __progname itself.
 */
int main(int argc, char **argv, char **envp);

#ifdef OLD_START
char **environ;
const char *__progname = "";
int atexit(void (*function)(void));
void exit(int status) __attribute__((noreturn));

static void start(long *vector, void (*cleanup)(void))
{
	char **argv = (char **)(vector + 1);

	environ = argv + vector[0] + 1;
	__progname = argv[0];
	if (cleanup)
		atexit(cleanup);
	exit(main((int)vector[0], argv, environ));
}
#else
void __libc_start1(int argc, char **argv, char **envp, void (*cleanup)(void),
		   int (*main)(int, char **, char **)) __attribute__((noreturn));

static void start(long *vector, void (*cleanup)(void))
{
	char **argv = (char **)(vector + 1);

	__libc_start1((int)vector[0], argv, argv + vector[0] + 1, cleanup, main);
}
#endif

void _start(long *vector, void (*cleanup)(void))
{
	start(vector, cleanup);
	__builtin_trap();
}
