/* Where alien_mem.S goes on when the alien's memory is not there. */
#include "shim/alien_mem.h"

#include <stdint.h>

static long read_fixup(const int64_t *field)
{
	return (long)field + *field;
}

extern const int64_t __start_alien_fixups[][2] __attribute__((visibility("hidden")));
extern const int64_t __stop_alien_fixups[][2] __attribute__((visibility("hidden")));

unsigned long alien_fixup(unsigned long rip)
{
	for (const int64_t(*f)[2] = __start_alien_fixups; f < __stop_alien_fixups; f++)
		if ((unsigned long)read_fixup(&(*f)[0]) == rip)
			return (unsigned long)read_fixup(&(*f)[1]);
	return 0;
}
