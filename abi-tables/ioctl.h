/*
 * What an OS says about its ioctl requests.  Used by syscall-map/ioctl*.c.
 */
#ifndef ABI_TABLES_IOCTL_H
#define ABI_TABLES_IOCTL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi-tables/kinds.h"

struct call;
struct ioctl_row;

/* Answers a request: a value, -errno, or CALL_HOST as a map function does. */
typedef long ioctl_fn(struct call *c, const struct ioctl_row *row);

struct ioctl_row {
	const char *name;
	uint32_t alien;
	uint32_t host;
	ioctl_fn *answer;
	uint16_t arg; /* a layout, or the function's own */
};

struct ioctl_abi {
	const struct ioctl_row *rows; /* ends with name NULL */
};

#endif
