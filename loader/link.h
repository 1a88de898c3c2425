/*
 * The library door's linker: a dynamic program of the alien's and the alien's own
 * libraries that lie beside it are put into memory and bound, to each other and to
 * what abirun has in place of the alien's C library (abi-tables/library.h).
 *
 *	link.c		the program, then what it needs, breadth first
 *	link_find.c	where a needed library is
 *	link_object.c	what a file's dynamic section says
 *	link_symbol.c	symbols and versions in one file
 *	library.c	the rows of what abirun provides
 *	link_provide.c	... and how a file's import is bound to them
 *	link_stub.c	the few instructions between some of them and what does the work
 *	link_reloc.c	relocations
 *	link_run.c	on the alien's stack: resolvers, first and last functions
 */
#ifndef LOADER_LINK_H
#define LOADER_LINK_H

#include "abi-tables/library.h"
#include "loader/link_object.h"
#include "shim/glibc/patch.h"

#define LINK_OBJECTS 128

/* What a name is bound to. */
struct link_value {
	uint64_t address; /* 0: nothing (a weak one) */
	uint64_t size;
	const struct link_object *owner; /* NULL: abirun provides it */
	uint64_t in_owner;               /* its value in the owner, base not added */
	bool is_thread;                  /* a thread's variable: */
	int64_t from_thread;             /* where, from the thread pointer */
	bool is_resolver;                /* STT_GNU_IFUNC: address is that of the function to ask */
	struct library_data *data;       /* a provided variable */
};

/* A relocation whose value a function of the alien's must say, once it can run. */
struct link_late {
	uint64_t place, resolver;
	int64_t addend;
};

struct link_world {
	const struct library *library;
	struct link_object *objects[LINK_OBJECTS]; /* breadth first; the program is the first */
	unsigned count;
	uint64_t tls_used; /* of the tail */
	bool running;      /* the program is: what comes now is of dlopen(3) */
	struct link_late *late;
	unsigned late_count, late_room;
	struct patch_counts counts;
	struct complaint complaint;
	/* A provided name: 1 found, 0 unknown, -errno with the complaint made. */
	int (*provide)(struct link_world *w, const char *name, const char *version,
		       struct link_value *value);
};

/* The one of the running program. */
extern struct link_world *link_world;

/*
 * Map the program in `fd` and all it needs, and bind it.  0 with `image` the program's,
 * or an exit status with one line in `problem`.
 */
int link_program(int fd, const char *path, struct image *image, struct patch_counts *counts,
		 char *problem, size_t problem_size);

/* The library door of an abi; NULL: there is none. */
const struct library *library_named(const char *abi);

/* Whether a needed library is one that abirun stands in for. */
bool library_provides(const struct library *library, const char *file);

/* One that is only so where the alien's own is nowhere; NULL. */
const struct library_borrowed *library_borrows(const struct library *library, const char *file);

/* Whether the host has what it borrows. */
bool link_host_has(const struct library_borrowed *b);

/* How large a variable of the host's is; 0: it is none. */
uint64_t link_host_size(uint64_t address);

/* Find the row of a name; version NULL: its newest.  False: there is none. */
bool library_find(const struct library *library, const char *name, const char *version,
		  struct library_row *row);

/*
 * The number of a system call that is a symbol of calls.def; version NULL: the one without,
 * or the newest; -1.
 */
long library_call(const char *name, const char *version);

/* How many of a library's names are bound how. */
void library_count(const struct library_part *part, unsigned counts[BINDING_COUNT]);

/* Open the file of a needed library.  A descriptor with its path, malloc'ed; -ENOENT. */
int link_open_needed(const struct link_world *w, const struct link_object *by, const char *name,
		     char **path);

/* Bind a provided name (struct link_world's provide). */
int link_provide(struct link_world *w, const char *name, const char *version,
		 struct link_value *value);

/* Find a name for a file's symbol: 1 found, 0 a weak one that is nowhere, -errno. */
int link_resolve(struct link_world *w, const struct link_object *o, size_t symbol, bool not_own,
		 struct link_value *value);

/* Apply all relocations of a file; what is left goes to w->late.  0 or -errno. */
int link_relocate(struct link_world *w, struct link_object *o);

/*
 * Give each file from `first` on its thread-local storage: a place below the thread
 * pointer, or, where there is no more room and the program runs, none (offset 0).
 */
int link_place_tls(struct link_world *w, unsigned first);

/* All that is to be done once the files from `first` on are in memory (link_bind.c). */
int link_bind(struct link_world *w, unsigned first);

/* The file that is loaded by this name; NULL: none. */
struct link_object *link_loaded(const struct link_world *w, const char *name);

/* Load and bind one more file, and what it needs.  NULL with the complaint made. */
struct link_object *link_load_more(struct link_world *w, int fd, const char *path);

/* Take away the files from `first` on, of which nothing has run. */
void link_drop(struct link_world *w, unsigned first);

/* Take file n off the list. */
void link_forget(struct link_world *w, unsigned n);

/* Whether a file and what it needs are looked in for names, though they are not global. */
void link_mark(struct link_object *o, bool in_scope);

/* On the alien's stack: resolvers, protection and frames of the files from `first` on. */
void link_ready(struct link_world *w, unsigned first);

/* First functions, of what it needs before its own; last functions. */
void link_initialise(struct link_object *o);
void link_finish(struct link_object *o);

/* The unwinder is to know the file's frames, or to forget them. */
void link_frames(struct link_object *o, bool there);

/* Bind what shim/lib calls of the host's library: see link_own.c. */
void link_bind_own(void);

/*
 * Stubs, in memory near the program.  Made writable by link_stubs_open, and patched and
 * executable after link_stubs_seal.  0: no room.
 */
int link_stubs_open(uint64_t near);
uint64_t link_stub_row(long nr);
uint64_t link_stub_vfork(long nr);
/* Cancellation points (struct library_point): shim/lib/cancel.c. */
uint64_t link_stub_point(long nr, bool by_value);
uint64_t link_stub_point_after(long nr);
uint64_t link_stub_call(void);       /* lib_call */
uint64_t link_stub_call_point(void); /* lib_call_point */
uint64_t link_stub_errno(const void *function);
uint64_t link_stub_realign(uint64_t function);
uint64_t link_stub_stop(const char *symbol);
int link_stubs_seal(struct patch_counts *counts);

/* Where the alien starts, on its stack: see link_run.c. */
void link_run(void *vector, unsigned long sp);

#endif
