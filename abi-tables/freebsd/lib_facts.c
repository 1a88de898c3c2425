/* What shim/lib has to know of FreeBSD's C library: abi-tables/lib_facts.h. */
#include <linux/if_link.h>
#include <netdb.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/fts.h"
#include "abi-tables/freebsd/libc.h"
#include "abi-tables/freebsd/netdb.h"
#include "lib_calls.h"
#include "shim/lib/lib.h"

#define TEXTS_DEF    "abi-tables/freebsd/texts.def"
#define SYSCONF_DEF  "abi-tables/freebsd/sysconf.def"
#define LANGINFO_DEF "abi-tables/freebsd/langinfo.def"
#include "abi-tables/make_lib_tables.h"

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

static void stat_of(const void *alien, struct lib_stat *to)
{
	const struct freebsd_stat_head *st = alien;

	*to = (struct lib_stat){ st->dev, st->ino, st->nlink, st->mode };
}

static void counts_of(void *to, const struct lib_counts *from)
{
	*(struct freebsd_if_data *)to = (struct freebsd_if_data){
		.type = from->type,
		.address_length = from->address_length,
		.size = sizeof(struct freebsd_if_data),
		.link_state = from->up ? FREEBSD_LINK_STATE_UP : FREEBSD_LINK_STATE_DOWN,
		.in_packets = from->host->rx_packets,
		.in_errors = from->host->rx_errors,
		.out_packets = from->host->tx_packets,
		.out_errors = from->host->tx_errors,
		.collisions = from->host->collisions,
		.in_bytes = from->host->rx_bytes,
		.out_bytes = from->host->tx_bytes,
		.in_multicasts = from->host->multicast,
		.in_drops = from->host->rx_dropped,
		.out_drops = from->host->tx_dropped,
	};
}

static const struct lib_pair address_errors[] = {
	{ FREEBSD_EAI_ADDRFAMILY, EAI_ADDRFAMILY },
	{ FREEBSD_EAI_AGAIN, EAI_AGAIN },
	{ FREEBSD_EAI_BADFLAGS, EAI_BADFLAGS },
	{ FREEBSD_EAI_FAIL, EAI_FAIL },
	{ FREEBSD_EAI_FAMILY, EAI_FAMILY },
	{ FREEBSD_EAI_MEMORY, EAI_MEMORY },
	{ FREEBSD_EAI_NODATA, EAI_NODATA },
	{ FREEBSD_EAI_NONAME, EAI_NONAME },
	{ FREEBSD_EAI_SERVICE, EAI_SERVICE },
	{ FREEBSD_EAI_SOCKTYPE, EAI_SOCKTYPE },
	{ FREEBSD_EAI_SYSTEM, EAI_SYSTEM },
	{ FREEBSD_EAI_OVERFLOW, EAI_OVERFLOW },
	{ 0, 0 },
};

/* netdb.h: AI_ and NI_ */
static const struct lib_pair address_flags[] = {
	{ 0x1, AI_PASSIVE },      { 0x2, AI_CANONNAME },  { 0x4, AI_NUMERICHOST },
	{ 0x8, AI_NUMERICSERV },  { 0x100, AI_ALL },      { 0x200, AI_V4MAPPED },
	{ 0x400, AI_ADDRCONFIG }, { 0x800, AI_V4MAPPED }, { 0, 0 },
};
static const struct lib_pair name_flags[] = {
	{ 0x1, NI_NOFQDN },      { 0x2, NI_NUMERICHOST }, { 0x4, NI_NAMEREQD },
	{ 0x8, NI_NUMERICSERV }, { 0x10, NI_DGRAM },      { 0, 0 },
};

static long suspend(const struct lib_sigset *set)
{
	return lib_call_point(NR_sigsuspend, (long)set, 0, 0, 0, 0, 0);
}

extern const int16_t freebsd_lib_numbers[];
extern const struct lib_context freebsd_lib_context;

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
	.dirent_name = 24, /* sys/dirent.h */
	.context = &freebsd_lib_context,
	.suspend = suspend,
	.canceled = (void *)1, /* pthread.h */
	.signal_count = FREEBSD_SIG_COUNT,
	.errno_count = FREEBSD_ERRNO_COUNT,
	.no_error = "No error: 0",
	MADE_LIB_TABLES,
	.sysconf_last = FREEBSD_SYSCONF_LAST,
	.illegal_option = "illegal option",
	.invalid_option = "invalid option",
	.address_errors = address_errors,
	.address_error = { .fail = FREEBSD_EAI_FAIL,
			   .family = FREEBSD_EAI_FAMILY,
			   .memory = FREEBSD_EAI_MEMORY,
			   .flags = FREEBSD_EAI_BADFLAGS,
			   .hints = FREEBSD_EAI_BADHINTS,
			   .protocol = FREEBSD_EAI_PROTOCOL },
	.address_flags = address_flags,
	.name_flags = name_flags,
	.numeric_scope = 0x20,
	.stat_size = sizeof(struct freebsd_stat_head),
	.stat = stat_of,
	.link_size = sizeof(struct freebsd_sockaddr_dl),
	.counts_size = sizeof(struct freebsd_if_data),
	.counts = counts_of,
	.lock = { .get = 11, .set = 12, .wait = 13 },
	.glob_noescape = 0x2000,
	.passwd_fields = FREEBSD_PWF_ALL,
};
