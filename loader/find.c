#include "loader/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loader/loader.h"
#include "syscall-map/sysroot.h"

/* 0, or why it cannot be executed. */
static int executable(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return errno;
	if (S_ISDIR(st.st_mode))
		return EISDIR;
	return access(path, X_OK) < 0 ? errno : 0;
}

static int refused(const char *name, int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return complain_and(STATUS_NOT_FOUND, "%s: not found", name);
	case EISDIR:
		return complain_and(STATUS_CANNOT_RUN, "%s: is a directory", name);
	case EACCES:
		return complain_and(STATUS_CANNOT_RUN,
				    "%s: permission denied: it must be executable, see chmod(1)",
				    name);
	default:
		return complain_and(STATUS_CANNOT_RUN, "%s: %s", name, strerror(error));
	}
}

/* The next directory of PATH; an empty one is the present directory. */
static const char *next_directory(const char *list, size_t *length)
{
	*length = strcspn(list, ":");
	return list[*length] ? list + *length + 1 : NULL;
}

void find_in_tree(char *path, unsigned long size)
{
	char found[SYSROOT_NAME_MAX];

	if (sysroot_find(path, true, found) && strlen(found) < size)
		strcpy(path, found);
}

int find_program(const char *name, char *path, unsigned long size)
{
	const char *list = getenv("PATH");
	int error, worst = ENOENT;

	if (!*name || strchr(name, '/')) {
		if (strlen(name) >= size)
			return refused(name, ENAMETOOLONG);
		strcpy(path, name);
		find_in_tree(path, size);
		error = *name ? executable(path) : ENOENT;
		return error ? refused(name, error) : 0;
	}
	if (!list)
		list = "/usr/local/bin:/bin:/usr/bin";
	while (list) {
		const char *directory = list;
		size_t length;

		list = next_directory(directory, &length);
		if ((unsigned long)snprintf(path, size, "%.*s%s%s", (int)length, directory,
					    length ? "/" : "./", name) >= size)
			continue;
		find_in_tree(path, size);
		error = executable(path);
		if (!error)
			return 0;
		/* Not where the directory cannot be searched: a shell goes on there as well. */
		if (error == EACCES && access(path, F_OK) == 0)
			worst = EACCES;
	}
	if (worst == ENOENT)
		return complain_and(STATUS_NOT_FOUND, "%s: not found in PATH", name);
	return refused(name, worst);
}
