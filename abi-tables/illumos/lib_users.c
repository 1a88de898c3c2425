/*
 * Users: struct passwd has System V's age and comment, which the host's has not.  getpwnam_r and
 * its like come twice: as POSIX has them, and as an early draft did, which answer what was found
 * (pwd.h); so do others of that draft, below.
 */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "shim/lib/lib.h"

struct illumos_passwd {
	char *name, *password;
	uint32_t uid, gid;
	char *age, *comment, *gecos, *directory, *shell;
};
_Static_assert(sizeof(struct illumos_passwd) == 64, "struct passwd");

static char none[] = "";

static struct illumos_passwd *convert(struct illumos_passwd *to, const struct passwd *from)
{
	if (!from) {
		if (errno)
			lib_failed();
		return NULL;
	}
	*to = (struct illumos_passwd){
		from->pw_name, from->pw_passwd, from->pw_uid, from->pw_gid,  none,
		none,          from->pw_gecos,  from->pw_dir, from->pw_shell
	};
	return to;
}

static struct illumos_passwd last;

struct illumos_passwd *illumos_getpwnam(const char *name)
{
	return convert(&last, getpwnam(name));
}

struct illumos_passwd *illumos_getpwuid(uint32_t uid)
{
	return convert(&last, getpwuid(uid));
}

struct illumos_passwd *illumos_getpwent(void)
{
	return convert(&last, getpwent());
}

/* No such user is no error: 0, and nothing found. */
static int result(int error, struct illumos_passwd *to, const struct passwd *found,
		  struct illumos_passwd **as)
{
	*as = found ? convert(to, found) : NULL;
	return found || error == ENOENT ? 0 : lib_errno(error);
}

int illumos_posix_getpwnam_r(const char *name, struct illumos_passwd *to, char *buffer, size_t size,
			     struct illumos_passwd **as)
{
	struct passwd host, *found = NULL;
	int error = getpwnam_r(name, &host, buffer, size, &found);

	return result(error, to, found, as);
}

int illumos_posix_getpwuid_r(uint32_t uid, struct illumos_passwd *to, char *buffer, size_t size,
			     struct illumos_passwd **as)
{
	struct passwd host, *found = NULL;
	int error = getpwuid_r(uid, &host, buffer, size, &found);

	return result(error, to, found, as);
}

/* The draft's: what was found, or NULL with errno. */
#define DRAFT(type, name, parameters, ...)                                                         \
	type *illumos_##name parameters                                                            \
	{                                                                                          \
		type *found;                                                                       \
		int error = illumos_posix_##name(__VA_ARGS__, &found);                             \
                                                                                                   \
		if (error)                                                                         \
			errno = error;                                                             \
		return error ? NULL : found;                                                       \
	}

static int group_result(int error, struct group *found, struct group **as)
{
	*as = found;
	return found || error == ENOENT ? 0 : lib_errno(error);
}

int illumos_posix_getgrnam_r(const char *name, struct group *to, char *buffer, size_t size,
			     struct group **as)
{
	struct group *found = NULL;
	int error = getgrnam_r(name, to, buffer, size, &found);

	return group_result(error, found, as);
}

int illumos_posix_getgrgid_r(uint32_t gid, struct group *to, char *buffer, size_t size,
			     struct group **as)
{
	struct group *found = NULL;
	int error = getgrgid_r(gid, to, buffer, size, &found);

	return group_result(error, found, as);
}

static int illumos_posix_getpwent_r(struct illumos_passwd *to, char *buffer, size_t size,
				    struct illumos_passwd **as)
{
	struct passwd host, *found = NULL;
	int error = getpwent_r(&host, buffer, size, &found);

	return result(error, to, found, as);
}

static int illumos_posix_getgrent_r(struct group *to, char *buffer, size_t size, struct group **as)
{
	struct group *found = NULL;
	int error = getgrent_r(to, buffer, size, &found);

	return group_result(error, found, as);
}

/* clang-format off */
DRAFT(struct illumos_passwd, getpwnam_r, (const char *name, struct illumos_passwd *to, char *buffer, int size), name, to, buffer, (size_t)size)
DRAFT(struct illumos_passwd, getpwuid_r, (uint32_t uid, struct illumos_passwd *to, char *buffer, int size), uid, to, buffer, (size_t)size)
DRAFT(struct illumos_passwd, getpwent_r, (struct illumos_passwd *to, char *buffer, int size), to, buffer, (size_t)size)
DRAFT(struct group, getgrnam_r, (const char *name, struct group *to, char *buffer, int size), name, to, buffer, (size_t)size)
DRAFT(struct group, getgrgid_r, (uint32_t gid, struct group *to, char *buffer, int size), gid, to, buffer, (size_t)size)
DRAFT(struct group, getgrent_r, (struct group *to, char *buffer, int size), to, buffer, (size_t)size)
/* clang-format on */

int lib_readdir_r(void *d, void *entry, void **as);

void *illumos_readdir_r(void *d, void *entry)
{
	void *found;
	int error = lib_readdir_r(d, entry, &found);

	if (error)
		errno = error;
	return error ? NULL : found;
}

int illumos_posix_ttyname_r(int fd, char *buffer, size_t size)
{
	return lib_errno(ttyname_r(fd, buffer, size));
}

char *illumos_ttyname_r(int fd, char *buffer, int size)
{
	int error = illumos_posix_ttyname_r(fd, buffer, (size_t)size);

	if (error)
		errno = error;
	return error ? NULL : buffer;
}

/* Who logged in: the user of the effective number where the terminal says nobody. */
int illumos_posix_getlogin_r(char *buffer, int size)
{
	return lib_errno(getlogin_r(buffer, (size_t)size));
}

char *illumos_getlogin_r(char *buffer, int size)
{
	int error = illumos_posix_getlogin_r(buffer, size);

	if (error)
		errno = error;
	return error ? NULL : buffer;
}

/* cuserid(3C): the name of the effective user. */
char *illumos_cuserid(char *buffer)
{
	static char own[9];
	const struct passwd *found = getpwuid(geteuid());
	char *to = buffer ? buffer : own;

	*to = 0;
	if (found)
		strncat(to, found->pw_name, sizeof own - 1);
	return found || buffer ? to : NULL;
}
