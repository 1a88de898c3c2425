#include "loader/interpreter.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "syscall-map/sysroot.h"

/* An interpreter is itself a program of the same system, and asks for none. */
static bool fits(int fd, const struct file_info *program, const char *name, char *problem,
		 size_t size)
{
	struct file_info info;
	int error = detect_file(fd, &info);

	if (error < 0)
		snprintf(problem, size, "its interpreter %s: %s", name, strerror(-error));
	else if (info.problem[0])
		snprintf(problem, size, "its interpreter %s: %s", name, info.problem);
	else if (info.kind != FILE_ALIEN || info.abi != program->abi || info.dynamic)
		snprintf(problem, size, "its interpreter %s is no %s interpreter", name,
			 program->system);
	else
		return true;
	return false;
}

int open_interpreter(const struct file_info *program, char *problem, size_t size)
{
	char found[SYSROOT_NAME_MAX];
	const char *name = program->interpreter;
	int fd;

	if (!sysroot_given()) {
		snprintf(problem, size,
			 "is dynamically linked for %s: say with --sysroot=DIR where that system's "
			 "files are",
			 program->system);
		return -1;
	}
	if (!sysroot_find(name, true, found)) {
		snprintf(problem, size, "its interpreter %s is not in the directory of --sysroot",
			 name);
		return -1;
	}
	fd = open(found, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		snprintf(problem, size, "its interpreter %s: %s", found, strerror(errno));
		return -1;
	}
	if (fits(fd, program, found, problem, size))
		return fd;
	close(fd);
	return -1;
}
