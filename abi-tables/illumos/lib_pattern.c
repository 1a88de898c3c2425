/*
 * Patterns: regex(5), fnmatch(5), glob(3C).  The host's, with illumos' flags, errors and
 * structures (regex.h, fnmatch.h, glob.h).
 */
#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/lib.h"

struct pair {
	int alien, host;
};

static int to_host(int flags, const struct pair *pairs, size_t count)
{
	int host = 0;

	for (size_t i = 0; i < count; i++)
		if (flags & pairs[i].alien)
			host |= pairs[i].host;
	return host;
}
#define TO_HOST(flags, pairs) to_host(flags, pairs, sizeof(pairs) / sizeof(pairs)[0])

int illumos_fnmatch(const char *pattern, const char *text, int flags)
{
	static const struct pair pairs[] = { { 0x01, FNM_PATHNAME },
					     { 0x02, FNM_NOESCAPE },
					     { 0x04, FNM_PERIOD },
					     { 0x08, FNM_CASEFOLD } };
	int ret = fnmatch(pattern, text, TO_HOST(flags, pairs));

	return !ret ? 0 : ret == FNM_NOMATCH ? 1 : 2; /* FNM_ERROR */
}

struct illumos_regex {
	size_t subs;
	regex_t *host;
	int magic;
	const char *end;
	size_t length;
	void *more;
};
_Static_assert(sizeof(struct illumos_regex) == 48, "regex_t");

struct illumos_match {
	const char *start_at, *end_at;
	ssize_t start, end;
	int used[2];
};
_Static_assert(sizeof(struct illumos_match) == 40, "regmatch_t");

/* REG_ errors of the host's, from 0 on. */
static const int errors[] = { 0, 1, 14, 2, 13, 3, 6, 7, 8, 9, 15, 10, 11, 12 };
#define ERRORS    ((int)(sizeof errors / sizeof errors[0]))
#define REG_PART  0x10000 /* REG_STARTEND */
#define NO_MEMORY 11
#define BAD       14

static int error_to_alien(int host)
{
	return host >= 0 && host < ERRORS ? errors[host] : BAD;
}

int illumos_regcomp(struct illumos_regex *r, const char *pattern, int flags)
{
	static const struct pair pairs[] = { { 0x01, REG_EXTENDED },
					     { 0x02, REG_NOSUB },
					     { 0x04, REG_ICASE },
					     { 0x08, REG_NEWLINE } };
	regex_t *host = malloc(sizeof *host);
	int error;

	if (!host)
		return NO_MEMORY;
	error = regcomp(host, pattern, TO_HOST(flags, pairs));
	if (error) {
		free(host);
		return error_to_alien(error);
	}
	r->subs = host->re_nsub;
	r->host = host;
	return 0;
}

int illumos_regexec(const struct illumos_regex *r, const char *text, size_t count,
		    struct illumos_match *matches, int flags)
{
	static const struct pair pairs[] = { { 0x200, REG_NOTBOL },
					     { 0x400, REG_NOTEOL },
					     { REG_PART, REG_STARTEND } };
	size_t room = count ? count : 1;
	regmatch_t *found = calloc(room, sizeof *found);
	int error;

	if (!found)
		return NO_MEMORY;
	if (flags & REG_PART) {
		found[0].rm_so = (regoff_t)matches[0].start;
		found[0].rm_eo = (regoff_t)matches[0].end;
	}
	error = regexec(r->host, text, count, found, TO_HOST(flags, pairs));
	for (size_t i = 0; i < count && !error; i++) {
		bool is = found[i].rm_so >= 0;

		matches[i] = (struct illumos_match){ .start_at = is ? text + found[i].rm_so : NULL,
						     .end_at = is ? text + found[i].rm_eo : NULL,
						     .start = found[i].rm_so,
						     .end = found[i].rm_eo };
	}
	free(found);
	return error_to_alien(error);
}

void illumos_regfree(struct illumos_regex *r)
{
	if (!r->host)
		return;
	regfree(r->host);
	free(r->host);
	r->host = NULL;
}

size_t illumos_regerror(int error, const struct illumos_regex *r, char *to, size_t size)
{
	int host = 2; /* REG_BADPAT */

	(void)r;
	for (int i = 0; i < ERRORS; i++)
		if (errors[i] == error)
			host = i;
	return regerror(host, NULL, to, size);
}

struct illumos_glob {
	size_t count;
	char **paths;
	size_t offs;
	void *host;
	int room;
};

static const struct pair glob_flags[] = {
	{ 0x0001, GLOB_ERR },      { 0x0002, GLOB_MARK },   { 0x0004, GLOB_NOSORT },
	{ 0x0008, GLOB_NOCHECK },  { 0x0010, GLOB_DOOFFS }, { 0x0020, GLOB_APPEND },
	{ 0x0040, GLOB_NOESCAPE }, { 0x0080, GLOB_BRACE },  { 0x0200, GLOB_NOMAGIC },
	{ 0x0800, GLOB_TILDE },
};
#define GLOB_OTHERS 0x4000 /* GLOB_KEEPSTAT; GLOB_ALTDIRFUNC is the next */

/* GLOB_ABORTED, GLOB_NOSPACE, GLOB_NOMATCH are -1 to -3, GLOB_NOSYS -4. */
int illumos_glob(const char *pattern, int flags, int (*failed)(const char *, int),
		 struct illumos_glob *g)
{
	glob_t *host;
	int error;

	if (flags >= GLOB_OTHERS)
		return -4;
	host = flags & 0x20 ? g->host : calloc(1, sizeof *host);
	if (!host)
		return -2;
	if (flags & 0x10)
		host->gl_offs = g->offs;
	error = glob(pattern, TO_HOST(flags, glob_flags), failed, host);
	g->host = host;
	g->count = host->gl_pathc;
	g->paths = host->gl_pathv;
	return !error ? 0 : error == GLOB_ABORTED ? -1 : error == GLOB_NOSPACE ? -2 : -3;
}

void illumos_globfree(struct illumos_glob *g)
{
	if (!g->host)
		return;
	globfree(g->host);
	free(g->host);
	g->host = NULL;
	g->paths = NULL;
	g->count = 0;
}
