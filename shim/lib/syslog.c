/* syslog(3): priorities, facilities and options are the same; %m is FreeBSD's. */
#include <stdarg.h>
#include <stdlib.h>
#include <syslog.h>

#include "shim/lib/format.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

const char *lib_getprogname(void);

/* Without a name it is the program's, not abirun's. */
void lib_openlog(const char *name, int options, int facility)
{
	openlog(name ? name : lib_getprogname(), options, facility);
}

void lib_vsyslog(int priority, const char *format, va_list args)
{
	char *text;

	if (lib_format_new(&text, format, args) < 0)
		return;
	syslog(priority, "%s", text);
	free(text);
}

void lib_syslog(int priority, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	lib_vsyslog(priority, format, args);
	va_end(args);
}
