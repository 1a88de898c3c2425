/* The stack protector's word, which programs compare, and what they call where it changed. */
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "shim/lib/lib.h"

void lib_abort(void);

static uint64_t guard_own[8];

static void prepare(void)
{
	if (getrandom(guard_own, sizeof guard_own, GRND_NONBLOCK) < 0) {
		/* Early in the host's life: what the kernel gave this process. */
		guard_own[0] = (uint64_t)&guard_own ^ (uint64_t)getpid() << 32;
	}
	/* A string that is copied over it ends here. */
	memset(guard_own, 0, 1);
}

struct library_data lib_stack_guard = { guard_own, guard_own, prepare };

void lib_stack_chk_fail(void)
{
	static const char text[] = "stack overflow detected; terminated\n";

	if (write(STDERR_FILENO, text, sizeof text - 1) < 0) {
		/* nobody to tell */
	}
	lib_abort();
}
