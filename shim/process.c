#include <errno.h>
#include <stddef.h>

#include "shim/dispatch.h"
#include "shim/door.h"
#include "shim/host.h"
#include "shim/options.h"
#include "shim/process.h"
#include "shim/stats.h"
#include "shim/trace.h"

char alien_path[PROCESS_PATH_MAX];
const char *exec_options[EXEC_OPTIONS_MAX + 1];
uint64_t alien_brk, alien_stack_low, alien_stack_high, alien_ps_strings;
vdso_clock_fn *vdso_clock;
struct options options;

const char *abirun_path(void)
{
	static char path[PROCESS_PATH_MAX];

	if (!path[0])
		host_call(__NR_readlink, "/proc/self/exe", path, sizeof path - 1);
	return path;
}

static size_t append(char *line, size_t at, size_t size, const char *s)
{
	while (*s && at < size - 1)
		line[at++] = *s++;
	return at;
}

static size_t append_hex(char *line, size_t at, size_t size, uint64_t value)
{
	at = append(line, at, size, "0x");
	for (int shift = 60; shift >= 0; shift -= 4)
		if (value >> shift || !shift)
			at = append(line, at, size,
				    (char[2]){ "0123456789abcdef"[value >> shift & 15], 0 });
	return at;
}

void complain(const char *what, const char *which, uint64_t value)
{
	char line[256];
	size_t at = append(line, 0, sizeof line, "abirun: ");

	at = append(line, at, sizeof line, what);
	at = append(line, at, sizeof line, ": ");
	at = append(line, at, sizeof line, which);
	at = append(line, at, sizeof line, " (");
	at = append_hex(line, at, sizeof line, value);
	at = append(line, at, sizeof line, ")\n");
	host_call(__NR_write, 2, line, at);
}

void process_exit(int status)
{
	if (watching) {
		trace_exit((status & 0xff) << 8);
		if (options.stats)
			stats_print(trace_fd);
	}
	for (;;)
		host_call(__NR_exit_group, status & 0xff);
}

void internal_fault(int sig, uint64_t rip, uint64_t addr)
{
	static const char *const names[] = { [HOST_SIGILL] = "SIGILL",
					     [HOST_SIGTRAP] = "SIGTRAP",
					     [HOST_SIGBUS] = "SIGBUS",
					     [HOST_SIGFPE] = "SIGFPE",
					     [HOST_SIGSEGV] = "SIGSEGV" };

	complain("internal error, please report it: fault address, then place",
		 sig < (int)(sizeof names / sizeof *names) && names[sig] ? names[sig] : "signal",
		 addr);
	complain("internal error", "rip relative to entry", rip - (uint64_t)entry);
	for (;;)
		host_call(__NR_exit_group, 125);
}

void strict_stop(const char *what, long nr)
{
	complain("--strict", what, (uint64_t)nr);
	process_exit(125);
}
