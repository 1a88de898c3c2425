/* Patterns: fnmatch(3), regex(3), glob(3).  The host's, with the BSDs' flags and structures. */
#include <fnmatch.h>
#include <glob.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/bsd44/pattern.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

static int map(int flags, const int (*pairs)[2], size_t count)
{
	int host = 0;

	for (size_t i = 0; i < count; i++)
		if (flags & pairs[i][0])
			host |= pairs[i][1];
	return host;
}
#define MAP(flags, pairs) map(flags, pairs, sizeof(pairs) / sizeof(pairs)[0])

int lib_fnmatch(const char *pattern, const char *text, int flags)
{
	static const int pairs[][2] = {
		{ BSD44_FNM_NOESCAPE, FNM_NOESCAPE }, { BSD44_FNM_PATHNAME, FNM_PATHNAME },
		{ BSD44_FNM_PERIOD, FNM_PERIOD },     { BSD44_FNM_LEADING_DIR, FNM_LEADING_DIR },
		{ BSD44_FNM_CASEFOLD, FNM_CASEFOLD },
	};

	return fnmatch(pattern, text, MAP(flags, pairs));
}

/* The pattern as the host's regcomp takes it; NULL: no memory, or a NUL within. */
static char *host_pattern(const struct bsd44_regex *r, const char *pattern, int flags)
{
	size_t n = flags & BSD44_REG_PEND ? (size_t)(r->end - pattern) : strlen(pattern);
	char *made = memchr(pattern, 0, n) ? NULL : malloc(2 * n + 1), *to = made;

	if (!made)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		/* Every character is an ordinary one. */
		if (flags & BSD44_REG_NOSPEC &&
		    strchr(flags & BSD44_REG_EXTENDED ? "^.[$()|*+?{\\" : "^.[$*\\", pattern[i]))
			*to++ = '\\';
		*to++ = pattern[i];
	}
	*to = 0;
	return made;
}

/* Numbers of errors are the same on both. */
int lib_regcomp(struct bsd44_regex *r, const char *pattern, int flags)
{
	static const int pairs[][2] = { { BSD44_REG_EXTENDED, REG_EXTENDED },
					{ BSD44_REG_ICASE, REG_ICASE },
					{ BSD44_REG_NOSUB, REG_NOSUB },
					{ BSD44_REG_NEWLINE, REG_NEWLINE } };
	char *text = host_pattern(r, pattern, flags);
	regex_t *host = malloc(sizeof *host);
	int ret = !host ? REG_ESPACE : !text ? REG_BADPAT : regcomp(host, text, MAP(flags, pairs));

	free(text);
	if (ret) {
		free(host);
		return ret;
	}
	r->magic = BSD44_REG_MAGIC;
	r->subs = host->re_nsub;
	r->host = host;
	r->no_subs = flags & BSD44_REG_NOSUB;
	return 0;
}

/* Places have 64 bits there.  With REG_STARTEND, the first says what to look at. */
int lib_regexec(const struct bsd44_regex *r, const char *text, size_t count,
		struct bsd44_regmatch *places, int flags)
{
	static const int pairs[][2] = { { BSD44_REG_NOTBOL, REG_NOTBOL },
					{ BSD44_REG_NOTEOL, REG_NOTEOL },
					{ BSD44_REG_STARTEND, REG_STARTEND } };
	regmatch_t few[16], *host = few;
	size_t room = count > 1 ? count : 1;
	int ret;

	if (r->magic != BSD44_REG_MAGIC)
		return REG_BADPAT;
	if (room > sizeof few / sizeof few[0])
		host = malloc(room * sizeof *host);
	if (!host)
		return REG_ESPACE;
	if (flags & BSD44_REG_STARTEND) {
		host[0].rm_so = (regoff_t)places[0].start;
		host[0].rm_eo = (regoff_t)places[0].end;
	}
	ret = regexec(r->host, text, r->no_subs ? 0 : count, host, MAP(flags, pairs));
	if (r->no_subs && flags & BSD44_REG_STARTEND && ret != REG_NOMATCH && ret)
		ret = REG_BADPAT;
	for (size_t i = 0; !ret && !r->no_subs && i < count; i++)
		places[i] = (struct bsd44_regmatch){ host[i].rm_so, host[i].rm_eo };
	if (host != few)
		free(host);
	return ret;
}

