/* NetBSD's ioctl requests and their structures. */
#ifndef ABI_TABLES_NETBSD_IOCTL_H
#define ABI_TABLES_NETBSD_IOCTL_H

#include "abi-tables/bsd44/termios.h"
#include "abi-tables/ioctl.h"

#define NETBSD_IOCTL_LAYOUTS                                                                       \
	[LAYOUT_termios] = { BSD44_HOST_TERMIOS, sizeof(struct bsd44_termios),                     \
			     bsd44_termios_to_alien, bsd44_termios_to_host },

#endif
