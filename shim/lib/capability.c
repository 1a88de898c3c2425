/*
 * getcap(3): files of records "name|other name:flag:number#10:text=value:tc=more:".  Files are
 * text; the data bases that cap_mkdb(1) makes of them are not looked for.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/lib.h"

#define DEPTH 32 /* of tc= */

static char *own_record; /* cgetset's */

/* A logical line of a file, malloc'ed, continued lines joined; NULL at its end. */
static char *next_line(FILE *f)
{
	char *line = NULL, *all = NULL;
	size_t room = 0, used = 0;
	ssize_t n;

	while ((n = getline(&line, &room, f)) >= 0) {
		bool more;
		char *joined, *from = line;

		if (n && line[n - 1] == '\n')
			line[--n] = 0;
		if (!used && (!n || line[0] == '#'))
			continue;
		more = n && line[n - 1] == '\\';
		if (more)
			line[--n] = 0;
		while (used && isspace((unsigned char)*from))
			from++, n--;
		joined = realloc(all, used + (size_t)n + 1);
		if (!joined)
			break;
		all = joined;
		memcpy(all + used, from, (size_t)n + 1);
		used += (size_t)n;
		if (!more)
			break;
	}
	free(line);
	return all;
}

int lib_cgetmatch(const char *record, const char *name)
{
	size_t length = strlen(name);

	while (length) {
		size_t part = strcspn(record, "|:");

		if (part == length && !memcmp(record, name, length))
			return 0;
		if (record[part] != '|')
			break;
		record += part + 1;
	}
	return -1;
}

/* Malloc'ed. */
static char *find(char *const *files, const char *name)
{
	if (own_record && lib_cgetmatch(own_record, name) == 0)
		return strdup(own_record);
	for (; *files; files++) {
		FILE *f = fopen(*files, "re");
		char *line;

		while (f && (line = next_line(f))) {
			if (lib_cgetmatch(line, name) == 0) {
				fclose(f);
				return line;
			}
			free(line);
		}
		if (f)
			fclose(f);
	}
	return NULL;
}

/* What stands behind the name of a capability of a type (':' for all of them); NULL. */
char *lib_cgetcap(char *record, const char *name, int type)
{
	size_t length = strlen(name);
	char *at = record;

	while ((at = strchr(at, ':'))) {
		char *behind = ++at + length;

		if (strncmp(at, name, length) != 0)
			continue;
		if (*behind == '@')
			return NULL;
		if (type == ':') {
			if (*behind == 0 || *behind == ':')
				return behind;
		} else if (*behind == type) {
			return behind + 1;
		}
	}
	return NULL;
}

/* The record with its tc= replaced by those records' capabilities.  0, 1: some are nowhere. */
static int expand(char **record, char *const *files, int depth)
{
	char *at;
	int missing = 0;

	while ((at = strstr(*record, ":tc="))) {
		size_t length = strcspn(at + 4, ":"), before = (size_t)(at - *record) + 1;
		char *name = strndup(at + 4, length), *other = name ? find(files, name) : NULL;
		char *rest = at + 4 + length, *body = NULL, *all;

		free(name);
		if (!other)
			missing = 1;
		else if (depth == DEPTH || (missing |= expand(&other, files, depth + 1)) < 0) {
			free(other);
			return -3;
		}
		body = other ? strchr(other, ':') : NULL;
		all = malloc(before + (body ? strlen(body) : 0) + strlen(rest) + 2);
		if (!all) {
			free(other);
			return -2;
		}
		memcpy(all, *record, before);
		strcpy(all + before, body ? body + 1 : "");
		if (body && all[strlen(all) - 1] == ':')
			all[strlen(all) - 1] = 0;
		strcat(all, *rest ? rest : ":");
		free(other);
		free(*record);
		*record = all;
	}
	return missing;
}

/* 0; 1: a tc= is nowhere; -1: no such record; -2: errno; -3: a loop of tc=. */
int lib_cgetent(char **record, char *const *files, const char *name)
{
	int ret;

	*record = find(files, name);
	if (!*record)
		return -1;
	ret = expand(record, files, 0);
	if (ret < 0) {
		free(*record);
		*record = NULL;
	}
	return ret;
}

int lib_cgetset(const char *record)
{
	free(own_record);
	own_record = NULL;
	if (record && !(own_record = strdup(record)))
		return -1;
	return 0;
}

int lib_cgetnum(char *record, const char *name, long *number)
{
	const char *at = lib_cgetcap(record, name, '#');

	if (!at || !isdigit((unsigned char)*at))
		return -1;
	*number = strtol(at, NULL, *at != '0' ? 10 : tolower((unsigned char)at[1]) == 'x' ? 16 : 8);
	return 0;
}

/* One character of a value: ^x is a control character, \ an escape or octal digits. */
static char one_of(const char **at)
{
	static const char letters[] = "bBtTnNfFrReEcC", means[] = "\b\b\t\t\n\n\f\f\r\r\033\033::";
	const char *p = *at, *letter;
	int value = 0, digits = 0;

	if (*p == '^' && p[1] && p[1] != ':') {
		*at = p + 2;
		return (char)(p[1] == '?' ? 0177 : p[1] & 037);
	}
	if (*p != '\\' || !p[1]) {
		*at = p + 1;
		return *p;
	}
	p++;
	while (digits < 3 && p[digits] >= '0' && p[digits] <= '7')
		value = value * 8 + p[digits++] - '0';
	letter = strchr(letters, *p);
	*at = p + (digits ? digits : 1);
	return (char)(digits ? value : letter ? means[letter - letters] : *p);
}

static int text(char *record, const char *name, char **to, bool raw)
{
	const char *at = lib_cgetcap(record, name, '=');
	char *end;

	if (!at)
		return -1;
	end = *to = malloc(strcspn(at, ":") + 1);
	if (!end)
		return -2;
	while (*at && *at != ':')
		*end++ = raw ? *at++ : one_of(&at);
	*end = 0;
	return (int)(end - *to);
}

int lib_cgetstr(char *record, const char *name, char **to)
{
	return text(record, name, to, false);
}

int lib_cgetustr(char *record, const char *name, char **to)
{
	return text(record, name, to, true);
}

/* All records, one after the other: 1 (2 with a tc= that is nowhere), 0 at the end. */
static FILE *walk;
static unsigned walk_file;

int lib_cgetclose(void)
{
	if (walk)
		fclose(walk);
	walk = NULL;
	walk_file = 0;
	return 0;
}

int lib_cgetnext(char **record, char *const *files)
{
	int ret;

	for (;;) {
		if (!walk && !files[walk_file]) {
			lib_cgetclose();
			return 0;
		}
		if (!walk)
			walk = fopen(files[walk_file], "re");
		*record = walk ? next_line(walk) : NULL;
		if (*record)
			break;
		if (walk)
			fclose(walk);
		walk = NULL;
		walk_file++;
	}
	ret = expand(record, files, 0);
	return ret < 0 ? ret : 1 + ret;
}

int lib_cgetfirst(char **record, char *const *files)
{
	lib_cgetclose();
	return lib_cgetnext(record, files);
}
