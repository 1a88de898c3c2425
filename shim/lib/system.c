/* The system's names and limits: small functions of FreeBSD's library over its own calls. */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

int lib_sysctlbyname(const char *name, void *old, size_t *old_size, const void *new, size_t size);

/* sys/sysctl.h: {0, 3} is the number of a name. */
int lib_sysctlnametomib(const char *name, int *oid, size_t *count)
{
	int ask[2] = { 0, 3 };
	size_t size = *count * sizeof *oid;

	if (lib_row(NR___sysctl, ask, 2, oid, &size, name, strlen(name)) < 0)
		return -1;
	*count = size / sizeof *oid;
	return 0;
}

int lib_getosreldate(void)
{
	size_t size = sizeof(int);
	int value;

	return lib_sysctlbyname("kern.osreldate", &value, &size, NULL, 0) < 0 ? -1 : value;
}

int lib_feature_present(const char *name)
{
	char full[128];
	size_t size = sizeof(int);
	int value = 0;

	if ((size_t)snprintf(full, sizeof full, "kern.features.%s", name) >= sizeof full)
		return 0;
	return lib_sysctlbyname(full, &value, &size, NULL, 0) == 0 && value;
}

/* One size of pages can be counted on: how many there are where `to` is NULL. */
int lib_getpagesizes(size_t *to, int count)
{
	if (count < 0 || (!to && count)) {
		errno = EINVAL;
		return -1;
	}
	if (to && count)
		to[0] = 4096;
	return 1;
}

static int set_name(const char *sysctl, const char *name, int size)
{
	return lib_sysctlbyname(sysctl, NULL, NULL, name, (size_t)size);
}

int lib_sethostname(const char *name, int size)
{
	return set_name("kern.hostname", name, size);
}

int lib_setdomainname(const char *name, int size)
{
	return set_name("kern.domainname", name, size);
}

int lib_getdomainname(char *name, int size)
{
	size_t n = (size_t)size;

	return lib_sysctlbyname("kern.domainname", name, &n, NULL, 0);
}

long lib_gethostid(void)
{
	unsigned long value = 0;
	size_t size = sizeof value;

	return lib_sysctlbyname("kern.hostid", &value, &size, NULL, 0) < 0 ? -1 : (long)value;
}

void lib_sethostid(long id)
{
	lib_sysctlbyname("kern.hostid", NULL, NULL, &id, sizeof id);
}

/* Before FreeBSD 13 an int, and the error the answer. */
int lib_getlogin_r(char *to, int size)
{
	return (int)-lib_call(NR_getlogin, (long)to, size, 0, 0, 0, 0);
}

/* unistd.h; sys/un.h: LOCAL_PEERCRED is 1 of level 0: struct xucred */
int lib_getpeereid(int fd, unsigned *uid, unsigned *gid)
{
	struct {
		unsigned version, uid;
		short count;
		unsigned groups[16];
		int64_t pid;
	} who;
	unsigned size = sizeof who;

	if (lib_row(NR_getsockopt, fd, 0, 1, &who, &size) < 0)
		return -1;
	*uid = who.uid;
	*gid = who.groups[0];
	return 0;
}

/* ulimit.h: UL_GETFSIZE and UL_SETFSIZE, in blocks of 512 bytes; RLIMIT_FSIZE is 1. */
long lib_ulimit(int what, ...)
{
	int64_t limit[2];
	va_list args;
	long blocks;

	if (what != 1 && what != 2) {
		errno = EINVAL;
		return -1;
	}
	if (lib_row(NR_getrlimit, 1, limit) < 0)
		return -1;
	if (what == 1)
		return limit[0] / 512;
	va_start(args, what);
	blocks = va_arg(args, long);
	va_end(args);
	limit[0] = limit[1] = blocks < 0 || blocks > INT64_MAX / 512 ? INT64_MAX : blocks * 512;
	return lib_row(NR_setrlimit, 1, limit) < 0 ? -1 : limit[0] / 512;
}

/* unistd.h: _CS_PATH, and programming environments: only that with 64 bits, without options. */
size_t lib_confstr(int name, char *to, size_t size)
{
	const char *text = "unsupported programming environment";

	if (name < 1 || name > 14) {
		errno = EINVAL;
		return 0;
	}
	if (name == 1)
		text = "/usr/bin:/bin:/usr/sbin:/sbin";
	else if (name == 14)
		text = "_POSIX_V6_LP64_OFF64";
	else if (name >= 8 && name <= 10)
		text = "";
	return (size_t)snprintf(to, size, "%s", text) + 1;
}

/* semctl(2) takes a union as its fourth argument; the call a pointer to it. */
int lib_semctl(int id, int number, int command, ...)
{
	va_list args;
	long value;

	va_start(args, command);
	value = va_arg(args, long);
	va_end(args);
	return (int)lib_row(NR___semctl, id, number, command, &value);
}

/* "/dev/tty", in a buffer of L_ctermid bytes, which are 1024 there. */
char *lib_ctermid_r(char *to)
{
	return to ? strcpy(to, "/dev/tty") : NULL;
}

/* They do nothing there either, since FreeBSD 12: arc4random(3). */
void lib_arc4random_stir(void)
{
}

void lib_arc4random_addrandom(unsigned char *bytes, int count)
{
	(void)bytes, (void)count;
}
