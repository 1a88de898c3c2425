/* How children are waited for where one call of the host's waitid(2) does not say it. */
#ifndef SYSCALL_MAP_WAITING_H
#define SYSCALL_MAP_WAITING_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>

#include "shim/host_signal.h"

/* Kinds of ids beside the host's P_*: XLAT_idtype. */
enum { WAIT_SESSION = 0x100, WAIT_USER, WAIT_GROUP, WAIT_PRISON };

struct waiting {
	struct host_siginfo info; /* pid 0: no child has anything to tell */
	struct rusage usage;      /* the child's own and its children's, until told apart */
	struct rusage below;      /* its children's, as far as the host tells */
	bool apart;               /* whether the two are to be told apart */
};

/*
 * Wait as waitid(2) does, for idtypes of its and the ones above, with usages, and
 * without children that have descriptors where any child will do.  0 or -errno.
 */
long wait_for(struct waiting *w, int idtype, long id, uint64_t options);

#endif
