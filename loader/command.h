/* The command line: what it asks for, and the words of our own messages. */
#ifndef LOADER_COMMAND_H
#define LOADER_COMMAND_H

#include <stdbool.h>

enum action {
	ACTION_RUN,
	ACTION_CHECK,
	ACTION_LIST,
	ACTION_REGISTER,
	ACTION_UNREGISTER,
	ACTION_HELP,
	ACTION_VERSION
};

struct command {
	enum action action;
	const char *trace;  /* --trace's set, "" for everything; NULL: no trace */
	const char *output; /* -o; NULL: stderr */
	bool append;        /* to it: we were started by an alien that traces already */
	const char *argv0;  /* what the program is to find there; NULL: its name as given */
	bool json, markdown;
	int argc;    /* what follows the options: program and arguments, file, or call */
	char **argv; /* ends with NULL */
};

/*
 * Read the options, also into `options` (shim/options.h) and exec_options
 * (shim/process.h).  0, or the status to end with, the complaint made.
 */
int parse_command(int argc, char **argv, struct command *command);

/*
 * Linux started abirun for an alien program, by an entry that --register made: the
 * words are no options but the program, its argv[0] and its arguments.  False: a user
 * started it.
 */
bool command_from_kernel(int argc, char **argv, struct command *command);

/* One line on stderr: "abirun: what: which".  Returns the status. */
int complain_and(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Find a program as a shell does: as it stands where it has a slash, else in PATH.
 * 0 and its path in `path`; or STATUS_NOT_FOUND or STATUS_CANNOT_RUN, the complaint
 * made.
 */
int find_program(const char *name, char *path, unsigned long size);

/* A name of the alien's becomes the host's: changed where it is in the tree of --sysroot. */
void find_in_tree(char *path, unsigned long size);

/* What the other actions do; each returns the status to end with. */
int check_command(const struct command *command);
int list_command(const struct command *command);
int register_command(bool add);

#endif
