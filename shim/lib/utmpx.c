/* getutxent(3): who is logged in, of the host's file.  utmpx.h */
#include <string.h>
#include <sys/time.h>
#include <utmpx.h>

#include "shim/lib/lib.h"

struct freebsd_utmpx {
	int16_t type;
	int64_t time[2];
	char id[8];
	int32_t pid;
	char user[32], line[16], host[128], spare[64];
};
_Static_assert(sizeof(struct freebsd_utmpx) == 280, "struct utmpx");

static const struct lib_pair types[] = {
	{ 0, EMPTY },         { 1, BOOT_TIME },    { 2, OLD_TIME },
	{ 3, NEW_TIME },      { 4, USER_PROCESS }, { 5, INIT_PROCESS },
	{ 6, LOGIN_PROCESS }, { 7, DEAD_PROCESS }, { 8, RUN_LVL },
};

#define TAKE(to, from)                                                                             \
	memcpy(to, from, sizeof(to) < sizeof(from) ? sizeof(to) - !!(sizeof(to) > 8) : sizeof(from))

static struct freebsd_utmpx *to_alien(const struct utmpx *u)
{
	static struct freebsd_utmpx to;

	if (!u)
		return NULL;
	memset(&to, 0, sizeof to);
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (types[i].host == u->ut_type)
			to.type = (int16_t)types[i].alien;
	to.time[0] = u->ut_tv.tv_sec;
	to.time[1] = u->ut_tv.tv_usec;
	to.pid = u->ut_pid;
	TAKE(to.id, u->ut_id);
	TAKE(to.user, u->ut_user);
	TAKE(to.line, u->ut_line);
	TAKE(to.host, u->ut_host);
	return &to;
}

/* False: the host has no such type. */
static bool to_host(const struct freebsd_utmpx *from, struct utmpx *u)
{
	memset(u, 0, sizeof *u);
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		if (types[i].alien != from->type)
			continue;
		u->ut_type = (short)types[i].host;
		u->ut_tv.tv_sec = (int32_t)from->time[0];
		u->ut_tv.tv_usec = (int32_t)from->time[1];
		u->ut_pid = from->pid;
		TAKE(u->ut_id, from->id);
		TAKE(u->ut_user, from->user);
		TAKE(u->ut_line, from->line);
		TAKE(u->ut_host, from->host);
		return true;
	}
	errno = EINVAL;
	return false;
}

struct freebsd_utmpx *lib_getutxent(void)
{
	return to_alien(getutxent());
}

struct freebsd_utmpx *lib_getutxid(const struct freebsd_utmpx *id)
{
	struct utmpx u;

	return to_host(id, &u) ? to_alien(getutxid(&u)) : NULL;
}

struct freebsd_utmpx *lib_getutxline(const struct freebsd_utmpx *line)
{
	struct utmpx u;

	return to_host(line, &u) ? to_alien(getutxline(&u)) : NULL;
}

struct freebsd_utmpx *lib_getutxuser(const char *user)
{
	struct utmpx *u;

	while ((u = getutxent()))
		if (u->ut_type == USER_PROCESS && !strncmp(user, u->ut_user, sizeof u->ut_user))
			break;
	return to_alien(u);
}

struct freebsd_utmpx *lib_pututxline(const struct freebsd_utmpx *line)
{
	struct utmpx u, *put;
	struct timeval now;

	if (!to_host(line, &u))
		return NULL;
	/* When it was put there, whatever the program says. */
	gettimeofday(&now, NULL);
	u.ut_tv.tv_sec = (int32_t)now.tv_sec;
	u.ut_tv.tv_usec = (int32_t)now.tv_usec;
	put = pututxline(&u);
	if (!put)
		lib_failed();
	return to_alien(put);
}

/* UTXDB_ACTIVE is 0 and UTXDB_LOG 2: utmp and wtmp.  (UTXDB_LASTLOGIN: the host has another file.)
 */
int lib_setutxdb(int which, const char *file)
{
	if (which != 0 && which != 2) {
		errno = lib_errno(ENOTSUP);
		return -1;
	}
	if (!file)
		file = which ? "/var/log/wtmp" : "/var/run/utmp";
	if (utmpxname(file) < 0) {
		lib_failed();
		return -1;
	}
	setutxent();
	return 0;
}
