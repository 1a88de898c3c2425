/* What shim/lib has to know of illumos' C library: abi-tables/lib_facts.h. */
#include <string.h>

#include "abi-tables/illumos/frame.h"
#include "abi-tables/illumos/illumos.h"
#include "abi-tables/lib_facts.h"
#include "lib_calls.h"
#include "shim/lib/lib.h"

_Static_assert(sizeof(struct lib_sigset) == sizeof(struct sigset), "sigset_t");

static long mask(int how, const struct lib_sigset *set, struct lib_sigset *old)
{
	return lib_call(NR_sigprocmask, how, (long)set, (long)old, 0, 0, 0);
}

static long action(int sig, const struct lib_sigaction *new, struct lib_sigaction *old)
{
	struct illumos_sigaction next, was;
	long ret;

	if (new) {
		next = (struct illumos_sigaction){ .handler = new->handler, .flags = new->flags };
		memcpy(&next.mask, &new->mask, sizeof next.mask);
	}
	ret = lib_call(NR_sigaction, sig, (long)(new ? &next : NULL), (long)(old ? &was : NULL), 0,
		       0, 0);
	if (ret == 0 && old) {
		*old = (struct lib_sigaction){ .handler = was.handler, .flags = was.flags };
		memcpy(&old->mask, &was.mask, sizeof was.mask);
	}
	return ret;
}

extern const int16_t illumos_lib_numbers[];

const struct lib_facts illumos_lib_facts = {
	.numbers = illumos_lib_numbers,
	/* sys/fcntl.h */
	.open = { .nonblock = 0x80,
		  .append = 0x8,
		  .creat = 0x100,
		  .trunc = 0x200,
		  .excl = 0x400,
		  .directory = 0x1000000,
		  .cloexec = 0x800000 },
	.at_fdcwd = (int)0xffd19553,
	.at_nofollow = 0x1000,
	.sock_cloexec = 0x80000, /* sys/socket.h */
	/* sys/iso/signal_iso.h */
	.sigchld = 18,
	.sigstop = 23,
	.signal_max = 74,
	.sigset_size = 16,
	.mask = mask,
	.action = action,
	.file_step = 128, /* stdio_impl.h: sixteen longs */
	.bare_pointers = true,
	.dirent_name = 18,
	.canceled = (void *)-19, /* pthread.h */
	.signal_count = 42,      /* sys/signal.h: SIGINFO, and those before it */
	.no_error = "Error 0",
};
