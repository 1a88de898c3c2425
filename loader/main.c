/* abirun [options] [--] program [arguments] */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loader/loader.h"
#include "loader/start.h"
#include "shim/options.h"
#include "shim/process.h"
#include "shim/trace.h"

extern char **environ;

int main(int argc, char **argv)
{
	char problem[256] = "", path[PATH_MAX];
	struct file_info info;
	const char *argv0 = NULL;
	int i = 1, fd, status;

	abi = abis[0];
	for (; i < argc && argv[i][0] == '-'; i++) {
		if (!strcmp(argv[i], "--")) {
			i++;
			break;
		}
		if (!strncmp(argv[i], "--argv0=", 8))
			argv0 = argv[i] + 8;
		if (!strcmp(argv[i], "--trace")) {
			options.trace = true;
			trace_fd = 2;
			trace_select(NULL);
		}
		if (!strcmp(argv[i], "--stats"))
			options.stats = true;
	}
	if (i >= argc)
		return 125;
	fd = open(argv[i], O_RDONLY | O_CLOEXEC);
	if (fd < 0 || detect_file(fd, &info) || !realpath(argv[i], path)) {
		fprintf(stderr, "abirun: %s: %s\n", argv[i], strerror(errno));
		return STATUS_NOT_FOUND;
	}
	if (info.kind != FILE_ALIEN || info.problem[0]) {
		fprintf(stderr, "abirun: %s: %s (%s)\n", argv[i], info.problem, info.system);
		return STATUS_CANNOT_RUN;
	}
	if (readlink("/proc/self/exe", abirun_path, sizeof abirun_path - 1) < 0)
		return 125;
	if (argv0)
		argv[i] = (char *)argv0;
	status = start_alien(fd, info.abi, path, argv + i, environ, problem, sizeof problem);
	fprintf(stderr, "abirun: %s: %s\n", path, problem);
	return status;
}
