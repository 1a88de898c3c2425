/*
 * The macros that <os>/calls.def, errno.def, signals.def and flags.def are
 * written in.  Included by <os>/abi.c alone: the short names of the argument
 * kinds are for tables.
 *
 * A .def file is included several times, each time with its row macros defined
 * anew by abi.c; what the rows mean is written at the head of the .def file.
 */
#ifndef ABI_TABLES_TABLE_H
#define ABI_TABLES_TABLE_H

#include <stddef.h>
#include <sys/syscall.h>

#include "abi-tables/abi.h"

#define ARRAY_COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Answers for CALL rows and for NONE rows (syscall-map/args.c, none.c). */
map_fn map_args, map_none, map_nosys;

/* In flags.def: the alien has such a value, and the host nothing to put for it. */
#define NO_HOST UINT64_MAX

/* Argument kinds, as rows name them. */
/* clang-format off */
#define FD	    { ARG_FD, 0 }
#define INT	    { ARG_INT, 0 }
#define UINT	    { ARG_UINT, 0 }
#define LONG	    { ARG_LONG, 0 }
#define HEX	    { ARG_HEX, 0 }
#define SIZE	    { ARG_SIZE, 0 }
#define OFF	    { ARG_OFF, 0 }
#define PTR	    { ARG_PTR, 0 }
/* ...as they are; trace knows more of them (abi-tables/<os>/views.def) */
#define HEX_AS(id)  { ARG_HEX, SEEN_##id }
#define PTR_AS(id)  { ARG_PTR, SEEN_##id }
#define PATH	    { ARG_PATH, 0 }
#define LPATH	    { ARG_LPATH, 0 }
#define STR	    { ARG_STR, 0 }
#define BUF_IN	    { ARG_BUF_IN, 0 }
#define BUF_OUT	    { ARG_BUF_OUT, 0 }
#define IOV_IN	    { ARG_IOV_IN, 0 }
#define IOV_OUT	    { ARG_IOV_OUT, 0 }
#define MODE	    { ARG_MODE, 0 }
#define PID	    { ARG_PID, 0 }
#define UID	    { ARG_UID, 0 }
#define GID	    { ARG_GID, 0 }
#define DEV	    { ARG_DEV, 0 }
#define DIRFD	    { ARG_DIRFD, 0 }
#define SIGNAL	    { ARG_SIGNAL, 0 }
#define FLAGS(id)   { ARG_FLAGS, XLAT_##id }
#define ENUM(id)    { ARG_ENUM, XLAT_##id }
#define IN(id)	    { ARG_IN, LAYOUT_##id }
#define OUT(id)	    { ARG_OUT, LAYOUT_##id }
#define INOUT(id)   { ARG_INOUT, LAYOUT_##id }
#define ADDR_IN	    { ARG_ADDR_IN, 0 }
#define ADDR_OUT    { ARG_ADDR_OUT, 0 }
#define STRINGS	    { ARG_STRINGS, 0 }
#define LIST_IN(id)  { ARG_LIST_IN, LAYOUT_##id }
#define LIST_OUT(id) { ARG_LIST_OUT, LAYOUT_##id }
#define LIST(id)     { ARG_LIST, LAYOUT_##id }
#define KEVENTS_IN(age)	 { ARG_KEVENTS_IN, KEVENT_##age }
#define KEVENTS_OUT(age) { ARG_KEVENTS_OUT, KEVENT_##age }
#define REQUEST	    { ARG_REQUEST, 0 }
#define SOCKOPT	    { ARG_SOCKOPT, 0 }
#define OID	    { ARG_OID, 0 }
#define LEN_PTR	    { ARG_LEN_PTR, 0 }
#define PAD	    { ARG_PAD, 0 }
#define CWD	    { ARG_CWD, 0 }
#define ZERO	    { ARG_ZERO, 0 }
#define AS_IS	    { ARG_AS_IS, 0 }
/* clang-format on */

#endif
