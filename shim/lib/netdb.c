/*
 * Names of hosts and services: the host's resolver, with FreeBSD's struct addrinfo
 * (other order), errors (positive there), flags and socket addresses.
 */
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/netdb.h"
#include "shim/lib/lib.h"
#include "syscall-map/map.h"
#include "syscall-map/net.h"

struct pair {
	int alien, host;
};

static const struct pair errors[] = {
	{ FREEBSD_EAI_ADDRFAMILY, EAI_ADDRFAMILY }, { FREEBSD_EAI_AGAIN, EAI_AGAIN },
	{ FREEBSD_EAI_BADFLAGS, EAI_BADFLAGS },     { FREEBSD_EAI_FAIL, EAI_FAIL },
	{ FREEBSD_EAI_FAMILY, EAI_FAMILY },         { FREEBSD_EAI_MEMORY, EAI_MEMORY },
	{ FREEBSD_EAI_NODATA, EAI_NODATA },         { FREEBSD_EAI_NONAME, EAI_NONAME },
	{ FREEBSD_EAI_SERVICE, EAI_SERVICE },       { FREEBSD_EAI_SOCKTYPE, EAI_SOCKTYPE },
	{ FREEBSD_EAI_SYSTEM, EAI_SYSTEM },         { FREEBSD_EAI_OVERFLOW, EAI_OVERFLOW },
};
#define ERRORS (sizeof errors / sizeof errors[0])

static int error_to_alien(int host)
{
	if (host == EAI_SYSTEM)
		lib_failed();
	for (size_t i = 0; i < ERRORS; i++)
		if (errors[i].host == host)
			return errors[i].alien;
	return host ? FREEBSD_EAI_FAIL : 0;
}

const char *lib_gai_strerror(int error)
{
	if (!error)
		return "Success";
	if (error == FREEBSD_EAI_BADHINTS)
		return "Invalid value for hints";
	if (error == FREEBSD_EAI_PROTOCOL)
		return "Resolved protocol is unknown";
	for (size_t i = 0; i < ERRORS; i++)
		if (errors[i].alien == error)
			return gai_strerror(errors[i].host);
	return "Unknown error";
}

/* False: a flag that there is not. */
static bool flags_to_host(int alien, int *host)
{
	static const struct pair pairs[] = { { 0x1, AI_PASSIVE },      { 0x2, AI_CANONNAME },
					     { 0x4, AI_NUMERICHOST },  { 0x8, AI_NUMERICSERV },
					     { 0x100, AI_ALL },        { 0x200, AI_V4MAPPED },
					     { 0x400, AI_ADDRCONFIG }, { 0x800, AI_V4MAPPED } };

	*host = 0;
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		if (alien & pairs[i].alien)
			*host |= pairs[i].host;
		alien &= ~pairs[i].alien;
	}
	return !alien;
}

/* 0 or one of FreeBSD's EAI_. */
static int hints_to_host(const struct freebsd_addrinfo *alien, struct addrinfo *host)
{
	uint64_t family = AF_UNSPEC;

	memset(host, 0, sizeof *host);
	if (!alien)
		return 0;
	if (alien->size || alien->name || alien->address || alien->next)
		return FREEBSD_EAI_BADHINTS;
	if (!flags_to_host(alien->flags, &host->ai_flags))
		return FREEBSD_EAI_BADFLAGS;
	if (alien->family && xlat_to_host(XLAT_family, (uint64_t)alien->family, &family))
		return FREEBSD_EAI_FAMILY;
	host->ai_family = (int)family;
	host->ai_socktype = alien->type;
	host->ai_protocol = alien->protocol;
	return 0;
}

/* One piece of memory: the node, the address and the name. */
static struct freebsd_addrinfo *node_of(const struct addrinfo *from, int flags)
{
	struct host_addr host = { .size = from->ai_addrlen };
	uint8_t address[ALIEN_ADDR_MAX];
	uint64_t family = 0;
	struct freebsd_addrinfo *to =
	    calloc(1, sizeof *to + ALIEN_ADDR_MAX +
			  (from->ai_canonname ? strlen(from->ai_canonname) + 1 : 0));

	if (!to)
		return NULL;
	if (host.size > sizeof host.storage)
		host.size = sizeof host.storage;
	memcpy(&host.storage, from->ai_addr, host.size);
	xlat_to_alien(XLAT_family, (uint64_t)from->ai_family, &family);
	*to = (struct freebsd_addrinfo){ .flags = flags,
					 .family = (int)family,
					 .type = from->ai_socktype,
					 .protocol = from->ai_protocol,
					 .size = addr_to_alien(address, &host) };
	to->address = (uint8_t *)(to + 1);
	memcpy(to->address, address, sizeof address);
	if (from->ai_canonname)
		to->name = strcpy((char *)to->address + ALIEN_ADDR_MAX, from->ai_canonname);
	return to;
}

void lib_freeaddrinfo(struct freebsd_addrinfo *list)
{
	while (list) {
		struct freebsd_addrinfo *next = list->next;

		free(list);
		list = next;
	}
}

int lib_getaddrinfo(const char *name, const char *service, const struct freebsd_addrinfo *hints,
		    struct freebsd_addrinfo **result)
{
	struct freebsd_addrinfo *list = NULL, **last = &list;
	struct addrinfo host, *found;
	int error = hints_to_host(hints, &host);

	if (!error)
		error = error_to_alien(getaddrinfo(name, service, &host, &found));
	if (error)
		return error;
	for (const struct addrinfo *i = found; i; i = i->ai_next) {
		*last = node_of(i, hints ? hints->flags : 0);
		if (!*last) {
			lib_freeaddrinfo(list);
			list = NULL;
			error = FREEBSD_EAI_MEMORY;
			break;
		}
		last = &(*last)->next;
	}
	freeaddrinfo(found);
	if (!error)
		*result = list;
	return error;
}

/* NI_NUMERICSCOPE: the number of the interface behind the address, not its name. */
static int numeric_scope(struct host_addr *address, char *name, uint32_t size, int flags)
{
	unsigned scope = address->in6.sin6_scope_id;
	int error;

	address->in6.sin6_scope_id = 0;
	error = getnameinfo(&address->any, address->size, name, size, NULL, 0, flags);
	if (!error && (flags & NI_NUMERICHOST)) {
		size_t n = strlen(name);

		if ((size_t)snprintf(name + n, size - n, "%%%u", scope) >= size - n)
			error = EAI_OVERFLOW;
	}
	return error;
}

int lib_getnameinfo(const uint8_t *address, uint32_t address_size, char *name, size_t name_size,
		    char *service, size_t service_size, int alien)
{
	static const struct pair pairs[] = { { 0x1, NI_NOFQDN },
					     { 0x2, NI_NUMERICHOST },
					     { 0x4, NI_NAMEREQD },
					     { 0x8, NI_NUMERICSERV },
					     { 0x10, NI_DGRAM } };
	struct host_addr host;
	int flags = 0, error = 0;

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		if (alien & pairs[i].alien)
			flags |= pairs[i].host;
	if (addr_to_host(&host, address, address_size))
		return FREEBSD_EAI_FAMILY;
	if (alien & 0x20 && host.any.sa_family == AF_INET6 && host.in6.sin6_scope_id && name_size) {
		error = numeric_scope(&host, name, (uint32_t)name_size, flags);
		name_size = 0;
	}
	if (!error && (name_size || service_size))
		error = getnameinfo(&host.any, host.size, name, (uint32_t)name_size, service,
				    (uint32_t)service_size, flags);
	return error_to_alien(error);
}
