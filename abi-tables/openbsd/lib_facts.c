/* What shim/lib has to know of OpenBSD's C library: abi-tables/lib_facts.h. */
#include <linux/if_link.h>
#include <netdb.h>

#include "abi-tables/openbsd/frame.h"
#include "abi-tables/openbsd/openbsd.h"
#include "abi-tables/openbsd/route.h"
#include "abi-tables/openbsd/structs.h"
#include "lib_calls.h"
#include "shim/lib/lib.h"

#define TEXTS_DEF    "abi-tables/openbsd/texts.def"
#define SYSCONF_DEF  "abi-tables/openbsd/sysconf.def"
#define LANGINFO_DEF "abi-tables/openbsd/langinfo.def"
#include "abi-tables/make_lib_tables.h"

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

static void stat_of(const void *alien, struct lib_stat *to)
{
	const struct openbsd_stat *st = alien;

	*to = (struct lib_stat){ (uint32_t)st->st_dev, st->st_ino, st->st_nlink, st->st_mode };
}

static void counts_of(void *to, const struct lib_counts *from)
{
	*(struct openbsd_if_data *)to = (struct openbsd_if_data){
		.type = from->type,
		.addrlen = from->address_length,
		.link_state = from->up ? OPENBSD_LINK_STATE_UP : OPENBSD_LINK_STATE_DOWN,
		.ipackets = from->host->rx_packets,
		.ierrors = from->host->rx_errors,
		.opackets = from->host->tx_packets,
		.oerrors = from->host->tx_errors,
		.collisions = from->host->collisions,
		.ibytes = from->host->rx_bytes,
		.obytes = from->host->tx_bytes,
		.imcasts = from->host->multicast,
		.iqdrops = from->host->rx_dropped,
		.oqdrops = from->host->tx_dropped,
	};
}

/* netdb.h: EAI_, AI_ and NI_ */
static const struct lib_pair address_errors[] = {
	{ -1, EAI_BADFLAGS },
	{ -2, EAI_NONAME },
	{ -3, EAI_AGAIN },
	{ -4, EAI_FAIL },
	{ -5, EAI_NODATA },
	{ -6, EAI_FAMILY },
	{ -7, EAI_SOCKTYPE },
	{ -8, EAI_SERVICE },
	{ -9, EAI_ADDRFAMILY },
	{ -10, EAI_MEMORY },
	{ -11, EAI_SYSTEM },
	{ -14, EAI_OVERFLOW },
	{ 0, 0 },
};
static const struct lib_pair address_flags[] = {
	{ 0x1, AI_PASSIVE },
	{ 0x2, AI_CANONNAME },
	{ 0x4, AI_NUMERICHOST },
	{ 0x10, AI_NUMERICSERV },
	{ 0x20, AI_CANONNAME /* AI_FQDN */ },
	{ 0x40, AI_ADDRCONFIG },
	{ 0, 0 },
};
static const struct lib_pair name_flags[] = {
	{ 0x1, NI_NUMERICHOST }, { 0x2, NI_NUMERICSERV }, { 0x4, NI_NOFQDN },
	{ 0x8, NI_NAMEREQD },    { 0x10, NI_DGRAM },      { 0, 0 },
};

static long suspend(const struct lib_sigset *set)
{
	return lib_call_point(NR_sigsuspend, set->bits[0], 0, 0, 0, 0, 0);
}

static const struct lib_context context = {
	.rip = offsetof(struct openbsd_sigcontext, rip),
	.rsp = offsetof(struct openbsd_sigcontext, rsp),
	.rax = offsetof(struct openbsd_sigcontext, rax),
	.rflags = offsetof(struct openbsd_sigcontext, rflags),
};

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
	.file_step = 152,  /* stdio.h: struct __sFILE */
	.dirent_name = 24, /* sys/dirent.h */
	.context = &context,
	.suspend = suspend,
	.canceled = (void *)1, /* pthread.h */
	.signal_count = 33,
	.errno_count = 96,
	.no_error = "Undefined error: 0",
	MADE_LIB_TABLES,
	.sysconf_last = 125,
	.illegal_option = "unknown option",
	.invalid_option = "unknown option",
	.address_errors = address_errors,
	.address_error = { .fail = -4,
			   .family = -6,
			   .memory = -10,
			   .flags = -1,
			   .hints = -12,
			   .protocol = -13 },
	.address_flags = address_flags,
	.name_flags = name_flags,
	.address_before_name = true,
	.stat_size = sizeof(struct openbsd_stat),
	.stat = stat_of,
	.link_size = 32, /* net/if_dl.h */
	.counts_size = sizeof(struct openbsd_if_data),
	.counts = counts_of,
	.lock = { .get = 7, .set = 8, .wait = 9 }, /* sys/fcntl.h */
	.glob_noescape = 0x1000,                   /* glob.h */
};
