/* What cpuset(2) is asked about; XLAT_cpu_level and XLAT_cpu_which translate into these. */
#ifndef SYSCALL_MAP_CPUSET_H
#define SYSCALL_MAP_CPUSET_H

enum { CPU_LEVEL_ALL = 1, CPU_LEVEL_SET, CPU_LEVEL_THREAD };
enum { CPU_THREAD = 1, CPU_PROCESS, CPU_SET };

#endif
