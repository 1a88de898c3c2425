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

/* The host's option of the row: set it, or read it.  0 or the size, or -errno. */
long option_host_set(struct option *o, const void *value, size_t size);
long option_host_get(struct option *o, void *value, size_t size);
/* An int as the alien's value, out and in.  0 or -EINVAL. */
long option_answer_int(struct option *o, int value);
long option_int_of(struct option *o, int *value);

/* net_opt_ip.c */
option_fn option_set_source, option_set_group, option_set_group_source, option_set_dontfrag,
    option_get_dontfrag, option_set_filter, option_get_filter, option_get_queue;

/* net_creds.c */
option_fn option_set_creds_once, option_get_creds_once, option_set_creds_always,
    option_get_creds_always;

#endif
