/*
 * What cpuset(2) is asked about; XLAT_cpu_level and XLAT_cpu_which translate into these.
 * And what the files of cpuset(2) share: masks of processors, and the numbered sets.
 */
#ifndef SYSCALL_MAP_CPUSET_H
#define SYSCALL_MAP_CPUSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CPU_LEVEL_ALL = 1, CPU_LEVEL_SET, CPU_LEVEL_THREAD };
enum { CPU_THREAD = 1, CPU_PROCESS, CPU_SET, CPU_EITHER, CPU_PRISON, CPU_DOMAIN };

/* cpuset_getdomain(2): XLAT_memory_policy */
enum { MEMORY_IN_TURN = 1, MEMORY_NEAR, MEMORY_PREFER };

#define CPU_MASK_BYTES 1024 /* 8192 processors, as many as the host's kernel is built for */

struct cpu_mask {
	uint64_t word[CPU_MASK_BYTES / 8];
};

bool mask_is_empty(const struct cpu_mask *m);
bool mask_holds(const struct cpu_mask *all, const struct cpu_mask *some);
void mask_and(struct cpu_mask *m, const struct cpu_mask *with);
void mask_or(struct cpu_mask *m, const struct cpu_mask *with);
/* Numbers as the files of /sys list them, "0-3,8"; 0 or -errno. */
long mask_of_list(const char *path, struct cpu_mask *m);

/* Every processor that is on line. */
void cpuset_root_mask(struct cpu_mask *m);
/* The number of the set that this process is in, and its processors. */
int cpuset_current(struct cpu_mask *m);
/* The processors of a numbered set.  0 or -ESRCH. */
long cpuset_mask(int set, struct cpu_mask *m);
/* Give the set that this process is in other processors.  0, -EPERM (the root), -EDEADLK. */
long cpuset_change(const struct cpu_mask *m);

#define CPUSET_ROOT 1

/* "/sys/devices/system/node/node<id>/cpulist" and the like. */
#define DOMAINS "/sys/devices/system/node/"

#endif
