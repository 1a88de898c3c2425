/*
 * The row: one alien call, said once.
 *
 * A row is written in abi-tables/<os>/calls.def with one of three macros:
 *
 *	CALL(nr, "symbol@version", host, errors, arguments...)
 *	HAND(nr, "symbol@version", host, errors, map, arguments...)
 *	NONE(nr, "symbol@version", errno, "reason")	errno NOSYS: the system has no such call
 *
 * A CALL's argument kinds say all that is needed to put it into host terms; a
 * HAND has a map function of its own (syscall-map/); a NONE answers errno and
 * says why.  NOTE(nr, "text") adds a remark to a row that works in part; `--list`
 * and the README print it.
 *
 * Dispatch, tiers, trace, --list, --check, the README's table and the table
 * tests are all derived from the row.  Nothing repeats it.
 */
#ifndef ABI_TABLES_ROW_H
#define ABI_TABLES_ROW_H

#include "abi-tables/kinds.h"

#define ROW_ARGS 9

/* What a row's host column holds when its map function answers by itself. */
#define SYS_none (-1)

/* An errno that only the alien knows, carried inside as -ALIEN_ERRNO(n). */
#define ALIEN_ERRNO(n)    (2048 + (n))
#define ALIEN_ERRNO_MIN   2048
#define ALIEN_ERRNO_LIMIT 4096

/*
 * What a NONE says where the system has no call of that number: ENOSYS, and the
 * signal that numbers out of its table have (struct abi: nosys_signal).
 */
#define NOSYS (-1)

struct call;

/*
 * A map function puts one call into host terms: it fills c->host_nr and
 * c->host[] and returns CALL_HOST, or returns the answer itself, a value or
 * -errno (host numbering).  A finish function, named in c->finish, turns what
 * the host call returned into the answer.
 */
typedef long map_fn(struct call *c);
typedef long finish_fn(struct call *c, long ret);

#define CALL_HOST (-0x7fffffffffffffffL - 1)

/* One argument of an alien call: its kind, and for some kinds which table. */
struct arg {
	unsigned char kind; /* enum arg_kind */
	unsigned char
	    table; /* enum xlat_id or enum layout_id, by kind; of HEX and PTR a view, for trace */
};

enum row_kind { ROW_ABSENT, ROW_CALL, ROW_HAND, ROW_NONE };

struct row {
	const char *symbol; /* "name@version", as the alien's libc exports it */
	map_fn *map;        /* never NULL in a table; map_args for a CALL */
	const char *reason; /* a NONE's */
	struct arg args[ROW_ARGS];
	unsigned char kind;
	unsigned char errors; /* enum errors_id */
	short host;           /* the host's number, or SYS_none */
	short error;          /* a NONE's errno: host numbering or ALIEN_ERRNO */
};

/*
 * How the errors of a call come out (errno.def's ERRORS rows): what a signal
 * does to it while it sleeps, and which errnos differ from the plain table.
 */
enum sleep_rule {
	SLEEP_NEVER,   /* a signal never interrupts it */
	SLEEP_RESTART, /* interrupted; restarted if the handler has SA_RESTART */
	SLEEP_EINTR    /* interrupted; always EINTR */
};

struct errno_pair {
	short host, alien;
};

struct errors {
	const char *name;
	enum sleep_rule sleep;
	struct errno_pair over[6]; /* ends with a zero pair */
};

#endif
