/* uname(3): the caller says how long each of the five strings is. */
#include <stdlib.h>
#include <string.h>

#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

/* A variable of uname(1) and (3) stands for what the kernel says. */
static int take(const char *variable, const char *sysctl, char *to, size_t size)
{
	const char *says = getenv(variable);
	size_t n = size;

	if (says) {
		memset(to, 0, size);
		strncpy(to, says, size - 1);
		return 0;
	}
	if (lib_row(NR___sysctlbyname, sysctl, strlen(sysctl), to, &n, 0, 0) < 0 && errno != ENOMEM)
		return -1;
	to[size - 1] = 0;
	return 0;
}

int lib_xuname(int size, char *to)
{
	static const char *const names[5][2] = {
		{ "UNAME_s", "kern.ostype" },    { "", "kern.hostname" },
		{ "UNAME_r", "kern.osrelease" }, { "UNAME_v", "kern.version" },
		{ "UNAME_m", "hw.machine" },
	};
	char *version = to + 3l * size;

	lib_environ_to_host();
	for (int i = 0; i < 5; i++)
		if (take(names[i][0], names[i][1], to + (long)i * size, (size_t)size) < 0)
			return -1;
	/* One line: the version's ends are blanks. */
	for (char *c = version; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	return 0;
}
