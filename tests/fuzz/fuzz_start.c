/*
 * Any arguments, environment, path and size of stack: a first stack is built within
 * its bounds and holds them, or is refused.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/start.h"
#include "loader/loader.h"
#include "shim/alien_mem.h"

static unsigned long low, high;

long copy_to_alien(unsigned long alien, const void *host, size_t n)
{
	assert(alien >= low && n <= high - low && alien <= high - n);
	memcpy((void *)alien, host, n); /* NOLINT */
	return 0;
}

/* The fuzzer's bytes as strings: each NUL ends one, a second begins the environment. */
struct words {
	char *argv[64], *envp[64];
	int argc, envc;
	char *path;
};

static void split(struct words *w, char *bytes, size_t size)
{
	bool environment = false;
	size_t at = 0;

	w->path = bytes;
	for (at = strlen(bytes) + 1; at < size; at += strlen(bytes + at) + 1) {
		if (!bytes[at])
			environment = true;
		else if (environment && w->envc < 63)
			w->envp[w->envc++] = bytes + at;
		else if (!environment && w->argc < 63)
			w->argv[w->argc++] = bytes + at;
	}
}

static uint64_t word_at(unsigned long address)
{
	uint64_t v;

	assert(address >= low && address + 8 <= high && address % 8 == 0);
	memcpy(&v, (void *)address, 8); /* NOLINT */
	return v;
}

static unsigned long check_strings(unsigned long at, char **list, int count)
{
	for (int i = 0; i < count; i++, at += 8) {
		uint64_t s = word_at(at);

		assert(s >= low && s < high && !strcmp((char *)s, list[i])); /* NOLINT */
	}
	assert(!word_at(at));
	return at + 8;
}

static void check(const struct start_info *start, const struct words *w)
{
	unsigned long at = start->rdi;

	assert(start->sp % 16 == 8 && start->sp >= low && start->sp <= start->rdi);
	assert(start->ps_strings >= low && start->ps_strings < high);
	assert(word_at(at) == (uint64_t)w->argc);
	at = check_strings(at + 8, (char **)w->argv, w->argc);
	at = check_strings(at, (char **)w->envp, w->envc);
	for (unsigned i = 0; word_at(at); at += 16)
		assert(++i < FREEBSD_AUXV_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct words w = { .argc = 0 };
	struct image image = { .base = 0x10000, .phnum = 1 };
	struct start_info start = { .image = &image, .cpus = 1 };
	char *bytes, *stack;
	size_t room;

	if (size < 3)
		return 0;
	room = (data[0] | (size_t)data[1] << 8) & ~15ul;
	bytes = calloc(1, size);
	memcpy(bytes, data + 2, size - 2);
	split(&w, bytes, size);
	stack = aligned_alloc(16, room + 16);
	low = start.stack_low = (unsigned long)stack;
	high = start.stack_high = low + room;
	start.argc = w.argc;
	start.argv = w.argv;
	start.envp = w.envp;
	start.path = w.path;
	if (freebsd_build_stack(&start) == 0)
		check(&start, &w);
	free(stack);
	free(bytes);
	return 0;
}
