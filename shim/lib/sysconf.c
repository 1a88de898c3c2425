/* sysconf(3): FreeBSD's names and limits. */
#include <unistd.h>

#include "abi-tables/freebsd/libc.h"
#include "shim/lib/lib.h"

static const struct {
	int name, host;
	long value;
} answers[] = {
#define SAYS(number, name, value) { number, -1, value },
#define ASKS(number, name)        { number, _SC_##name, 0 },
#include "abi-tables/freebsd/sysconf.def"
#undef SAYS
#undef ASKS
};

/* Options that FreeBSD knows by name and does not have say -1 and leave errno alone. */
long lib_sysconf(int name)
{
	for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
		if (answers[i].name == name)
			return answers[i].host < 0 ? answers[i].value : sysconf(answers[i].host);
	if (name < 1 || name > FREEBSD_SYSCONF_LAST)
		errno = EINVAL;
	return -1;
}
