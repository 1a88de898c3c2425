/* Faults in abirun's own code: which are expected, and whose code an address is. */
#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/fuzz/observer.h"

static char host_path[PATH_MAX];
static uint64_t linked_at; /* abirun's first segment; the addresses below count from there */
static uint64_t *expected;
static unsigned expected_count;

static void expect_at(uint64_t address)
{
	expected = realloc(expected, (expected_count + 1) * sizeof *expected);
	if (!expected)
		abort();
	expected[expected_count++] = address - linked_at;
}

/* Section alien_fixups (shim/alien_mem.S): pairs of addresses, each relative to where it stands. */
static void read_fixups(const Elf64_Shdr *section, const uint8_t *file)
{
	uint64_t from;

	for (uint64_t i = 0; i < section->sh_size / 16; i++) {
		memcpy(&from, file + section->sh_offset + i * 16, 8);
		expect_at(section->sh_addr + i * 16 + from);
	}
}

/*
 * The jump back to the alien (shim/entry.S) faults itself where the alien goes on at no
 * address at all, as a context that it made may say; the fault is then told as the alien's.
 */
static void read_jump(const Elf64_Shdr *symbols, const Elf64_Shdr *strings, const uint8_t *file)
{
	const Elf64_Sym *s = (const Elf64_Sym *)(file + symbols->sh_offset);

	for (uint64_t i = 0; i < symbols->sh_size / sizeof *s; i++)
		if (!strcmp((const char *)file + strings->sh_offset + s[i].st_name, "call_jump_at"))
			expect_at(s[i].st_value);
}

static uint64_t first_segment(const Elf64_Ehdr *header)
{
	const Elf64_Phdr *p = (const Elf64_Phdr *)((const uint8_t *)header + header->e_phoff);

	for (int i = 0; i < header->e_phnum; i++)
		if (p[i].p_type == PT_LOAD)
			return p[i].p_vaddr;
	return 0;
}

void faults_init(const char *abirun)
{
	int fd = open(abirun, O_RDONLY | O_CLOEXEC);
	struct stat st;
	const uint8_t *file;
	const Elf64_Ehdr *header;
	const Elf64_Shdr *sections;
	const char *names;

	if (fd < 0 || fstat(fd, &st) || !realpath(abirun, host_path))
		return;
	file = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (file == MAP_FAILED)
		return;
	header = (const Elf64_Ehdr *)file;
	linked_at = first_segment(header);
	sections = (const Elf64_Shdr *)(file + header->e_shoff);
	names = (const char *)file + sections[header->e_shstrndx].sh_offset;
	for (int i = 0; i < header->e_shnum; i++)
		if (!strcmp(names + sections[i].sh_name, "alien_fixups"))
			read_fixups(&sections[i], file);
		else if (sections[i].sh_type == SHT_SYMTAB)
			read_jump(&sections[i], &sections[sections[i].sh_link], file);
	munmap((void *)file, (size_t)st.st_size);
}

/* The file that is mapped at an address, and where the file's first mapping begins. */
static bool file_at(int pid, uint64_t address, char *path, uint64_t *base)
{
	char name[40], line[PATH_MAX + 100], here[PATH_MAX];
	uint64_t from, to;
	FILE *maps;
	bool found = false;

	snprintf(name, sizeof name, "/proc/%d/maps", pid);
	maps = fopen(name, "re");
	if (!maps)
		return false;
	*path = 0;
	while (!found && fgets(line, sizeof line, maps)) {
		*here = 0;
		if (sscanf(line, "%lx-%lx %*s %*s %*s %*s %4095s", &from, &to, here) < 2)
			continue;
		if (strcmp(here, path) != 0) {
			strcpy(path, here);
			*base = from;
		}
		found = address >= from && address < to;
	}
	fclose(maps);
	return found && *path;
}

bool fault_is_wrong(int pid, uint64_t rip, char *why)
{
	char path[PATH_MAX];
	uint64_t base = 0;

	if (!file_at(pid, rip, path, &base))
		return false;
	if (!strcmp(path, host_path)) {
		for (unsigned i = 0; i < expected_count; i++)
			if (base + expected[i] == rip)
				return false;
	} else if (!strstr(path, "/lib")) {
		return false; /* the alien's */
	}
	snprintf(why, WHY, "a fault in host code: %.100s + 0x%lx", path, rip - base);
	return true;
}
