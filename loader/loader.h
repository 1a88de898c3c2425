/*
 * A file becomes a running process: detect, map, patch, build the stack, start.
 */
#ifndef LOADER_LOADER_H
#define LOADER_LOADER_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi-tables/abi.h"

/* abirun's own exit statuses, as env(1) and the shells have them. */
#define STATUS_OWN_FAILURE 125
#define STATUS_CANNOT_RUN  126
#define STATUS_NOT_FOUND   127

enum file_kind {
	FILE_ALIEN,   /* an ELF program of a system in abis[] */
	FILE_NATIVE,  /* an ELF program for this host */
	FILE_SCRIPT,  /* #! */
	FILE_PE,      /* a Windows program */
	FILE_FOREIGN, /* a program of a system or processor that abirun does not run */
	FILE_UNKNOWN
};

/* What a file is, found out without running it. */
struct file_info {
	enum file_kind kind;
	const struct abi *abi; /* FILE_ALIEN */
	char system[64];       /* "FreeBSD 14.1 x86-64", "Windows PE32+ x86-64", ... for messages */
	bool dynamic;          /* asks for an interpreter (PT_INTERP) */
	char interpreter[256]; /* its path; for a script that of the #! line */
	char argument[256];    /* a script's one argument, or "" */
	char problem[160];     /* why it cannot run, one line without a full stop; "" if it can */
};

/*
 * Look at an open file.  Returns 0 with `info` filled; problem is set for a
 * truncated or malformed ELF file too.  -errno where the file can't be read.
 */
int detect_file(int fd, struct file_info *info);

/* The abi of a name, "freebsd"; NULL: there is none. */
const struct abi *abi_named(const char *name);

/* An alien image in memory. */
struct image {
	uint64_t base;      /* what was added to its addresses */
	uint64_t low, high; /* the reserved span, page aligned */
	uint64_t entry;     /* where to start, base added */
	uint64_t phdr;      /* its program headers in memory */
	uint16_t phnum, phentsize;
	uint32_t flags;        /* e_flags */
	bool writable_code;    /* code can change or was not looked at: arm the net */
	bool stack_executable; /* PT_GNU_STACK asks for it */
	uint64_t stack_size;   /* PT_GNU_STACK's memsz, 0: no wish */
	uint64_t brk;          /* end of bss, page aligned */
};

/*
 * Map the PT_LOAD segments of the ELF file without clobbering any mapping of
 * ours, patch its executable ones (patch_range) before they become executable,
 * and give every segment its own protection.  0, or -errno with one line in
 * `problem`.
 */
struct patch_counts;
int map_image(int fd, struct image *image, struct patch_counts *counts, char *problem,
	      size_t problem_size);

/* The same for a program or a library of which more must be known. */
struct elf_headers;
struct plan;
int map_object(int fd, bool library, struct image *image, struct elf_headers *headers,
	       struct plan *plan, struct patch_counts *counts, char *problem, size_t problem_size);

/* Everything the first stack is built from (abi->build_stack). */
struct start_info {
	const struct image *image;
	const struct image *interpreter; /* starts in the image's place; NULL: there is none */
	int argc;
	char **argv;
	char **envp;
	const char *path;   /* the alien's own file, absolute */
	uint8_t canary[64]; /* random bytes */
	unsigned cpus;
	unsigned long stack_low, stack_high; /* the mapping; build downward from high */
	uint64_t stack_limit;                /* RLIMIT_STACK, or what PT_GNU_STACK asks for */
	/* What build_stack says: */
	unsigned long ps_strings; /* where the OS keeps its argument vector description; 0 */
	unsigned long sp, rdi, rbx; /* at the alien's first instruction */
};

/*
 * Map the alien's first stack, with a guard page below, for image, argc, argv, envp
 * and path in `start`; fills stack_low, stack_high and stack_limit.  0, or -errno
 * with one line in `problem`.
 */
int make_stack(struct start_info *start, char *problem, size_t problem_size);

#endif
