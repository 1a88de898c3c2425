/* The program that starts a dynamically linked one: its system's own linker, from the tree. */
#ifndef LOADER_INTERPRETER_H
#define LOADER_INTERPRETER_H

#include "loader/loader.h"

/*
 * Open the interpreter that an alien program asks for.  Its descriptor, or -1 with
 * one line in `problem`.
 */
int open_interpreter(const struct file_info *program, char *problem, size_t problem_size);

#endif
