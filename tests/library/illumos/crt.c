/*
 * A dynamic program for illumos that starts as its crt1.o and crti.o do: it has _environ itself,
 * of which environ is another name, and calls its _init and _fini, which the linker leaves alone.
 */
#include "tests/library/named.h"

int main(int argc, char **argv, char **envp);
int atexit(void (*f)(void));
void __fpstart(void);
char *getenv(const char *name);
int setenv(const char *name, const char *value, int over);

char **_environ;
extern char **environ __attribute__((weak, alias("_environ")));

static volatile int order;

void _init(void)
{
	CHECK(order == 1);
	order = 2;
}

/* By the linker, before the program's first instruction. */
__attribute__((constructor)) static void first(void)
{
	CHECK(order == 0);
	order = 1;
}

void _fini(void)
{
	CHECK(order == 3);
	order = 4;
}

__attribute__((destructor)) static void last(void)
{
	CHECK(order == 4);
	write(1, "ended\n", 6);
}

void start(long argc, char **argv, char **envp, void (*cleanup)(void))
{
	if (cleanup)
		CHECK(atexit(cleanup) == 0);
	CHECK(atexit(_fini) == 0);
	if (!_environ)
		_environ = envp;
	__fpstart();
	_init();
	exit(main((int)argc, argv, _environ));
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv;
	CHECK(order == 2 && envp == environ);
	order = 3;
	CHECK(setenv("FROM_MAIN", "1", 1) == 0 && getenv("FROM_MAIN"));
	for (char **e = environ; *e; e++)
		if (!strcmp(*e, "FROM_MAIN=1"))
			return 0;
	return 1;
}
