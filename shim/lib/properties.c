/* properties(3), fparseln(3) and auth_getval(3) of libutil: files of names and values. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

/* libutil.h */
struct lib_property {
	struct lib_property *next;
	char *name, *value;
};

void lib_properties_free(struct lib_property *list)
{
	while (list) {
		struct lib_property *p = list;

		list = p->next;
		free(p->name);
		free(p->value);
		free(p);
	}
}

char *lib_property_find(struct lib_property *list, const char *name)
{
	for (; list; list = list->next)
		if (!strcmp(list->name, name))
			return list->value ? list->value : "";
	return NULL;
}

static char *read_all(int fd)
{
	size_t room = 4096, size = 0;
	char *text = malloc(room + 1);
	long n = text ? 1 : 0;

	while (text && (n = lib_row(NR_read, fd, text + size, room - size)) > 0) {
		size += (size_t)n;
		if (size == room) {
			char *more = realloc(text, (room *= 2) + 1);

			if (!more)
				free(text);
			text = more;
		}
	}
	if (text && n < 0) {
		free(text);
		return NULL;
	}
	if (text)
		text[size] = 0;
	return text;
}

/* The value at `at`: the rest of the line, or what is between braces, over lines. */
static char *value_at(const char **at)
{
	const char *from = *at, *end;

	if (*from != '{') {
		end = from + strcspn(from, "\n");
		*at = end;
	} else {
		int depth = 0;

		end = from;
		do
			depth += *end == '{' ? 1 : *end == '}' ? -1 : 0;
		while (depth && *++end);
		if (!*end)
			return NULL;
		*at = end + 1;
		from++;
	}
	return strndup(from, (size_t)(end - from));
}

/* NAME=VALUE, one a line; '#' begins a comment.  NULL where the file cannot be read or is none. */
struct lib_property *lib_properties_read(int fd)
{
	struct lib_property *list = NULL, **last = &list;
	char *text = read_all(fd);
	const char *at = text;

	while (at && *at) {
		struct lib_property *p;
		size_t length;

		at += strspn(at, " \t\r\n");
		if (*at == '#') {
			at += strcspn(at, "\n");
			continue;
		}
		if (!*at)
			break;
		length = strcspn(at, "= \t\r\n");
		p = calloc(1, sizeof *p);
		if (p)
			p->name = strndup(at, length);
		*last = p;
		at += length;
		at += strspn(at, " \t");
		if (!p || !length || *at != '=')
			goto fail;
		at++;
		at += strspn(at, " \t");
		p->value = value_at(&at);
		if (!p->value)
			goto fail;
		last = &p->next;
	}
	free(text);
	return list;
fail:
	lib_properties_free(list);
	free(text);
	return NULL;
}

/* /etc/auth.conf's */
char *lib_auth_getval(const char *name)
{
	static struct lib_property *list;
	long fd;

	if (!list) {
		fd = lib_row(NR_open, "/etc/auth.conf", 0);
		if (fd < 0)
			return NULL;
		list = lib_properties_read((int)fd);
		lib_row(NR_close, fd);
	}
	return lib_property_find(list, name);
}

enum { UNESCESC = 1, UNESCCONT = 2, UNESCCOMM = 4, UNESCREST = 8 };

/* Whether the character at `at` has an odd number of escapes before it. */
static bool is_escaped(const char *text, const char *at, int escape)
{
	bool odd = false;

	while (escape && at-- > text && *at == escape)
		odd = !odd;
	return odd;
}

/* Take away the escapes that the flags say. */
static void unescape(char *line, const char *marks, int flags)
{
	char *to = line;

	for (const char *from = line; *from; from++) {
		if (*from == marks[0] && marks[0] && from[1]) {
			int how = from[1] == marks[2] ? UNESCCOMM
				  : from[1] == marks[1]
				      ? (marks[0] == marks[1] ? UNESCESC | UNESCCONT : UNESCCONT)
				  : from[1] == marks[0] ? UNESCESC
							: UNESCREST;

			if (!(flags & how))
				*to++ = *from;
			from++;
		}
		*to++ = *from;
	}
	*to = 0;
}

/* A logical line, malloc'ed, without its comment: `marks` are escape, continuation, comment. */
char *lib_fparseln(void *file, size_t *length, size_t *number, const char marks[3], int flags)
{
	static const char usual[3] = { '\\', '\\', '#' };
	char *all = NULL, *line = NULL, *comment;
	size_t size = 0, room = 0;
	bool more = true, any = false;
	ssize_t n;

	if (!marks)
		marks = usual;
	while (more && (n = getline(&line, &room, lib_host_file(file))) >= 0) {
		any = true;
		more = false;
		if (number)
			++*number;
		if (n && line[n - 1] == '\n')
			line[--n] = 0;
		comment = marks[2] ? line : NULL;
		while (comment && (comment = strchr(comment, marks[2])) &&
		       is_escaped(line, comment, marks[0]))
			comment++;
		if (comment) {
			*comment = 0;
			n = comment - line;
			more = n == 0; /* a line of nothing but that is none */
		}
		if (n && marks[1] && line[n - 1] == marks[1] &&
		    !is_escaped(line, line + n - 1, marks[0])) {
			line[--n] = 0;
			more = true;
		}
		char *joined = realloc(all, size + (size_t)n + 1);

		if (!joined)
			break;
		all = joined;
		memcpy(all + size, line, (size_t)n + 1);
		size += (size_t)n;
	}
	free(line);
	if (!any || !all) {
		free(all);
		return NULL;
	}
	unescape(all, marks, flags);
	if (length)
		*length = strlen(all);
	return all;
}
