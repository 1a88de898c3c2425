/* What the files of process descriptors share: see procdesc.h. */
#ifndef SYSCALL_MAP_PROCDESC_TABLE_H
#define SYSCALL_MAP_PROCDESC_TABLE_H

#include "syscall-map/map.h"
#include "syscall-map/procdesc.h"

#define RESERVED (-1) /* a pid that is not known yet */

enum procdesc_end { ALIVE, LOOKING, KEPT, TAKEN };

struct procdesc {
	int pid;           /* 0: not in use */
	int fd;            /* abirun's own descriptor of it */
	int leash;         /* while somebody has it open the process lives; -1: there is none */
	bool child;        /* this process's own */
	bool given;        /* another process has been sent it */
	bool closed;       /* the alien has no descriptor of it any more */
	bool done;         /* only its id is still of use */
	bool seen;         /* procdesc_fds_closed's */
	bool kept_by_exec; /* procdesc_before_exec's */
	uint32_t end;      /* enum procdesc_end: who has the status below */
	struct host_siginfo info;
	struct rusage usage;
};

/* The first (NULL), the next; NULL: no more. */
struct procdesc *procdesc_next(struct procdesc *d);
#define FOR_EACH_PROCDESC(d) for (struct procdesc *d = procdesc_next(NULL); d; d = procdesc_next(d))

struct procdesc *procdesc_child(int pid);
/* The one that a descriptor is of; NULL: none of this table's. */
struct procdesc *procdesc_of(int fd);
/* Whether a child has ended; its status is kept. */
bool procdesc_look(struct procdesc *d);
/* A new process is not held by its parent's leash. */
void procdesc_leave_leash(void);

#endif
