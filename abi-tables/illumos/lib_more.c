/* Processes' ends, signals that are waited for, trees of files, words, addresses as text. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "abi-tables/illumos/frame.h"
#include "illumos_numbers.h"
#include "shim/host_signal.h"
#include "shim/lib/lib.h"

/* sys/procset.h, sys/wait.h */
static const struct {
	int alien, host;
} wait_flags[] = {
	{ 0x01, WEXITED },    { 0x02, WSTOPPED }, { 0x04, WSTOPPED },
	{ 0x08, WCONTINUED }, { 0x40, WNOHANG },  { 0x80, WNOWAIT },
};
#define ALIEN_P_ALL 7

int illumos_waitid(int what, int id, struct illumos_siginfo *to, int options)
{
	siginfo_t host = { 0 };
	int flags = 0, known = 0;

	for (size_t i = 0; i < sizeof wait_flags / sizeof wait_flags[0]; i++) {
		known |= wait_flags[i].alien;
		if (options & wait_flags[i].alien)
			flags |= wait_flags[i].host;
	}
	if (options & ~known || (what != 0 && what != 2 && what != ALIEN_P_ALL)) {
		errno = EINVAL;
		return -1;
	}
	if (waitid(what == 0 ? P_PID : what == 2 ? P_PGID : P_ALL, (id_t)id, &host, flags) < 0) {
		lib_failed();
		return -1;
	}
	if (to && host.si_pid)
		illumos_siginfo_to_alien(to, &host);
	else if (to)
		*to = (struct illumos_siginfo){ 0 };
	return 0;
}

/* An errno, or 0 and the signal. */
int illumos_posix_sigwait(const struct sigset *set, int *sig)
{
	long ret;

	do
		ret = lib_call(NR_sigwaitinfo, (long)set, 0, 0, 0, 0, 0);
	while (ret == -EINTR);
	if (ret < 0)
		return (int)-ret;
	*sig = (int)ret;
	return 0;
}

/* As POSIX' draft had it: the signal, or -1 with errno. */
int illumos_sigwait(const struct sigset *set)
{
	int sig = -1, error = illumos_posix_sigwait(set, &sig);

	if (!error)
		return sig;
	errno = error;
	return -1;
}

/* ftw.h: the kinds' numbers are others, and struct FTW has one word more. */
struct illumos_ftw {
	int quit, base, level;
};
struct bsd_ftw {
	int base, level;
};
typedef int visit(const char *path, const void *st, int kind, struct illumos_ftw *at);
typedef int old_visit(const char *path, const void *st, int kind);
int lib_nftw(const char *path, int (*function)(const char *, const void *, int, struct bsd_ftw *),
	     int files, int flags);
int lib_ftw(const char *path, old_visit *function, int files);

static __thread visit *visitor;
static __thread old_visit *old_visitor;

/* FTW_F, _D, _DNR, _DP, _NS, _SL, _SLN of shim/lib */
static const int kinds[] = { 0, 1, 2, 6, 3, 4, 7 };

static int visit_one(const char *path, const void *st, int kind, struct bsd_ftw *at)
{
	struct illumos_ftw alien = { 0, at->base, at->level };

	return visitor(path, st, kinds[kind], &alien);
}

static int visit_old(const char *path, const void *st, int kind)
{
	return old_visitor(path, st, kinds[kind]);
}

int illumos_nftw(const char *path, visit *function, int files, int flags)
{
	visit *before = visitor;
	int ret;

	/* FTW_PHYS and FTW_MOUNT are 1 and 2 in both, FTW_DEPTH 4 there and 8 here. */
	if (flags & ~0xb) {
		errno = EINVAL; /* FTW_CHDIR and finer ones */
		return -1;
	}
	visitor = function;
	ret = lib_nftw(path, visit_one, files, (flags & 3) | (flags & 8 ? 4 : 0));
	visitor = before;
	return ret;
}

int illumos_ftw(const char *path, old_visit *function, int files)
{
	old_visit *before = old_visitor;
	int ret;

	old_visitor = function;
	ret = lib_ftw(path, visit_old, files);
	old_visitor = before;
	return ret;
}

/* wordexp.h: the members are those of shim/lib's, the errors two more. */
int lib_wordexp(const char *text, void *to, int flags);
int illumos_wordexp(const char *text, void *to, int flags)
{
	int error = lib_wordexp(text, to, flags);

	return error > 0 && error <= 5 ? error + 2 : error;
}

/* spawn.h: some of the flags' bits are others. */
static const struct {
	short alien, shared;
} spawn_flags[] = {
	{ 0x01, 1 }, { 0x02, 2 }, { 0x04, 16 }, { 0x08, 32 }, { 0x10, 4 }, { 0x20, 8 }
};
#define SPAWN_FLAGS (sizeof spawn_flags / sizeof spawn_flags[0])

int lib_posix_spawnattr_setflags(void *const *a, short flags);
int lib_posix_spawnattr_getflags(void *const *a, short *flags);

int illumos_posix_spawnattr_setflags(void *const *a, short flags)
{
	short shared = 0;

	if (flags & ~0x3f)
		return EINVAL;
	for (size_t i = 0; i < SPAWN_FLAGS; i++)
		if (flags & spawn_flags[i].alien)
			shared |= spawn_flags[i].shared;
	return lib_posix_spawnattr_setflags(a, shared);
}

int illumos_posix_spawnattr_getflags(void *const *a, short *flags)
{
	short shared = 0;
	int error = lib_posix_spawnattr_getflags(a, &shared);

	*flags = 0;
	for (size_t i = 0; i < SPAWN_FLAGS; i++)
		if (shared & spawn_flags[i].shared)
			*flags |= spawn_flags[i].alien;
	return error;
}

#define ALIEN_AF_INET6 26 /* sys/socket.h */

static int family_of(int alien)
{
	return alien == ALIEN_AF_INET6 ? AF_INET6 : alien == AF_INET ? AF_INET : -1;
}

const char *illumos_inet_ntop(int family, const void *address, char *to, unsigned size)
{
	const char *text = inet_ntop(family_of(family), address, to, size);

	if (!text)
		lib_failed();
	return text;
}

int illumos_inet_pton(int family, const char *text, void *to)
{
	int ret = inet_pton(family_of(family), text, to);

	if (ret < 0)
		lib_failed();
	return ret;
}

/* h_errno's values are the host's; struct hostent is, too, but for the family of IPv6. */
static int h_errno_own;
struct library_data illumos_h_errno = { &h_errno_own, &h_errno_own, NULL };

int *illumos_h_errno_place(void)
{
	return illumos_h_errno.at;
}

static struct hostent *found(struct hostent *h)
{
	if (!h)
		*(int *)illumos_h_errno.at = h_errno;
	else if (h->h_addrtype == AF_INET6)
		h->h_addrtype = ALIEN_AF_INET6;
	return h;
}

struct hostent *illumos_gethostbyname(const char *name)
{
	return found(gethostbyname(name));
}

struct hostent *illumos_gethostbyaddr(const void *address, unsigned size, int family)
{
	return found(gethostbyaddr(address, size, family_of(family)));
}

/* port_get(3C): port_getn's one event. */
int illumos_port_get(int port, void *event, const void *limit)
{
	uint32_t count = 1;

	return (int)lib_row(NR_port_getn, port, event, 1, &count, limit);
}
