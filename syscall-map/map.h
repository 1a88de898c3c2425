/*
 * What map functions are made of.  A map function lives in the file of its
 * manual family, is OS-neutral (what differs between systems is in tables), is
 * freestanding (no libc, no TLS, general registers only), and is named map_ and
 * what it does.  See abi-tables/row.h for its contract.
 */
#ifndef SYSCALL_MAP_MAP_H
#define SYSCALL_MAP_MAP_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "abi-tables/abi.h"
#include "shim/alien_mem.h"
#include "shim/call.h"
#include "shim/host.h"
#include "shim/thread.h"

/*
 * "Interrupted; to be restarted if the handler has SA_RESTART", whatever the row's
 * error class says: for calls that follow one rule or the other by their arguments.
 */
#define RESTART (-512L)
/* "Nothing has been done yet; have the alien make the call again, after its handler." */
#define RESTART_CALL (-513L)

/* Answer by the row's argument kinds alone: what CALL rows use. */
long map_args(struct call *c);

/* Answer a NONE row: its errno, traced as a hole. */
long map_none(struct call *c);

/*
 * Answer a call that the system has not: ENOSYS, and abi->nosys_signal to the calling
 * thread.  A NONE row of NOSYS, and every number without a row.
 */
long map_nosys(struct call *c);

/*
 * As map_args, and make the host call at once: for map functions that need its
 * result.  Value or -errno, structures already converted.
 */
long map_now(struct call *c);

/*
 * A value through a table.  0, or -EINVAL (traced) where a bit or value has no
 * row.
 */
long xlat_to_host(enum xlat_id id, uint64_t alien, uint64_t *host);
/* The other way.  Bits without a row are left out; an exact value without a row gives -EINVAL. */
long xlat_to_alien(enum xlat_id id, uint64_t host, uint64_t *alien);

/* Signal numbers; 0 where the other system has none. */
int signal_to_host(long alien);
/* Whether the alien's system has a signal of that number. */
bool valid_signal(long sig);
int signal_to_alien(long host);
/* The table of a host signal's own si_code values; XLAT_none: it has none. */
enum xlat_id code_table(int host_signal);
/* A set in the alien's memory, abi->sigset_size bytes.  0 or -EFAULT. */
long sigset_from_alien(struct sigset *s, unsigned long alien);
long sigset_put_alien(unsigned long alien, const struct sigset *s);
/* A whole mask in the kernel's 64 bits. */
uint64_t sigset_to_host(const struct sigset *s);
void sigset_to_alien(struct sigset *s, uint64_t host);

/*
 * Ids of threads, which the alien sees above all ids of processes (thread_id_base).
 * What is no thread's id becomes NO_THREAD, which no thread of the host has: above
 * its pid_max, and within the 29 bits that it has for one in a clock id.
 */
#define NO_THREAD 0x0fffffff
static inline int thread_id_to_alien(int host)
{
	return host + abi->thread_id_base;
}

static inline int thread_id_to_host(long alien)
{
	return alien > abi->thread_id_base && alien <= INT32_MAX ? (int)alien - abi->thread_id_base
								 : NO_THREAD;
}

/* Host errno (positive) to the alien's, through the plain table. */
int errno_to_alien(int host);

/* Write / read a structure through its layout.  0 or -errno. */
long layout_to_alien(enum layout_id id, unsigned long alien, const void *host);
long layout_from_alien(enum layout_id id, void *host, unsigned long alien);

/*
 * The answer of the calls that return the errno as their value: the alien's errno
 * where `ret` is -errno.
 */
long errno_as_value(long ret);

/* Room in the call for a host structure, kept until the call ends; NULL: none left. */
void *call_scratch(struct call *c, size_t size);

/* Memory that lasts, straight from the kernel, zeroed; NULL: none. */
void *host_alloc(size_t size);
void host_free(void *p, size_t size);

/* A lock for state that the alien's threads share.  No signal is delivered while it is held. */
struct lock {
	uint32_t word;
};
void lock_take(struct lock *l);
void lock_drop(struct lock *l);
/* In a fork's child, first of all: what other threads held is free. */
void locks_after_fork(void);

/* Something has no translation: traced (--trace=hole) as "what: detail (value)". */
void hole(const char *what, uint64_t value);

#endif
