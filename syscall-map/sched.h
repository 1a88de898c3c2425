/* What the rtprio layout of an OS makes of its structure. */
#ifndef SYSCALL_MAP_SCHED_H
#define SYSCALL_MAP_SCHED_H

struct sched_request {
	int policy;   /* the host's SCHED_* */
	int priority; /* the host's: 1 to 99, higher is sooner; 0 where the policy has none */
};

#endif