/* How many bytes the text needs. */
size_t lib_regerror(int error, const struct bsd44_regex *r, char *to, size_t size)
{
	static const char *const texts[] = {
#define REGEX_TEXT(number, text) [number] = text,
#include "abi-tables/bsd44/regex_texts.def"
#undef REGEX_TEXT
	};
	size_t count = sizeof texts / sizeof texts[0];
	bool known = error > 0 && (size_t)error < count;

	(void)r;
	return (size_t)snprintf(to, size, "%s",
				known ? texts[error] : "*** unknown regexp error code ***") +
	       1;
}

void lib_regfree(struct bsd44_regex *r)
{
	if (r->magic != BSD44_REG_MAGIC)
		return;
	regfree(r->host);
	free(r->host);
	r->magic = 0;
	r->host = NULL;
}

/* The alien's function for directories that can't be read gets its own errno. */
static __thread int (*complain)(const char *, int);

static int complain_in_alien(const char *path, int error)
{
	return complain(path, lib_errno(error));
}

/* What was found goes behind what there is, one NULL behind all. */
static int append(struct bsd44_glob *to, const glob_t *found)
{
	size_t before = to->offs + to->count;
	char **all = reallocarray(to->paths, before + found->gl_pathc + 1, sizeof *all);

	if (!all)
		return BSD44_GLOB_NOSPACE;
	if (!to->paths)
		memset(all, 0, to->offs * sizeof *all);
	to->paths = all;
	for (size_t i = 0; i < found->gl_pathc; i++) {
		all[before + i] = strdup(found->gl_pathv[i]);
		if (!all[before + i])
			return BSD44_GLOB_NOSPACE;
		to->count++;
		all[before + i + 1] = NULL;
	}
	all[before + found->gl_pathc] = NULL;
	return 0;
}

int lib_glob(const char *pattern, int flags, int (*function)(const char *, int),
	     struct bsd44_glob *to)
{
	const int pairs[][2] = {
		{ BSD44_GLOB_ERR, GLOB_ERR },
		{ BSD44_GLOB_MARK, GLOB_MARK },
		{ BSD44_GLOB_NOSORT, GLOB_NOSORT },
		{ BSD44_GLOB_BRACE, GLOB_BRACE },
		{ BSD44_GLOB_NOMAGIC, GLOB_NOMAGIC },
		{ BSD44_GLOB_TILDE, GLOB_TILDE },
		{ lib_facts->glob_noescape, GLOB_NOESCAPE },
	};
	glob_t found = { 0 };
	int ret;

	if (!(flags & BSD44_GLOB_APPEND)) {
		to->count = 0;
		to->paths = NULL;
		if (!(flags & BSD44_GLOB_DOOFFS))
			to->offs = 0;
	}
	to->flags = flags & ~BSD44_GLOB_MAGCHAR;
	if (strpbrk(pattern, "*?["))
		to->flags |= BSD44_GLOB_MAGCHAR;
	complain = function;
	ret = glob(pattern, MAP(flags, pairs), function ? complain_in_alien : NULL, &found);
	to->matched = ret ? 0 : found.gl_pathc;
	if (ret == GLOB_NOMATCH && flags & BSD44_GLOB_NOCHECK) {
		char *itself[] = { (char *)pattern, NULL };

		ret = append(to, &(glob_t){ .gl_pathc = 1, .gl_pathv = itself });
	} else if (ret) {
		ret = ret == GLOB_NOMATCH   ? BSD44_GLOB_NOMATCH
		      : ret == GLOB_ABORTED ? BSD44_GLOB_ABORTED
					    : BSD44_GLOB_NOSPACE;
	} else {
		ret = append(to, &found);
	}
	globfree(&found);
	return ret;
}

void lib_globfree(struct bsd44_glob *g)
{
	for (size_t i = 0; g->paths && i < g->count; i++)
		free(g->paths[g->offs + i]);
	free(g->paths);
	g->paths = NULL;
	g->count = 0;
}
