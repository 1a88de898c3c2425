/* abirun [options] [--] program [arguments] */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "loader/command.h"
#include "loader/interpreter.h"
#include "loader/loader.h"
#include "loader/start.h"
#include "shim/options.h"
#include "shim/process.h"
#include "shim/trace.h"
#include "syscall-map/own_fd.h"
#include "syscall-map/sysroot.h"

/* As many scripts may be each other's interpreters, as in Linux's execve(2). */
#define SCRIPT_DEPTH 5

static const char usage[] =
    "usage: abirun [options] [--] program [arguments]\n"
    "\n"
    "Runs a program built for another operating system.\n"
    "\n"
    "  --trace[=SET]   print calls as they are made; SET is a list of call, file, desc,\n"
    "                  net, signal, process, memory, hole, and names of calls; !NAME\n"
    "                  takes one away\n"
    "  -o FILE         print them to FILE and not to standard error\n"
    "  --stats         at the end, print how often each call was made, how often it\n"
    "                  failed, and how long it took\n"
    "  --strict        stop at the first call or flag that is not there\n"
    "  --net=MODE      when to catch system calls that were not found beforehand:\n"
    "                  auto (where some may be), always, exclusive\n"
    "                  (always, as kernels before 6.17 can), off\n"
    "  --argv0=NAME    the name that the program is to find as its own\n"
    "  --sysroot=DIR   look absolute names up in DIR, which holds the program's system,\n"
    "                  first: its libraries are there (or ABIRUN_SYSROOT)\n"
    "  --check FILE    say which calls a program needs and which are missing, without\n"
    "                  running it; with --json for programs\n"
    "  --list [SYSTEM] [CALL]\n"
    "                  the systems side by side; one's calls; all that is known of one call;\n"
    "                  with --markdown in that form\n"
    "  --register      have Linux start alien programs by itself, from any shell (as root);\n"
    "  --unregister    no more\n"
    "  --version, --help\n"
    "\n"
    "Ends as the program does; with 125 where abirun itself fails, 126 where the file\n"
    "cannot be run, 127 where it is not found.\n";

static int print_version(void)
{
	printf("abirun " ABIRUN_VERSION);
	for (const struct abi *const *a = abis; *a; a++)
		printf("%s%s", a == abis ? " (" : ", ", (*a)->title);
	printf(")\n");
	return 0;
}

static int set_up_trace(const struct command *c)
{
	int fd = dup(STDERR_FILENO);

	for (int i = 0; i < HOST_ERRNO_COUNT; i++)
		trace_errno_text[i] = strerrordesc_np(i);
	if (c->output) {
		close(fd);
		fd = open(c->output,
			  O_WRONLY | O_CREAT | O_CLOEXEC | O_APPEND | (c->append ? 0 : O_TRUNC),
			  0666);
		if (fd < 0)
			return complain_and(STATUS_OWN_FAILURE, "-o %s: %s", c->output,
					    strerror(errno));
	}
	/* The alien may close or redirect its standard error, and counts its descriptors. */
	if (fd >= 0)
		trace_fd = (int)own_fd(fd);
	if (c->trace && trace_select(c->trace) < 0)
		return complain_and(STATUS_OWN_FAILURE,
				    "--trace: %s: is neither a set nor a call of %s", trace_unknown,
				    abi->title);
	return 0;
}

/* A program to be run, and what was found out about it. */
struct program {
	char path[PATH_MAX];
	char **argv;
	int fd;
	struct file_info info;
};

/*
 * Linux would run a native program or a script of one by itself; that it does not
 * here is for a reason of its own, which its errno tells.
 */
static int run_native(const struct program *p)
{
	execve(p->path, p->argv, environ);
	return complain_and(errno == ENOENT ? STATUS_NOT_FOUND : STATUS_CANNOT_RUN, "%s: %s",
			    p->path, strerror(errno));
}

/* The absolute name of an open file, without links in it: the kernel knows it. */
static bool path_of(int fd, char *path, size_t size)
{
	char link[32];
	ssize_t n;

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, path, size - 1);
	if (n < 0)
		return false;
	path[n] = 0;
	return true;
}

