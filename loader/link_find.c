/*
 * Where a needed library is: rtld(1)'s order (DT_RPATH, LD_LIBRARY_PATH, DT_RUNPATH),
 * then beside the program.  Not in /lib and /usr/lib: those are the host's.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "abi-tables/abi.h"
#include "loader/link.h"

static size_t directory_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) : 0;
}

/* Append, with $ORIGIN for the directory of the file that asks.  The length, or size if too long.
 */
static size_t expand(char *to, size_t size, const char *from, size_t length, const char *origin)
{
	size_t n = 0;

	while (length && n < size) {
		size_t word = !strncmp(from, "$ORIGIN", 7)     ? 7
			      : !strncmp(from, "${ORIGIN}", 9) ? 9
							       : 0;

		if (word && word <= length) {
			size_t d = directory_length(origin);

			if (d >= size - n)
				return size;
			memcpy(to + n, origin, d);
			n += d;
			from += word;
			length -= word;
		} else {
			to[n++] = *from++;
			length--;
		}
	}
	return n;
}

/* A library of this alien system, or nothing: others of the same name are passed over. */
static int open_alien(const char *path)
{
	struct file_info info;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -ENOENT;
	if (detect_file(fd, &info) == 0 && info.kind == FILE_ALIEN && info.abi == abi)
		return fd;
	close(fd);
	return -ENOENT;
}

static int open_in(const char *list, const char *origin, const char *name, char *path)
{
	while (list && *list) {
		size_t length = strcspn(list, ":;");
		size_t n = expand(path, PATH_MAX, list, length, origin);
		int fd = -ENOENT;

		if (length && n + strlen(name) + 2 <= PATH_MAX) {
			path[n] = '/';
			memcpy(path + n + 1, name, strlen(name) + 1);
			fd = open_alien(path);
		}
		if (fd >= 0)
			return fd;
		list += length;
		list += *list ? 1 : 0;
	}
	return -ENOENT;
}

int link_open_needed(const struct link_world *w, const struct link_object *by, const char *name,
		     char **path)
{
	const struct link_object *program = w->objects[0];
	char buffer[PATH_MAX];
	int fd = -ENOENT;

	if (strchr(name, '/')) {
		snprintf(buffer, sizeof buffer, "%s", name);
		fd = open_alien(buffer);
	} else {
		if (!by->runpath)
			fd = open_in(by->rpath, by->path, name, buffer);
		if (fd < 0 && !by->runpath && by != program && !program->runpath)
			fd = open_in(program->rpath, program->path, name, buffer);
		if (fd < 0)
			fd = open_in(getenv("LD_LIBRARY_PATH"), by->path, name, buffer);
		if (fd < 0)
			fd = open_in(by->runpath, by->path, name, buffer);
		if (fd < 0)
			fd = open_in("$ORIGIN", program->path, name, buffer);
	}
	if (fd < 0)
		return fd;
	*path = realpath(buffer, NULL);
	if (*path)
		return fd;
	close(fd);
	return -ENOMEM;
}
