/* What shim/lib has to know of FreeBSD's C library: abi-tables/lib_facts.h. */
#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/libc.h"
#include "abi-tables/freebsd/netdb.h"
#include "lib_calls.h"
#include "shim/lib/lib.h"

_Static_assert(sizeof(struct lib_sigaction) == sizeof(struct freebsd_sigaction),
	       "struct sigaction");

static long mask(int how, const struct lib_sigset *set, struct lib_sigset *old)
{
	return lib_call(NR_sigprocmask, how, (long)set, (long)old, 0, 0, 0);
}

static long action(int sig, const struct lib_sigaction *new, struct lib_sigaction *old)
{
	return lib_call(NR_sigaction, sig, (long)new, (long)old, 0, 0, 0);
}

extern const int16_t freebsd_lib_numbers[];

const struct lib_facts freebsd_lib_facts = {
	.numbers = freebsd_lib_numbers,
	.open = { .nonblock = FREEBSD_O_NONBLOCK,
		  .append = FREEBSD_O_APPEND,
		  .creat = FREEBSD_O_CREAT,
		  .trunc = FREEBSD_O_TRUNC,
		  .excl = FREEBSD_O_EXCL,
		  .directory = FREEBSD_O_DIRECTORY,
		  .cloexec = FREEBSD_O_CLOEXEC },
	.at_fdcwd = FREEBSD_AT_FDCWD,
	.at_nofollow = FREEBSD_AT_SYMLINK_NOFOLLOW,
	.sock_cloexec = 0x10000000, /* sys/socket.h */
	.sigchld = FREEBSD_SIGCHLD,
	.sigstop = FREEBSD_SIGSTOP,
	.signal_max = FREEBSD_SIG_MAXSIG,
	.sigset_size = sizeof(struct freebsd_sigset),
	.mask = mask,
	.action = action,
	.canceled = (void *)1, /* pthread.h */
	.passwd_fields = FREEBSD_PWF_ALL,
};
