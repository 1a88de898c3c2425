/* What shim/lib has to know of illumos' C library: abi-tables/lib_facts.h. */
#include <netdb.h>
#include <string.h>

#include "abi-tables/illumos/frame.h"
#include "abi-tables/illumos/illumos.h"
#include "abi-tables/illumos/structs.h"
#include "abi-tables/lib_facts.h"
#include "lib_calls.h"
#include "shim/lib/lib.h"

#define TEXTS_DEF    "abi-tables/illumos/texts.def"
#define SYSCONF_DEF  "abi-tables/illumos/sysconf.def"
#define LANGINFO_DEF "abi-tables/illumos/langinfo.def"
#include "abi-tables/make_lib_tables.h"

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

static void stat_of(const void *alien, struct lib_stat *to)
{
	const struct illumos_stat *st = alien;

	*to = (struct lib_stat){ st->st_dev, st->st_ino, st->st_nlink, st->st_mode };
}

/* netdb.h: EAI_, AI_ and NI_ */
static const struct lib_pair address_errors[] = {
	{ 1, EAI_ADDRFAMILY },
	{ 2, EAI_AGAIN },
	{ 3, EAI_BADFLAGS },
	{ 4, EAI_FAIL },
	{ 5, EAI_FAMILY },
	{ 6, EAI_MEMORY },
	{ 7, EAI_NODATA },
	{ 8, EAI_NONAME },
	{ 9, EAI_SERVICE },
	{ 10, EAI_SOCKTYPE },
	{ 11, EAI_SYSTEM },
	{ 12, EAI_OVERFLOW },
	{ 0, 0 },
};
static const struct lib_pair address_flags[] = {
	{ 0x01, AI_V4MAPPED },    { 0x02, AI_ALL },
	{ 0x04, AI_ADDRCONFIG },  { 0x08, AI_PASSIVE },
	{ 0x10, AI_CANONNAME },   { 0x20, AI_NUMERICHOST },
	{ 0x40, AI_NUMERICSERV }, { 0, 0 },
};
static const struct lib_pair name_flags[] = {
	{ 0x01, NI_NOFQDN },      { 0x02, NI_NUMERICHOST }, { 0x04, NI_NAMEREQD },
	{ 0x08, NI_NUMERICSERV }, { 0x10, NI_DGRAM },       { 0, 0 },
};

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
	.signal_count = 42, /* sys/signal.h: SIGINFO, and those before it */
	.errno_count = 152,
	.no_error = "Error 0",
	MADE_LIB_TABLES,
	.sysconf_last = 763,
	.illegal_option = "illegal option",
	.invalid_option = "illegal option",
	.address_errors = address_errors,
	.address_error = { .fail = 4,
			   .family = 5,
			   .memory = 6,
			   .flags = 3,
			   .hints = 3,
			   .protocol = 13 },
	.address_flags = address_flags,
	.name_flags = name_flags,
	.numeric_scope = 0x40,
	.stat_size = sizeof(struct illumos_stat),
	.stat = stat_of,
	.canceled = (void *)-19, /* pthread.h */
};
