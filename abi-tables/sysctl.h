/*
 * A tree of named kernel values, as the BSDs' sysctl has it.  The walk and the
 * rules for buffers are syscall-map/sysctl.c; the tree is the OS's.
 */
#ifndef ABI_TABLES_SYSCTL_H
#define ABI_TABLES_SYSCTL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SYSCTL_DEPTH 24 /* longest name */

struct sysctl;
struct sysctl_row;

/* Says the value with sysctl_out; takes a new one with sysctl_in.  0 or -errno. */
typedef long sysctl_fn(struct sysctl *s);

struct sysctl_row {
	const char *name; /* "kern.ostype" */
	uint32_t oid[6];
	uint8_t depth; /* numbers in oid */
	uint8_t type;  /* the OS's own CTLTYPE number */
	bool is_node;  /* may take more numbers than oid has */
	bool writable;
	const char *format; /* as the OS's tools read it: "A", "I", "S,timeval" */
	sysctl_fn *answer;  /* NULL: an inner node without a value */
	uint64_t number;    /* the function's own */
	const char *text;   /* the function's own, for a constant string the string */
	const char *about;
};

struct sysctl_abi {
	const struct sysctl_row *rows; /* by oid: a node, then what is below it */
	size_t count;
	unsigned least_depth; /* of a name */
	sysctl_fn
	    *query; /* names whose last number is negative ask about the tree; NULL: none do */
};

/* One question under way. */
struct sysctl {
	const struct sysctl_row *row;
	uint32_t name[SYSCTL_DEPTH];
	unsigned depth;
	unsigned long old; /* where the alien wants it, 0: only its size */
	size_t room;       /* bytes there */
	size_t said;       /* bytes said so far, also behind the end of room */
	unsigned long new; /* the new value, 0: none */
	size_t new_size;
};

/* n bytes of the value.  0, -EFAULT, or -ENOMEM where not all found room. */
long sysctl_out(struct sysctl *s, const void *bytes, size_t n);
/*
 * A list that may be longer than the room for it is said to its end, so that its size
 * is known: sysctl_out_more() for each part (0 or -EFAULT), at last sysctl_out_done():
 * 0, or -ENOMEM where not all found room.
 */
long sysctl_out_more(struct sysctl *s, const void *bytes, size_t n);
long sysctl_out_done(const struct sysctl *s);
/* Exactly n bytes of the new value.  0, -EFAULT, -EINVAL where it has another size. */
long sysctl_in(struct sysctl *s, void *bytes, size_t n);
/* Whether there is a new value. */
static inline bool sysctl_writes(const struct sysctl *s)
{
	return s->new != 0;
}

/* The row with this oid; the deepest node on the way to it that takes more numbers; NULL. */
const struct sysctl_row *sysctl_find(const uint32_t *oid, unsigned depth);
/* The row with this name (size bytes, with or without a NUL); NULL. */
const struct sysctl_row *sysctl_find_name(const char *name, size_t size);

/*
 * The value with this name to the alien's memory, or a new one for it, as sysctl(3) would;
 * old or new 0: not asked for.  0 or -errno.
 */
long sysctl_by_name(const char *name, unsigned long old, size_t room, unsigned long new,
		    size_t new_size);

/* Answers that rows share. */
sysctl_fn sysctl_say_int;                         /* row->number as an int */
sysctl_fn sysctl_say_long;                        /* row->number in 64 bits */
sysctl_fn sysctl_say_string;                      /* row->text */
long sysctl_out_int(struct sysctl *s, int64_t v); /* clamped to an int */
long sysctl_out_long(struct sysctl *s, uint64_t v);
long sysctl_out_string(struct sysctl *s, const char *text);

#endif
