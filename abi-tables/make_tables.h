/*
 * The tables of one system, made from its .def files.  Each is read several times, for
 * another of its columns each time.  Included once, by <os>/abi.c, which says where the
 * files are:
 *
 *	CALLS_DEF, ERRNO_DEF, SIGNALS_DEF, FLAGS_DEF
 *
 * and includes before what the rows name of its own.  What comes of it is in MADE_TABLES,
 * for its struct abi.
 */
#include <asm/prctl.h>
#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <linux/membarrier.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <poll.h>
#include <linux/close_range.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <signal.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/ipc.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/ptrace.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "abi-tables/acl.h"
#include "abi-tables/aio.h"
#include "abi-tables/control.h"
#include "abi-tables/event.h"
#include "abi-tables/specialfd.h"
#include "abi-tables/table.h"
#include "syscall-map/clock.h"
#include "syscall-map/cpuset.h"
#include "syscall-map/exec.h"
#include "syscall-map/file.h"
#include "syscall-map/id.h"
#include "syscall-map/procdesc.h"
#include "syscall-map/ptrace.h"
#include "syscall-map/sigfastblock.h"
#include "syscall-map/waiting.h"

/* calls.def: the map functions it names... */
#define CALL(nr, symbol, host, errors, ...)
#define HAND(nr, symbol, host, errors, map, ...) map_fn map;
#define NONE(nr, symbol, error, reason)
#define NOTE(nr, text)
#include CALLS_DEF
#undef CALL
#undef HAND
#undef NONE

