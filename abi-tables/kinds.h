/*
 * The vocabulary that rows are written in: argument kinds, and the names of the
 * value tables and structure layouts that an OS may fill.  The names mean the
 * same for every OS; what stands behind them is the OS's own (abi-tables/<os>).
 */
#ifndef ABI_TABLES_KINDS_H
#define ABI_TABLES_KINDS_H

/*
 * Kinds marked "same" go to the host as they are; a row all of whose kinds are
 * so, with a plain host call, is served by the thin path in shim/entry.S.
 *
 *	X(kind, same)
 */
#define ARG_KINDS(X)                                                                               \
	X(NONE, 0)                                                                                 \
	X(FD, 1)      /* descriptor, int */                                                        \
	X(INT, 1)     /* int, decimal */                                                           \
	X(UINT, 1)    /* unsigned int */                                                           \
	X(LONG, 1)    /* 64 bits, decimal */                                                       \
	X(HEX, 1)     /* 64 bits, hexadecimal */                                                   \
	X(SIZE, 1)    /* size_t */                                                                 \
	X(OFF, 1)     /* off_t */                                                                  \
	X(PTR, 1)     /* an address the host takes as it is */                                     \
	X(PATH, 1)    /* a path name in */                                                         \
	X(LPATH, 1)   /* the same; a symbolic link at its end is meant itself */                   \
	X(STR, 1)     /* any other string in */                                                    \
	X(BUF_IN, 1)  /* bytes in, as many as the SIZE that follows */                             \
	X(BUF_OUT, 1) /* bytes out, as many as the call's result */                                \
	X(IOV_IN, 1)  /* struct iovec array, bytes in; count follows */                            \
	X(IOV_OUT, 1) /* struct iovec array, bytes out; count follows */                           \
	X(MODE, 1)    /* mode_t, octal */                                                          \
	X(PID, 1)                                                                                  \
	X(UID, 1)                                                                                  \
	X(GID, 1)                                                                                  \
	X(DEV, 0)      /* dev_t */                                                                 \
	X(DIRFD, 0)    /* descriptor or the alien's AT_FDCWD */                                    \
	X(SIGNAL, 0)   /* signal number */                                                         \
	X(FLAGS, 0)    /* bits, table */                                                           \
	X(ENUM, 0)     /* one value, table */                                                      \
	X(IN, 0)       /* pointer to a structure that the call reads, layout */                    \
	X(OUT, 0)      /* pointer to a structure that the call writes, layout */                   \
	X(INOUT, 0)    /* both */                                                                  \
	X(ADDR_IN, 0)  /* struct sockaddr in; its length follows */                                \
	X(ADDR_OUT, 0) /* struct sockaddr out; a pointer to its length follows */                  \
	X(STRINGS, 1)  /* a vector of strings that ends with NULL */                               \
	X(LIST_IN, 0) /* array of structures in, layout; count follows; map function's business */ \
	X(LIST_OUT, 0)    /* array of structures out, layout; as many as the call's result */      \
	X(LIST, 0)        /* array of structures in and out, layout; count follows */              \
	X(KEVENTS_IN, 0)  /* array of kevents in, enum kevent_age; count follows */                \
	X(KEVENTS_OUT, 0) /* array of kevents out; as many as the call's result */                 \
	X(REQUEST, 0)     /* a request of ioctl(2) */                                              \
	X(SOCKOPT, 0)     /* a socket option; its level comes before */                            \
	X(OID, 0)         /* number of a kernel value, array of ints in; count follows */          \
	X(LEN_PTR, 1)     /* socklen_t in and out */                                               \
	X(PAD, 0)         /* passed by the alien, means nothing, not passed on */                  \
	X(CWD, 0)         /* not passed by the alien: the host's AT_FDCWD */                       \
	X(ZERO, 0)        /* not passed by the alien: 0 */                                         \
	X(AS_IS, 0)       /* the map function's own business; traced as hexadecimal */

enum arg_kind {
#define X(kind, same) ARG_##kind,
	ARG_KINDS(X)
#undef X
	    ARG_KIND_COUNT
};

/* Which of struct event_abi's two layouts. */
enum kevent_age { KEVENT_now, KEVENT_old };

/* Tables of flags and values, filled in abi-tables/<os>/flags.def. */
enum xlat_id {
	XLAT_none,
#define XLAT(name) XLAT_##name,
#include "abi-tables/xlats.def"
#undef XLAT
	XLAT_COUNT
};

/* Structures that differ in layout, filled in abi-tables/<os>/structs.h. */
enum layout_id {
	LAYOUT_none,
#define LAYOUT(name) LAYOUT_##name,
#include "abi-tables/layouts.def"
#undef LAYOUT
	LAYOUT_COUNT
};

/* Error classes, filled in abi-tables/<os>/errno.def. */
enum errors_id {
#define ERRORS_CLASS(name) ERRORS_##name,
#include "abi-tables/errors.def"
#undef ERRORS_CLASS
	ERRORS_COUNT
};

#endif
