/* sysconf(3): the alien's names and limits. */
#include <unistd.h>

#include "shim/lib/lib.h"

/* Options that the system knows by name and does not have say -1 and leave errno alone. */
long lib_sysconf(int name)
{
	const struct lib_answer *answers = lib_facts->sysconf;

	for (size_t i = 0; i < lib_facts->sysconf_count; i++)
		if (answers[i].name == name)
			return answers[i].host < 0 ? answers[i].value : sysconf(answers[i].host);
	if (name < 1 || name > lib_facts->sysconf_last)
		errno = EINVAL;
	return -1;
}