/* ...the rows... */
#define CALL(nr, symbol_, host_, errors_, ...)                                                     \
	[nr] = { .symbol = symbol_,                                                                \
		 .map = map_args,                                                                  \
		 .args = { __VA_ARGS__ },                                                          \
		 .kind = ROW_CALL,                                                                 \
		 .errors = ERRORS_##errors_,                                                       \
		 .host = SYS_##host_ },
#define HAND(nr, symbol_, host_, errors_, map_, ...)                                               \
	[nr] = { .symbol = symbol_,                                                                \
		 .map = map_,                                                                      \
		 .args = { __VA_ARGS__ },                                                          \
		 .kind = ROW_HAND,                                                                 \
		 .errors = ERRORS_##errors_,                                                       \
		 .host = SYS_##host_ },
#define NONE(nr, symbol_, error_, reason_)                                                         \
	[nr] = { .symbol = symbol_,                                                                \
		 .map = (error_) == NOSYS ? map_nosys : map_none,                                  \
		 .reason = reason_,                                                                \
		 .kind = ROW_NONE,                                                                 \
		 .host = SYS_none,                                                                 \
		 .error = (error_) == NOSYS ? ENOSYS : (error_) },
static const struct row rows[] = {
#include CALLS_DEF
};
#undef CALL
#undef HAND
#undef NONE
#undef NOTE

/* ...and the remarks. */
#define CALL(nr, symbol, host, errors, ...)
#define HAND(nr, symbol, host, errors, map, ...)
#define NONE(nr, symbol, error, reason)
#define NOTE(nr, text) { nr, text },
static const struct note notes[] = {
#include CALLS_DEF
	{ 0, NULL }
};
#undef SIGNAL

/* errno.def: the alien's numbers by name, the list, the way to the alien, the classes. */
#define ERRNO_HOST(name, as)
#define ERRORS(class, sleep, ...)
#define ERRNO(name, alien)       ALIEN_##name = alien,
#define ERRNO_ALIEN(name, alien) ALIEN_##name = alien,
enum {
#include ERRNO_DEF
};
#undef ERRNO
#undef ERRNO_ALIEN

#define ERRNO(name, alien)       { #name, alien, name },
#define ERRNO_ALIEN(name, alien) { #name, alien, -1 },
static const struct value_name errnos[] = {
#include ERRNO_DEF
	{ 0 }
};
#undef ERRNO
#undef ERRNO_ALIEN
#undef ERRNO_HOST

#define ERRNO(name, alien) [name] = alien,
#define ERRNO_ALIEN(name, alien)
#define ERRNO_HOST(name, as) [name] = ALIEN_##as,
static const uint16_t errno_to_alien_table[HOST_ERRNO_COUNT] = {
#include ERRNO_DEF
};
#undef ERRNO
#undef ERRNO_ALIEN
#undef ERRNO_HOST
#undef ERRORS

#define ERRNO(name, alien)
#define ERRNO_ALIEN(name, alien)
#define ERRNO_HOST(name, as)
#define OVER(host, alien)                                                                          \
	{                                                                                          \
		host, ALIEN_##alien                                                                \
	}
#define ERRORS(class, sleep_, ...) [ERRORS_##class] = { #class, sleep_, { __VA_ARGS__ } },
static const struct errors errors[ERRORS_COUNT] = {
#include ERRNO_DEF
};

/* signals.def */
#define SIGNAL(name, alien, host, action) { #name, alien, host },
#define SIGNAL_ALIEN(name, alien, action) { #name, alien, -1 },
static const struct value_name signals[] = {
#include SIGNALS_DEF
	{ 0 }
};
#undef SIGNAL
#undef SIGNAL_ALIEN

#define SIGNAL(name, alien, host, action) [host] = alien,
#define SIGNAL_ALIEN(name, alien, action)
static const uint8_t signal_to_alien_table[HOST_SIGNAL_COUNT] = {
#include SIGNALS_DEF
};
#undef SIGNAL

#define SIGNAL(name, alien, host, action) [alien] = host,
static const uint8_t signal_to_host_table[ALIEN_SIGNAL_COUNT] = {
#include SIGNALS_DEF
};
#undef SIGNAL
#undef SIGNAL_ALIEN

enum default_action { TERM, CORE, STOP, CONT, IGNORE };
#define IGNORED(alien, action, word)                                                               \
	| (((action) == CONT || (action) == IGNORE) && ((alien)-1) / 64 == (word)                  \
	       ? 1ull << ((alien)-1) % 64                                                          \
	       : 0)
#define SIGNAL(name, alien, host, action) IGNORED(alien, action, 0)
#define SIGNAL_ALIEN(name, alien, action) IGNORED(alien, action, 0)
static const uint64_t signal_ignored[2] = { 0
#include SIGNALS_DEF
};

/* flags.def: a table for each id, and where they are. */
#define TABLE(id) static const struct xlat id##_table[] = {
#define END(id)                                                                                    \
	}                                                                                          \
	;
#define BIT(name, alien)               { #name, alien, alien, name },
#define BIT_AS(name, alien, host)      { name, alien, alien, host },
#define FIELD(name, mask, alien, host) { name, mask, alien, host },
#define VALUE(name, alien)             { #name, UINT32_MAX, (uint32_t)(alien), (uint32_t)(name) },
#define VALUE_AS(name, alien, host)                                                                \
	{ name, UINT32_MAX, (uint32_t)(alien),                                                     \
	  (uint64_t)(host) == NO_HOST ? NO_HOST : (uint32_t)(host) },
#include FLAGS_DEF
#undef TABLE
#undef END
#undef BIT
#undef BIT_AS
#undef FIELD
#undef VALUE
#undef VALUE_AS

static struct xlat_memory xlat_memories[XLAT_COUNT];
#define TABLE(id) [XLAT_##id] = { id##_table, ARRAY_COUNT(id##_table), &xlat_memories[XLAT_##id] },
#define END(id)
#define BIT(name, alien)
#define BIT_AS(name, alien, host)
#define FIELD(name, mask, alien, host)
#define VALUE(name, alien)
#define VALUE_AS(name, alien, host)
static const struct xlat_table xlats[XLAT_COUNT] = {
#include FLAGS_DEF
};

#define MADE_TABLES                                                                                \
	.rows = rows, .row_count = ARRAY_COUNT(rows), .notes = notes, .xlats = xlats,              \
	.errors = errors, .errnos = errnos, .signals = signals,                                    \
	.errno_to_alien = errno_to_alien_table, .signal_to_alien = signal_to_alien_table,          \
	.signal_to_host = signal_to_host_table, .signal_ignored = signal_ignored
