/*
 * An interpreter: what the kernel starts for a dynamically linked program.  It
 * looks at what it was given, and goes on to the program with the stack as it was.
 */
#include "alien.h"

/* sys/elf_common.h, sys/elf64.h */
enum { PT_LOAD = 1, PT_INTERP = 3, PT_PHDR = 6, PF_X = 1 };
struct header {
	uint32_t type, flags;
	uint64_t offset, address, physical, file_size, memory_size, align;
};
enum { AUX_PHDR = 3, AUX_PHENT = 4, AUX_PHNUM = 5, AUX_BASE = 7, AUX_ENTRY = 9, AUX_EXECPATH = 15 };

extern const char __ehdr_start;

static uint64_t aux(uint64_t *vector, uint64_t key)
{
	for (; vector[0]; vector += 2)
		if (vector[0] == key)
			return vector[1];
	return 0;
}

static void look_at_headers(const struct header *p, uint64_t count, uint64_t entry)
{
	bool interpreter = false, starts = false;
	uint64_t base = 0;

	for (uint64_t i = 0; i < count; i++)
		if (p[i].type == PT_PHDR)
			base = (uint64_t)p - p[i].address;
	for (uint64_t i = 0; i < count; i++) {
		uint64_t at = base + p[i].address;

		if (p[i].type == PT_INTERP)
			interpreter = !strcmp((char *)at, "/libexec/ld-elf.so.1");
		if (p[i].type == PT_LOAD && (p[i].flags & PF_X))
			starts = starts || (entry >= at && entry < at + p[i].memory_size);
	}
	EXPECT(interpreter);
	EXPECT(starts);
}

int main(int argc, char **argv, char **envp)
{
	uint64_t *vector, entry, *stack = (uint64_t *)argv - 1;
	const char *path;

	while (*envp)
		envp++;
	vector = (uint64_t *)(envp + 1);
	entry = aux(vector, AUX_ENTRY);
	path = (char *)aux(vector, AUX_EXECPATH);
	EXPECT_EQ(stack[0], argc);
	EXPECT_EQ(aux(vector, AUX_BASE), &__ehdr_start);
	EXPECT_EQ(aux(vector, AUX_PHENT), sizeof(struct header));
	EXPECT(path && path[0] == '/');
	look_at_headers((struct header *)aux(vector, AUX_PHDR), aux(vector, AUX_PHNUM), entry);
	if (result())
		return 99;
	say("interpreted ");
	__asm__ volatile("mov %0, %%rsp\n\tjmp *%1" ::"r"((((uint64_t)stack - 8) & ~15ul) + 8),
			 "r"(entry), "D"(stack));
	__builtin_unreachable();
}
