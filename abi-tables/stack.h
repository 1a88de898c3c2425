/*
 * The first stack of a program as System V has it: upward from the stack pointer, which is
 * a multiple of 16, argc, argv, envp and the auxiliary vector; the strings above.
 */
#ifndef ABI_TABLES_STACK_H
#define ABI_TABLES_STACK_H

#include <stdint.h>

struct start_info;

/* Where the arrays came to lie. */
struct stack_places {
	unsigned long argv, envp;
	unsigned envc;
};

/*
 * Build it below `top`, for the start's argc, argv and envp and `count` pairs of the
 * auxiliary vector.  Sets the start's sp and rdi.  0, or -E2BIG where it does not fit.
 */
long stack_build(struct start_info *start, unsigned long top, const uint64_t (*auxv)[2],
		 unsigned count, struct stack_places *places);

#endif
