/* The last step: from a mapped image to the alien's first instruction. */
#ifndef LOADER_START_H
#define LOADER_START_H

#include "loader/loader.h"

/* In an interpreter's place: bind the program to abirun's own libraries (loader/link.h). */
#define START_LINKED (-2)

/*
 * Load the open alien program, and its interpreter (-1: it has none), and become it.
 * `path` is its absolute name, argv and envp its own.  Returns only on failure: one of the STATUS_
 * values, with one line in `problem`.
 */
int start_alien(int fd, int interpreter_fd, const struct abi *system, const char *path, char **argv,
		char **envp, char *problem, size_t problem_size);

/* Let ps(1) and /proc show the alien's arguments and environment, which start at `vector`. */
void show_arguments(unsigned long vector);

#endif
