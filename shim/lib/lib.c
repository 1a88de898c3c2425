/* What all of shim/lib stands on. */
#include "shim/lib/lib.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "abi-tables/abi.h"
#include "shim/process.h"
#include "syscall-map/map.h"

long (*lib_call)(long nr, long a, long b, long c, long d, long e, long f);
long (*lib_call_point)(long nr, long a, long b, long c, long d, long e, long f);
int64_t lib_errno_offset, lib_cancel_offset;
uint16_t lib_errno_table[134];
const uint64_t (*lib_auxv)[2];
int lib_argc;
char **lib_argv;
size_t lib_stack_default;
const struct lib_facts *lib_facts;
const int16_t *lib_numbers;
void (*lib_finish)(void);

int lib_errno(int host)
{
	return host > 0 && host < HOST_ERRNO_COUNT ? errno_to_alien(host) : host;
}

void lib_init(void)
{
	lib_errno_offset = (char *)&errno - (char *)__builtin_thread_pointer();
	lib_cancel_offset = (char *)&lib_cancel - (char *)__builtin_thread_pointer();
	for (int e = 0; e < HOST_ERRNO_COUNT; e++)
		lib_errno_table[e] = (uint16_t)lib_errno(e);
}

void lib_stop(const char *symbol)
{
	char line[512];
	int n = snprintf(line, sizeof line, "abirun: %s calls %s, which abirun does not have\n",
			 alien_path, symbol);

	if (write(STDERR_FILENO, line, (size_t)n) < 0) {
		/* nobody to tell */
	}
	process_exit(125);
}
