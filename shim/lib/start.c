/*
 * From the program's first instruction to main, and from exit to the end.
 *
 * crt1 of FreeBSD 14 and later leaves all to __libc_start1; an older one keeps
 * environ and __progname itself, registers the last functions with atexit and calls
 * exit(main(...)).
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/process.h"

int __cxa_atexit(void (*f)(void *), void *arg, void *dso);

static char *progname_own = "";
struct library_data lib_progname = { .at = &progname_own, .own = &progname_own };
/* Programs' macros of stdio look at it: with threads they call functions, which we want. */
static int isthreaded_own = 1;
struct library_data lib_isthreaded = { .at = &isthreaded_own, .own = &isthreaded_own };

static void at_end(int status, void *unused)
{
	(void)unused;
	fflush(NULL);
	process_exit(status);
}

void lib_exit_prepare(void)
{
	on_exit(at_end, NULL);
}

int lib_atexit(void (*function)(void))
{
	return __cxa_atexit((void (*)(void *))function, NULL, NULL);
}

void lib_exit(int status)
{
	exit(status);
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

void lib_setprogname(const char *name)
{
	*(const char **)lib_progname.at = last_part(name);
}

const char *lib_getprogname(void)
{
	return *(const char **)lib_progname.at;
}

void lib_libc_start1(int argc, char **argv, char **envp, void (*cleanup)(void),
		     int (*main)(int, char **, char **))
{
	*(char ***)lib_environ.at = envp;
	if (argc > 0 && argv[0])
		lib_setprogname(argv[0]);
	if (cleanup)
		lib_atexit(cleanup);
	exit(main(argc, argv, envp));
}

/* Of a static program's start; rtld has done it for a dynamic one. */
void lib_init_tls(void)
{
}

int *lib_error(void)
{
	return &errno;
}

/* By the one signal, even where it is blocked or its handler returns. */
void lib_abort(void)
{
	struct lib_sigaction action = { .handler = (uint64_t)SIG_DFL };
	struct lib_sigset mask = { { 1u << (SIGABRT - 1) } };

	lib_mask(LIB_SIG_UNBLOCK, &mask, NULL);
	lib_raise(SIGABRT);
	lib_action(SIGABRT, &action, NULL);
	lib_raise(SIGABRT);
	process_exit(1);
}
