/* The hot path's C side: see dispatch.c. */
#ifndef SHIM_DISPATCH_H
#define SHIM_DISPATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "abi-tables/row.h"
#include "shim/call.h"

/* Set when calls that are not thin are traced, counted, or given names in a tree (watch.c). */
extern uint8_t watching;

/* Fill the thin tables from the abi's rows.  Before the first alien instruction. */
void dispatch_init(void);

/* The row of a number; a row of kind ROW_ABSENT where there is none. */
const struct row *row_of(long nr);

/* The host's number where the call is served without C code; -1 otherwise. */
int thin_host_number(long nr);

/* The same for a stub, which nothing changes later. */
int stub_host_number(long nr);

/*
 * From now on every call is shown to `gate` before it is made: 0, or -errno where it is not to
 * be.  Systems that have one say so (struct abi: gates).
 */
void dispatch_gate(long (*gate)(struct call *c));
extern long (*call_gate)(struct call *c);

/* The alien's errno for a row and a host errno (or an ALIEN_ERRNO). */
int errno_for_row(const struct row *row, int error);

/* From entry.S. */
long call_prepare(struct call *c);
void call_restart(struct call *c);
void call_fail(struct call *c, long ret);
long call_leave_watched(struct call *c, long ret);

/* Whether a call that gave `ret` (-errno, RESTART...) is made again instead of failing so. */
bool call_restarts(const struct call *c, long ret);

/*
 * The watched way (watch.c).  call_renamed: it turned out to be another call;
 * call_vanishes: it does not come back (exit, sigreturn), or may not (exec).
 */
void call_enter_watched(struct call *c);
void call_renamed(struct call *c);
void call_vanishes(struct call *c, bool for_good);

/* --strict: end the program because of a call we cannot do. */
void strict_stop(const char *what, long nr) __attribute__((noreturn));

#endif
