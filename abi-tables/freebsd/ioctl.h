/* FreeBSD's ioctl requests and their structures. */
#ifndef ABI_TABLES_FREEBSD_IOCTL_H
#define ABI_TABLES_FREEBSD_IOCTL_H

#include "abi-tables/bsd44/termios.h"
#include "abi-tables/freebsd/structs.h"
#include "abi-tables/ioctl.h"

extern const struct ioctl_abi freebsd_ioctls;

#define FREEBSD_IOCTL_LAYOUTS                                                                      \
	[LAYOUT_termios] = { BSD44_HOST_TERMIOS, sizeof(struct bsd44_termios),                 \
			     bsd44_termios_to_alien, bsd44_termios_to_host },

#endif
