/* What the BSDs' libraries ask of sysctl(3) nowadays: calls of their own once. */
#include "abi-tables/sysctl.h"
#include "syscall-map/map.h"

#define FIELD_SIZE 32 /* SYS_NMLN of the kernel, sys/utsname.h */

/* (name, size) */
long map_getdomainname(struct call *c)
{
	return sysctl_by_name("kern.domainname", (unsigned long)c->alien[0],
			      (size_t)(int)c->alien[1], 0, 0);
}

/* (name, size) */
long map_setdomainname(struct call *c)
{
	return sysctl_by_name("kern.domainname", 0, 0, (unsigned long)c->alien[0],
			      (size_t)(int)c->alien[1]);
}

/* One field; it ends with NUL also where the value just fits. */
static long put_field(unsigned long to, const char *name)
{
	char nul = 0;
	long error = sysctl_by_name(name, to, FIELD_SIZE, 0, 0);

	return error ? error : copy_to_alien(to + FIELD_SIZE - 1, &nul, 1);
}

/*
 * The version as FreeBSD 1.1 had it: of the kernel's the number of the build, from
 * '#' to the colon.
 */
static long put_version(unsigned long to)
{
	const char *s = sysctl_find_name("kern.version", sizeof "kern.version")->text;
	size_t n = 0;
	char nul = 0;
	long error;

	while (*s && *s != '#')
		s++;
	while (s[n] && s[n] != ':')
		n++;
	error = copy_to_alien(to, s, n);
	return error ? error : copy_to_alien(to + n, &nul, 1);
}

/* (struct utsname of five fields): with ENOMEM what comes before the value that has no room. */
long map_uname(struct call *c)
{
	static const char *const names[] = { "kern.ostype", "kern.hostname", "kern.osrelease", NULL,
					     "hw.machine" };
	unsigned long to = (unsigned long)c->alien[0];
	long error = 0;

	for (unsigned i = 0; i < sizeof names / sizeof names[0] && !error; i++, to += FIELD_SIZE)
		error = names[i] ? put_field(to, names[i]) : put_version(to);
	return error;
}
