/* Whether a host call says what the alien's call says (expect.def). */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "abi-tables/abi.h"
#include "shim/dispatch.h"
#include "tests/fuzz/observer.h"

enum how { BITWISE, VALUES, SAME };

struct pair {
	uint32_t alien, host;
};

#define MEANING(table, how)                                                                        \
	enum { how_##table = how };                                                                \
	static const struct pair table##_pairs[] = {
#define PAIR(alien, host) { alien, host },
#define END                                                                                        \
	{                                                                                          \
		UINT32_MAX, 0                                                                      \
	}                                                                                          \
	}                                                                                          \
	;
#include "tests/fuzz/expect.def"
#undef MEANING

static const struct expectation {
	const char *name;
	const struct pair *pairs;
	short alien_nr, alien_at, host_nr, host_at, how, alien_key, host_key;
	uint32_t any;
} expectations[] = {
#define EXPECT(nr, at, call, host_at, table, any, alien_key, host_key)                             \
	{                                                                                          \
		#call,   table##_pairs, nr,        at,       SYS_##call,                           \
		host_at, how_##table,   alien_key, host_key, any                                   \
	},
#include "tests/fuzz/expect.def"
};

/* What the alien's value comes to; false: nothing is said of it. */
static bool expected(const struct expectation *e, uint32_t alien, uint32_t *host)
{
	uint32_t rest = alien;

	*host = alien;
	if (e->how == SAME)
		return true;
	*host = 0;
	for (const struct pair *p = e->pairs; p->alien != UINT32_MAX; p++) {
		if (e->how == VALUES && p->alien == alien) {
			*host = p->host;
			return true;
		}
		if (e->how == BITWISE && (alien & p->alien)) {
			*host |= p->host;
			rest &= ~p->alien;
		}
	}
	/* A bit that means nothing is refused: no call may come of it. */
	if (e->how == BITWISE && rest)
		*host = UINT32_MAX;
	return e->how == BITWISE;
}

/* The same argument: a number, or an address in one page (the host takes whole pages). */
static bool is_this_call(const struct expectation *e, const struct seen_call *c)
{
	uint64_t alien = (uint64_t)c->alien->arg[e->alien_key], host = c->arg[e->host_key];

	/* A SIGCHLD that comes meanwhile has all children looked at, and takes those of process
	 * descriptors (procdesc_end.c). */
	if (e->host_nr == SYS_waitid &&
	    ((c->arg[0] == P_ALL &&
	      c->arg[3] == (WEXITED | WSTOPPED | WCONTINUED | WNOHANG | WNOWAIT)) ||
	     (c->arg[0] == P_PID && c->arg[3] == (WEXITED | WNOHANG))))
		return false;
	if (e->alien_key == e->alien_at && e->host_key == e->host_at)
		return true;
	if (e->host_nr == SYS_mprotect || e->host_nr == SYS_madvise || e->host_nr == SYS_msync)
		return (alien & -4096ul) == host;
	if (e->host_nr == SYS_mmap)
		return (int)alien == (int)host && (int)host >= 0 &&
		       (c->alien->arg[5] & -4096l) == (long)c->arg[5] && c->arg[2];
	return alien == host || ((int)alien == (int)host && alien >> 32 == 0);
}

bool judge_translation(const struct seen_call *c, char *why)
{
	/* They are FreeBSD's numbers. */
	if (!c->alien || strcmp(abi->name, "freebsd") != 0)
		return false;
	for (unsigned i = 0; i < sizeof expectations / sizeof *expectations; i++) {
		const struct expectation *e = &expectations[i];
		uint32_t alien, host, got = (uint32_t)c->arg[e->host_at];

		if (e->alien_nr != (int)c->alien->nr || e->host_nr != c->nr || !is_this_call(e, c))
			continue;
		alien = (uint32_t)c->alien->arg[e->alien_at];
		/* Code is searched while it can be written, and executable only then. */
		if (e->host_nr == SYS_mprotect && (alien & PROT_EXEC))
			continue;
		if (!expected(e, alien, &host))
			continue;
		if (e->host_nr == SYS_openat && (got & O_PATH)) /* it looks at few others */
			host = (host & (O_DIRECTORY | O_NOFOLLOW)) |
			       (got & ~(O_DIRECTORY | O_NOFOLLOW));
		if (!((host ^ got) & ~e->any))
			continue;
		snprintf(why, WHY,
			 "alien call %d: argument %d, 0x%x, became 0x%x in %s, and not 0x%x",
			 e->alien_nr, e->alien_at, alien, got, e->name, host);
		return true;
	}
	return false;
}
