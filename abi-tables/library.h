/*
 * The library door's rows: what each exported name of the alien's own libraries is
 * bound to.  They are written in abi-tables/<os>/lib*.def with these macros, each file
 * in the order of strcmp(3); a system whose symbols have no versions leaves "@version" out:
 *
 *	SAME("name@version")		the host's function of that name: prototype, structures,
 *					constants and every errno that it sets agree
 *	HOST("name@version", host)	the same, where the host calls it otherwise
 *	ERRNO("name@version", host)	a host function of which all agrees but errno, which is
 *					translated when it was set
 *	ROW("name@version", "row")	a system call; "row" is its symbol in calls.def.  Symbols of
 *					calls.def need no row here
 *	OURS("name@version", function)	a function of shim/lib
 *	PART("name@version", function, "what is not done")
 *	DATA("name@version", object, size)	a variable: struct library_data
 *	TLS("name@version", variable)	a thread's variable
 *	NODATA("name@version")		a variable that is not done: the program is not started
 *	LATER("name@version")		not done: the program stops when it calls it
 *	NONE("name@version", "reason")	cannot be done: the same
 */
#ifndef ABI_TABLES_LIBRARY_H
#define ABI_TABLES_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum binding {
	BIND_HOST,
	BIND_ERRNO,
	BIND_ROW,
	BIND_OURS,
	BIND_DATA,
	BIND_TLS,
	BIND_NODATA,
	BIND_LATER,
	BIND_NONE,
	BINDING_COUNT
};

/*
 * A variable of the alien's C library.  `at` is where it is: `own`, or the program's copy
 * of it (R_X86_64_COPY) or the one that the program defines itself.  shim/lib reads and
 * writes it through `at` alone.
 */
struct library_data {
	void *at;
	void *own;
	void (*prepare)(void); /* fills it in, before the program's first instruction; NULL */
};

/*
 * A row as it is kept: without a pointer, for there are thousands of them, and each
 * pointer in a table is work at every start, of programs that need no libraries too.
 */
struct library_entry {
	uint32_t symbol, text; /* in strings; text: 0 where there is none; DATA: its size */
	uint16_t pointer;      /* in pointers */
	uint8_t binding;
};

/* The rows of one library, in the order of strcmp of their symbols. */
struct library_part {
	const char *name; /* "libc" */
	const char *strings;
	const struct library_entry *entries;
	size_t count;
	void *const *pointers;
};

/* A row as it is used. */
struct library_row {
	const struct library_part *part;
	const struct library_entry *entry;
	const char *symbol; /* "name@version" */
	const char
	    *text; /* HOST, ERRNO: the host's name; ROW: a symbol of calls.def; PART, NONE: why */
	void *pointer; /* OURS: the function; DATA: struct library_data; TLS: void *(*)(void) */
	uint32_t size; /* DATA */
	enum binding binding;
};

struct library_row library_row_at(const struct library_part *part, size_t n);

/* A library that a library of the host's stands for, where the alien's own is nowhere. */
struct library_borrowed {
	const char *file; /* DT_NEEDED */
	const char *part; /* its rows */
	const char *host, *package;
};

/* A call that is a cancellation point, by name. */
struct library_point {
	const char *name;
	enum library_point_kind {
		POINT,
		POINT_BY_VALUE, /* its errno is its value */
		POINT_AFTER     /* only when it has been made */
	} kind;
};

struct lib_facts;

/* All that one system's libraries are to the library door. */
struct library {
	const char *abi;
	const struct library_part *parts; /* ends with name NULL */
	const char *const *files;         /* DT_NEEDED that the rows stand for; ends with NULL */
	bool numbered;                    /* a file of any number: libc.so.97.1 is libc.so, too */
	const char *const *versions;      /* that they have; ends with NULL */
	const char *private;  /* versions that begin so are nobody's default; NULL: none */
	size_t stack_default; /* of a thread that asks for none, in bytes */
	bool starts_itself;      /* the program's _init and _fini are called by its own crt1 */
	bool realigns;        /* its programs may call with any stack pointer */
	const struct lib_facts *facts;
	uint32_t random_segment; /* p_type of what is filled with random bytes; 0: none */
	const struct library_borrowed *borrowed; /* ends with file NULL; NULL: none */
	int signal; /* the library's own, which programs neither block nor catch; 0: none */
	const struct library_point *points; /* ends with name NULL; NULL: none */
};

extern const struct library freebsd_library;

#endif
