/*
 * getopt(3).  FreeBSD's stops at the first argument that is no option, starts anew where
 * optreset says so, and says its errors in other words than the host's.
 */
#include "shim/lib/getopt.h"

#include <string.h>

#include "shim/lib/err.h"
#include "shim/lib/lib.h"

static char *arg_own;
static int err_own = 1, ind_own = 1, opt_own = '?', reset_own;
static char *suboptarg_own;
struct library_data lib_optarg = { &arg_own, &arg_own, NULL };
struct library_data lib_opterr = { &err_own, &err_own, NULL };
struct library_data lib_optind = { &ind_own, &ind_own, NULL };
struct library_data lib_optopt = { &opt_own, &opt_own, NULL };
struct library_data lib_optreset = { &reset_own, &reset_own, NULL };
struct library_data lib_suboptarg = { &suboptarg_own, &suboptarg_own, NULL };

/* Where in a word of several options it is; "" between words. */
static const char *place = "";

static int complain(const char *options, const char *what, int ret)
{
	if (OPTERR && *options != ':')
		lib_warnx("%s -- %c", what, OPTOPT);
	return ret;
}

/* The next word's options; false: there are no more. */
static bool next_word(int argc, char *const argv[], const char *options)
{
	OPTRESET = 0;
	place = OPTIND < argc ? argv[OPTIND] : "";
	if (*place != '-') {
		place = "";
		return false;
	}
	if (place[1] == '-' && !place[2]) {
		OPTIND++;
		place = "";
		return false;
	}
	if (!place[1] && !strchr(options, '-')) {
		place = "";
		return false;
	}
	place += place[1] != 0;
	return true;
}

/* ':' an argument, "::" one in the same word or none. */
static int take_argument(int argc, char *const argv[], const char *options, const char *rule)
{
	OPTARG = NULL;
	if (*place) {
		OPTARG = (char *)place;
	} else if (rule[1] != ':') {
		if (++OPTIND >= argc) {
			place = "";
			return *options == ':'
				   ? ':'
				   : complain(options, "option requires an argument", '?');
		}
		OPTARG = argv[OPTIND];
	}
	place = "";
	OPTIND++;
	return OPTOPT;
}

int lib_getopt(int argc, char *const argv[], const char *options)
{
	const char *rule;

	if ((OPTRESET || !*place) && !next_word(argc, argv, options))
		return -1;
	OPTOPT = (unsigned char)*place++;
	rule = OPTOPT == ':' ? NULL : strchr(options, OPTOPT);
	if (!rule) {
		if (!*place)
			OPTIND++;
		return complain(options, lib_facts->illegal_option, '?');
	}
	if (rule[1] == ':')
		return take_argument(argc, argv, options, rule + 1);
	OPTARG = NULL;
	if (!*place)
		OPTIND++;
	return OPTOPT;
}

static const char *skip(const char *p, bool separators)
{
	return p + (separators ? strspn(p, ", \t") : strcspn(p, ", \t"));
}

/* Words are parted by commas, spaces and tabs; the host's by commas alone. */
int lib_getsubopt(char **options, char *const *tokens, char **value)
{
	char *p = *options ? (char *)skip(*options, true) : NULL, *end, *equals;
	int i;

	*(char **)lib_suboptarg.at = *value = NULL;
	if (!p || !*p) {
		*options = p;
		return -1;
	}
	*(char **)lib_suboptarg.at = p;
	end = (char *)skip(p, false);
	equals = memchr(p, '=', (size_t)(end - p));
	if (*end)
		*end++ = 0;
	*options = (char *)skip(end, true);
	if (equals) {
		*equals = 0;
		*value = equals + 1;
	}
	for (i = 0; tokens[i]; i++)
		if (!strcmp(tokens[i], p))
			return i;
	return -1;
}
