/* Reading the host's text files of /proc, line by line. */
#ifndef SYSCALL_MAP_PROC_FILE_H
#define SYSCALL_MAP_PROC_FILE_H

#include <stdbool.h>
#include <stdint.h>

#define LINE_MAX_BYTES 8192 /* mountinfo's lines hold two paths and the options */

struct lines {
	long fd;
	unsigned start, end;
	char buf[LINE_MAX_BYTES];
};

/* 0 or -errno. */
long lines_open(struct lines *l, const char *path);
/* The next line, without its end; NULL: no more.  A longer one is cut in two. */
char *lines_next(struct lines *l);
void lines_close(struct lines *l);

/* Numbers at *at, which moves behind them; 0 where there is none. */
uint64_t take_decimal(char **at);
uint64_t take_hex(char **at);
/* The next word up to a blank, ended by NUL in place; "" at the end of the line. */
char *take_word(char **at);

/* A line of /proc/self/maps. */
struct mapping {
	unsigned long start, end, offset;
	uint64_t device, inode;
	bool shared, writable;
};
/* The mapping that holds an address; false: none. */
bool find_mapping(unsigned long addr, struct mapping *m);

#endif
