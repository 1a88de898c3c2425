/*
 * Process descriptors, pdfork(2).  They are the host's pidfds; what those do not do is
 * here: the process ends when its last descriptor is closed, and wait(2) for any child,
 * and SIGCHLD, leave it out.
 */
#ifndef SYSCALL_MAP_PROCDESC_H
#define SYSCALL_MAP_PROCDESC_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>

#include "shim/host_signal.h"

/* pdfork: XLAT_pdfork */
#define PROCDESC_DAEMON  1 /* it lives on when the descriptor is closed */
#define PROCDESC_CLOEXEC 2

struct procdesc;

/* Whether this process, or one that it was forked from, has ever called pdfork. */
bool procdesc_any(void);
/* Whether a descriptor is a process's. */
bool procdesc_is(long fd);
/* The id of its process, alive or not; -EBADF, -EINVAL (of another kind), -ESRCH (not known). */
long procdesc_pid(long fd);

/* Room for one more; NULL: none.  The caller is to fill it in by procdesc_add. */
struct procdesc *procdesc_new(void);
/* `fd` and `leash` are abirun's own (own_fd.h); a leash of -1: none. */
void procdesc_add(struct procdesc *d, int pid, int fd, int leash);
void procdesc_drop(struct procdesc *d);
/*
 * In the new process: wait until its parent has filled everything in; then end with
 * the last holder of the leash, whose near end this is.
 */
void procdesc_obey(int leash, bool daemon);

/* Descriptors have been closed: a process that has none any more is let go. */
void procdesc_fds_closed(void);
/* One goes to another process, which will hold it without a leash. */
void procdesc_sent(int fd);

/* A child with a descriptor, which waiting for any child passes over. */
bool procdesc_is_child(int pid);
/* One whose last descriptor was closed: a child no more, to FreeBSD. */
bool procdesc_is_left(int pid);
/* Whether there is no child but such ones. */
bool procdesc_only(void);
/* Such a child was met in waiting for any: its end is kept for who asks for it by its id. */
void procdesc_keep(const struct host_siginfo *si, const struct rusage *usage, bool taken);
/* Take what was kept of a child's end; false: nothing was. */
bool procdesc_take(int pid, struct host_siginfo *si, struct rusage *usage, bool leave);
/* Take from the host what is left of processes that nobody can ask about any more. */
void procdesc_reap(void);
/* The host's status word of a process that has ended, by its descriptor or id; -1: not known. */
int procdesc_status(int fd, int pid);
/* Its parent has taken its end by wait(2), or it can never. */
bool procdesc_is_gone(long fd);

/*
 * A SIGCHLD that is not the alien's, as it tells of such a child.  One that tells of
 * another as well is changed to do so, and is.  Called in signal handlers, too.
 */
bool procdesc_quiet(struct host_siginfo *si);

/* A child has been forked: `pid` in the parent, 0 in the child. */
void procdesc_after_fork(long pid);
/* The next program is to hold what this one does; and after an exec that failed. */
void procdesc_before_exec(void);
void procdesc_after_failed_exec(void);
/* abirun's own descriptor of the leash that this process obeys, -1: none; and in the next program.
 */
int procdesc_leash(void);
void procdesc_set_leash(int fd);

#endif