static int run_alien(struct program *p, const struct command *c)
{
	char problem[512] = "", path[PATH_MAX];
	int status, interpreter = -1;

	abi = p->info.abi;
	if (!path_of(p->fd, path, sizeof path))
		return complain_and(STATUS_CANNOT_RUN, "%s: %s", p->path, strerror(errno));
	if (c->trace || options.stats) {
		status = set_up_trace(c);
		if (status)
			return status;
	}
	if (p->info.dynamic && !sysroot_given()) {
		interpreter = START_LINKED;
	} else if (p->info.dynamic) {
		interpreter = open_interpreter(&p->info, problem, sizeof problem);
		if (interpreter < 0)
			return complain_and(STATUS_CANNOT_RUN, "%s: %s", p->path, problem);
	}
	if (c->argv0)
		p->argv[0] = (char *)c->argv0;
	status = start_alien(p->fd, interpreter, p->info.abi, path, p->argv, environ, problem,
			     sizeof problem);
	return complain_and(status, "%s: %s", p->path, problem);
}

/* "#! interpreter argument" becomes interpreter, argument, script, the script's arguments. */
static int to_interpreter(struct program *p)
{
	const struct file_info *info = &p->info;
	int argc = 0, n = 0;
	char **argv, *script;

	while (p->argv[argc])
		argc++;
	argv = calloc((size_t)argc + 4, sizeof *argv);
	if (!argv)
		return complain_and(STATUS_OWN_FAILURE, "%s: out of memory", p->path);
	argv[n++] = strdup(info->interpreter);
	if (info->argument[0])
		argv[n++] = strdup(info->argument);
	script = argv[n++] = strdup(p->path);
	for (int i = 1; i < argc; i++)
		argv[n++] = p->argv[i];
	snprintf(p->path, sizeof p->path, "%s", info->interpreter);
	find_in_tree(p->path, sizeof p->path);
	if (access(p->path, F_OK) < 0)
		return complain_and(STATUS_NOT_FOUND, "%s: its interpreter %s: %s", script,
				    info->interpreter, strerror(errno));
	p->argv = argv;
	return 0;
}

/* Open the file and see what it is.  Where it can only be executed, the host may still do that. */
static int look_at(struct program *p)
{
	int error;

	p->fd = open(p->path, O_RDONLY | O_CLOEXEC);
	if (p->fd < 0 && errno == EACCES) {
		p->info.kind = FILE_NATIVE;
		return 0;
	}
	if (p->fd < 0)
		return complain_and(errno == ENOENT ? STATUS_NOT_FOUND : STATUS_CANNOT_RUN,
				    "%s: %s", p->path, strerror(errno));
	error = detect_file(p->fd, &p->info);
	if (error < 0)
		return complain_and(STATUS_CANNOT_RUN, "%s: cannot be read: %s", p->path,
				    strerror(-error));
	if (p->info.problem[0])
		return complain_and(STATUS_CANNOT_RUN, "%s: %s", p->path, p->info.problem);
	return 0;
}

static int run_command(const struct command *c)
{
	struct program p = { .argv = c->argv };
	int status = find_program(c->argv[0], p.path, sizeof p.path);

	for (int depth = 0; !status; depth++) {
		status = look_at(&p);
		if (status)
			break;
		if (p.info.kind == FILE_ALIEN)
			return run_alien(&p, c);
		if (p.info.kind != FILE_SCRIPT)
			return run_native(&p);
		if (depth == SCRIPT_DEPTH)
			return complain_and(STATUS_CANNOT_RUN,
					    "%s: scripts are each other's interpreters", p.path);
		close(p.fd);
		status = to_interpreter(&p);
	}
	return status;
}

int main(int argc, char **argv)
{
	struct command command;
	int status = 0;

	if (!command_from_kernel(argc, argv, &command))
		status = parse_command(argc, argv, &command);
	if (status)
		return status;
	switch (command.action) {
	case ACTION_HELP:
		fputs(usage, stdout);
		return 0;
	case ACTION_VERSION:
		return print_version();
	case ACTION_CHECK:
		return check_command(&command);
	case ACTION_LIST:
		return list_command(&command);
	case ACTION_REGISTER:
	case ACTION_UNREGISTER:
		return register_command(command.action == ACTION_REGISTER);
	default:
		return run_command(&command);
	}
}
