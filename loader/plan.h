/*
 * The plan: what of an ELF file goes where in memory, worked out from its headers
 * alone.  Nothing is mapped here and no header is believed.
 */
#ifndef LOADER_PLAN_H
#define LOADER_PLAN_H

#include <libelf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PLAN_PAGE     4096UL
#define PLAN_HEADERS  256 /* program headers looked at; a file with more is refused */
#define PLAN_SEGMENTS 64

/* A file's headers in the host's byte order; 32-bit files are widened. */
struct elf_headers {
	Elf64_Ehdr file;
	Elf64_Phdr program[PLAN_HEADERS];
	unsigned count;
	uint64_t file_size;
};

/*
 * One PT_LOAD.  Addresses are the file's own, the base is not added.  The whole
 * pages [map, map + map_size) come from the file at map_offset; what lies before
 * them is read into a page that the segment before has already; no whole pages at
 * all (map_size 0) where offset and address do not agree within a page.
 */
struct segment {
	uint64_t address, file_size, memory_size, offset;
	uint64_t map, map_size, map_offset;
	int prot;
	bool joins; /* begins in the last page of the segment before */
};

struct plan {
	struct segment segments[PLAN_SEGMENTS]; /* ascending, not overlapping */
	unsigned count;
	uint64_t low, high; /* the span, page aligned */
	uint64_t align;     /* of the base */
	bool fixed;         /* ET_EXEC: the base is 0 */
	uint64_t entry;
	uint64_t phdr; /* 0: the program headers are in no segment */
	uint64_t brk;
	uint64_t stack_size; /* PT_GNU_STACK's wish */
	bool stack_executable;
};

/* Read the headers of an ELF file of file_size bytes.  0, or -ENOEXEC and one line in `problem`. */
int read_headers(Elf *elf, uint64_t file_size, struct elf_headers *h, char *problem,
		 size_t problem_size);

/* Plan a shared library: as a program, but it need not have a place to start. */
int plan_library(const struct elf_headers *h, struct plan *plan, char *problem,
		 size_t problem_size);

/* Plan an x86-64 program, or the interpreter of one.  0, or -ENOEXEC and one line in `problem`. */
int plan_image(const struct elf_headers *h, struct plan *plan, char *problem, size_t problem_size);

static inline uint64_t page_down(uint64_t address)
{
	return address & ~(PLAN_PAGE - 1);
}

static inline uint64_t page_up(uint64_t address)
{
	return page_down(address + PLAN_PAGE - 1);
}

#endif
