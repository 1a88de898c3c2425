/* FreeBSD's ioctl requests and their structures. */
#ifndef ABI_TABLES_FREEBSD_IOCTL_H
#define ABI_TABLES_FREEBSD_IOCTL_H

#include "abi-tables/freebsd/structs.h"
#include "abi-tables/ioctl.h"

extern const struct ioctl_abi freebsd_ioctls;

/* sys/_termios.h */
struct freebsd_termios {
	uint32_t c_iflag, c_oflag, c_cflag, c_lflag;
	uint8_t c_cc[20];
	uint32_t c_ispeed, c_ospeed;
};
SIZE_IS(struct freebsd_termios, 44);

void freebsd_termios_to_alien(void *alien, const void *host);
long freebsd_termios_to_host(void *host, const void *alien);

#define FREEBSD_HOST_TERMIOS 44 /* sizeof(struct termios2), asm/termbits.h */

#define FREEBSD_IOCTL_LAYOUTS                                                                      \
	[LAYOUT_termios] = { FREEBSD_HOST_TERMIOS, sizeof(struct freebsd_termios),                 \
			     freebsd_termios_to_alien, freebsd_termios_to_host },

#endif
