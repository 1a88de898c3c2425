/*
 * gethostbyname(3) and its like: structures are the same, the family's number in them
 * is not.
 */
#include <netdb.h>
#include <sys/socket.h>

#include "shim/lib/lib.h"
#include "syscall-map/map.h"

static int family_to_host(int alien)
{
	uint64_t host;

	return xlat_to_host(XLAT_family, (uint64_t)alien, &host) ? -1 : (int)host;
}

/* Why there was no answer, for programs that have it in a variable: as the host says it. */
static int error_own;
struct library_data lib_h_errno = { &error_own, &error_own, NULL };

/* The host's own, static or in the caller's buffer: changed in place. */
static struct hostent *host_to_alien(struct hostent *h)
{
	uint64_t family;

	if (h && !xlat_to_alien(XLAT_family, (uint64_t)h->h_addrtype, &family))
		h->h_addrtype = (int)family;
	if (!h)
		*(int *)lib_h_errno.at = h_errno;
	if (!h && h_errno == NETDB_INTERNAL)
		lib_failed();
	return h;
}

struct hostent *lib_gethostbyname(const char *name)
{
	return host_to_alien(gethostbyname(name));
}

struct hostent *lib_gethostbyname2(const char *name, int family)
{
	return host_to_alien(gethostbyname2(name, family_to_host(family)));
}

struct hostent *lib_gethostbyaddr(const void *address, uint32_t size, int family)
{
	return host_to_alien(gethostbyaddr(address, size, family_to_host(family)));
}

struct hostent *lib_gethostent(void)
{
	return host_to_alien(gethostent());
}

static int host_result(int error, struct hostent *found, struct hostent **result)
{
	uint64_t family;

	if (found && !xlat_to_alien(XLAT_family, (uint64_t)found->h_addrtype, &family))
		found->h_addrtype = (int)family;
	*result = found;
	return lib_errno(error);
}

int lib_gethostbyname_r(const char *name, struct hostent *to, char *buffer, size_t size,
			struct hostent **result, int *h_error)
{
	struct hostent *found = NULL;
	int error = gethostbyname_r(name, to, buffer, size, &found, h_error);

	return host_result(error, found, result);
}

int lib_gethostbyname2_r(const char *name, int family, struct hostent *to, char *buffer,
			 size_t size, struct hostent **result, int *h_error)
{
	struct hostent *found = NULL;
	int error =
	    gethostbyname2_r(name, family_to_host(family), to, buffer, size, &found, h_error);

	return host_result(error, found, result);
}

int lib_gethostbyaddr_r(const void *address, uint32_t length, int family, struct hostent *to,
			char *buffer, size_t size, struct hostent **result, int *h_error)
{
	struct hostent *found = NULL;
	int error = gethostbyaddr_r(address, length, family_to_host(family), to, buffer, size,
				    &found, h_error);

	return host_result(error, found, result);
}

/* Services and protocols have the same structures; what is not found is no error. */
static int entry_result(int error, void *found, void **result)
{
	*result = found;
	return found || error == ENOENT ? 0 : lib_errno(error);
}

int lib_getservbyname_r(const char *name, const char *protocol, struct servent *to, char *buffer,
			size_t size, void **result)
{
	struct servent *found = NULL;
	int error = getservbyname_r(name, protocol, to, buffer, size, &found);

	return entry_result(error, found, result);
}

int lib_getservbyport_r(int port, const char *protocol, struct servent *to, char *buffer,
			size_t size, void **result)
{
	struct servent *found = NULL;
	int error = getservbyport_r(port, protocol, to, buffer, size, &found);

	return entry_result(error, found, result);
}

int lib_getservent_r(struct servent *to, char *buffer, size_t size, void **result)
{
	struct servent *found = NULL;
	int error = getservent_r(to, buffer, size, &found);

	return entry_result(error, found, result);
}

int lib_getprotobyname_r(const char *name, struct protoent *to, char *buffer, size_t size,
			 void **result)
{
	struct protoent *found = NULL;
	int error = getprotobyname_r(name, to, buffer, size, &found);

	return entry_result(error, found, result);
}

int lib_getprotobynumber_r(int number, struct protoent *to, char *buffer, size_t size,
			   void **result)
{
	struct protoent *found = NULL;
	int error = getprotobynumber_r(number, to, buffer, size, &found);

	return entry_result(error, found, result);
}

int lib_getprotoent_r(struct protoent *to, char *buffer, size_t size, void **result)
{
	struct protoent *found = NULL;
	int error = getprotoent_r(to, buffer, size, &found);

	return entry_result(error, found, result);
}

int lib_gethostent_r(struct hostent *to, char *buffer, size_t size, struct hostent **result,
		     int *h_error)
{
	struct hostent *found = NULL;
	int error = gethostent_r(to, buffer, size, &found, h_error);

	return host_result(error, found, result);
}

int lib_getnetent_r(struct netent *to, char *buffer, size_t size, void **result, int *h_error)
{
	struct netent *found = NULL;
	int error = getnetent_r(to, buffer, size, &found, h_error);

	return entry_result(error, found, result);
}

int lib_getnetbyname_r(const char *name, struct netent *to, char *buffer, size_t size,
		       void **result, int *h_error)
{
	struct netent *found = NULL;
	int error = getnetbyname_r(name, to, buffer, size, &found, h_error);

	return entry_result(error, found, result);
}

int lib_getnetbyaddr_r(uint32_t net, int family, struct netent *to, char *buffer, size_t size,
		       void **result, int *h_error)
{
	struct netent *found = NULL;
	int error = getnetbyaddr_r(net, family, to, buffer, size, &found, h_error);

	return entry_result(error, found, result);
}
