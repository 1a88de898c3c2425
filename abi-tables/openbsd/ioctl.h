/* OpenBSD's ioctl requests and their structures. */
#ifndef ABI_TABLES_OPENBSD_IOCTL_H
#define ABI_TABLES_OPENBSD_IOCTL_H

#include "abi-tables/ioctl.h"
#include "abi-tables/openbsd/structs.h"

extern const struct ioctl_abi openbsd_ioctls;

/* sys/termios.h */
struct openbsd_termios {
	uint32_t c_iflag, c_oflag, c_cflag, c_lflag;
	uint8_t c_cc[20];
	int32_t c_ispeed, c_ospeed;
};
SIZE_IS(struct openbsd_termios, 44);

void openbsd_termios_to_alien(void *alien, const void *host);
long openbsd_termios_to_host(void *host, const void *alien);

#define OPENBSD_HOST_TERMIOS 44 /* sizeof(struct termios2), asm/termbits.h */

#endif
