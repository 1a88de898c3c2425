/*
 * getopt_long(3).  struct option and its constants are the same; the messages, optreset,
 * and optopt are FreeBSD's.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/err.h"
#include "shim/lib/getopt.h"
#include "shim/lib/lib.h"

char *lib_getenv(const char *name);

/* What one call is about. */
struct search {
	int argc;
	char **argv;
	const char *options; /* of one letter */
	const struct option *names;
	int *index;
	bool permute;  /* arguments that are no options are moved behind them */
	bool in_order; /* ... are returned as option 1 */
	bool one_dash; /* getopt_long_only */
};

static const char *place = "";
/* The arguments that are no options, and those that are and follow: -1 where there are none. */
static int others = -1, others_end = -1;

static bool loud(const struct search *s)
{
	return OPTERR && *s->options != ':';
}

static int missing(const struct search *s)
{
	return *s->options == ':' ? ':' : '?';
}

static void reverse(char **from, char **to)
{
	for (to--; from < to; from++, to--) {
		char *kept = *from;

		*from = *to;
		*to = kept;
	}
}

/* Exchange the others with the options behind them, up to optind. */
static void exchange(const struct search *s)
{
	reverse(s->argv + others, s->argv + others_end);
	reverse(s->argv + others_end, s->argv + OPTIND);
	reverse(s->argv + others, s->argv + OPTIND);
}

static int no_more(const struct search *s)
{
	place = "";
	if (others_end != -1) {
		exchange(s);
		OPTIND -= others_end - others;
	} else if (others != -1) {
		OPTIND = others;
	}
	others = others_end = -1;
	return -1;
}

/* The option with this name or the only one that begins with it; -1 none, -2 several. */
static int find(const struct search *s, const char *name, size_t length, bool or_letter)
{
	int found = -1;
	bool several = false;

	for (int i = 0; s->names[i].name; i++) {
		const struct option *o = &s->names[i];

		if (strncmp(name, o->name, length) != 0)
			continue;
		if (strlen(o->name) == length)
			return i;
		if (or_letter && length == 1)
			continue;
		if (found == -1)
			found = i;
		else if (o->has_arg != s->names[found].has_arg || o->flag != s->names[found].flag ||
			 o->val != s->names[found].val)
			several = true;
	}
	return several ? -2 : found;
}

static int refuse(const struct option *o, int ret)
{
	OPTOPT = o && !o->flag ? o->val : 0;
	return ret;
}

/* The argument of a long option; 0, or what to return. */
static int long_argument(const struct search *s, const struct option *o, const char *dash,
			 const char *name, const char *equals)
{
	if (o->has_arg == no_argument && equals) {
		if (loud(s))
			lib_warnx("option `%s%.*s' doesn't allow an argument", dash,
				  (int)(equals - 1 - name), name);
		return refuse(o, '?');
	}
	if (o->has_arg != no_argument && equals)
		OPTARG = (char *)equals;
	else if (o->has_arg == required_argument && OPTIND < s->argc)
		OPTARG = s->argv[OPTIND++];
	if (o->has_arg == required_argument && !OPTARG) {
		if (loud(s))
			lib_warnx("option `%s%s' requires an argument", dash, name);
		return refuse(o, missing(s));
	}
	return 0;
}

/* -1: it may still be an option of one letter. */
static int long_option(const struct search *s, const char *name, const char *dash, bool or_letter)
{
	size_t length = strcspn(name, "=");
	const char *equals = name[length] ? name + length + 1 : NULL;
	int i = find(s, name, length, or_letter), ret;

	OPTIND++;
	if (i == -2) {
		if (loud(s))
			lib_warnx("option `%s%.*s' is ambiguous", dash, (int)length, name);
		return refuse(NULL, '?');
	}
	if (i == -1 && or_letter) {
		OPTIND--;
		return -1;
	}
	if (i == -1) {
		if (loud(s))
			lib_warnx("unrecognized option `%s%s'", dash, name);
		return refuse(NULL, '?');
	}
	ret = long_argument(s, &s->names[i], dash, name, equals);
	if (ret)
		return ret;
	if (s->index)
		*s->index = i;
	if (!s->names[i].flag)
		return s->names[i].val;
	*s->names[i].flag = s->names[i].val;
	return 0;
}

