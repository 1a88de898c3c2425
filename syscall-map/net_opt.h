/* Socket options: what net_opt.c and net_opt_kinds.c share. */
#ifndef SYSCALL_MAP_NET_OPT_H
#define SYSCALL_MAP_NET_OPT_H

#include "syscall-map/net.h"

#define OPT_ROOM 1024

/* An option being set or asked for. */
struct option {
	int fd;
	const struct sockopt_row *row;
	size_t size; /* of data: the alien's value, or room for it */
	uint8_t data[OPT_ROOM] __attribute__((aligned(8)));
};

/* Set the host's option from the alien's value, or fill in the alien's value.  0 or -errno. */
typedef long option_fn(struct option *o);

struct option_kind {
	option_fn *set, *get; /* NULL: can't be */
};
extern const struct option_kind option_kinds[OPT_KIND_COUNT];

#endif
