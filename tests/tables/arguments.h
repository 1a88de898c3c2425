/* Whether a row has the arguments that a system's own list says of its call. */
#ifndef TESTS_TABLES_ARGUMENTS_H
#define TESTS_TABLES_ARGUMENTS_H

#include <stdbool.h>
#include <string.h>

#include "abi-tables/row.h"

/*
 * What an argument kind is passed as; the second letter too where it may be either.  A HAND's map
 * function may take 32 bits of what is traced as a size or in hexadecimal.
 */
static const char kind_is[ARG_KIND_COUNT][3] = {
	[ARG_FD] = "i",       [ARG_INT] = "i",     [ARG_UINT] = "i",    [ARG_MODE] = "i",
	[ARG_PID] = "il",     [ARG_UID] = "i",     [ARG_GID] = "i",     [ARG_DEV] = "il",
	[ARG_DIRFD] = "i",    [ARG_SIGNAL] = "i",  [ARG_FLAGS] = "il",  [ARG_ENUM] = "i",
	[ARG_LONG] = "l",     [ARG_SIZE] = "l",    [ARG_OFF] = "l",     [ARG_HEX] = "pl",
	[ARG_PTR] = "p",      [ARG_PATH] = "p",    [ARG_LPATH] = "p",   [ARG_STR] = "p",
	[ARG_BUF_IN] = "p",   [ARG_BUF_OUT] = "p", [ARG_IOV_IN] = "p",  [ARG_IOV_OUT] = "p",
	[ARG_IN] = "p",       [ARG_OUT] = "p",     [ARG_INOUT] = "p",   [ARG_ADDR_IN] = "p",
	[ARG_ADDR_OUT] = "p", [ARG_STRINGS] = "p", [ARG_LIST_IN] = "p", [ARG_LIST_OUT] = "p",
	[ARG_LEN_PTR] = "p",
};

/*
 * As many, and of its kinds: a row was not taken for another.  `want` has a letter for
 * each: i of 32 bits, l of 64, p a pointer; "*" whatever is passed.
 */
static bool has_arguments(const struct row *r, const char *want)
{
	bool same = true;

	if (*want == '*')
		return true;
	for (const struct arg *a = r->args; a < r->args + ROW_ARGS && a->kind; a++) {
		const char *is = kind_is[a->kind];

		if (a->kind == ARG_CWD || a->kind == ARG_ZERO)
			continue;
		if (*want == 'i' && r->kind == ROW_HAND &&
		    (a->kind == ARG_SIZE || a->kind == ARG_HEX))
			is = "i";
		same = same && *want && (!*is || strchr(is, *want));
		want += *want != 0;
	}
	return same && !*want;
}

#endif
