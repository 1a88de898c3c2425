/*
 * What the first stacks of the BSDs are built with: from the top down, strings and
 * arrays; and struct ps_strings, which they all have.
 */
#ifndef ABI_TABLES_BSD44_FIRST_STACK_H
#define ABI_TABLES_BSD44_FIRST_STACK_H

#include <stdbool.h>
#include <stdint.h>

struct start_info;

/* sys/exec.h */
struct bsd44_ps_strings {
	uint64_t ps_argvstr;
	uint32_t ps_nargvstr, pad0;
	uint64_t ps_envstr;
	uint32_t ps_nenvstr, pad1;
};
_Static_assert(sizeof(struct bsd44_ps_strings) == 32, "ps_strings");

/* `failed`: it was too small, or could not be written. */
struct first_stack {
	unsigned long sp, low;
	bool failed;
};

unsigned long stack_string_size(const char *s);

/* Room below, aligned; 0 where the stack is too small. */
unsigned long stack_push(struct first_stack *s, unsigned long size, unsigned long align);
unsigned long stack_push_bytes(struct first_stack *s, const void *bytes, unsigned long size,
			       unsigned long align);
/* A word at *at, which moves on. */
void stack_put(struct first_stack *s, unsigned long *at, uint64_t value);
/* Pointers to strings that are copied to *strings one after the other, and a NULL. */
void stack_put_strings(struct first_stack *s, unsigned long *at, char **list, unsigned count,
		       unsigned long *strings);
/* What argv's and envp's strings need. */
unsigned long stack_strings_size(const struct start_info *start, unsigned envc);

#endif
