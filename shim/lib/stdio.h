/* A stream of the alien's and the host's behind it. */
#ifndef SHIM_LIB_STDIO_H
#define SHIM_LIB_STDIO_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

#include "abi-tables/bsd44/stdio.h"
#include "abi-tables/library.h"

/*
 * In place of the alien's FILE, whose size differs: what is behind `alien` is what programs do
 * not look at.
 */
struct lib_file {
	struct bsd44_file alien; /* first: the alien's pointer is to it */
	FILE *host;
	char *line; /* fgetln's */
	size_t line_room;
};
#define LIB_FILE_SIZE 312 /* the largest */
_Static_assert(sizeof(struct lib_file) <= 128, "FILE: the smallest");

extern struct library_data lib_stdin, lib_stdout, lib_stderr;
FILE *lib_host_stdout(void);
/* Before the standard streams are asked for: the program may have made a copy of them. */
void lib_standard_ready(void);

/* funopen(3) */
struct lib_file *lib_funopen(void *cookie, int (*read)(void *, char *, int),
			     int (*write)(void *, const char *, int),
			     off_t (*seek)(void *, off_t, int), int (*close)(void *));
struct lib_file *lib_fdopen(int fd, const char *mode);
int lib_fclose(struct lib_file *f);

/* fopen(3)'s mode: the alien's flags of the stream, -1 with errno; and those of open(2). */
int lib_mode_flags(const char *mode, int *open_flags);

/* What the alien's variables say are its standard streams. */
struct lib_file *lib_input(void);
struct lib_file *lib_output(void);

int lib_vprintf(const char *format, va_list args);
int lib_vfprintf(struct lib_file *f, const char *format, va_list args);
int lib_vfscanf(struct lib_file *f, const char *format, va_list args);

/* Bring the alien's flags up to date; `failed`: and errno, which the host has set.  `ret`. */
int lib_file_done(struct lib_file *f, int ret, bool failed);

/* An alien's stream for one of the host's; NULL and the host's closed where there is no memory. */
struct lib_file *lib_file_of(FILE *host, int flags);

#endif
