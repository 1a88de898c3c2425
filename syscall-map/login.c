/*
 * Login names and classes.  Of the session's login name the host keeps the user's
 * number, if login(1) gave it one; what setlogin(2) says is kept by this process and
 * its children.
 */
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

/* No user has this number, and none has logged in. */
#define NOBODY ((uint32_t)-1)

/* The longest login name that any of the systems has, with its NUL. */
#define LOGIN_NAME_SIZE 33

static char login[LOGIN_NAME_SIZE];

/* The first field of the line of /etc/passwd whose third is `uid`; "" where there is none. */
static void name_of_user(uint64_t uid, char name[LOGIN_NAME_SIZE], char *text)
{
	const char *line = text;

	name[0] = 0;
	while (*line) {
		const char *at = line;
		unsigned n = 0, field = 0;

		while (*at && *at != '\n' && field < 2)
			field += *at++ == ':';
		while (line[n] && line[n] != ':' && n < LOGIN_NAME_SIZE - 1)
			n++;
		if (field == 2 && parse_number(&at) == uid && *at == ':') {
			memcpy(name, line, n);
			name[n] = 0;
			return;
		}
		while (*at && *at != '\n')
			at++;
		line = *at ? at + 1 : at;
	}
}

static void find_login(char name[LOGIN_NAME_SIZE])
{
	const size_t size = 64 * 1024;
	uint64_t uid = host_file_number("/proc/self/loginuid", NOBODY);
	char *text;

	name[0] = 0;
	if (uid == NOBODY)
		return;
	text = host_alloc(size);
	if (!text)
		return;
	if (host_file("/etc/passwd", text, size) > 0)
		name_of_user(uid, name, text);
	host_free(text, size);
}

/* (name, size) */
long map_getlogin(struct call *c)
{
	char name[LOGIN_NAME_SIZE];
	size_t size;

	memcpy(name, login, sizeof name);
	if (!name[0])
		find_login(name);
	size = string_length(name) + 1;
	if (size > (uint32_t)c->alien[1])
		return -ERANGE;
	return copy_to_alien((unsigned long)c->alien[0], name, size);
}

/* The name that the superuser sets: its length and NUL, or -errno. */
static long new_name(const struct call *c, char name[LOGIN_NAME_SIZE])
{
	if (host_call(__NR_geteuid) != 0)
		return -EPERM;
	return string_from_alien(name, (unsigned long)c->alien[0], LOGIN_NAME_SIZE);
}

/* (name) */
long map_setlogin(struct call *c)
{
	char name[LOGIN_NAME_SIZE];
	long ret;

	ret = new_name(c, name);
	if (ret < 0)
		return ret == -ENAMETOOLONG ? -EINVAL : ret;
	memcpy(login, name, sizeof name);
	return 0;
}

/* A class is a name that limits could be tied to; there are none that are. */
static char login_class[LOGIN_NAME_SIZE] = "default";

/* (name, size) */
long map_getloginclass(struct call *c)
{
	size_t size = string_length(login_class) + 1;

	if ((size_t)c->alien[1] < size)
		return -ENAMETOOLONG;
	return copy_to_alien((unsigned long)c->alien[0], login_class, size);
}

/* (name) */
long map_setloginclass(struct call *c)
{
	char name[LOGIN_NAME_SIZE];
	long ret;

	ret = new_name(c, name);
	if (ret < 0)
		return ret;
	if (!name[0])
		return -EINVAL;
	memcpy(login_class, name, sizeof name);
	return 0;
}
