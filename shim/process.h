/* The process: what it is called, how it forks, becomes another program, and ends. */
#ifndef SHIM_PROCESS_H
#define SHIM_PROCESS_H

#include <stdint.h>

#include "shim/host_signal.h"

#define PROCESS_PATH_MAX 4096

/* The alien's own file, absolute (kern.proc.pathname). */
extern char alien_path[PROCESS_PATH_MAX];
/* abirun's own file, absolute; "" where the host does not tell. */
const char *abirun_path(void);

/* What abirun is started with to run an alien the same way as this one; ends with NULL. */
#define EXEC_OPTIONS_MAX 24
extern const char *exec_options[EXEC_OPTIONS_MAX + 1];

/* The alien's memory as the kernel set it up. */
extern uint64_t alien_brk; /* behind bss */
extern uint64_t alien_stack_low, alien_stack_high;
extern uint64_t alien_ps_strings;

/* The host's clock_gettime of its vDSO; NULL: none. */
typedef int vdso_clock_fn(int clock, void *timespec);
extern vdso_clock_fn *vdso_clock;

/* End the process with a status (its low 8 bits). */
void process_exit(int status) __attribute__((noreturn));

/* A fault in abirun itself: say so in one line, and end with status 125. */
void internal_fault(int sig, uint64_t rip, uint64_t addr) __attribute__((noreturn));

/* One line on stderr, "abirun: " in front. */
void complain(const char *what, const char *which, uint64_t value);

/* fork(2), with glibc told.  The child's id, 0 in the child, -errno. */
long process_fork(void);

/*
 * vfork(2): the child runs in the parent's memory until it executes or ends; `c`
 * is the call, copied for the child's return.  The child's id or -errno.
 */
struct call;
long process_vfork(struct call *c);

/*
 * execve(2): an alien program goes through abirun again, anything else to the
 * host's kernel.  Returns only -errno or RESTART_CALL.
 */
long process_exec(const char *path, unsigned long argv, unsigned long envp);

#endif
