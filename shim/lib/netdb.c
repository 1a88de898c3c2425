/*
 * Names of hosts and services: the host's resolver, with the alien's struct addrinfo
 * (FreeBSD's has another order), errors, flags and socket addresses.
 */
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/lib.h"
#include "syscall-map/map.h"
#include "syscall-map/net.h"

/* struct addrinfo; what is last but one and two is in another order in some. */
struct address {
	int32_t flags, family, type, protocol;
	uint32_t size, pad;
	void *either[2];
	struct address *next;
};
_Static_assert(sizeof(struct address) == 48, "struct addrinfo");

static char **name_of(struct address *a)
{
	return (char **)&a->either[lib_facts->address_before_name];
}

static uint8_t **address_of(struct address *a)
{
	return (uint8_t **)&a->either[!lib_facts->address_before_name];
}

static int error_to_alien(int host)
{
	if (host == EAI_SYSTEM)
		lib_failed();
	for (const struct lib_pair *p = lib_facts->address_errors; host && p->alien; p++)
		if (p->host == host)
			return p->alien;
	return host ? lib_facts->address_error.fail : 0;
}

const char *lib_gai_strerror(int error)
{
	if (!error)
		return "Success";
	if (error == lib_facts->address_error.hints)
		return "Invalid value for hints";
	if (error == lib_facts->address_error.protocol)
		return "Resolved protocol is unknown";
	for (const struct lib_pair *p = lib_facts->address_errors; p->alien; p++)
		if (p->alien == error)
			return gai_strerror(p->host);
	return "Unknown error";
}

/* False: a flag that there is not. */
static bool flags_to_host(int alien, int *host)
{
	*host = 0;
	for (const struct lib_pair *p = lib_facts->address_flags; p->alien; p++) {
		if (alien & p->alien)
			*host |= p->host;
		alien &= ~p->alien;
	}
	return !alien;
}

/* 0 or one of the alien's EAI_. */
static int hints_to_host(const struct address *alien, struct addrinfo *host)
{
	uint64_t family = AF_UNSPEC, type = 0;

	memset(host, 0, sizeof *host);
	if (!alien)
		return 0;
	if (alien->size || alien->either[0] || alien->either[1] || alien->next)
		return lib_facts->address_error.hints;
	if (!flags_to_host(alien->flags, &host->ai_flags))
		return lib_facts->address_error.flags;
	if (alien->family && xlat_to_host(XLAT_family, (uint64_t)alien->family, &family))
		return lib_facts->address_error.family;
	host->ai_family = (int)family;
	if (alien->type && xlat_to_host(XLAT_socktype, (uint64_t)alien->type, &type))
		type = (uint64_t)alien->type;
	host->ai_socktype = (int)type;
	host->ai_protocol = alien->protocol;
	return 0;
}

/* One piece of memory: the node, the address and the name. */
static struct address *node_of(const struct addrinfo *from, int flags)
{
	struct host_addr host = { .size = from->ai_addrlen };
	uint8_t address[ALIEN_ADDR_MAX];
	uint64_t family = 0, type = (uint64_t)from->ai_socktype;
	struct address *to =
	    calloc(1, sizeof *to + ALIEN_ADDR_MAX +
			  (from->ai_canonname ? strlen(from->ai_canonname) + 1 : 0));

	if (!to)
		return NULL;
	if (host.size > sizeof host.storage)
		host.size = sizeof host.storage;
	memcpy(&host.storage, from->ai_addr, host.size);
	xlat_to_alien(XLAT_family, (uint64_t)from->ai_family, &family);
	if (type)
		xlat_to_alien(XLAT_socktype, (uint64_t)from->ai_socktype, &type);
	*to = (struct address){ .flags = flags,
				.family = (int)family,
				.type = (int)type,
				.protocol = from->ai_protocol,
				.size = addr_to_alien(address, &host) };
	*address_of(to) = memcpy(to + 1, address, sizeof address);
	if (from->ai_canonname)
		*name_of(to) = strcpy((char *)(to + 1) + ALIEN_ADDR_MAX, from->ai_canonname);
	return to;
}

void lib_freeaddrinfo(struct address *list)
{
	while (list) {
		struct address *next = list->next;

		free(list);
		list = next;
	}
}

int lib_getaddrinfo(const char *name, const char *service, const struct address *hints,
		    struct address **result)
{
	struct address *list = NULL, **last = &list;
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
			error = lib_facts->address_error.memory;
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
	struct host_addr host;
	int flags = 0, error = 0;

	for (const struct lib_pair *p = lib_facts->name_flags; p->alien; p++)
		if (alien & p->alien)
			flags |= p->host;
	if (addr_to_host(&host, address, address_size))
		return lib_facts->address_error.family;
	if (alien & lib_facts->numeric_scope && host.any.sa_family == AF_INET6 &&
	    host.in6.sin6_scope_id && name_size) {
		error = numeric_scope(&host, name, (uint32_t)name_size, flags);
		name_size = 0;
	}
	if (!error && (name_size || service_size))
		error = getnameinfo(&host.any, host.size, name, (uint32_t)name_size, service,
				    (uint32_t)service_size, flags);
	return error_to_alien(error);
}
