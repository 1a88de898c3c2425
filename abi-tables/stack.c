#include "abi-tables/stack.h"

#include <errno.h>

#include "loader/loader.h"
#include "shim/alien_mem.h"

static unsigned long string_size(const char *s)
{
	unsigned long n = 0;

	while (s[n])
		n++;
	return n + 1;
}

struct writer {
	unsigned long at, strings;
	bool failed;
};

static void put(struct writer *w, uint64_t value)
{
	w->failed = w->failed || put_alien_u64(w->at, value);
	w->at += sizeof value;
}

static void put_strings(struct writer *w, char **list)
{
	for (; *list; list++) {
		unsigned long size = string_size(*list);

		w->failed = w->failed || copy_to_alien(w->strings, *list, size);
		put(w, w->strings);
		w->strings += size;
	}
	put(w, 0);
}

long stack_build(struct start_info *start, unsigned long top, const uint64_t (*auxv)[2],
		 unsigned count, struct stack_places *places)
{
	unsigned long size = 0, words;
	struct writer w = { 0 };

	*places = (struct stack_places){ 0 };
	for (int i = 0; i < start->argc; i++)
		size += string_size(start->argv[i]);
	for (char **e = start->envp; *e; e++, places->envc++)
		size += string_size(*e);
	words = 3ul + (unsigned long)start->argc + places->envc + 2ul * count;
	if (top - start->stack_low < size + words * 8 + 64)
		return -E2BIG;
	w.strings = (top - size) & ~15ul;
	w.at = start->sp = start->rdi = (w.strings - words * 8) & ~15ul;
	places->argv = w.at + 8;
	put(&w, (uint64_t)start->argc);
	put_strings(&w, start->argv);
	places->envp = w.at;
	put_strings(&w, start->envp);
	for (unsigned i = 0; i < count; i++) {
		put(&w, auxv[i][0]);
		put(&w, auxv[i][1]);
	}
	return w.failed ? -E2BIG : 0;
}
