/* What a program asks of its system, found without running it. */
#ifndef LOADER_CHECK_H
#define LOADER_CHECK_H

#include <stdio.h>

#include "loader/loader.h"
#include "shim/glibc/patch.h"

#define CHECK_CALLS 1024 /* numbers above are counted as `beyond` */

struct check {
	const char *file;
	struct file_info info;
	const struct abi *abi; /* NULL: no tables, nothing below is known */
	struct patch_counts counts;
	unsigned calls[CHECK_CALLS]; /* sites of each number */
	unsigned beyond;             /* sites with a number that no row has a place for */
	unsigned at_run_time;        /* sites whose number is known only when they run */
	unsigned imports;            /* names that it imports of the alien's own libraries */
	char **missing_imports;      /* those that abirun does not have, "name@version" */
	unsigned missing_import_count;
};

/* Fill in the imports of a dynamic program.  0 or -errno. */
struct elf_headers;
struct plan;
int check_imports(int fd, const struct elf_headers *headers, const struct plan *plan,
		  struct check *check);

/*
 * Look through an open file.  0, or -errno where it can't be read; a file that
 * cannot run has its reason in info.problem, and is looked through as far as it goes.
 */
int check_file(int fd, struct check *check);

/* Calls and imports found that are not there (not yet, or refused). */
unsigned check_missing(const struct check *check);

void check_print(const struct check *check, FILE *out);
void check_print_json(const struct check *check, FILE *out);

#endif