/* Not in the string of options. */
static int unknown_letter(const struct search *s, int letter)
{
	if (!*place)
		OPTIND++;
	if (loud(s))
		lib_warnx("%s -- %c", lib_facts->invalid_option, letter);
	OPTOPT = letter;
	return '?';
}

static int no_argument_left(const struct search *s, int letter)
{
	place = "";
	if (loud(s))
		lib_warnx("option requires an argument -- %c", letter);
	OPTOPT = letter;
	return missing(s);
}

static int short_option(const struct search *s)
{
	int letter = (unsigned char)*place++;
	const char *rule =
	    letter == ':' || (letter == '-' && *place) ? NULL : strchr(s->options, letter);

	if (!rule)
		return letter == '-' && !*place ? -1 : unknown_letter(s, letter);
	if (s->names && letter == 'W' && rule[1] == ';') {
		if (!*place && ++OPTIND >= s->argc)
			return no_argument_left(s, letter);
		letter = long_option(s, *place ? place : s->argv[OPTIND], "-W ", false);
		place = "";
		return letter;
	}
	if (rule[1] != ':') {
		if (!*place)
			OPTIND++;
		return letter;
	}
	if (*place)
		OPTARG = (char *)place;
	else if (rule[2] != ':') {
		if (++OPTIND >= s->argc)
			return no_argument_left(s, letter);
		OPTARG = s->argv[OPTIND];
	}
	place = "";
	OPTIND++;
	return letter;
}

/* Go to the next word with options: 1; or 0 with what to return. */
static int next_word(const struct search *s, int *ret)
{
	OPTRESET = 0;
	for (;; OPTIND++) {
		if (OPTIND >= s->argc) {
			*ret = no_more(s);
			return 0;
		}
		place = s->argv[OPTIND];
		if (*place == '-' && (place[1] || strchr(s->options, '-')))
			break;
		place = "";
		if (s->in_order) {
			OPTARG = s->argv[OPTIND++];
			*ret = 1;
			return 0;
		}
		if (!s->permute) {
			*ret = -1;
			return 0;
		}
		if (others == -1) {
			others = OPTIND;
		} else if (others_end != -1) {
			exchange(s);
			others = OPTIND - (others_end - others);
			others_end = -1;
		}
	}
	if (others != -1 && others_end == -1)
		others_end = OPTIND;
	if (!strcmp(place, "--")) {
		OPTIND++;
		*ret = no_more(s);
		return 0;
	}
	place += place[1] != 0;
	return 1;
}

static int next(struct search *s)
{
	bool first;
	int ret;

	if (*s->options == '-')
		s->in_order = true;
	else if (*s->options == '+' || lib_getenv("POSIXLY_CORRECT"))
		s->permute = false;
	if (*s->options == '-' || *s->options == '+')
		s->options++;
	if (!OPTIND)
		OPTIND = OPTRESET = 1;
	OPTARG = NULL;
	if (OPTRESET)
		others = others_end = -1;
	first = OPTRESET || !*place;
	if (first && !next_word(s, &ret))
		return ret;
	if (first && s->names && (*place == '-' ? place[1] != 0 : s->one_dash)) {
		bool dashes = *place == '-';

		ret = long_option(s, place + dashes, dashes ? "--" : "-",
				  !dashes && *place != ':' && strchr(s->options, *place));
		if (ret != -1) {
			place = "";
			return ret;
		}
	}
	return short_option(s);
}

int lib_getopt_long(int argc, char *const argv[], const char *options, const struct option *names,
		    int *index)
{
	struct search s = { argc, (char **)argv, options, names, index, true, false, false };

	return next(&s);
}

int lib_getopt_long_only(int argc, char *const argv[], const char *options,
			 const struct option *names, int *index)
{
	struct search s = { argc, (char **)argv, options, names, index, true, false, true };

	return next(&s);
}
