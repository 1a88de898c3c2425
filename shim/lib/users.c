/*
 * Users and groups: the host's, in the BSDs' struct passwd, which says more (classes,
 * when a password or an account ends: none).  struct group is the same.
 */
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/bsd44/passwd.h"
#include "lib_calls.h"
#include "shim/lib/lib.h"

static char none[] = "";

static void passwd_to_alien(struct bsd44_passwd *to, const struct passwd *from)
{
	*to = (struct bsd44_passwd){ .name = from->pw_name,
				     .password = from->pw_passwd,
				     .uid = from->pw_uid,
				     .gid = from->pw_gid,
				     .class = none,
				     .gecos = from->pw_gecos,
				     .directory = from->pw_dir,
				     .shell = from->pw_shell };
	if (lib_facts->passwd_fields)
		to->fields[0] = lib_facts->passwd_fields;
}

static struct bsd44_passwd *passwd_static(const struct passwd *from)
{
	static union {
		struct bsd44_passwd passwd;
		char room[sizeof(struct bsd44_passwd) + sizeof(int64_t)];
	} alien;

	if (!from) {
		if (errno)
			lib_failed();
		return NULL;
	}
	passwd_to_alien(&alien.passwd, from);
	return &alien.passwd;
}

struct bsd44_passwd *lib_getpwnam(const char *name)
{
	return passwd_static(getpwnam(name));
}

struct bsd44_passwd *lib_getpwuid(unsigned uid)
{
	return passwd_static(getpwuid(uid));
}

struct bsd44_passwd *lib_getpwent(void)
{
	return passwd_static(getpwent());
}

/* No such user is no error: 0, and nothing found. */
static int passwd_result(int error, struct bsd44_passwd *to, const struct passwd *from,
			 struct bsd44_passwd **result)
{
	*result = NULL;
	if (from) {
		passwd_to_alien(to, from);
		*result = to;
	}
	return from || error == ENOENT ? 0 : lib_errno(error);
}

int lib_getpwnam_r(const char *name, struct bsd44_passwd *to, char *buffer, size_t size,
		   struct bsd44_passwd **result)
{
	struct passwd host, *found = NULL;
	int error = getpwnam_r(name, &host, buffer, size, &found);

	return passwd_result(error, to, found, result);
}

int lib_getpwuid_r(unsigned uid, struct bsd44_passwd *to, char *buffer, size_t size,
		   struct bsd44_passwd **result)
{
	struct passwd host, *found = NULL;
	int error = getpwuid_r(uid, &host, buffer, size, &found);

	return passwd_result(error, to, found, result);
}

int lib_getpwent_r(struct bsd44_passwd *to, char *buffer, size_t size, struct bsd44_passwd **result)
{
	struct passwd host, *found = NULL;
	int error = getpwent_r(&host, buffer, size, &found);

	return passwd_result(error, to, found, result);
}

/* setpassent(3), setgroupent(3): keep the file open, which the host decides itself. */
int lib_setpassent(int stay)
{
	(void)stay;
	setpwent();
	return 1;
}

int lib_setgroupent(int stay)
{
	(void)stay;
	setgrent();
	return 1;
}

static int group_result(int error, struct group *found, struct group **result)
{
	*result = found;
	return found || error == ENOENT ? 0 : lib_errno(error);
}

int lib_getgrnam_r(const char *name, struct group *to, char *buffer, size_t size,
		   struct group **result)
{
	struct group *found = NULL;
	int error = getgrnam_r(name, to, buffer, size, &found);

	return group_result(error, found, result);
}

int lib_getgrgid_r(unsigned gid, struct group *to, char *buffer, size_t size, struct group **result)
{
	struct group *found = NULL;
	int error = getgrgid_r(gid, to, buffer, size, &found);

	return group_result(error, found, result);
}

int lib_getgrent_r(struct group *to, char *buffer, size_t size, struct group **result)
{
	struct group *found = NULL;
	int error = getgrent_r(to, buffer, size, &found);

	return group_result(error, found, result);
}

/* The host says how many there are, FreeBSD whether there was room: 0 or -1. */
int lib_getgrouplist(const char *name, unsigned group, gid_t *groups, int *count)
{
	return getgrouplist(name, group, groups, count) < 0 ? -1 : 0;
}

/* By the call, as any other program's: the host's initgroups would tell glibc's threads. */
int lib_initgroups(const char *name, unsigned group)
{
	int count = 64;
	gid_t *groups = malloc((size_t)count * sizeof *groups);
	int ret;

	while (groups && getgrouplist(name, group, groups, &count) < 0) {
		void *bigger = realloc(groups, (size_t)count * sizeof *groups);

		if (!bigger) {
			free(groups);
			groups = NULL;
		} else {
			groups = bigger;
		}
	}
	if (!groups) {
		errno = ENOMEM;
		return -1;
	}
	ret = (int)lib_row(NR_setgroups_FBSD_1_0, count, groups);
	free(groups);
	return ret;
}

/* user_from_uid(3): the number, where there is no such user, unless that is not wanted. */
const char *lib_user_from_uid(unsigned uid, int no_number)
{
	static __thread char buffer[64];
	const struct passwd *found = getpwuid(uid);

	if (!found && no_number)
		return NULL;
	if (found)
		snprintf(buffer, sizeof buffer, "%s", found->pw_name);
	else
		snprintf(buffer, sizeof buffer, "%u", uid);
	return buffer;
}

const char *lib_group_from_gid(unsigned gid, int no_number)
{
	static __thread char buffer[64];
	const struct group *found = getgrgid(gid);

	if (!found && no_number)
		return NULL;
	if (found)
		snprintf(buffer, sizeof buffer, "%s", found->gr_name);
	else
		snprintf(buffer, sizeof buffer, "%u", gid);
	return buffer;
}

int lib_uid_from_user(const char *name, uint32_t *uid)
{
	const struct passwd *found = getpwnam(name);

	if (found)
		*uid = found->pw_uid;
	return found ? 0 : -1;
}

int lib_gid_from_group(const char *name, uint32_t *gid)
{
	const struct group *found = getgrnam(name);

	if (found)
		*gid = found->gr_gid;
	return found ? 0 : -1;
}
