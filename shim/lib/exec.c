/* The exec family: the search for a program, and execve, which is a call of the alien's. */
#include <alloca.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

/* paths.h: _PATH_DEFPATH */
#define DEFAULT_PATH "/sbin:/bin:/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"

static char **own_environment(void)
{
	return *(char ***)lib_environ.at;
}

/* A text without a format that the system knows is a script of sh's: exec(3). */
static void run_shell(const char *path, char *const argv[], char *const envp[])
{
	size_t argc = 0;
	const char **list;

	while (argv[argc])
		argc++;
	list = alloca((argc + 3) * sizeof *list);
	list[0] = "sh";
	list[1] = path;
	for (size_t i = 1; i <= argc; i++)
		list[i + 1] = argv[i];
	if (!argc)
		list[2] = NULL;
	lib_row(NR_execve, "/bin/sh", list, envp);
}

/* Only errno; ENOENT and ENOTDIR go on to the next directory. */
static bool go_on_after(int error)
{
	return error == ENOENT || error == ENOTDIR;
}

int lib_execvpe(const char *name, char *const argv[], char *const envp[], const char *path)
{
	char full[PATH_MAX];
	bool denied = false;
	size_t length;

	if (strchr(name, '/') || !*name) {
		lib_row(NR_execve, name, argv, envp);
		if (errno == ENOEXEC)
			run_shell(name, argv, envp);
		return -1;
	}
	for (const char *p = path; p; p = p[length] ? p + length + 1 : NULL) {
		length = strcspn(p, ":");
		if ((size_t)snprintf(full, sizeof full, "%.*s/%s", length ? (int)length : 1,
				     length ? p : ".", name) >= sizeof full)
			continue;
		lib_row(NR_execve, full, argv, envp);
		if (errno == ENOEXEC) {
			run_shell(full, argv, envp);
			return -1;
		}
		if (errno == EACCES)
			denied = true;
		else if (!go_on_after(errno))
			return -1;
	}
	errno = denied ? EACCES : ENOENT;
	return -1;
}

int lib_execv(const char *path, char *const argv[])
{
	return (int)lib_row(NR_execve, path, argv, own_environment());
}

static const char *search_path(void)
{
	char *lib_getenv(const char *);
	const char *path = lib_getenv("PATH");

	return path ? path : DEFAULT_PATH;
}

int lib_execvp(const char *name, char *const argv[])
{
	return lib_execvpe(name, argv, own_environment(), search_path());
}

int lib_execvP(const char *name, const char *path, char *const argv[])
{
	return lib_execvpe(name, argv, own_environment(), path);
}

static size_t count_args(va_list args)
{
	size_t n = 1;

	while (va_arg(args, char *))
		n++;
	return n;
}

/* argv from a list of arguments that ends with NULL. */
#define ARGV_OF(argv, arg, args)                                                                   \
	do {                                                                                       \
		va_start(args, arg);                                                               \
		argv = alloca((count_args(args) + 1) * sizeof *argv);                              \
		va_end(args);                                                                      \
		va_start(args, arg);                                                               \
		argv[0] = (char *)arg;                                                             \
		for (size_t i = 0; argv[i]; i++)                                                   \
			argv[i + 1] = va_arg(args, char *);                                        \
	} while (0)

int lib_execl(const char *path, const char *arg, ...)
{
	char **argv;
	va_list args;

	ARGV_OF(argv, arg, args);
	va_end(args);
	return lib_execv(path, argv);
}

int lib_execlp(const char *name, const char *arg, ...)
{
	char **argv;
	va_list args;

	ARGV_OF(argv, arg, args);
	va_end(args);
	return lib_execvp(name, argv);
}

int lib_execle(const char *path, const char *arg, ...)
{
	char **argv, **envp;
	va_list args;

	ARGV_OF(argv, arg, args);
	envp = va_arg(args, char **);
	va_end(args);
	return (int)lib_row(NR_execve, path, argv, envp);
}
