/*
 * --trace: what the alien asks of its system, in the alien's own terms.  One line
 * a call, written with one write(2), so lines of threads never mix.
 *
 * Dispatch calls trace_enter before the map function and trace_leave with the
 * answer; a map function after which the call does not come back, or may not (exit,
 * exec, the end of a thread, sigreturn), says so just before (call_vanishes).
 */
#ifndef SHIM_TRACE_H
#define SHIM_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "abi-tables/abi.h"
#include "shim/call.h"

/* What can be asked for; a row belongs to sets by its argument kinds and its host call. */
#define TRACE_SETS(X)                                                                              \
	X(call)    /* every call */                                                                \
	X(file)    /* calls that take a path */                                                    \
	X(desc)    /* calls that take or give a descriptor */                                      \
	X(net)     /* sockets */                                                                   \
	X(signal)  /* calls about signals, and the signals themselves */                           \
	X(process) /* start, end and wait */                                                       \
	X(memory)  /* mappings */                                                                  \
	X(hole)    /* what has no translation: values, flags, whole calls */

enum trace_set {
#define X(name) TRACE_##name,
	TRACE_SETS(X)
#undef X
	    TRACE_SET_COUNT
};

/* Where lines go; -1: nowhere. */
extern int trace_fd;

/*
 * Add what `set` names: sets and names of calls with commas between, `!` takes
 * away what follows it.  A list that begins with `!` begins from everything;
 * NULL or "" is everything.  abi must be set.  0, or -EINVAL with the word that
 * is neither a set nor a call in trace_unknown.
 */
long trace_select(const char *set);
extern char trace_unknown[64];

/* Whether this row's calls are asked for. */
bool trace_wants(const struct row *row);
/* Whether a set's events that are no calls (signals, holes) are asked for. */
bool trace_wants_set(enum trace_set set);

void trace_enter(struct call *c);
/* ret: a value, or -errno in host numbering (or ALIEN_ERRNO), or one of the host's restarts. */
void trace_leave(struct call *c, long ret);
/* The call turned out to be another one (syscall(2)): c->row, c->nr and c->alien are now that
 * one's. */
void trace_rename(struct call *c);
/*
 * Write the line now, without a result.  Unless it is for good the call may come
 * back after all; then a second line says how.
 */
void trace_vanish(struct call *c, bool for_good);

/* A signal is delivered: number and code are the alien's; the sender's pid, or the address of a
 * fault. */
void trace_signal(int alien_sig, int code, unsigned long addr_or_pid);
/* Something has no translation. */
void trace_hole(const char *what, uint64_t value);
/* The process ends; status as the host's wait(2) reports it. */
void trace_exit(int status);

/* Texts of the host's errnos, by number; filled by the loader, for it takes the host's libc. */
extern const char *trace_errno_text[HOST_ERRNO_COUNT];

#endif
