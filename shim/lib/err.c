/* err(3): messages to standard error, or the stream that err_set_file names. */
#include "shim/lib/err.h"

#include <stdbool.h>

#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/stdio.h"

const char *lib_getprogname(void);
void lib_exit(int status) __attribute__((noreturn));
int lib_fprintf(struct lib_file *f, const char *format, ...);

static struct lib_file *chosen;
static void (*at_exit)(int);

/* NULL: standard error. */
void lib_err_set_file(void *stream)
{
	chosen = stream;
}

void lib_err_set_exit(void (*function)(int))
{
	at_exit = function;
}

/* error 0: none is named. */
static void say(bool named, int error, const char *format, va_list args)
{
	struct lib_file *to = chosen ? chosen : *(struct lib_file **)lib_stderr.at;
	int before = errno;

	flockfile(lib_host_file(to));
	lib_fprintf(to, "%s: ", lib_getprogname());
	if (format)
		lib_vfprintf(to, format, args);
	if (named)
		lib_fprintf(to, "%s%s", format ? ": " : "", lib_strerror(error));
	lib_fprintf(to, "\n");
	funlockfile(to->host);
	errno = before;
}

static void __attribute__((noreturn)) leave(int status)
{
	if (at_exit)
		at_exit(status);
	lib_exit(status);
}

void lib_vwarn(const char *format, va_list args)
{
	say(true, errno, format, args);
}

void lib_vwarnc(int error, const char *format, va_list args)
{
	say(true, error, format, args);
}

void lib_vwarnx(const char *format, va_list args)
{
	say(false, 0, format, args);
}

void lib_verr(int status, const char *format, va_list args)
{
	say(true, errno, format, args);
	leave(status);
}

void lib_verrc(int status, int error, const char *format, va_list args)
{
	say(true, error, format, args);
	leave(status);
}

void lib_verrx(int status, const char *format, va_list args)
{
	say(false, 0, format, args);
	leave(status);
}

#define VARIADIC(name, parameters, ...)                                                            \
	void lib_##name parameters                                                                 \
	{                                                                                          \
		va_list args;                                                                      \
                                                                                                   \
		va_start(args, format);                                                            \
		lib_v##name(__VA_ARGS__, args);                                                    \
		va_end(args);                                                                      \
	}

VARIADIC(warn, (const char *format, ...), format)
VARIADIC(warnc, (int error, const char *format, ...), error, format)
VARIADIC(warnx, (const char *format, ...), format)
VARIADIC(err, (int status, const char *format, ...), status, format)
VARIADIC(errc, (int status, int error, const char *format, ...), status, error, format)
VARIADIC(errx, (int status, const char *format, ...), status, format)
