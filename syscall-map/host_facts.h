/*
 * What the host says of itself: processors, memory, times, processes.  Read
 * from /proc, /sys and system calls each time it is asked for.
 */
#ifndef SYSCALL_MAP_HOST_FACTS_H
#define SYSCALL_MAP_HOST_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The start of a file with a NUL behind it, at most size - 1 bytes.  Its length or -errno. */
long host_file(const char *path, char *buffer, size_t size);

/* A file that holds one number; `other` where it can't be read. */
uint64_t host_file_number(const char *path, uint64_t other);

/*
 * Calls `each` for every line of a file, until it returns other than 0, which is then
 * the answer.  A line longer than 4 KiB is cut off there.  0 or -errno.
 */
typedef long host_line_fn(const char *line, void *arg);
long host_lines(const char *path, host_line_fn *each, void *arg);

/* Processors that are on line, at least 1. */
unsigned host_cpus(void);

/* Bytes, from /proc/meminfo. */
struct host_memory {
	uint64_t total, free, available, active, inactive, wired, cached, dirty, buffers, swap,
	    swap_free;
};
void host_memory(struct host_memory *m);

/* Seconds since the epoch at which the host was started, and nanoseconds. */
void host_boot_time(int64_t *seconds, int64_t *nanoseconds);

/* The processor's name as cpuid tells it, 49 bytes with its NUL. */
void host_cpu_name(char name[49]);
/* Its speed in MHz, 0 where the host does not say. */
unsigned host_cpu_mhz(void);

/* Hundredths of a second spent in user, nice, system, interrupt and idle; -errno. */
long host_cpu_times(int cpu, uint64_t times[5]); /* cpu -1: all together */

/* One of struct new_utsname's fields. */
enum { HOST_UNAME_NODE = 1, HOST_UNAME_DOMAIN = 5 };
void host_uname(int field, char text[65]);

/* What /proc says of a process; -ESRCH where there is none. */
struct host_process {
	int pid, parent, group, session, tty, foreground;
	char state; /* as proc(5) writes it: R S D T t Z X I */
	char command[17];
	unsigned threads;
	int nice;
	uint64_t minor_faults, major_faults;
	uint64_t child_minor_faults, child_major_faults; /* of children waited for */
	uint64_t user_ticks, system_ticks;               /* hundredths of a second */
	uint64_t child_user_ticks, child_system_ticks;   /* the same, of children waited for */
	uint64_t start_ticks;                            /* the same, since the host was started */
	uint64_t virtual_size;                           /* bytes */
	uint64_t resident, text, data, stack, locked;    /* pages */
	int cpu;
	uint32_t uid, euid, svuid, gid, egid, svgid;
	uint64_t pending, blocked, ignored, caught; /* the host's signals */
	uint32_t groups[16];
	unsigned group_count;
	int tracer;
	bool no_new_privileges;
};
long host_process(int pid, struct host_process *p);

/*
 * Calls `each` for every entry of a directory whose name is a number, until it
 * returns other than 0, which is then the answer.  0 or -errno.
 */
typedef long host_number_fn(unsigned number, void *arg);
long host_numbers_in(const char *path, host_number_fn *each, void *arg);

/* The same for every child of this process, zombies too. */
long host_children(host_number_fn *each, void *arg);

/* "/proc/<pid><name>" */
void host_proc_path(char *path, size_t size, int pid, const char *name);

#endif
