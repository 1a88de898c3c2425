/* Building the first stack: see first_stack.h. */
#include "abi-tables/bsd44/first_stack.h"
#include "loader/loader.h"
#include "shim/alien_mem.h"

unsigned long stack_string_size(const char *s)
{
	unsigned long n = 0;

	while (s[n])
		n++;
	return n + 1;
}

/* Room below, aligned; 0 where the stack is too small. */
unsigned long stack_push(struct first_stack *s, unsigned long size, unsigned long align)
{
	if (s->failed || s->sp - s->low < size + align) {
		s->failed = true;
		return 0;
	}
	s->sp = (s->sp - size) & ~(align - 1);
	return s->sp;
}

unsigned long stack_push_bytes(struct first_stack *s, const void *bytes, unsigned long size,
			       unsigned long align)
{
	unsigned long at = stack_push(s, size, align);

	if (at && copy_to_alien(at, bytes, size) < 0)
		s->failed = true;
	return at;
}

void stack_put(struct first_stack *s, unsigned long *at, uint64_t value)
{
	if (!s->failed && put_alien_u64(*at, value) < 0)
		s->failed = true;
	*at += sizeof value;
}

/* Pointers to strings that are copied to *strings one after the other. */
void stack_put_strings(struct first_stack *s, unsigned long *at, char **list, unsigned count,
		       unsigned long *strings)
{
	for (unsigned i = 0; i < count && !s->failed; i++) {
		unsigned long size = stack_string_size(list[i]);

		if (copy_to_alien(*strings, list[i], size) < 0)
			s->failed = true;
		stack_put(s, at, *strings);
		*strings += size;
	}
	stack_put(s, at, 0);
}

unsigned long stack_strings_size(const struct start_info *start, unsigned envc)
{
	unsigned long size = 0;

	for (int i = 0; i < start->argc; i++)
		size += stack_string_size(start->argv[i]);
	for (unsigned i = 0; i < envc; i++)
		size += stack_string_size(start->envp[i]);
	return size;
}
