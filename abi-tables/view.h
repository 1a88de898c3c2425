/*
 * Views: what an argument is that goes to the host, or to its map function, as it
 * is.  PTR_AS(view) and HEX_AS(view) are the kinds PTR and HEX, and what a view says
 * is for trace alone.  The views are the OS's own (abi-tables/<os>/views.def).
 */
#ifndef ABI_TABLES_VIEW_H
#define ABI_TABLES_VIEW_H

#include <stdint.h>

#include "abi-tables/kinds.h"

enum view_shape {
	VIEW_ADDRESS,     /* an address, and nothing behind it that would say more */
	VIEW_ABSENT,      /* the operation has no such argument */
	VIEW_VALUE,       /* the word itself, of kind `kind` and table `table` */
	VIEW_PERMISSIONS, /* the word: bits of `table` above permissions */
	VIEW_STRUCT,      /* a structure, layout `table`; at most as many bytes as counted */
	VIEW_LIST,        /* as many structures of layout `table` as counted */
	VIEW_POINTERS,    /* as many addresses of such structures */
	VIEW_BYTES,       /* as many bytes as counted */
	VIEW_STRING,      /* a string; or a value of `table` that is no address of one */
	VIEW_DESCRIPTORS, /* an fd_set, of descriptors below what is counted */
	VIEW_NUMBERS,     /* a set of small numbers, of as many bytes as counted */
	VIEW_CHOICE       /* argument `at`, a value of `table`, says which other view */
};

/* What is counted: argument `at` itself, or the size_t or socklen_t that it points to... */
enum view_count {
	COUNT_NONE,
	COUNT_ARGUMENT,
	COUNT_SIZE,
	COUNT_LENGTH,
	COUNT_PAGES, /* as many as pages begin in that many bytes */
	COUNT_RESULT
};

/* When an argument is shown: before the call, after it when the call fills it, or both. */
enum show_time { SHOW_BEFORE, SHOW_AFTER, SHOW_BOTH, SHOW_NEVER };

/* A choice's list ends with name NULL, and the view of what it does not name. */
struct view_choice {
	const char
	    *name; /* of a value of the choice's table; of an ioctl request where it has none */
	unsigned char view;
};

struct view {
	const char *name;
	unsigned char shape; /* enum view_shape */
	unsigned char time;  /* enum show_time */
	unsigned char kind;  /* of a VIEW_VALUE */
	unsigned char table; /* enum xlat_id or enum layout_id, by shape */
	unsigned char count; /* enum view_count */
	unsigned char at;    /* place among the arguments that the alien passes */
	const struct view_choice *choices;
};

#endif
