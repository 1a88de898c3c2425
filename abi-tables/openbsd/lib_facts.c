/* What shim/lib has to know of OpenBSD's C library: abi-tables/lib_facts.h. */
#include "abi-tables/openbsd/frame.h"
#include "abi-tables/openbsd/openbsd.h"
#include "lib_calls.h"
#include "shim/lib/lib.h"

/* A set is a word there, which the calls themselves take and return. */
static long mask(int how, const struct lib_sigset *set, struct lib_sigset *old)
{
	long ret =
	    lib_call(NR_sigprocmask, set ? how : LIB_SIG_BLOCK, set ? set->bits[0] : 0, 0, 0, 0, 0);

	if (ret < 0)
		return ret;
	if (old)
		*old = (struct lib_sigset){ { (uint32_t)ret } };
	return 0;
}

static long action(int sig, const struct lib_sigaction *new, struct lib_sigaction *old)
{
	struct openbsd_sigaction next, was;
	long ret;

	if (new)
		next = (struct openbsd_sigaction){ .handler = new->handler,
						   .mask = new->mask.bits[0],
						   .flags = new->flags };
	ret = lib_call(NR_sigaction, sig, (long)(new ? &next : NULL), (long)(old ? &was : NULL), 0,
		       0, 0);
	if (ret == 0 && old)
		*old = (struct lib_sigaction){ was.handler, was.flags, { { was.mask } } };
	return ret;
}

extern const int16_t openbsd_lib_numbers[];

const struct lib_facts openbsd_lib_facts = {
	.numbers = openbsd_lib_numbers,
	/* fcntl.h */
	.open = { .nonblock = 0x4,
		  .append = 0x8,
		  .creat = 0x200,
		  .trunc = 0x400,
		  .excl = 0x800,
		  .directory = 0x20000,
		  .cloexec = 0x10000 },
	.at_fdcwd = -100,
	.at_nofollow = 0x2,
	.sock_cloexec = 0x8000, /* sys/socket.h */
	/* sys/signal.h */
	.sigchld = 20,
	.sigstop = 17,
	.signal_max = 32,
	.sigset_size = 4,
	.mask = mask,
	.action = action,
	.canceled = (void *)1, /* pthread.h */
};
