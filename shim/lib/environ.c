/*
 * The environment.  The variable environ is the program's own (crt1 defines it, or it
 * has a copy of the library's), and programs change it; glibc has another.
 */
#include <stdlib.h>
#include <unistd.h>

#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

struct library_data lib_environ = { .at = &environ, .own = &environ };

void lib_environ_to_host(void)
{
	environ = *(char ***)lib_environ.at;
}

void lib_environ_from_host(void)
{
	*(char ***)lib_environ.at = environ;
}

char *lib_getenv(const char *name)
{
	lib_environ_to_host();
	return getenv(name);
}

char *lib_secure_getenv(const char *name)
{
	lib_environ_to_host();
	return secure_getenv(name);
}

/* EINVAL and ENOMEM, which are the same on both. */
int lib_setenv(const char *name, const char *value, int overwrite)
{
	int ret;

	lib_environ_to_host();
	ret = setenv(name, value, overwrite);
	lib_environ_from_host();
	return ret;
}

int lib_unsetenv(const char *name)
{
	int ret;

	lib_environ_to_host();
	ret = unsetenv(name);
	lib_environ_from_host();
	return ret;
}

/* The host takes a string without '=' to be removed; FreeBSD refuses it. */
int lib_putenv(char *string)
{
	int ret;

	for (const char *p = string; *p != '='; p++) {
		if (!*p) {
			errno = EINVAL;
			return -1;
		}
	}
	lib_environ_to_host();
	ret = putenv(string);
	lib_environ_from_host();
	return ret;
}

int lib_clearenv(void)
{
	int ret;

	lib_environ_to_host();
	ret = clearenv();
	lib_environ_from_host();
	return ret;
}
